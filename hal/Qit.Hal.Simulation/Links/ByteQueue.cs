namespace Qit.Hal.Simulation;

/// <summary>A bounded first-in first-out queue of bytes, copied in blocks. Not thread-safe.</summary>
internal sealed class ByteQueue(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _head;

    public int Count { get; private set; }

    public int Free => _bytes.Length - Count;

    /// <summary>Appends as many bytes as fit. Returns their number.</summary>
    public int Put(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, Free);
        int at = (int)(((long)_head + Count) % _bytes.Length);
        int straight = Math.Min(count, _bytes.Length - at);
        bytes[..straight].CopyTo(_bytes.AsSpan(at));
        bytes[straight..count].CopyTo(_bytes);
        Count += count;
        return count;
    }

    /// <summary>Copies the oldest bytes without removing them. Returns their number.</summary>
    public int Peek(Span<byte> room)
    {
        int count = Math.Min(room.Length, Count);
        int straight = Math.Min(count, _bytes.Length - _head);
        _bytes.AsSpan(_head, straight).CopyTo(room);
        _bytes.AsSpan(0, count - straight).CopyTo(room[straight..]);
        return count;
    }

    /// <summary>Removes the oldest bytes.</summary>
    public void Skip(int count)
    {
        _head = (int)(((long)_head + count) % _bytes.Length);
        Count -= count;
    }

    /// <summary>Copies and removes the oldest bytes. Returns their number.</summary>
    public int Take(Span<byte> room)
    {
        int count = Peek(room);
        Skip(count);
        return count;
    }

    public void Clear() => Skip(Count);
}
