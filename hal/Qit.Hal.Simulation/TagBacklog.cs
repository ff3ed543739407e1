namespace Qit.Hal.Simulation;

/// <summary>Tags of a slice that did not fit the caller's buffer; at most one slice's worth.</summary>
internal sealed class TagBacklog
{
    private long[] ticks = new long[4096];
    private int head;
    private int end;

    public bool IsEmpty => head == end;

    /// <summary>Writes what is left over. Returns the number written.</summary>
    public int Drain(Span<long> room)
    {
        int count = Math.Min(room.Length, end - head);
        ticks.AsSpan(head, count).CopyTo(room);
        head += count;
        return count;
    }

    /// <summary>Writes new tags and keeps the rest; the backlog must be empty. Returns the number written.</summary>
    public int Offer(ReadOnlySpan<long> tags, Span<long> room)
    {
        int count = Math.Min(room.Length, tags.Length);
        tags[..count].CopyTo(room);
        ReadOnlySpan<long> rest = tags[count..];
        if (ticks.Length < rest.Length) ticks = new long[2 * rest.Length];
        rest.CopyTo(ticks);
        head = 0;
        end = rest.Length;
        return count;
    }
}
