namespace Qit.Timing.Formats;

/// <summary>Hands out fixed-size pieces of a stream within one fixed buffer.</summary>
internal sealed class RecordBuffer(Stream stream) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 16];
    private int position;
    private int filled;

    /// <summary>Bytes left over once <see cref="TryTake"/> has said that there are too few.</summary>
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
        Buffer.BlockCopy(buffer, position, buffer, 0, rest);
        position = 0;
        filled = rest + stream.ReadAtLeast(buffer.AsSpan(rest), bytes - rest, throwOnEndOfStream: false);
        return filled >= bytes;
    }
}
