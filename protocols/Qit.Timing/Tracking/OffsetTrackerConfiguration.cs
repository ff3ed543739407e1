using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;

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

    /// <summary>How long an interval waits for a station whose tags have not come while the other's have, seconds; 0..1e5.
    /// A station that turns out to be later than this is waited for longer, within the buffer.</summary>
    public double MaximumLagSeconds { get; init; } = 3;

    /// <summary>A weak signal's intervals are taken together up to this, seconds; at least one interval.</summary>
    public double MaximumCombinedSeconds { get; init; } = 60;

    /// <summary>Beyond this standard error of the predicted offset, the peak counts as lost, picoseconds; above 0.</summary>
    public double MaximumHoldoverErrorPicoseconds { get; init; } = 1e6;

    /// <summary>Noise of the two clocks together.</summary>
    public ClockNoise Noise { get; init; } = NamedClock.UnknownPair;

    /// <summary>Standard error of a frequency drift of zero, before anything is known, 1/s; 0..1e-6. The default is about a
    /// part in 1e9 a day.</summary>
    public double InitialDriftError { get; init; } = 1e-14;

    /// <summary>An interval's peak must stand out by this many sigma; at least 4.</summary>
    public double FewestSigma { get; init; } = 6;

    /// <summary>An estimate further from its prediction than this many standard errors of both is not taken in unless the
    /// following confirm it; at least 3. Infinity takes all in: no outlier and no step is ever seen.</summary>
    public double GateSigma { get; init; } = 5;

    /// <summary>Steps by whole multiples of these count as cycle slips: period of a pulsed source, turn of a counter,
    /// picoseconds, each above 0.</summary>
    public IReadOnlyList<double> PeriodsPicoseconds { get; init; } = [];

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
        Check(MaximumLagSeconds is >= 0 and <= 1e5, nameof(MaximumLagSeconds), MaximumLagSeconds, "0..1e5 s");
        Check(MaximumCombinedSeconds >= IntervalSeconds && MaximumCombinedSeconds <= 1e5, nameof(MaximumCombinedSeconds),
            MaximumCombinedSeconds, "at least one interval, at most 1e5 s");
        Check(MaximumHoldoverErrorPicoseconds > 0, nameof(MaximumHoldoverErrorPicoseconds),
            MaximumHoldoverErrorPicoseconds, "above 0 ps");
        Check(Noise is { WhiteFrequency: >= 0 and <= 1e-12, RandomWalkFrequency: >= 0 and <= 1e-12,
            RandomRunFrequency: >= 0 and <= 1e-12 }, nameof(Noise), Noise, "intensities of 0..1e-12");
        Check(InitialDriftError is >= 0 and <= 1e-6, nameof(InitialDriftError), InitialDriftError, "0..1e-6 1/s");
        Check(FewestSigma is >= 4 and <= 100, nameof(FewestSigma), FewestSigma, "4..100");
        Check(GateSigma >= 3, nameof(GateSigma), GateSigma, "3 or more");
        Check(PeriodsPicoseconds.All(period => period > 0), nameof(PeriodsPicoseconds), PeriodsPicoseconds, "above 0 ps");
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
            LagPicoseconds: (long)(MaximumLagSeconds * Picoseconds),
            CombinedPicoseconds: (long)(MaximumCombinedSeconds * Picoseconds),
            MaximumHoldoverErrorPicoseconds,
            Noise,
            InitialDriftError,
            FewestSigma,
            GateSigma,
            [.. PeriodsPicoseconds]);
    }

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
/// <param name="LagPicoseconds">How long a late station is waited for.</param>
/// <param name="CombinedPicoseconds">Longest span of weak intervals taken together.</param>
/// <param name="HoldoverErrorPicoseconds">Beyond this standard error the peak is lost.</param>
/// <param name="Noise">Noise of the two clocks together.</param>
/// <param name="InitialDriftError">Standard error of the drift at the start, 1/s.</param>
/// <param name="FewestSigma">Significance an interval needs.</param>
/// <param name="GateSigma">Standard errors an estimate may be off its prediction.</param>
/// <param name="PeriodsPicoseconds">Periods of cycle slips.</param>
public sealed record OffsetTrackerParameters(
    AcquisitionOptions Search,
    long AcquisitionPicoseconds,
    long IntervalPicoseconds,
    long BufferPicoseconds,
    int BufferedTags,
    long LagPicoseconds,
    long CombinedPicoseconds,
    double HoldoverErrorPicoseconds,
    ClockNoise Noise,
    double InitialDriftError,
    double FewestSigma,
    double GateSigma,
    IReadOnlyList<double> PeriodsPicoseconds)
{
    /// <summary>Standard error of an interval's mean offset as a measurement of the offset in its middle, ps: photon
    /// statistics, and white frequency noise within the interval. A random walk's mean over T about its value in the
    /// middle has the variance q1 T/12.</summary>
    internal double MeasurementError(OffsetEstimate estimate)
    {
        double error = estimate.OffsetStandardErrorPicoseconds;
        double wander = Noise.WhiteFrequency * Seconds(estimate) / 12 * 1e24;
        return Math.Sqrt((error * error) + wander);
    }

    /// <summary>Standard error of an interval's slope as a measurement of the frequency offset. The least-squares slope
    /// of a random walk over T has the variance 6/5 q1/T.</summary>
    internal double FrequencyMeasurementError(OffsetEstimate estimate)
    {
        double error = estimate.FrequencyOffsetStandardError;
        return Math.Sqrt((error * error) + (1.2 * Noise.WhiteFrequency / Seconds(estimate)));
    }

    private static double Seconds(OffsetEstimate estimate) =>
        Math.Max(1, estimate.ToPicoseconds - estimate.FromPicoseconds) * 1e-12;
}
