using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>One channel's times in picoseconds, handed out in slices of time so that two stations stay side by side however
/// many seconds a batch of a slow one spans.</summary>
internal sealed class TagSlices(int? channel)
{
    private const long SlicePicoseconds = 100_000_000_000;
    private long[] picoseconds = [];
    private int end;
    private int next;

    /// <summary>Whether there is a slice.</summary>
    public bool IsAny => next < end;

    /// <summary>Time of the last event handed out.</summary>
    public long Last { get; private set; } = long.MinValue / 2;

    /// <summary>Events of the channel so far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes what a file has released; only when there is no slice left.</summary>
    public void Fill(TagFeed feed)
    {
        ReadOnlySpan<long> ticks = feed.Ticks;
        ReadOnlySpan<int> channels = feed.Channels;
        if (picoseconds.Length < ticks.Length) picoseconds = new long[ticks.Length];
        next = end = 0;
        for (int index = 0; index < ticks.Length; index++)
        {
            if (channel is int number && !TagData.Contains(channels[index], number, feed.ChannelsArePatterns)) continue;
            picoseconds[end++] = feed.TickLength.ToPicoseconds(ticks[index]);
        }

        Count += end;
    }

    /// <summary>The next slice.</summary>
    public ReadOnlySpan<long> Next()
    {
        int first = next;
        long until = picoseconds[first] + SlicePicoseconds;
        while (next < end && picoseconds[next] < until) next++;
        Last = picoseconds[next - 1];
        return picoseconds.AsSpan(first, next - first);
    }
}
