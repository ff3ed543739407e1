using Qit.Core.Framing;
using Qit.Core.Timing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.OneWay;

/// <summary>
/// The device's part of one-way synchronization (report, clause 6.1.1.4.2 b): unwraps the tags of the local detector and
/// packs them into blocks; the mathematics happens where both stations' tags meet. One block is open at a time. While it
/// waits to be taken, further tags are counted as lost, never silently.
/// </summary>
public sealed class OneWayMachine
{
    private const long MaxLostPerBlock = 0xFFFFFFFF;

    private readonly TagUnwrapper unwrapper;
    private readonly long flushAfterMicroseconds;
    private readonly long[] ticks;
    private readonly byte[] payload = new byte[Frame.MaxPayload];

    private int length;
    private int tagCount;
    private long baseTicks;
    private long lastTicks;
    private long openedMicroseconds;
    private long lostBefore;
    private bool isOpen;
    private bool isFull;

    /// <summary>Starts with an empty block.</summary>
    /// <param name="counterBits">Width of the tagger's counter, 8 to 32.</param>
    /// <param name="flushAfterMicroseconds">A block is ready when it is full or this old.</param>
    /// <param name="batch">Most records handed over at once.</param>
    public OneWayMachine(int counterBits, long flushAfterMicroseconds, int batch)
    {
        unwrapper = new TagUnwrapper(counterBits);
        this.flushAfterMicroseconds = flushAfterMicroseconds;
        ticks = new long[batch];
    }

    /// <summary>Tags packed since start; those lost are not among them.</summary>
    public long TagCount { get; private set; }

    /// <summary>Tags lost since start: by the tagger, or because the link could not take the blocks.</summary>
    public long LostCount { get; private set; }

    /// <summary>Ticks of the last record taken.</summary>
    public long LastTicks => unwrapper.LastTicks;

    /// <summary>True while a block waits to be full, old, or taken.</summary>
    public bool HasBlock => isOpen;

    /// <summary>True: records keep the timeline, but their tags are nobody's; they count neither as taken nor as lost.</summary>
    public bool IsDiscarding { get; set; }

    /// <summary>Takes records from the tagger.</summary>
    /// <param name="raw">Counter values from index 0.</param>
    /// <param name="channels">Channels; 0 marks a rollover record.</param>
    /// <param name="count">Records.</param>
    /// <param name="lostByTagger">Tags that the tagger lost before them.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleRecords(uint[] raw, byte[] channels, int count, long lostByTagger, long nowMicroseconds)
    {
        AddLost(lostByTagger);
        if (IsDiscarding)
        {
            unwrapper.Unwrap(raw, ticks, 0, count);
            return;
        }
        if (count > 0 && !isOpen)
        {
            isOpen = true;
            openedMicroseconds = nowMicroseconds;
            baseTicks = unwrapper.LastTicks;
            lastTicks = baseTicks;
        }
        unwrapper.Unwrap(raw, ticks, 0, count);
        long[] times = ticks;
        for (int i = 0; i < count; i++)
        {
            if (channels[i] == 0)
                continue;
            int written = isFull ? 0 : TagDeltaCode.Encode(
                times[i] - lastTicks, channels[i], payload, TagBlock.HeaderLength + length);
            if (written == 0)
            {
                AddLost(1);
                continue;
            }
            TagCount++;
            lastTicks = times[i];
            length += written;
            tagCount++;
            if (TagBlock.HeaderLength + length + TagDeltaCode.MaxBytesPerTag > Frame.MaxPayload)
                isFull = true;
        }
    }

    /// <summary>How many more records surely fit, so that a caller can leave the rest in the tagger's own buffer.</summary>
    public int Room => isFull ? 0
        : (Frame.MaxPayload - TagBlock.HeaderLength - length) / TagDeltaCode.MaxBytesPerTag;

    /// <summary>The block, when it is full, old enough, or has to end. It stays until <see cref="ClearBlock"/>.</summary>
    /// <param name="block">Payload from index 0.</param>
    /// <param name="blockLength">Payload bytes.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    /// <param name="mustEnd">True ends it early.</param>
    public bool TryPeekBlock(out byte[] block, out int blockLength, long nowMicroseconds, bool mustEnd = false)
    {
        block = payload;
        blockLength = TagBlock.HeaderLength + length;
        if (!isOpen || (!mustEnd && Room > 0 && nowMicroseconds - openedMicroseconds < flushAfterMicroseconds))
            return false;
        long lost = lostBefore > MaxLostPerBlock ? MaxLostPerBlock : lostBefore;
        LittleEndian.PutInt64(payload, 0, baseTicks);
        LittleEndian.PutInt64(payload, 8, unwrapper.LastTicks);
        LittleEndian.PutUInt32(payload, 16, (uint)lost);
        LittleEndian.PutUInt16(payload, 20, tagCount);
        return true;
    }

    /// <summary>The block last peeked at is in the link's hands: begin the next.</summary>
    public void ClearBlock()
    {
        length = 0;
        tagCount = 0;
        isOpen = false;
        isFull = false;
        lostBefore = lostBefore > MaxLostPerBlock ? lostBefore - MaxLostPerBlock : 0;
    }

    private void AddLost(long lost)
    {
        lostBefore += lost;
        LostCount += lost;
    }
}
