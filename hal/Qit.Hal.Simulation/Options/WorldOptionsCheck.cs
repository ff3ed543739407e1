using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Qit.Hal.Simulation;

/// <summary>The allowed range of every option, in one place. The simulation trusts what has passed here.</summary>
public static class WorldOptionsCheck
{
    /// <summary>Checks every option of a world.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Range("", options.TruthSeconds, 1, 10_000);
        Check("source", options.Source);
        Check("channelA", options.ChannelA);
        Check("channelB", options.ChannelB);
        Check("detectorA", options.DetectorA);
        Check("detectorB", options.DetectorB);
        Check("clockA", options.ClockA);
        Check("clockB", options.ClockB);
        Check("taggerA", options.TaggerA);
        Check("taggerB", options.TaggerB);
        Check("bell", options.Bell);
        Check("entropyA", options.EntropyA);
        Check("entropyB", options.EntropyB);
    }

    /// <summary>Checks the options of an entropy source that stands alone.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(EntropyOptions options) => Check("entropy", options);

    /// <summary>Checks the options of a Bell test that stands alone.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(BellOptions options) => Check("bell", options);

    /// <summary>Checks the options of a faulty link.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(LinkFaultOptions options)
    {
        Present("link", options);
        const int max = int.MaxValue;
        Range("link", options.DisconnectOneIn, 0, max);
        Range("link", options.DropOneIn, 0, max);
        Range("link", options.CutOneIn, 0, max);
        Range("link", options.CorruptOneIn, 0, max);
        Range("link", options.DoubleOneIn, 0, max);
        Range("link", options.ReorderOneIn, 0, max);
    }

    private static void Check(string path, PairSourceOptions options)
    {
        Present(path, options);
        Range(path, options.PairsPerSecond, 0, 1e9);
        Range(path, options.CorrelationTimePicosecondsRms, 0, 1e6);
        LightSourceCheck.Check(path, options);
    }

    private static void Check(string path, ChannelOptions options)
    {
        Present(path, options);
        Range(path, options.LengthMetres, 0, 1e7);
        Range(path, options.GroupIndex, 1, 5);
        Range(path, options.AttenuationDecibelsPerKilometre, 0, 1000);
        Range(path, options.InsertionLossDecibels, 0, 200);
        Range(path, options.ChromaticSpreadPicosecondsRms, -1e6, 1e6);
        Range(path, options.DelayDriftPicoseconds, 0, 1e7);
        Range(path, options.DelayDriftPeriodSeconds, 1, 1e7);
        Range(path, options.BackgroundPhotonsPerSecond, 0, 1e9);
        Range(path, options.DarkFromSeconds, 0, 1e7);
        Range(path, options.DarkToSeconds, 0, 1e7);
    }

    private static void Check(string path, DetectorOptions options)
    {
        Present(path, options);
        Range(path, options.Efficiency, 0, 1);
        Range(path, options.DarkCountsPerSecond, 0, 1e7);
        Range(path, options.DeadTimePicoseconds, 0, 1e9);
        Range(path, options.AfterpulseProbability, 0, 0.5);
        Range(path, options.AfterpulseDecayNanoseconds, 0.001, 1e5);
        Range(path, options.JitterPicosecondsRms, 0, 1e6);
        Range(path, options.JitterTailFraction, 0, 1);
        Range(path, options.JitterTailPicoseconds, 0, 1e6);
    }

    private static void Check(string path, ClockOptions options)
    {
        Present(path, options);
        Range(path, options.OffsetPicoseconds, -1e13, 1e13);
        Range(path, options.FrequencyOffset, -1e-3, 1e-3);
        Range(path, options.FrequencyDriftPerDay, -1e-3, 1e-3);
        Range(path, options.WhitePhaseLevel, 0, 1e-15);
        Range(path, options.FlickerPhaseLevel, 0, 1e-15);
        Range(path, options.WhiteFrequencyLevel, 0, 1e-12);
        Range(path, options.FlickerFrequencyLevel, 0, 1e-12);
        Range(path, options.RandomWalkFrequencyLevel, 0, 1e-12);
        Range(path, options.NoiseBandwidthHertz, 0.1, 500);
        Range(path, options.StepAtSeconds, 0, 1e7);
        Range(path, options.StepPicoseconds, -1e13, 1e13);
    }

    private static void Check(string path, TaggerOptions options)
    {
        Present(path, options);
        Range(path, options.TickFemtosecondsNumerator, 1, 2_000_000_000);
        Range(path, options.TickFemtosecondsDenominator, 1, 1_000_000);
        double tickFemtoseconds = (double)options.TickFemtosecondsNumerator / options.TickFemtosecondsDenominator;
        if (tickFemtoseconds is < 100 or > 1e9)
            throw new WorldOptionException(
                path + ".tickFemtosecondsNumerator / tickFemtosecondsDenominator",
                Text(tickFemtoseconds),
                "100 to 1E+09");
        Range(path, options.CounterBits, 8, 32);
        double quarterTurnFemtoseconds = tickFemtoseconds * (1L << (options.CounterBits - 2));
        if (quarterTurnFemtoseconds < 1e9)
            throw new WorldOptionException(
                path + ".counterBits",
                Text(options.CounterBits),
                "so many bits that a quarter turn lasts at least 1 us "
                + $"(here {Text(quarterTurnFemtoseconds * 1e-9)} us)");
        Range(path, options.BufferTags, 64, 100_000_000);
        Range(path, options.ChannelCount, 1, 15);
        Range(path, options.Channel, 1, options.ChannelCount);
        if (options.DropOneIn == 1) throw new WorldOptionException(path + ".dropOneIn", "1", "0 (off), or 2 and more");
        Range(path, options.DropOneIn, 0, int.MaxValue);
    }

    private static void Check(string path, BellOptions options)
    {
        Present(path, options);
        Range(path, options.TrialsPerSecond, 0.001, 1e8);
        Range(path, options.Visibility, 0, 1);
        Range(path, options.StateAngleDegrees, 0, 90);
        Range(path, options.AngleA0Degrees, -360, 360);
        Range(path, options.AngleA1Degrees, -360, 360);
        Range(path, options.AngleB0Degrees, -360, 360);
        Range(path, options.AngleB1Degrees, -360, 360);
        Range(path, options.EfficiencyA, 0, 1);
        Range(path, options.EfficiencyB, 0, 1);
        Range(path, options.DarkCountProbability, 0, 1);
        Range(path, options.SignallingProbability, 0, 1);
        MultipleOf8(path, options.SelectorQueueTrials);
        MultipleOf8(path, options.RecorderBufferTrials);
    }

    private static void Check(string path, EntropyOptions options)
    {
        Present(path, options);
        Range(path, options.ProbabilityOfOne, 0, 1);
        Range(path, options.RepeatProbability, 0, 1);
        Range(path, options.StuckFromByte, -1, long.MaxValue);
        Range(path, options.StuckAtValue, 0, 255);
        if (options.ClaimedMillibitsPerByte is int claimed)
            Range(path, claimed, 0, 8000, "options." + nameof(options.ClaimedMillibitsPerByte));
    }

    internal static void Present(string path, object? options)
    {
        if (options is null)
            throw new WorldOptionException(path, "null", "an object (or leave it out for its defaults)");
    }

    // Written so that NaN fails too.
    internal static void Range(
        string path, double value, double min, double max, [CallerArgumentExpression(nameof(value))] string member = "")
    {
        if (!(value >= min && value <= max))
            throw new WorldOptionException(Name(path, member), Text(value), $"{Text(min)} to {Text(max)}");
    }

    internal static void Range(
        string path, long value, long min, long max, [CallerArgumentExpression(nameof(value))] string member = "")
    {
        if (value < min || value > max)
            throw new WorldOptionException(Name(path, member), Text(value), $"{Text(min)} to {Text(max)}");
    }

    private static void MultipleOf8(
        string path, int value, [CallerArgumentExpression(nameof(value))] string member = "")
    {
        if (value is < 8 or > 1_000_000_000 || value % 8 != 0)
            throw new WorldOptionException(Name(path, member), Text(value), "a multiple of 8, 8 to 1000000000");
    }

    private static string Name(string path, string member)
    {
        string name = JsonNamingPolicy.CamelCase.ConvertName(member["options.".Length..]);
        return path.Length == 0 ? name : path + "." + name;
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
