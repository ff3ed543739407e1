namespace Qit.Hal.Simulation;

/// <summary>Tags of a slice that did not fit the caller's buffer; at most one slice's worth.</summary>
internal sealed class TagBacklog
{
    private long[] _ticks = new long[4096];
    private int _head;
    private int _end;

    public bool IsEmpty => _head == _end;

    /// <summary>Writes what is left over. Returns the number written.</summary>
    public int Drain(Span<long> room)
    {
        int count = Math.Min(room.Length, _end - _head);
        _ticks.AsSpan(_head, count).CopyTo(room);
        _head += count;
        return count;
    }

    /// <summary>Writes new tags and keeps the rest; the backlog must be empty. Returns the number written.</summary>
    public int Offer(ReadOnlySpan<long> tags, Span<long> room)
    {
        int count = Math.Min(room.Length, tags.Length);
        tags[..count].CopyTo(room);
        ReadOnlySpan<long> rest = tags[count..];
        if (_ticks.Length < rest.Length) _ticks = new long[2 * rest.Length];
        rest.CopyTo(_ticks);
        _head = 0;
        _end = rest.Length;
        return count;
    }
}
