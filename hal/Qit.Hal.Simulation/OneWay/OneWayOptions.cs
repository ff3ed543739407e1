using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>Everything that a <see cref="OneWayExperiment"/> is made of. The same options give the same tags.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OneWayOptions
{
    /// <summary>The one seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The pair source, at station A.</summary>
    public PairSourceOptions Source { get; init; } = new() { PairsPerSecond = 400_000 };

    /// <summary>Vacuum wavelength of the signal photon, 1200 to 1650 nm.</summary>
    public double SignalNanometres { get; init; } = 1310;

    /// <summary>Vacuum wavelength of the idler photon, 1200 to 1650 nm.</summary>
    public double IdlerNanometres { get; init; } = 1550;

    /// <summary>Rms width of the idler's spectrum, 0 to 10 nm. The signal's follows: what one photon gains in frequency the
    /// other lacks.</summary>
    public double IdlerBandwidthNanometresRms { get; init; } = 0.1;

    /// <summary>The fibre of all paths.</summary>
    public OneWayFibreOptions Fibre { get; init; } = new();

    /// <summary>The lengths R1 of the path to detector 1 at station A, 1 to 16.</summary>
    public IReadOnlyList<FirstPathOptions> FirstPaths { get; init; } =
        [new() { StatedMetres = 1000 }, new() { StatedMetres = 6000 }, new() { StatedMetres = 11_000 }];

    /// <summary>What every R1 is longer than stated, connectors and patch cords, -100 to 100 m.</summary>
    public double CommonLengthErrorMetres { get; init; }

    /// <summary>Length R2 of the path to detector 2 at station B, 0 to 1e6 m.</summary>
    public double SecondPathMetres { get; init; } = 4000;

    /// <summary>How much warmer the second path is than the first, -50 to 50 K.</summary>
    public double SecondPathKelvin { get; init; }

    /// <summary>Amplitude of the slow sine in the second path's temperature, 0 to 50 K. Starts at zero, rising.</summary>
    public double SecondPathDriftKelvin { get; init; } = 5;

    /// <summary>Period of that sine, 1 to 1e7 s.</summary>
    public double SecondPathDriftPeriodSeconds { get; init; } = 86_400;

    /// <summary>The switches.</summary>
    public SwapSwitchOptions Switch { get; init; } = new();

    /// <summary>Detector 1, at station A. Left out it is a superconducting nanowire (70 %, 25 ps rms, 40 ns dead, 200 dark
    /// counts a second, typical values); what is set of it has the defaults of <see cref="DetectorOptions"/>.</summary>
    public DetectorOptions DetectorA { get; init; } = Nanowire;

    /// <summary>Detector 2, at station B.</summary>
    public DetectorOptions DetectorB { get; init; } = Nanowire;

    /// <summary>Station A's clock.</summary>
    public ClockOptions ClockA { get; init; } = new();

    /// <summary>Station B's clock; by default 1.234567 us behind and 0.2 ppb fast.</summary>
    public ClockOptions ClockB { get; init; } = new() { OffsetPicoseconds = -1_234_567, FrequencyOffset = 2e-10 };

    /// <summary>Station A's time tagger.</summary>
    public TaggerOptions TaggerA { get; init; } = new();

    /// <summary>Station B's time tagger.</summary>
    public TaggerOptions TaggerB { get; init; } = new();

    private static DetectorOptions Nanowire { get; } = new()
    {
        Efficiency = 0.7, DarkCountsPerSecond = 200, DeadTimePicoseconds = 40_000, AfterpulseProbability = 0.001,
        JitterPicosecondsRms = 25,
    };
}
