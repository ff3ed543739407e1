using System;
using Qit.Core.Framing;

namespace Qit.Protocols.DeviceLink;

/// <summary>
/// Finds frames in a stream of bytes that may be cut, changed or joined in the middle. Whatever is not a whole frame with
/// a right checksum is counted and dropped; the next delimiter starts afresh.
/// </summary>
public sealed class Deframer
{
    private readonly byte[] pending = new byte[FrameCodec.MaxEncodedLength];
    private int pendingCount;
    private bool isTooLong;

    /// <summary>Frames that were no frames, since start.</summary>
    public long BadFrameCount { get; private set; }

    /// <summary>Takes bytes up to and including the next delimiter.</summary>
    /// <param name="source">Received bytes.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="frame">Takes the frame when <paramref name="isComplete"/>.</param>
    /// <param name="isComplete">True when a whole, right frame ended here.</param>
    /// <returns>Bytes consumed; call again with the rest.</returns>
    public int Feed(byte[] source, int offset, int count, Frame frame, out bool isComplete)
    {
        isComplete = false;
        int end = offset + count;
        int delimiter = offset;
        while (delimiter < end && source[delimiter] != Cobs.Delimiter)
            delimiter++;

        int length = delimiter - offset;
        if (!isTooLong && length > pending.Length - pendingCount)
        {
            // Counted now and not at its end: a stream that never ends a frame must not look like silence.
            isTooLong = true;
            BadFrameCount++;
        }
        if (!isTooLong)
        {
            Array.Copy(source, offset, pending, pendingCount, length);
            pendingCount += length;
        }
        if (delimiter == end)
            return count;

        // An empty frame is a delimiter sent to flush noise: no error.
        if (!isTooLong && pendingCount > 0)
        {
            int decoded = Cobs.Decode(pending, 0, pendingCount, pending, 0);
            isComplete = decoded >= 0 && FrameCodec.TryDecode(pending, decoded, frame);
            if (!isComplete)
                BadFrameCount++;
        }
        pendingCount = 0;
        isTooLong = false;
        return length + 1;
    }
}
