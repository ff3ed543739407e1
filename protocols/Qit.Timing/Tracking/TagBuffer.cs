namespace Qit.Timing.Tracking;

/// <summary>Ascending tags of one station, bounded in age and number. Always one contiguous span.</summary>
/// <param name="longestPicoseconds">Tags older than this against the newest are dropped.</param>
/// <param name="mostTags">Most tags held.</param>
public sealed class TagBuffer(long longestPicoseconds, int mostTags)
{
    private long[] tags = new long[1024];
    private int first;
    private int end;

    /// <summary>Tags held, ascending.</summary>
    public ReadOnlySpan<long> Tags => tags.AsSpan(first, end - first);

    /// <summary>Whether no tag is held.</summary>
    public bool IsEmpty => first == end;

    /// <summary>Whether a tag came since the timeline began.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Oldest tag held; only when there is one.</summary>
    public long First => tags[first];

    /// <summary>Newest tag taken on this timeline, held or not; only when it has begun.</summary>
    public long Last { get; private set; }

    /// <summary>Tags that have left at the front: the place of the first tag held in all that were taken.</summary>
    public long Departed { get; private set; }

    /// <summary>Tags that came earlier than a tag before them and were left out.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Tags dropped because the buffer was full or they grew too old.</summary>
    public long Overrun { get; private set; }

    /// <summary>Appends tags; those earlier than the last are left out and counted.</summary>
    public void Append(ReadOnlySpan<long> tags)
    {
        if (tags.IsEmpty) return;
        Reserve(tags.Length);
        long last = HasBegun ? Last : long.MinValue;
        foreach (long tag in tags)
        {
            if (tag < last)
            {
                OutOfOrder++;
                continue;
            }

            this.tags[end++] = tag;
            last = tag;
        }

        Last = last;
        HasBegun = true;
        int before = end - first;
        if (before > 0 && Last - First > longestPicoseconds) DropBefore(Last - longestPicoseconds);
        if (end - first > mostTags) Leave(end - mostTags);
        Overrun += before - (end - first);
    }

    /// <summary>Drops tags earlier than a time.</summary>
    public void DropBefore(long time)
    {
        int low = first;
        int high = end;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (tags[middle] < time) low = middle + 1;
            else high = middle;
        }

        Leave(low);
    }

    /// <summary>Forgets all: the timeline begins anew.</summary>
    public void Clear()
    {
        Leave(end);
        HasBegun = false;
    }

    private void Leave(int next)
    {
        Departed += next - first;
        first = next;
    }

    private void Reserve(int more)
    {
        if (end + more <= tags.Length) return;
        int count = end - first;
        long[] target = count + more <= tags.Length / 2 ? tags
            : new long[Math.Max(2 * tags.Length, 2 * (count + more))];
        Array.Copy(tags, first, target, 0, count);
        tags = target;
        first = 0;
        end = count;
    }
}
