namespace Qit.Hal.Simulation;

/// <summary>A bounded first-in first-out queue of bytes, copied in blocks. Not thread-safe.</summary>
internal sealed class ByteQueue(int capacity)
{
    private readonly byte[] bytes = new byte[capacity];
    private int head;

    public int Count { get; private set; }

    public int Free => bytes.Length - Count;

    /// <summary>Appends as many bytes as fit. Returns their number.</summary>
    public int Put(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, Free);
        int at = (int)(((long)head + Count) % this.bytes.Length);
        int straight = Math.Min(count, this.bytes.Length - at);
        bytes[..straight].CopyTo(this.bytes.AsSpan(at));
        bytes[straight..count].CopyTo(this.bytes);
        Count += count;
        return count;
    }

    /// <summary>Copies the oldest bytes without removing them. Returns their number.</summary>
    public int Peek(Span<byte> room)
    {
        int count = Math.Min(room.Length, Count);
        int straight = Math.Min(count, bytes.Length - head);
        bytes.AsSpan(head, straight).CopyTo(room);
        bytes.AsSpan(0, count - straight).CopyTo(room[straight..]);
        return count;
    }

    /// <summary>Removes the oldest bytes.</summary>
    public void Skip(int count)
    {
        head = (int)(((long)head + count) % bytes.Length);
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
