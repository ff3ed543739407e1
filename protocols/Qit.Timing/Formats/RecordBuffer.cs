namespace Qit.Timing.Formats;

/// <summary>Hands out pieces of a stream within one buffer, which grows only to the longest piece asked for.</summary>
internal sealed class RecordBuffer(Stream stream) : IDisposable
{
    /// <summary>Bytes that may be read behind any piece, of any content: decoders read whole words.</summary>
    public const int SlackBytes = sizeof(ulong);

    private const int FillBytes = 1 << 16;
    private byte[] buffer = new byte[FillBytes + SlackBytes];
    private int position;
    private int filled;

    /// <summary>Bytes in the buffer: those left over once <see cref="TryTake"/> has said that there are too few.</summary>
    public int Rest => filled - position;

    /// <summary>The next bytes, valid until the next call. False when the stream ends before them.</summary>
    public bool TryTake(int bytes, out ReadOnlySpan<byte> record)
    {
        if (filled - position < bytes && !Fill(bytes))
        {
            record = default;
            return false;
        }

        record = buffer.AsSpan(position, bytes);
        position += bytes;
        return true;
    }

    /// <summary>Sees to it that so many bytes are in the buffer; fewer only at the end of the stream.</summary>
    public bool TryHold(int bytes) => filled - position >= bytes || Fill(bytes);

    /// <summary>What is in the buffer, with <see cref="SlackBytes"/> behind it; not passed over.</summary>
    public ReadOnlySpan<byte> HeldWithSlack => buffer.AsSpan(position, filled - position + SlackBytes);

    /// <summary>The whole records in the buffer, one at least but at the end of the stream; not passed over.</summary>
    public ReadOnlySpan<byte> PeekRecords(int recordBytes)
    {
        if (!TryHold(recordBytes)) return default;
        return buffer.AsSpan(position, (filled - position) / recordBytes * recordBytes);
    }

    /// <summary>Passes over bytes that are in the buffer.</summary>
    public void Advance(int bytes) => position += bytes;

    /// <summary>Passes over bytes; returns how many there were, fewer only at the end of the stream.</summary>
    public long Skip(long bytes)
    {
        long skipped = 0;
        while (skipped < bytes && (filled > position || Fill(1)))
        {
            int step = (int)Math.Min(filled - position, bytes - skipped);
            position += step;
            skipped += step;
        }

        return skipped;
    }

    public void Dispose() => stream.Dispose();

    private bool Fill(int bytes)
    {
        int rest = filled - position;
        byte[] target = bytes + SlackBytes <= buffer.Length ? buffer : new byte[bytes + SlackBytes];
        Buffer.BlockCopy(buffer, position, target, 0, rest);
        buffer = target;
        position = 0;
        int room = buffer.Length - SlackBytes - rest;
        filled = rest + stream.ReadAtLeast(buffer.AsSpan(rest, room), bytes - rest, throwOnEndOfStream: false);
        return filled >= bytes;
    }
}
