namespace Qit.Timing.LinkPlanning;

/// <summary>Photons that classical channels bring to a quantum receiver, before its insertion loss and detector, by cause.
/// </summary>
/// <param name="ForwardRaman">Raman light that travels with its channel, photons a second.</param>
/// <param name="BackwardRaman">Raman light scattered against its channel.</param>
/// <param name="Leakage">The channel itself, by as much as the filter lets through.</param>
/// <param name="FourWaveMixing">Mixing products of the channels that fall into the pass band.</param>
public readonly record struct ClassicalNoise(
    double ForwardRaman, double BackwardRaman, double Leakage, double FourWaveMixing)
{
    private const double Planck = 6.626_070_15e-34;
    private const double LightMetresPerSecond = 299_792_458;
    private const double NepersPerDecibel = 0.230_258_509_299_404_57;

    /// <summary>All of it, photons a second.</summary>
    public double Total => ForwardRaman + BackwardRaman + Leakage + FourWaveMixing;

    /// <summary>Noise at the end of a stretch of fibre.</summary>
    /// <param name="link">Channels, fibre and filter.</param>
    /// <param name="quantumNanometres">Wavelength of the photons.</param>
    /// <param name="metres">Length of the stretch.</param>
    /// <param name="isTowardsB">Direction of the photons.</param>
    /// <param name="metresBefore">Fibre that a channel of the photons' direction has passed before the stretch; a channel of
    /// the other direction is launched at the stretch's end.</param>
    public static ClassicalNoise At(
        LinkOptions link, double quantumNanometres, double metres, bool isTowardsB, double metresBefore)
    {
        ArgumentNullException.ThrowIfNull(link);
        double kilometres = metres / 1000;
        double quantum = link.Fibre.LossAt(quantumNanometres) * NepersPerDecibel;
        double photonsPerJoule = quantumNanometres * 1e-9 / (Planck * LightMetresPerSecond);
        double isolation = Math.Pow(10, -link.Filter.IsolationDecibels / 10);
        double forward = 0, backward = 0, leakage = 0;
        var along = new List<(double Hertz, double Watts)>();
        foreach (ClassicalChannel channel in link.Classical)
        {
            double loss = link.Fibre.LossAt(channel.Nanometres) * NepersPerDecibel;
            double coefficient = RamanScattering.Coefficient(channel.Nanometres, quantumNanometres, link.Filter)
                * link.Filter.WidthNanometres;
            double ownPhotonsPerJoule = channel.Nanometres * 1e-9 / (Planck * LightMetresPerSecond);
            if (channel.Direction == ClassicalChannel.ToB == isTowardsB)
            {
                double watts = channel.LaunchWatts * Math.Exp(-loss * metresBefore / 1000);
                forward += watts * coefficient * RamanScattering.ForwardKilometres(loss, quantum, kilometres) * photonsPerJoule;
                leakage += watts * Math.Exp(-loss * kilometres) * isolation * ownPhotonsPerJoule;
                along.Add((LightMetresPerSecond * 1e9 / channel.Nanometres, watts));
            }
            else
            {
                // A launched channel reflects too; its filter has to hold that back as it does the channel itself.
                backward += channel.LaunchWatts * coefficient
                    * RamanScattering.BackwardKilometres(loss, quantum, kilometres) * photonsPerJoule;
            }
        }

        double mixed = Mixed(link, quantumNanometres, quantum, kilometres, along) * photonsPerJoule;
        return new ClassicalNoise(forward, backward, leakage, mixed);
    }

    /// <summary>Watts of the products f_i + f_j - f_k in the pass band: (d gamma L_eff)^2 / 9 P_i P_j P_k exp(-a L) times the
    /// efficiency of the phase mismatch, d = 3 for i = j and 6 else (Shibata, Braun and Waarts, IEEE J. Quantum Electron. 23,
    /// 1205 (1987)).</summary>
    private static double Mixed(
        LinkOptions link, double nanometres, double loss, double kilometres, List<(double Hertz, double Watts)> channels)
    {
        double centre = LightMetresPerSecond * 1e9 / nanometres;
        double half = LightMetresPerSecond * 1e9 / (nanometres * nanometres) * link.Filter.WidthNanometres / 2;
        double watts = 0;
        for (int i = 0; i < channels.Count; i++)
        {
            for (int j = i; j < channels.Count; j++)
            {
                for (int k = 0; k < channels.Count; k++)
                {
                    if (k == i || k == j) continue;
                    double product = channels[i].Hertz + channels[j].Hertz - channels[k].Hertz;
                    if (Math.Abs(product - centre) > half) continue;
                    double mismatch = Mismatch(link, product, channels[i].Hertz, channels[j].Hertz, channels[k].Hertz);
                    double amplitude = (i == j ? 3 : 6) * link.Filter.KerrPerWattKilometre / 3;
                    watts += amplitude * amplitude * channels[i].Watts * channels[j].Watts * channels[k].Watts
                        * Math.Exp(-loss * kilometres) * Growth(loss, mismatch, kilometres);
                }
            }
        }

        return watts;
    }

    /// <summary>|integral of exp(-(a + i db) z)|^2, km^2: effective length squared times the efficiency.</summary>
    private static double Growth(double loss, double mismatch, double kilometres)
    {
        double left = Math.Exp(-loss * kilometres);
        double sine = Math.Sin(mismatch * kilometres / 2);
        double square = ((1 - left) * (1 - left)) + (4 * left * sine * sine);
        double rate = (loss * loss) + (mismatch * mismatch);
        return rate < 1e-18 ? kilometres * kilometres : square / rate;
    }

    /// <summary>Phase mismatch 2 pi lambda^2 / c D |f_i - f_k| |f_j - f_k|, rad/km, with D at the product's wavelength.</summary>
    private static double Mismatch(LinkOptions link, double product, double i, double j, double k)
    {
        double nanometres = LightMetresPerSecond * 1e9 / product;
        // ps/(nm km) is 1e-6 s/m^2.
        double dispersion = link.Fibre.Dispersion.DispersionAt(nanometres) * 1e-6;
        double metres = nanometres * 1e-9;
        return 2 * Math.PI * metres * metres / LightMetresPerSecond * dispersion * Math.Abs((i - k) * (j - k)) * 1000;
    }
}
