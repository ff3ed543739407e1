using Qit.Hal.Buses;

namespace Qit.Hal.Simulation;

/// <summary>
/// A bad cable: wraps a byte stream and does to its frames (ended by a zero byte) what the options say, separately for
/// what is written and what is read. Bytes of an unfinished frame wait for their delimiter. A reordered frame waits for
/// its successor, as long as that takes. Two ends with the same seed have the same faults: give each its own. Not
/// thread-safe: use each end from one thread at a time, like a real port.
/// </summary>
public sealed class FaultyByteStream : IByteStream
{
    private readonly IByteStream inner;
    private readonly FrameFaults write;
    private readonly FrameFaults read;
    private readonly byte[] scratch = new byte[4096];
    private bool down;

    /// <summary>Wraps a stream.</summary>
    /// <param name="inner">The good stream.</param>
    /// <param name="writeFaults">Faults of the frames written; null is none.</param>
    /// <param name="readFaults">Faults of the frames read; null is none.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public FaultyByteStream(IByteStream inner, LinkFaultOptions? writeFaults, LinkFaultOptions? readFaults = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        writeFaults ??= new LinkFaultOptions();
        readFaults ??= new LinkFaultOptions();
        WorldOptionsCheck.Check(writeFaults);
        WorldOptionsCheck.Check(readFaults);
        this.inner = inner;
        write = new FrameFaults(writeFaults, "link/write");
        read = new FrameFaults(readFaults, "link/read");
    }

    /// <summary>What was done to frames written.</summary>
    public LinkFaultCounts WriteCounts => write.Counts;

    /// <summary>What was done to frames read.</summary>
    public LinkFaultCounts ReadCounts => read.Counts;

    /// <summary>A fault has taken the link down; <see cref="Reopen"/> brings it back.</summary>
    public bool IsDown => down;

    /// <summary>Brings the link back after a disconnection. What was under way is lost.</summary>
    public void Reopen()
    {
        write.Clear();
        read.Clear();
        down = false;
    }

    /// <inheritdoc/>
    public HalStatus Read(byte[] buffer, int offset, int count, out int read)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        BufferRange.Check(buffer.Length, offset, count);
        read = 0;
        if (down) return HalStatus.Disconnected;
        HalStatus status = Flush() == HalStatus.Disconnected ? HalStatus.Disconnected : HalStatus.Ok;
        while (status == HalStatus.Ok && this.read.IsReady && this.read.Passed.Count < count)
        {
            status = inner.Read(scratch, 0, scratch.Length, out int arrived);
            if (arrived == 0) break;
            for (int taken = 0; taken < arrived;)
            {
                taken += this.read.Take(scratch.AsSpan(taken, arrived - taken), out bool disconnect);
                if (disconnect) return GoDown();
            }
        }

        read = this.read.Passed.Take(buffer.AsSpan(offset, count));
        return read > 0 ? HalStatus.Ok : status;
    }

    /// <inheritdoc/>
    public HalStatus Write(byte[] buffer, int offset, int count, out int written)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        BufferRange.Check(buffer.Length, offset, count);
        written = 0;
        if (down) return HalStatus.Disconnected;
        HalStatus status = Flush();
        while (written < count && status == HalStatus.Ok)
        {
            written += write.Take(buffer.AsSpan(offset + written, count - written), out bool disconnect);
            if (disconnect) return GoDown();
            status = Flush();
        }

        return written == count && status == HalStatus.NotReady ? HalStatus.Ok : status;
    }

    private HalStatus GoDown()
    {
        write.Clear();
        read.Clear();
        down = true;
        return HalStatus.Disconnected;
    }

    // Hands what has passed to the good stream. Ok when all of it went, so that there is room for more.
    private HalStatus Flush()
    {
        while (write.Passed.Count > 0)
        {
            int waiting = write.Passed.Peek(scratch);
            HalStatus status = inner.Write(scratch, 0, waiting, out int written);
            write.Passed.Skip(written);
            if (status != HalStatus.Ok) return status;
            if (written < waiting) return HalStatus.NotReady;
        }

        return HalStatus.Ok;
    }
}
