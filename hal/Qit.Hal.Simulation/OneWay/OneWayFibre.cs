namespace Qit.Hal.Simulation;

/// <summary>Group delay of the twin's fibre, by numerical integration of its dispersion: the estimator's closed form is not
/// used here, so that each can be judged by the other.</summary>
internal sealed class OneWayFibre(OneWayFibreOptions options)
{
    private const double LightMetresPerSecond = 299_792_458;
    private const double IndexNanometres = 1550;

    /// <summary>Chromatic dispersion, ps/(nm km).</summary>
    public double DispersionAt(double nanometres)
    {
        double ratio = options.ZeroDispersionNanometres / nanometres;
        return options.ZeroDispersionSlope / 4 * nanometres * (1 - (ratio * ratio * ratio * ratio));
    }

    /// <summary>Group index.</summary>
    public double GroupIndexAt(double nanometres) => SlownessAt(nanometres) * LightMetresPerSecond * 1e-12;

    /// <summary>Group delay, ps/m: Simpson's rule from the wavelength where the index is given.</summary>
    public double SlownessAt(double nanometres)
    {
        const int Intervals = 400;
        double step = (nanometres - IndexNanometres) / Intervals;
        double sum = DispersionAt(IndexNanometres) + DispersionAt(nanometres);
        for (int index = 1; index < Intervals; index++)
            sum += (index % 2 == 1 ? 4 : 2) * DispersionAt(IndexNanometres + (index * step));
        return (options.GroupIndex / LightMetresPerSecond * 1e12) + (sum * step / 3 / 1000);
    }
}
