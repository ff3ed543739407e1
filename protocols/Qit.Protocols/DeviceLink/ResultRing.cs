using System;

namespace Qit.Protocols.DeviceLink;

/// <summary>
/// The results that the gateway has not confirmed yet, as they go on the wire. Bounded: when it is full the caller is
/// told so, before anything is lost. Frames keep their bytes, so a resent frame equals the first one bit for bit.
/// </summary>
internal sealed class ResultRing
{
    private const int Capacity = LinkParameters.RingCapacity;
    private const int Mask = Capacity - 1;
    private const long NotSent = -1;
    private const long ReceivedAhead = -2;

    private readonly byte[][] frames = new byte[Capacity][];
    private readonly int[] lengths = new int[Capacity];
    private readonly long[] sentAt = new long[Capacity];
    private readonly LinkParameters parameters;
    private long highestReceived = -1;

    public ResultRing(LinkParameters parameters)
    {
        this.parameters = parameters;
        for (int i = 0; i < Capacity; i++)
            frames[i] = new byte[FrameCodec.MaxEncodedLength];
    }

    public long Oldest { get; private set; }

    public long Next { get; private set; }

    public long ResentCount { get; private set; }

    public int Used => (int)(Next - Oldest);

    public bool IsFull => Used == Capacity;

    public void Add(FrameCodec codec, Frame frame)
    {
        int slot = (int)(Next & Mask);
        frame.Sequence = Next;
        lengths[slot] = codec.Encode(frame, frames[slot]);
        sentAt[slot] = NotSent;
        Next++;
    }

    /// <summary>The gateway has everything before <paramref name="confirmedBefore"/>, and of what follows the ones whose
    /// bit is set (bit 0 is <paramref name="confirmedBefore"/> itself).</summary>
    public void HandleAcknowledge(long confirmedBefore, long arrivedBits)
    {
        // An acknowledgement of what was never sent is a stranger's; an old one says nothing new.
        if (confirmedBefore > Next || confirmedBefore < Oldest)
            return;
        Oldest = confirmedBefore;
        for (long sequence = Oldest; sequence < Next; sequence++)
        {
            if ((arrivedBits & 1) != 0)
            {
                sentAt[(int)(sequence & Mask)] = ReceivedAhead;
                if (sequence > highestReceived)
                    highestReceived = sequence;
            }
            arrivedBits >>= 1;
        }
    }

    /// <summary>A new session: the gateway may have lost what it had not confirmed.</summary>
    public void ResendAll()
    {
        for (int i = 0; i < Capacity; i++)
            sentAt[i] = NotSent;
        highestReceived = -1;
    }

    /// <summary>Copies the next frame that is due: an unsent one, a hole that later frames overtook, or the oldest one
    /// when its time is up.</summary>
    public bool TryTakeDue(byte[] target, out int length, long nowMicroseconds)
    {
        for (long sequence = Oldest; sequence < Next; sequence++)
        {
            int slot = (int)(sequence & Mask);
            long sent = sentAt[slot];
            if (sent == ReceivedAhead)
                continue;
            if (sent != NotSent && nowMicroseconds < ResendDue(sequence, sent))
                continue;
            if (sent != NotSent)
                ResentCount++;
            sentAt[slot] = nowMicroseconds;
            length = lengths[slot];
            Array.Copy(frames[slot], 0, target, 0, length);
            return true;
        }
        length = 0;
        return false;
    }

    /// <summary>When <see cref="TryTakeDue"/> will have something, microseconds.</summary>
    public long DeadlineMicroseconds()
    {
        long deadline = long.MaxValue;
        for (long sequence = Oldest; sequence < Next; sequence++)
        {
            long sent = sentAt[(int)(sequence & Mask)];
            if (sent == ReceivedAhead)
                continue;
            long due = sent == NotSent ? 0 : ResendDue(sequence, sent);
            if (due < deadline)
                deadline = due;
        }
        return deadline;
    }

    private long ResendDue(long sequence, long sent)
    {
        if (sequence < highestReceived)
            return sent + parameters.FillHoleAfterMicroseconds;
        // Behind the oldest the others wait: on a slow line they are queued, not lost.
        return sequence == Oldest ? sent + parameters.ResendAfterMicroseconds : long.MaxValue;
    }
}
