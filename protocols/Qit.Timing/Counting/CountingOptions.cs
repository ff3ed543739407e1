namespace Qit.Timing.Counting;

/// <summary>What a <see cref="CoincidenceCounter"/> counts.</summary>
public sealed record CountingOptions
{
    internal const long LargestDelayPicoseconds = 1L << 60;

    /// <summary>Number of channels, 1 to 32; they are numbered from 0.</summary>
    public required int ChannelCount { get; init; }

    /// <summary>Patterns to count, at most 64. The same channels may stand in several, with other windows.</summary>
    public required IReadOnlyList<CoincidencePattern> Patterns { get; init; }

    /// <summary>Delay of each channel, ps, at most 2^60 either sign: subtracted from its tags before anything is compared.
    /// Missing ones are 0.</summary>
    public IReadOnlyList<long> DelaysPicoseconds { get; init; } = [];

    /// <summary>
    /// Dead time of each channel, ps, 0 or more, applied before counting: a tag less than this after the last tag that was
    /// kept is left out (non-extending; Knoll, Radiation Detection and Measurement, section 4.VII). Missing ones are 0,
    /// which keeps all.
    /// </summary>
    public IReadOnlyList<long> DeadTimesPicoseconds { get; init; } = [];

    /// <summary>
    /// False: each pattern is counted by itself, and a threefold coincidence also counts in its three twofold patterns
    /// (inclusive). True: tags that a pattern used are not there for the patterns whose channels it contains (exclusive).
    /// </summary>
    public bool IsExclusive { get; init; }

    internal long Delay(int channel) => channel < DelaysPicoseconds.Count ? DelaysPicoseconds[channel] : 0;

    internal long DeadTime(int channel) => channel < DeadTimesPicoseconds.Count ? DeadTimesPicoseconds[channel] : 0;

    internal void Check()
    {
        if (ChannelCount is < 1 or > 32)
            throw new ArgumentException($"{ChannelCount} channels; right would be 1 to 32.");
        if (Patterns.Count > 64)
            throw new ArgumentException($"{Patterns.Count} patterns; right would be at most 64.");
        foreach (CoincidencePattern pattern in Patterns) pattern.Check(ChannelCount);
        if (DelaysPicoseconds.Count > ChannelCount || DeadTimesPicoseconds.Count > ChannelCount)
            throw new ArgumentException($"More delays or dead times than the {ChannelCount} channels.");
        if (DelaysPicoseconds.Any(delay => delay is < -LargestDelayPicoseconds or > LargestDelayPicoseconds))
            throw new ArgumentException("A delay is beyond 2^60 ps.");
        if (DeadTimesPicoseconds.Any(time => time is < 0 or > LargestDelayPicoseconds))
            throw new ArgumentException("A dead time is not 0 to 2^60 ps.");
    }
}
