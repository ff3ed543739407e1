namespace Qit.Timing.LinkPlanning;

/// <summary>
/// Spontaneous Raman scattering of a classical channel into a quantum channel of the same fibre. Power a metre and hertz in
/// one polarization is g(shift) P h nu (n + 1) on the Stokes side and g P h nu n on the anti-Stokes side, n the thermal
/// occupation (Agrawal, Nonlinear Fiber Optics, section 8.1); the sum over both polarizations is taken as that of the pump's
/// own. The spectrum g is the imaginary part of silica's response in 13 vibrational modes (Hollenbeck and Cantrell, J. Opt.
/// Soc. Am. B 19, 2886 (2002), table 1), scaled to a peak gain that is an option.
/// </summary>
/// <remarks>The peak gain, 0.8 1/(W km) of standard fibre, is an assumption: 1e-13 m/W at 1 um over 80 um^2, in proportion to
/// the pump's frequency. Between fibres it differs by some ten per cent.</remarks>
public static class RamanScattering
{
    private const double Planck = 6.626_070_15e-34;
    private const double Boltzmann = 1.380_649e-23;
    private const double LightMetresPerSecond = 299_792_458;
    private const double StepPicoseconds = 1e-3;
    private const double RadiansPerPicosecondPerWavenumber = 2 * Math.PI * LightMetresPerSecond * 1e-10;

    // Position 1/cm, peak, Gaussian FWHM 1/cm, Lorentzian FWHM 1/cm.
    private static readonly double[,] Modes =
    {
        { 56.25, 1, 52.1, 17.37 }, { 100, 11.4, 110.42, 38.81 }, { 231.25, 36.67, 175, 58.33 },
        { 362.5, 67.67, 162.5, 54.17 }, { 463, 74, 135.33, 45.11 }, { 497, 4.5, 24.5, 8.17 },
        { 611.5, 6.8, 41.5, 13.83 }, { 691.67, 4.6, 155, 51.67 }, { 793.67, 4.2, 59.5, 19.83 },
        { 835.5, 4.5, 64.3, 21.43 }, { 930, 2.7, 150, 50 }, { 1080, 3.1, 91, 30.33 }, { 1215, 3, 160, 53.33 },
    };

    private static readonly double[] Response = Respond();
    private static readonly double Peak = Enumerable.Range(380, 120).Max(wavenumber => Raw(wavenumber));

    /// <summary>Raman gain at a shift over the gain at its peak near 440 1/cm.</summary>
    /// <param name="wavenumbers">Shift, 1/cm, 0 or more.</param>
    public static double Spectrum(double wavenumbers) => Math.Max(0, Raw(wavenumbers) / Peak);

    /// <summary>Scattered power over the channel's, 1/(km nm) of receiver bandwidth, both polarizations.</summary>
    /// <param name="classicalNanometres">Wavelength of the classical channel.</param>
    /// <param name="quantumNanometres">Wavelength of the quantum channel.</param>
    /// <param name="filter">Peak gain, temperature, and a measured coefficient if there is one.</param>
    public static double Coefficient(double classicalNanometres, double quantumNanometres, LinkFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.RamanCoefficient is double measured) return measured;
        double shift = (1e7 / classicalNanometres) - (1e7 / quantumNanometres);
        double energy = Planck * LightMetresPerSecond * Math.Abs(shift) * 100;
        // At no shift n grows as fast as the gain falls; half a wavenumber is nearer than any filter passes.
        double thermal = 1 / double.ExpM1(Math.Max(energy, Planck * LightMetresPerSecond * 50) / (Boltzmann * filter.Kelvin));
        double gain = filter.RamanGainPerWattKilometre * (1550 / classicalNanometres)
            * Spectrum(Math.Max(Math.Abs(shift), 0.5));
        double hertzPerNanometre = LightMetresPerSecond * 1e9 / (quantumNanometres * quantumNanometres);
        double photonJoules = Planck * LightMetresPerSecond * 1e9 / quantumNanometres;
        return gain * photonJoules * hertzPerNanometre * (shift > 0 ? thermal + 1 : thermal);
    }

    /// <summary>Integral of loss along the fibre for noise that travels with the channel: (exp(-a L) - exp(-q L)) / (q - a),
    /// a and q the attenuations of channel and noise. Kilometres.</summary>
    /// <param name="classical">Attenuation of the channel, 1/km.</param>
    /// <param name="quantum">Attenuation of the noise, 1/km.</param>
    /// <param name="kilometres">Length.</param>
    public static double ForwardKilometres(double classical, double quantum, double kilometres)
    {
        double difference = (quantum - classical) * kilometres;
        double ratio = Math.Abs(difference) < 1e-9 ? 1 : -double.ExpM1(-difference) / difference;
        return kilometres * Math.Exp(-classical * kilometres) * ratio;
    }

    /// <summary>The same for noise scattered backwards, to where the channel is launched:
    /// (1 - exp(-(a + q) L)) / (a + q).</summary>
    /// <param name="classical">Attenuation of the channel, 1/km.</param>
    /// <param name="quantum">Attenuation of the noise, 1/km.</param>
    /// <param name="kilometres">Length.</param>
    public static double BackwardKilometres(double classical, double quantum, double kilometres)
    {
        double sum = (classical + quantum) * kilometres;
        return sum < 1e-9 ? kilometres : kilometres * (-double.ExpM1(-sum) / sum);
    }

    private static double[] Respond()
    {
        // Sampled at the middle of each step: 4 ps, where the slowest mode has died away to exp(-10).
        double[] response = new double[4000];
        for (int index = 0; index < response.Length; index++)
        {
            double t = (index + 0.5) * StepPicoseconds;
            for (int mode = 0; mode < Modes.GetLength(0); mode++)
            {
                double gauss = 0.5 * RadiansPerPicosecondPerWavenumber * Modes[mode, 2] * t;
                double lorentz = 0.5 * RadiansPerPicosecondPerWavenumber * Modes[mode, 3] * t;
                response[index] += Modes[mode, 1] * Math.Exp(-lorentz - (gauss * gauss / 4))
                    * Math.Sin(RadiansPerPicosecondPerWavenumber * Modes[mode, 0] * t);
            }
        }

        return response;
    }

    private static double Raw(double wavenumbers)
    {
        double turn = RadiansPerPicosecondPerWavenumber * wavenumbers * StepPicoseconds;
        double sum = 0;
        for (int index = 0; index < Response.Length; index++) sum += Response[index] * Math.Sin((index + 0.5) * turn);
        return sum;
    }
}
