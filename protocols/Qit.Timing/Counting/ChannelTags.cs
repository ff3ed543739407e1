namespace Qit.Timing.Counting;

/// <summary>All tags of one channel, and when it was listening.</summary>
/// <param name="Tags">Ascending times, ps, before delays.</param>
/// <param name="FromPicoseconds">The channel was recorded from here on, ps; the file's first event, say.</param>
/// <param name="ToPicoseconds">To here, inclusive.</param>
public sealed record ChannelTags(ReadOnlyMemory<long> Tags, long FromPicoseconds, long ToPicoseconds)
{
    /// <summary>The channel as it was recorded between two times.</summary>
    internal ChannelTags Between(long from, long to)
    {
        int start = Tags.Span.BinarySearch(new FirstNotBelow(from));
        int end = Tags.Span.BinarySearch(new FirstNotBelow(to + 1));
        return new ChannelTags(Tags[~start..~end], from, to);
    }

    // A search that never finds: its complement is the first place that is not below.
    private readonly struct FirstNotBelow(long time) : IComparable<long>
    {
        public int CompareTo(long other) => other < time ? 1 : -1;
    }
}
