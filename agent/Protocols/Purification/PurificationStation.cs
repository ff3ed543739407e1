using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;

namespace Qit.Agent.Protocols.Purification;

/// <summary>What the session knows of one station: what it is still to be told, its calibration, and how much of its run has
/// arrived.</summary>
internal sealed class PurificationStation
{
    private const double Million = 1e6;
    private const long LastRun = 0xFFFFFFFF;

    private readonly Queue<ProtocolCommand> script = [];
    private ProtocolCommand? open;
    private long runBefore;
    private long? runBeganMicroseconds;
    private long? recordTotal;
    private long recordsSeen;

    /// <summary>True once its device was heard.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Calibrated error of its gate.</summary>
    public double GateError { get; private set; }

    /// <summary>Calibrated error of its measurement.</summary>
    public double ReadoutError { get; private set; }

    /// <summary>Records of the run that its memory or device lost.</summary>
    public long LostCount { get; private set; }

    /// <summary>Time of its device's last frame, microseconds since it booted.</summary>
    public long DeviceTimeMicroseconds { get; private set; }

    /// <summary>True when it has done all that it was told.</summary>
    public bool IsIdle => script.Count == 0 && open is null;

    /// <summary>True when the run has ended and every record of it has arrived or is counted as lost.</summary>
    public bool IsDrained => IsIdle && recordsSeen >= recordTotal;

    /// <summary>Time since its first block of the run, microseconds; null before.</summary>
    public long? ElapsedMicroseconds => DeviceTimeMicroseconds - runBeganMicroseconds;

    /// <summary>Its device has booted.</summary>
    public void HandleBoot()
    {
        IsKnown = true;
        script.Clear();
        open = null;
        DeviceTimeMicroseconds = 0;
    }

    /// <summary>Says what it is to do for a run.</summary>
    /// <param name="measurement">How to measure.</param>
    /// <param name="protocol">0 BBPSSW, 1 DEJMPS.</param>
    public void Begin(PurificationMeasurement measurement, int protocol)
    {
        LostCount = 0;
        recordTotal = null;
        recordsSeen = 0;
        runBeganMicroseconds = null;
        script.Clear();
        script.Enqueue(ProtocolCommand.Stop(LoopKind.Purification));
        script.Enqueue(ProtocolCommand.Set(PurificationKey.Rounds, measurement.Rounds));
        script.Enqueue(ProtocolCommand.Set(PurificationKey.Protocol, protocol));
        script.Enqueue(ProtocolCommand.Set(PurificationKey.SamplePerMillion, measurement.SamplePerMillion));
        script.Enqueue(ProtocolCommand.Get(PurificationKey.GateErrorPerMillion));
        script.Enqueue(ProtocolCommand.Get(PurificationKey.ReadoutErrorPerMillion));
        script.Enqueue(ProtocolCommand.Get(PurificationKey.Run));
        script.Enqueue(ProtocolCommand.Start(LoopKind.Purification));
    }

    /// <summary>Says that the run is to end.</summary>
    public void End()
    {
        script.Enqueue(ProtocolCommand.Stop(LoopKind.Purification));
        script.Enqueue(ProtocolCommand.Get(PurificationKey.RecordCount));
    }

    /// <summary>The next command.</summary>
    public bool TryTakeCommand(out ProtocolCommand command)
    {
        if (open is not null || !script.TryDequeue(out command))
        {
            command = default;
            return false;
        }
        open = command;
        return true;
    }

    /// <summary>What it answered.</summary>
    public void HandleReply(ProtocolCommand command, long value)
    {
        open = null;
        if (command.Verb != CommandVerb.Query)
            return;
        if (command.Key == PurificationKey.GateErrorPerMillion)
            GateError = Math.Clamp(value / Million, 0, 1);
        else if (command.Key == PurificationKey.ReadoutErrorPerMillion)
            ReadoutError = Math.Clamp(value / Million, 0, 0.5);
        else if (command.Key == PurificationKey.Run)
            runBefore = value;
        else if (value >= 0)
            recordTotal = value;
        else
            script.Enqueue(command); // the memory has not been read empty yet
    }

    /// <summary>A frame of its device.</summary>
    public void HandleTime(Frame frame) =>
        DeviceTimeMicroseconds = Math.Max(DeviceTimeMicroseconds, frame.DeviceTimeMicroseconds);

    /// <summary>A block of records; false when it belongs to an earlier run.</summary>
    public bool TryTake(PairBlock block)
    {
        if (block.Run != (runBefore >= LastRun ? 1 : runBefore + 1))
            return false;
        runBeganMicroseconds ??= DeviceTimeMicroseconds;
        LostCount += block.LostBefore;
        recordsSeen = block.FirstRecord + block.Count;
        return true;
    }
}
