using Qit.Hal;
using Qit.Hal.TimeTagger;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.Firmware;

/// <summary>Moves tags from the tagger to the link. What the link cannot take stays in the tagger; what the tagger cannot
/// keep it counts.</summary>
internal sealed class OneWayLoop
{
    /// <summary>Records read at once: enough for a block, small enough for the device.</summary>
    private const int Batch = 128;

    /// <summary>Age at which a block is sent though it is not full: five results a second when it is dark.</summary>
    private const long FlushAfterMicroseconds = 200_000;

    private readonly ITimeTagger tagger;
    private readonly OneWayMachine machine;
    private readonly uint[] raw = new uint[Batch];
    private readonly byte[] channels = new byte[Batch];
    private long lostSeen;

    public OneWayLoop(ITimeTagger tagger)
    {
        this.tagger = tagger;
        machine = new OneWayMachine(tagger.CounterBits, FlushAfterMicroseconds, Batch);
    }

    public bool IsRunning { get; set; }

    public long TagCount => machine.TagCount;

    public long LostCount => machine.LostCount;

    public HalStatus Status { get; private set; }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        bool didWork = false;
        int room = machine.Room < Batch ? machine.Room : Batch;
        if (room > 0)
        {
            int read;
            Status = tagger.Read(raw, channels, 0, room, out read);
            long lost = tagger.LostCount;
            // A loop that is not running keeps the counter unwrapped, so that a start needs no synchronization.
            machine.HandleRecords(raw, channels, read, lost - lostSeen, nowMicroseconds);
            lostSeen = lost;
            didWork = read > 0;
        }
        byte[] block;
        int length;
        if (!machine.TryPeekBlock(out block, out length, nowMicroseconds))
            return didWork;
        if (IsRunning && !endpoint.TryAddResult(FrameType.TagBlock, block, length, nowMicroseconds))
            return didWork;
        machine.ClearBlock();
        return true;
    }
}
