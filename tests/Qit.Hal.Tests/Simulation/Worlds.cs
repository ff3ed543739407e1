using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Worlds stripped of all but what a test is about.</summary>
internal static class Worlds
{
    public static readonly ClockOptions PerfectClock = new() { WhiteFrequencyLevel = 0 };

    public static readonly DetectorOptions PerfectDetector = new()
    {
        Efficiency = 1,
        DarkCountsPerSecond = 0,
        DeadTimePicoseconds = 0,
        AfterpulseProbability = 0,
        JitterPicosecondsRms = 0,
    };

    public static readonly ChannelOptions PerfectChannel = new()
    {
        AttenuationDecibelsPerKilometre = 0,
        InsertionLossDecibels = 0,
    };

    /// <summary>No loss, no noise, equal times; 1 ps ticks.</summary>
    public static readonly WorldOptions Perfect = new()
    {
        Source = new() { PairsPerSecond = 100_000, CorrelationTimePicosecondsRms = 0 },
        ChannelA = PerfectChannel,
        ChannelB = PerfectChannel,
        DetectorA = PerfectDetector,
        DetectorB = PerfectDetector,
        ClockA = PerfectClock,
        ClockB = PerfectClock,
        TaggerA = new() { TickFemtosecondsNumerator = 1000 },
        TaggerB = new() { TickFemtosecondsNumerator = 1000 },
    };

    /// <summary>Only dark counts at A and light at B: two unrelated streams.</summary>
    public static WorldOptions DarkCounts(double perSecond, DetectorOptions detector) => Perfect with
    {
        Source = new() { PairsPerSecond = 0 },
        DetectorA = detector with { DarkCountsPerSecond = perSecond },
    };
}
