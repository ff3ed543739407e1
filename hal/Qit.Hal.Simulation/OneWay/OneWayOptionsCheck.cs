using static Qit.Hal.Simulation.WorldOptionsCheck;

namespace Qit.Hal.Simulation;

/// <summary>The allowed range of every option of the one-way twin.</summary>
public static class OneWayOptionsCheck
{
    private const int MostLengths = 16;

    /// <summary>Checks every option.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(OneWayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        WorldOptionsCheck.Check(CommonPart(options));
        Range("", options.SignalNanometres, 1200.0, 1650);
        Range("", options.IdlerNanometres, 1200.0, 1650);
        Range("", options.IdlerBandwidthNanometresRms, 0.0, 10);
        Range("", options.CommonLengthErrorMetres, -100.0, 100);
        Range("", options.SecondPathMetres, 0, 1e6);
        Range("", options.SecondPathKelvin, -50.0, 50);
        Range("", options.SecondPathDriftKelvin, 0.0, 50);
        Range("", options.SecondPathDriftPeriodSeconds, 1, 1e7);
        Check("fibre", options.Fibre);
        Check("switch", options.Switch);
        Present("firstPaths", options.FirstPaths);
        if (options.FirstPaths.Count is < 1 or > MostLengths)
            throw new WorldOptionException("firstPaths", $"a list of {options.FirstPaths.Count}", $"1 to {MostLengths} lengths");
        for (int index = 0; index < options.FirstPaths.Count; index++) Check($"firstPaths[{index}]", options.FirstPaths[index]);
    }

    /// <summary>What the twin has in common with a <see cref="SimulatedWorld"/>.</summary>
    internal static WorldOptions CommonPart(OneWayOptions options) => new()
    {
        Seed = options.Seed,
        Source = options.Source,
        DetectorA = options.DetectorA,
        DetectorB = options.DetectorB,
        ClockA = options.ClockA,
        ClockB = options.ClockB,
        TaggerA = options.TaggerA,
        TaggerB = options.TaggerB,
        TruthSeconds = 60,
    };

    private static void Check(string path, FirstPathOptions options)
    {
        Present(path, options);
        Range(path, options.StatedMetres, 0, 1e6);
        Range(path, options.ErrorMetres, -100.0, 100);
    }

    private static void Check(string path, OneWayFibreOptions options)
    {
        Present(path, options);
        Range(path, options.ZeroDispersionNanometres, 1280.0, 1340);
        Range(path, options.ZeroDispersionSlope, 0, 0.2);
        Range(path, options.GroupIndex, 1.0, 2);
        Range(path, options.SignalDecibelsPerKilometre, 0.0, 10);
        Range(path, options.IdlerDecibelsPerKilometre, 0.0, 10);
        Range(path, options.DelayPicosecondsPerKilometreKelvin, 0.0, 100);
    }

    private static void Check(string path, SwapSwitchOptions options)
    {
        Present(path, options);
        Range(path, options.DirectDelayPicoseconds, -1e6, 1e6);
        Range(path, options.SwappedDelayPicoseconds, -1e6, 1e6);
        Range(path, options.InsertionLossDecibels, 0.0, 50);
        Range(path, options.SwitchMicroseconds, 1_000, 10_000_000);
    }
}
