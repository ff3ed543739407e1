using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.Purification;

/// <summary>
/// The device's part of purification (report, clause 6.1.1): packs what the station's quantum memory has measured into blocks;
/// the halves of both stations meet at the gateway. One block is open at a time, and while it waits to be taken the records
/// wait in the memory's own buffer, which counts those that it cannot keep. Allocates nothing after construction.
/// </summary>
public sealed class PurificationMachine
{
    private const long MaxLostPerBlock = 0xFFFFFFFF;

    private readonly long flushAfterMicroseconds;
    private readonly byte[] payload = new byte[Frame.MaxPayload];

    private int count;
    private long basePair;
    private long openedMicroseconds;
    private long lostBefore;
    private long sentCount;
    private bool isOpen;
    private bool isClosed;

    /// <summary>Starts idle.</summary>
    /// <param name="flushAfterMicroseconds">A block is ready when it is full or this old.</param>
    public PurificationMachine(long flushAfterMicroseconds)
    {
        this.flushAfterMicroseconds = flushAfterMicroseconds;
    }

    /// <summary>True between start and stop.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Number of the run, from 1; 0 before the first.</summary>
    public uint Run { get; private set; }

    /// <summary>Records of this run that were lost.</summary>
    public long LostCount { get; private set; }

    /// <summary>Records of this run: sent, waiting in the block, and lost.</summary>
    public long RecordCount => sentCount + count + lostBefore;

    /// <summary>How many more records surely fit.</summary>
    public int Room => isClosed ? 0 : PairBlock.MaxRecords - count;

    /// <summary>Begins a new run. A block of the run before that was not taken is dropped.</summary>
    public void Start()
    {
        Run = Run == 0xFFFFFFFF ? 1 : Run + 1;
        IsRunning = true;
        LostCount = 0;
        count = 0;
        lostBefore = 0;
        ClearBlock();
        sentCount = 0;
    }

    /// <summary>Ends the run. What the memory still holds may be handed over; blocks are then ready at once.</summary>
    public void Stop() => IsRunning = false;

    /// <summary>Takes records from the memory. Those that do not fit the layout, because a pair has waited while two thousand
    /// million others were made, are lost and counted.</summary>
    /// <param name="sources">Source pairs from index 0.</param>
    /// <param name="targets">Target pairs.</param>
    /// <param name="rounds">Rounds.</param>
    /// <param name="results">Bases and bits.</param>
    /// <param name="read">Records; at most <see cref="Room"/>.</param>
    /// <param name="lostByMemory">Records that the memory lost before them.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleRecords(
        long[] sources, long[] targets, byte[] rounds, byte[] results, int read, long lostByMemory, long nowMicroseconds)
    {
        if (lostByMemory > 0)
            Lose(lostByMemory, nowMicroseconds);
        for (int i = 0; i < read; i++)
        {
            if (count == 0)
                basePair = sources[i];
            if (!PairBlock.Fits(basePair, sources[i], targets[i]) || count == PairBlock.MaxRecords)
            {
                Lose(1, nowMicroseconds);
                continue;
            }
            Open(nowMicroseconds);
            PairBlock.Put(payload, count, basePair, sources[i], targets[i], rounds[i], results[i]);
            count++;
        }
        isClosed = count == PairBlock.MaxRecords;
    }

    /// <summary>The block, when it is full, old enough, or the run has ended. It stays until <see cref="ClearBlock"/>.</summary>
    /// <param name="block">Payload from index 0.</param>
    /// <param name="blockLength">Payload bytes.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public bool TryPeekBlock(out byte[] block, out int blockLength, long nowMicroseconds)
    {
        block = payload;
        blockLength = PairBlock.HeaderLength + count * PairBlock.RecordLength;
        if (!isOpen || (IsRunning && !isClosed && nowMicroseconds - openedMicroseconds < flushAfterMicroseconds))
            return false;
        long lost = LostInBlock();
        PairBlock.PutHeader(payload, Run, sentCount + lost, lost, basePair, count);
        return true;
    }

    /// <summary>The block last peeked at is in the link's hands: begin the next.</summary>
    public void ClearBlock()
    {
        long lost = LostInBlock();
        sentCount += count + lost;
        lostBefore -= lost;
        count = 0;
        basePair = 0;
        isClosed = false;
        isOpen = lostBefore > 0;
    }

    private long LostInBlock() => lostBefore > MaxLostPerBlock ? MaxLostPerBlock : lostBefore;

    private void Lose(long lost, long nowMicroseconds)
    {
        Open(nowMicroseconds);
        lostBefore += lost;
        LostCount += lost;
    }

    private void Open(long nowMicroseconds)
    {
        if (!isOpen)
            openedMicroseconds = nowMicroseconds;
        isOpen = true;
    }
}
