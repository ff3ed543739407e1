using Qit.Protocols.OneWay;
using Qit.Timing;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>One station's tags that are still needed, ascending, in picoseconds of its own timeline.</summary>
internal sealed class StationTags
{
    private const int MostTags = 1 << 22;
    private readonly TagBlock block = new();
    private TickLength tick = TickLength.OnePicosecond;
    private long[] times = new long[4096];
    private int head;
    private int end;

    /// <summary>The tags.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(head, end - head);

    /// <summary>Every later tag is after this, ps.</summary>
    public long CompleteThrough { get; private set; } = long.MinValue;

    /// <summary>Length of a tick, ps.</summary>
    public double TickPicoseconds => tick.Picoseconds;

    /// <summary>A new timeline begins.</summary>
    /// <param name="length">The tagger's tick.</param>
    public void Restart(TickLength length)
    {
        tick = length;
        head = 0;
        end = 0;
        CompleteThrough = long.MinValue;
    }

    /// <summary>Ticks as picoseconds.</summary>
    public long ToPicoseconds(long ticks) => tick.ToPicoseconds(ticks);

    /// <summary>Whether a time is one that arithmetic can take: within a month of the start.</summary>
    public bool IsInRange(long ticks) => Math.Abs(ticks * tick.Picoseconds) < Links.TagTimes.MaxPicoseconds;

    /// <summary>Appends a block of tags.</summary>
    /// <param name="payload">It; may be hostile.</param>
    /// <param name="length">Bytes.</param>
    /// <returns>False when it is none.</returns>
    public bool TryAdd(byte[] payload, int length)
    {
        if (!block.TryRead(payload, length) || !IsInRange(block.CompleteThroughTicks))
            return false;
        for (int i = 0; i < block.Count; i++)
        {
            if (!IsInRange(block.Ticks[i]))
                return false;
        }
        for (int i = 0; i < block.Count; i++)
            Insert(ToPicoseconds(block.Ticks[i]));
        CompleteThrough = Math.Max(CompleteThrough, ToPicoseconds(block.CompleteThroughTicks));
        return true;
    }

    /// <summary>Forgets the tags before a time.</summary>
    public void DropBefore(long picoseconds)
    {
        while (head < end && times[head] < picoseconds)
            head++;
    }

    /// <summary>The tags after one time and up to another, as a copy.</summary>
    public long[] Between(long after, long through)
    {
        int first = head;
        while (first < end && times[first] <= after)
            first++;
        int last = first;
        while (last < end && times[last] <= through)
            last++;
        return times[first..last];
    }

    private void Insert(long time)
    {
        if (end - head == MostTags)
            head++; // nobody has asked for them: the other station is silent
        if (end == times.Length)
        {
            long[] kept = end - head > times.Length / 2 ? new long[2 * times.Length] : times;
            Array.Copy(times, head, kept, 0, end - head);
            end -= head;
            head = 0;
            times = kept;
        }
        // Taggers hand tags over in nearly the right order.
        int at = end++;
        while (at > head && times[at - 1] > time)
        {
            times[at] = times[at - 1];
            at--;
        }
        times[at] = time;
    }
}
