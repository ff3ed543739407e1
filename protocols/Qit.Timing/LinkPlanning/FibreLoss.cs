namespace Qit.Timing.LinkPlanning;

/// <summary>
/// Attenuation of standard single-mode fibre (ITU-T G.652.D class) by wavelength: R/lambda^4 + infrared + water peak.
/// </summary>
/// <remarks>An assumption fitted to round figures (3 dB/km at 810 nm with the excess that short wavelengths have in this fibre,
/// 0.35 at 1310, 0.20 at 1550), not data of one cable: a link that exists has a measured value, which overrides this.</remarks>
public static class FibreLoss
{
    // dB/km um^4; silica with germanium scatters 0.8 to 0.95.
    private const double Rayleigh = 0.93;

    /// <summary>Attenuation, dB/km.</summary>
    /// <param name="nanometres">Vacuum wavelength, 700 to 1700 nm.</param>
    public static double DecibelsPerKilometre(double nanometres)
    {
        double micrometres = nanometres * 1e-3;
        double scattered = Rayleigh / Math.Pow(micrometres, 4);
        // Multi-phonon absorption of silica (Miya et al., Electron. Lett. 15, 106 (1979)).
        double infrared = 7.81e11 * Math.Exp(-48.48 / micrometres);
        double fromWater = (nanometres - 1383) / 12;
        double water = 0.03 / (1 + (fromWater * fromWater));
        // Below the cut-off the fibre guides several modes, and couplers and bends cost what scattering does not explain.
        double shortWave = 0.83 * Math.Exp(-(nanometres - 810) / 150);
        return scattered + infrared + water + shortWave;
    }
}
