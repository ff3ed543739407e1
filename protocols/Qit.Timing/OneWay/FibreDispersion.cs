namespace Qit.Timing.OneWay;

/// <summary>
/// Group delay of a single-mode fibre by wavelength: D(lambda) = S0/4 (lambda - lambda0^4/lambda^3), the form in which
/// ITU-T G.652 states chromatic dispersion, integrated from a known group index.
/// </summary>
public sealed record FibreDispersion
{
    private const double LightMetresPerSecond = 299_792_458;

    /// <summary>Wavelength of zero dispersion, nanometres. Default 1313 (standard single-mode fibre).</summary>
    public double ZeroDispersionNanometres { get; init; } = 1313;

    /// <summary>Slope S0 of the dispersion there, ps/(nm^2 km). Default 0.086.</summary>
    public double ZeroDispersionSlope { get; init; } = 0.086;

    /// <summary>Group index at <see cref="GroupIndexNanometres"/>. Default 1.4682.</summary>
    public double GroupIndex { get; init; } = 1.4682;

    /// <summary>Wavelength that the group index holds for, nanometres. Default 1550.</summary>
    public double GroupIndexNanometres { get; init; } = 1550;

    /// <summary>Chromatic dispersion at a wavelength, ps/(nm km).</summary>
    /// <param name="nanometres">Vacuum wavelength; the form holds between about 1200 and 1650 nm.</param>
    public double DispersionAt(double nanometres) =>
        ZeroDispersionSlope / 4 * (nanometres - (Math.Pow(ZeroDispersionNanometres, 4) / Math.Pow(nanometres, 3)));

    /// <summary>Group delay 1/V at a wavelength, picoseconds a metre.</summary>
    /// <param name="nanometres">Vacuum wavelength; the form holds between about 1200 and 1650 nm.</param>
    public double SlownessAt(double nanometres) =>
        (GroupIndex / LightMetresPerSecond * 1e12) + ((Relative(nanometres) - Relative(GroupIndexNanometres)) / 1000);

    /// <summary>Delay beyond that of zero dispersion, ps/km: the integral of <see cref="DispersionAt"/>.</summary>
    private double Relative(double nanometres)
    {
        double root = nanometres - (ZeroDispersionNanometres * ZeroDispersionNanometres / nanometres);
        return ZeroDispersionSlope / 8 * root * root;
    }
}
