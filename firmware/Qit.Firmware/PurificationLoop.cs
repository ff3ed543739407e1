using Qit.Hal;
using Qit.Hal.PairMemory;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;

namespace Qit.Firmware;

/// <summary>Starts and stops the quantum memory and moves what it has measured to the link. What the link cannot take stays in
/// the memory; what that cannot keep it counts.</summary>
internal sealed class PurificationLoop : IMeasurementLoop
{
    private const long FlushAfterMicroseconds = 200_000;
    private const int MillionParts = 1_000_000;
    private const byte LastProtocol = 1;

    private readonly IPairMemory memory;
    private readonly PurificationMachine machine = new PurificationMachine(FlushAfterMicroseconds);
    private readonly long[] sources = new long[PairBlock.MaxRecords];
    private readonly long[] targets = new long[PairBlock.MaxRecords];
    private readonly byte[] rounds = new byte[PairBlock.MaxRecords];
    private readonly byte[] results = new byte[PairBlock.MaxRecords];
    private int wantedRounds = 1;
    private byte wantedProtocol;
    private int wantedSamples = 100_000;
    private long lostSeen;
    private bool isRead = true;

    public PurificationLoop(IPairMemory memory)
    {
        this.memory = memory;
    }

    public byte Kind => LoopKind.Purification;

    public bool IsRunning => machine.IsRunning;

    public HalStatus Status { get; private set; }

    public bool HasKey(byte key) => key >= PurificationKey.Rounds && key <= PurificationKey.MostRounds;

    /// <summary>Starts a new run with the settings; it drops the run before.</summary>
    /// <returns>A <see cref="CommandStatus"/>.</returns>
    public byte Start(long nowMicroseconds)
    {
        Status = memory.Start(wantedRounds, wantedProtocol, wantedSamples);
        if (Status != HalStatus.Ok)
            return CommandStatus.NotFitted;
        machine.Start();
        lostSeen = memory.LostCount;
        isRead = false;
        return CommandStatus.Ok;
    }

    public void Stop()
    {
        memory.Stop();
        machine.Stop();
    }

    public byte Configure(byte key, long value, long nowMicroseconds, out long answer)
    {
        answer = 0;
        if (key != PurificationKey.Rounds && key != PurificationKey.Protocol && key != PurificationKey.SamplePerMillion)
            return CommandStatus.UnknownKey;
        if (IsRunning)
            return CommandStatus.Running;
        int most = key == PurificationKey.Rounds ? memory.MostRounds
            : key == PurificationKey.Protocol ? LastProtocol : MillionParts;
        if (value < 0 || value > most)
            return CommandStatus.OutOfRange;
        if (key == PurificationKey.Rounds)
            wantedRounds = (int)value;
        else if (key == PurificationKey.Protocol)
            wantedProtocol = (byte)value;
        else
            wantedSamples = (int)value;
        return CommandStatus.Ok;
    }

    public byte Query(byte key, out long answer)
    {
        answer = 0;
        if (key == PurificationKey.Rounds)
            answer = wantedRounds;
        else if (key == PurificationKey.Protocol)
            answer += wantedProtocol;
        else if (key == PurificationKey.SamplePerMillion)
            answer = wantedSamples;
        else if (key == PurificationKey.Run)
            answer += machine.Run;
        else if (key == PurificationKey.RecordCount)
            answer = IsRunning || !isRead ? -1 : machine.RecordCount;
        else if (key == PurificationKey.GateErrorPerMillion)
            answer = memory.GateErrorPerMillion;
        else if (key == PurificationKey.ReadoutErrorPerMillion)
            answer = memory.ReadoutErrorPerMillion;
        else if (key == PurificationKey.MostRounds)
            answer = memory.MostRounds;
        else
            return CommandStatus.UnknownKey;
        return CommandStatus.Ok;
    }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        bool didWork = Collect(nowMicroseconds);
        byte[] block;
        int length;
        if (!machine.TryPeekBlock(out block, out length, nowMicroseconds))
            return didWork;
        if (!endpoint.TryAddResult(FrameType.PairBlock, block, length, nowMicroseconds))
            return didWork;
        machine.ClearBlock();
        return true;
    }

    private bool Collect(long nowMicroseconds)
    {
        int room = machine.Room;
        if (room == 0 || (isRead && !IsRunning))
            return false;
        int read;
        Status = memory.Read(sources, targets, rounds, results, 0, room, out read);
        long lost = memory.LostCount;
        machine.HandleRecords(sources, targets, rounds, results, read, lost - lostSeen, nowMicroseconds);
        lostSeen = lost;
        isRead = read == 0 && !IsRunning;
        return read > 0;
    }
}
