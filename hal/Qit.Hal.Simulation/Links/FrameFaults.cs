namespace Qit.Hal.Simulation;

/// <summary>
/// One direction of a faulty link: collects bytes up to a zero delimiter, decides the frame's fate, and queues what is
/// left of it. A frame longer than <see cref="LongestFrame"/> is dealt with in pieces of that length.
/// </summary>
internal sealed class FrameFaults(LinkFaultOptions options, string stream)
{
    public const int LongestFrame = 1 << 16;

    private readonly SimulationPrng prng = new(options.Seed, stream);
    private readonly byte[] frame = new byte[LongestFrame];
    private readonly byte[] held = new byte[LongestFrame];
    private readonly ByteQueue outValue = new(5 * LongestFrame);
    private int frameLength;
    private int heldLength;

    public LinkFaultCounts Counts { get; private set; }

    /// <summary>Bytes that have passed and wait to be fetched.</summary>
    public ByteQueue Passed => outValue;

    /// <summary>Room for whatever a few thousand more bytes can set free: the frame that they end, twice, one that was
    /// held, and themselves twice.</summary>
    public bool IsReady => outValue.Free >= 4 * LongestFrame;

    /// <summary>Takes bytes up to and including the next delimiter and deals with a complete frame.</summary>
    /// <param name="bytes">What is offered; not empty.</param>
    /// <param name="disconnect">The frame took the link down.</param>
    /// <returns>Bytes taken.</returns>
    public int Take(ReadOnlySpan<byte> bytes, out bool disconnect)
    {
        disconnect = false;
        bytes = bytes[..Math.Min(bytes.Length, LongestFrame - frameLength)];
        int delimiter = bytes.IndexOf((byte)0);
        int taken = delimiter < 0 ? bytes.Length : delimiter + 1;
        bytes[..taken].CopyTo(frame.AsSpan(frameLength));
        frameLength += taken;
        if (delimiter >= 0 || frameLength == LongestFrame)
        {
            disconnect = Deal(frame.AsSpan(0, frameLength));
            frameLength = 0;
        }

        return taken;
    }

    /// <summary>Forgets everything under way, as a link that goes down does.</summary>
    public void Clear()
    {
        frameLength = 0;
        heldLength = 0;
        outValue.Clear();
    }

    private bool Deal(Span<byte> frame)
    {
        Counts = Counts with { Frames = Counts.Frames + 1 };

        // One draw for each kind of fault, whether used or not: switching one on does not move the others.
        bool disconnect = Strikes(options.DisconnectOneIn);
        bool drop = Strikes(options.DropOneIn);
        bool cut = Strikes(options.CutOneIn);
        bool corrupt = Strikes(options.CorruptOneIn);
        bool twice = Strikes(options.DoubleOneIn);
        bool reorder = Strikes(options.ReorderOneIn);
        ulong where = prng.NextBits();

        if (disconnect)
        {
            Counts = Counts with { Disconnected = Counts.Disconnected + 1 };
            return true;
        }

        if (drop)
        {
            Counts = Counts with { Dropped = Counts.Dropped + 1 };
        }
        else if (cut)
        {
            Counts = Counts with { Cut = Counts.Cut + 1 };
            int from = Scale(where & 0xFFFFFFFF, frame.Length);
            int length = 1 + Scale(where >> 32, frame.Length - from);
            outValue.Put(frame[..from]);
            outValue.Put(frame[(from + length)..]);
        }
        else if (corrupt)
        {
            Counts = Counts with { Corrupted = Counts.Corrupted + 1 };
            Corrupt(frame, where);
            outValue.Put(frame);
        }
        else if (twice)
        {
            Counts = Counts with { Doubled = Counts.Doubled + 1 };
            outValue.Put(frame);
            outValue.Put(frame);
        }
        else if (reorder && heldLength == 0)
        {
            Counts = Counts with { Reordered = Counts.Reordered + 1 };
            frame.CopyTo(held);
            heldLength = frame.Length;
            return false;
        }
        else
        {
            outValue.Put(frame);
        }

        outValue.Put(held.AsSpan(0, heldLength));
        heldLength = 0;
        return false;
    }

    // Flips one to four different bits, one in each of that many bytes at equal distances from a random one.
    private static void Corrupt(Span<byte> frame, ulong where)
    {
        int flips = Math.Min(1 + (int)(where & 3), frame.Length);
        int at = Scale((where >> 16) & 0xFFFFFFFF, frame.Length);
        for (int i = 0; i < flips; i++)
            frame[(at + (i * frame.Length / flips)) % frame.Length] ^= (byte)(1 << (int)((where >> (2 + (3 * i))) & 7));
    }

    private bool Strikes(int oneIn)
    {
        ulong draw = prng.NextBits();
        return oneIn > 0 && Math.BigMul(draw, (ulong)oneIn, out _) == 0;
    }

    // 0 .. count - 1 from a uniform 32-bit number.
    private static int Scale(ulong uniform32, int count) => (int)((uniform32 * (ulong)count) >> 32);
}
