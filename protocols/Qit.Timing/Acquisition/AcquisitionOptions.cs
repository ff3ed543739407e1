namespace Qit.Timing.Acquisition;

/// <summary>What is searched, and how sure an answer must be.</summary>
public sealed record AcquisitionOptions
{
    /// <summary>Largest offset tB - tA searched, either sign, in seconds, relative to
    /// <see cref="CentreOffsetPicoseconds"/>. Above 0, at most 1000. Default 10.</summary>
    public double MaximumOffsetSeconds { get; init; } = 10;

    /// <summary>Middle of the searched offsets, in picoseconds. Default 0.</summary>
    public long CentreOffsetPicoseconds { get; init; }

    /// <summary>Largest skew d(tB - tA)/dtA searched, either sign, in parts per million. 0..500, default 200.</summary>
    public double MaximumSkewPpm { get; init; } = 200;

    /// <summary>Probability of calling a peak in two unrelated streams of Poisson events, over the whole search: every
    /// offset, skew and width tried is counted. Default 1e-9.</summary>
    public double FalseAlarmProbability { get; init; } = 1e-9;

    /// <summary>Longest transform, as a power of two, 12..25: 2^25 takes about 540 MB. Longer finds weaker
    /// peaks.</summary>
    public int MaximumTransformLog2 { get; init; } = 25;

    /// <summary>Most work of a search that finds nothing, in 1e9 points transformed forward and back; above 0. More finds
    /// weaker peaks at large skews. Default 3.</summary>
    public double MaximumEffort { get; init; } = 3;

    /// <summary>Most segments that data much longer than the searched offsets are cut into, 1..256; each takes 8 bytes times
    /// the transform length.</summary>
    public int MaximumSegments { get; init; } = 32;

    /// <summary>Throws when an option is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the option.</exception>
    public void Validate()
    {
        Check(MaximumOffsetSeconds is > 0 and <= 1000, nameof(MaximumOffsetSeconds), MaximumOffsetSeconds,
            "above 0, at most 1000 s");
        Check(MaximumSkewPpm is >= 0 and <= 500, nameof(MaximumSkewPpm), MaximumSkewPpm, "0..500 ppm");
        Check(FalseAlarmProbability is > 0 and < 1, nameof(FalseAlarmProbability), FalseAlarmProbability,
            "between 0 and 1");
        Check(MaximumTransformLog2 is >= 12 and <= 25, nameof(MaximumTransformLog2), MaximumTransformLog2, "12..25");
        Check(MaximumEffort > 0 && double.IsFinite(MaximumEffort), nameof(MaximumEffort), MaximumEffort, "above 0");
        Check(MaximumSegments is >= 1 and <= 256, nameof(MaximumSegments), MaximumSegments, "1..256");
    }

    private static void Check(bool good, string name, object value, string right)
    {
        if (!good) throw new ArgumentOutOfRangeException(name, value, "must be " + right);
    }
}
