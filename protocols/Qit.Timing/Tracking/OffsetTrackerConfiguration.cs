using Qit.Timing.Acquisition;

namespace Qit.Timing.Tracking;

/// <summary>What a person sets for an <see cref="OffsetTracker"/>.</summary>
public sealed record OffsetTrackerConfiguration
{
    /// <summary>Largest offset tB - tA searched, either sign, seconds; above 0, at most 10.</summary>
    public double MaximumOffsetSeconds { get; init; } = 1;

    /// <summary>Largest frequency offset searched, either sign, parts per million; 0..500.</summary>
    public double MaximumSkewPpm { get; init; } = 1;

    /// <summary>Probability that an acquisition finds a peak where there is none; between 0 and 1.</summary>
    public double FalseAlarmProbability { get; init; } = 1e-9;

    /// <summary>Common data that an acquisition works on, seconds; 0.05..100.</summary>
    public double AcquisitionSeconds { get; init; } = 2;

    /// <summary>Length of an interval on A's timeline, seconds; one estimate each; 0.01..1000.</summary>
    public double IntervalSeconds { get; init; } = 1;

    /// <summary>Tags of a station older than this against its newest are dropped, seconds; at least acquisition and two
    /// intervals.</summary>
    public double MaximumBufferSeconds { get; init; } = 10;

    /// <summary>Most tags kept a station, 8 bytes each; 1000 or more.</summary>
    public int MaximumBufferedTags { get; init; } = 1 << 22;

    /// <summary>The peak counts as lost when it was missing for this long while both stations sent tags, seconds; at
    /// least one interval.</summary>
    public double LostAfterSeconds { get; init; } = 3;

    /// <summary>White frequency noise of the two clocks together, as the Allan deviation at 1 s. How far the offset may
    /// stray between intervals follows from this and the next.</summary>
    public double WhiteFrequencyNoise { get; init; } = 1e-10;

    /// <summary>Random-walk frequency noise: rms change of the frequency offset in 1 s.</summary>
    public double RandomWalkFrequencyNoise { get; init; } = 1e-11;

    /// <summary>An interval's peak must stand out by this many sigma; at least 4.</summary>
    public double FewestSigma { get; init; } = 6;

    /// <summary>Farthest from the prediction that a peak is looked for before reacquisition, picoseconds.</summary>
    public double MaximumReachPicoseconds { get; init; } = 100_000;

    /// <summary>Longest transform of an acquisition, as a power of two; bounds its memory and CPU time.</summary>
    public int MaximumTransformLog2 { get; init; } = 20;

    /// <summary>Checks the configuration and turns it into the tracker's own units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the option that is out of range.</exception>
    public OffsetTrackerParameters Build()
    {
        Check(MaximumOffsetSeconds is > 0 and <= 10, nameof(MaximumOffsetSeconds), MaximumOffsetSeconds,
            "above 0, at most 10 s");
        Check(AcquisitionSeconds is >= 0.05 and <= 100, nameof(AcquisitionSeconds), AcquisitionSeconds, "0.05..100 s");
        Check(IntervalSeconds is >= 0.01 and <= 1000, nameof(IntervalSeconds), IntervalSeconds, "0.01..1000 s");
        double shortest = AcquisitionSeconds + (2 * IntervalSeconds);
        Check(MaximumBufferSeconds >= shortest && MaximumBufferSeconds <= 1e5, nameof(MaximumBufferSeconds),
            MaximumBufferSeconds, $"{shortest}..1e5 s: acquisition and two intervals");
        Check(MaximumBufferedTags >= 1000, nameof(MaximumBufferedTags), MaximumBufferedTags, "1000 or more");
        Check(LostAfterSeconds >= IntervalSeconds && LostAfterSeconds <= 1e5, nameof(LostAfterSeconds),
            LostAfterSeconds, "at least one interval");
        Check(WhiteFrequencyNoise is >= 0 and <= 1e-6, nameof(WhiteFrequencyNoise), WhiteFrequencyNoise, "0..1e-6");
        Check(RandomWalkFrequencyNoise is >= 0 and <= 1e-6, nameof(RandomWalkFrequencyNoise), RandomWalkFrequencyNoise,
            "0..1e-6");
        Check(FewestSigma is >= 4 and <= 100, nameof(FewestSigma), FewestSigma, "4..100");
        Check(MaximumReachPicoseconds is >= 100 and <= 1e9, nameof(MaximumReachPicoseconds), MaximumReachPicoseconds,
            "100..1e9 ps");
        var search = new AcquisitionOptions
        {
            MaximumOffsetSeconds = MaximumOffsetSeconds,
            MaximumSkewPpm = MaximumSkewPpm,
            FalseAlarmProbability = FalseAlarmProbability,
            MaximumTransformLog2 = MaximumTransformLog2,
            MaximumSegments = 16,
        };
        search.Validate();
        const double Picoseconds = 1e12;
        return new OffsetTrackerParameters(
            search,
            AcquisitionPicoseconds: (long)(AcquisitionSeconds * Picoseconds),
            IntervalPicoseconds: (long)(IntervalSeconds * Picoseconds),
            BufferPicoseconds: (long)(MaximumBufferSeconds * Picoseconds),
            MaximumBufferedTags,
            LostAfterPicoseconds: (long)(LostAfterSeconds * Picoseconds),
            PhaseNoise: Square(WhiteFrequencyNoise * Picoseconds),
            FrequencyNoise: Square(RandomWalkFrequencyNoise * Picoseconds),
            FewestSigma,
            MaximumReachPicoseconds);
    }

    private static double Square(double value) => value * value;

    private static void Check(bool good, string name, object value, string right)
    {
        if (!good) throw new ArgumentOutOfRangeException(name, value, "must be " + right);
    }
}

/// <summary>Checked configuration in picoseconds. Built by <see cref="OffsetTrackerConfiguration.Build"/>.</summary>
/// <param name="Search">Acquisition.</param>
/// <param name="AcquisitionPicoseconds">Common data an acquisition works on.</param>
/// <param name="IntervalPicoseconds">Length of an interval.</param>
/// <param name="BufferPicoseconds">Oldest tags kept.</param>
/// <param name="BufferedTags">Most tags kept a station.</param>
/// <param name="LostAfterPicoseconds">Missing this long, the peak is lost.</param>
/// <param name="PhaseNoise">Growth of the offset's variance, square picoseconds a second.</param>
/// <param name="FrequencyNoise">Growth of the frequency's variance, (ps/s)^2 a second.</param>
/// <param name="FewestSigma">Significance an interval needs.</param>
/// <param name="ReachPicoseconds">Farthest look around the prediction.</param>
public sealed record OffsetTrackerParameters(
    AcquisitionOptions Search,
    long AcquisitionPicoseconds,
    long IntervalPicoseconds,
    long BufferPicoseconds,
    int BufferedTags,
    long LostAfterPicoseconds,
    double PhaseNoise,
    double FrequencyNoise,
    double FewestSigma,
    double ReachPicoseconds);
