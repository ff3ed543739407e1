using Qit.Hal;
using Qit.Hal.TimeTagger;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.Firmware;

/// <summary>Moves tags from the tagger to the link. What the link cannot take stays in the tagger; what the tagger cannot
/// keep it counts.</summary>
internal sealed class OneWayLoop : IMeasurementLoop
{
    /// <summary>Records read at once: enough for a block, small enough for the device.</summary>
    private const int Batch = 128;

    /// <summary>Age at which a block is sent though it is not full: five results a second when it is dark.</summary>
    private const long FlushAfterMicroseconds = 200_000;

    /// <summary>How long tags may wait in the tagger: 500 ms of 20 000 tags a second are a buffer that any tagger has.</summary>
    private const long DrainAfterMicroseconds = 500_000;

    private readonly ITimeTagger tagger;
    private readonly OneWayMachine machine;
    private readonly uint[] raw = new uint[Batch];
    private readonly byte[] channels = new byte[Batch];
    private long lostSeen;
    private long blockedSinceMicroseconds = -1;

    public OneWayLoop(ITimeTagger tagger)
    {
        this.tagger = tagger;
        machine = new OneWayMachine(tagger.CounterBits, FlushAfterMicroseconds, Batch);
    }

    public byte Kind => LoopKind.OneWay;

    public bool IsRunning { get; private set; }

    public long TagCount => machine.TagCount;

    public long LostCount => machine.LostCount;

    public HalStatus Status { get; private set; }

    /// <summary>True: tags go out only while <see cref="IsKeeping"/>, whether the loop runs or not.</summary>
    public bool IsGated { get; private set; }

    public bool IsKeeping => !machine.IsDiscarding;

    /// <summary>True when the last step has read all that the tagger had.</summary>
    public bool IsTaggerEmpty { get; private set; }

    public long LastTicks => machine.LastTicks;

    public bool HasBlock => machine.HasBlock;

    public byte Start(long nowMicroseconds)
    {
        IsRunning = true;
        return CommandStatus.Ok;
    }

    public void Stop() => IsRunning = false;

    /// <summary>There is nothing to set or to read.</summary>
    public bool HasKey(byte key) => false;

    public byte Configure(byte key, long value, long nowMicroseconds, out long answer) => Query(key, out answer);

    public byte Query(byte key, out long answer)
    {
        answer = 0;
        return CommandStatus.UnknownKey;
    }

    /// <summary>Lets the tags through, or keeps them back; what is in a block already goes out.</summary>
    public void Gate(bool isKeeping)
    {
        // What a loop that does not run has collected would never have gone out.
        if (!IsGated && !IsRunning)
            machine.ClearBlock();
        IsGated = true;
        machine.IsDiscarding = !isKeeping;
    }

    public void Ungate()
    {
        IsGated = false;
        machine.IsDiscarding = false;
    }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        bool didWork = false;
        int room = Room(nowMicroseconds);
        if (room > 0)
        {
            int read;
            Status = tagger.Read(raw, channels, 0, room, out read);
            long lost = tagger.LostCount;
            // A loop that is not running keeps the counter unwrapped, so that a start needs no synchronization.
            machine.HandleRecords(raw, channels, read, lost - lostSeen, nowMicroseconds);
            lostSeen = lost;
            didWork = read > 0;
            IsTaggerEmpty = read < room;
        }
        else
            IsTaggerEmpty = false;
        byte[] block;
        int length;
        if (!machine.TryPeekBlock(out block, out length, nowMicroseconds, !IsKeeping))
            return didWork;
        if ((IsRunning || IsGated) && !endpoint.TryAddResult(FrameType.TagBlock, block, length, nowMicroseconds))
            return didWork;
        machine.ClearBlock();
        return true;
    }

    /// <summary>While the link cannot take the block, tags wait in the tagger's buffer. Not for long: a tagger that overflows
    /// loses rollover records too, and with them count of its turns. So after a while tags are read, unwrapped and counted as
    /// lost, and the timeline stays whole.</summary>
    private int Room(long nowMicroseconds)
    {
        int room = machine.Room;
        if (room > 0)
        {
            blockedSinceMicroseconds = -1;
            return room < Batch ? room : Batch;
        }
        if (blockedSinceMicroseconds < 0)
            blockedSinceMicroseconds = nowMicroseconds;
        return nowMicroseconds - blockedSinceMicroseconds < DrainAfterMicroseconds ? 0 : Batch;
    }
}
