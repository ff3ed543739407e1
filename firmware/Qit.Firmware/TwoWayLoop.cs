using Qit.Hal;
using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.TwoWay;

namespace Qit.Firmware;

/// <summary>Runs the ramps, moves the phase shifter, opens the gates of the port counter and sends the fringes, as the machine
/// asks.</summary>
internal sealed class TwoWayLoop : IMeasurementLoop
{
    private const long FlushAfterMicroseconds = 200_000;

    private readonly IDelayLine shifter;
    private readonly IDelayRamp ramp;
    private readonly RampedGate gate;
    private readonly TwoWayMachine machine;

    public TwoWayLoop(IDelayLine shifter, IDelayRamp ramp, ICoincidenceCounter ports)
    {
        this.shifter = shifter;
        this.ramp = ramp;
        gate = new RampedGate(ports);
        machine = new TwoWayMachine(shifter.MinSteps, shifter.MaxSteps, FlushAfterMicroseconds);
    }

    public byte Kind => LoopKind.TwoWay;

    public bool IsRunning => machine.Phase != TwoWayPhase.Idle;

    public HalStatus Status { get; private set; }

    /// <summary>Starts anew in the mode that is set.</summary>
    /// <returns>A <see cref="CommandStatus"/>.</returns>
    public byte Start(long nowMicroseconds)
    {
        if (!machine.TryStart(nowMicroseconds))
            return CommandStatus.OutOfRange;
        gate.Drop();
        return CommandStatus.Ok;
    }

    public void Stop()
    {
        machine.Stop();
        gate.Drop();
    }

    public bool HasKey(byte key) => TwoWayKey.IsOurs(key);

    public byte Configure(byte key, long value, long nowMicroseconds, out long answer)
    {
        answer = 0;
        if (key == TwoWayKey.Rate)
            return Prepare(value);
        if (key == TwoWayKey.Measure)
            return Measure(value, nowMicroseconds);
        if (!TwoWaySettings.Has(key))
            return CommandStatus.UnknownKey;
        if (IsRunning)
            return CommandStatus.Running;
        return machine.Settings.TrySet(key, value) ? CommandStatus.Ok : CommandStatus.OutOfRange;
    }

    public byte Query(byte key, out long answer)
    {
        answer = 0;
        if (TwoWaySettings.Has(key))
            answer = machine.Settings.Get(key);
        else if (key == TwoWayKey.Phase)
            answer += machine.Phase;
        else if (key == TwoWayKey.TrackedPhase)
            answer = machine.TrackedPhase;
        else if (key == TwoWayKey.StepNumerator)
            answer = shifter.StepPicometresNumerator;
        else if (key == TwoWayKey.StepDenominator)
            answer = shifter.StepPicometresDenominator;
        else if (key == TwoWayKey.LowestPosition)
            answer = shifter.MinSteps;
        else if (key == TwoWayKey.HighestPosition)
            answer = shifter.MaxSteps;
        else
            return CommandStatus.UnknownKey;
        return CommandStatus.Ok;
    }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        machine.Advance(nowMicroseconds);
        // Also at rest: it is what brings the ramps there.
        HalStatus rampStatus = ramp.Run(machine.RateNanometresPerSecond);
        if (rampStatus != HalStatus.Ok)
            machine.HandleRampsLost();
        bool didWork = false;
        if (machine.Stage == TwoWayStage.Spinning)
            didWork = Spin(rampStatus, nowMicroseconds);
        else if (machine.Stage == TwoWayStage.Moving)
            didWork = Move(nowMicroseconds);
        else if (machine.Stage == TwoWayStage.Counting)
            didWork = Count(rampStatus, nowMicroseconds);
        byte[] block;
        int length;
        if (!machine.TryPeekBlock(out block, out length, nowMicroseconds))
            return didWork;
        if (!endpoint.TryAddResult(FrameType.FringeBlock, block, length, nowMicroseconds))
            return didWork;
        machine.ClearBlock();
        return true;
    }

    private bool Spin(HalStatus rampStatus, long nowMicroseconds)
    {
        if (gate.IsOpen)
            gate.Drop();
        if (rampStatus != HalStatus.NotReady)
            Status = rampStatus;
        if (rampStatus != HalStatus.Ok)
            return false;
        machine.HandleRampsRun(nowMicroseconds);
        return true;
    }

    private bool Move(long nowMicroseconds)
    {
        HalStatus status = shifter.MoveTo(machine.TargetSteps);
        if (status != HalStatus.NotReady)
            Status = status;
        if (status != HalStatus.Ok)
            return false;
        machine.HandleArrived(nowMicroseconds);
        return true;
    }

    private bool Count(HalStatus rampStatus, long nowMicroseconds)
    {
        bool isClosed = gate.TryClose(rampStatus, machine.GateMicroseconds);
        if (isClosed || rampStatus != HalStatus.Ok)
            Status = gate.Status;
        if (!isClosed)
            return false;
        GateCounts counts = gate.Counts;
        if (gate.IsGood)
            machine.HandleGate(counts.LiveMicroseconds, counts.SinglesA, counts.SinglesB, nowMicroseconds);
        else
            machine.HandleLostGate();
        return true;
    }

    private byte Prepare(long rate)
    {
        if (rate < -int.MaxValue || rate > int.MaxValue)
            return CommandStatus.OutOfRange;
        return machine.TryPrepare((int)rate) ? CommandStatus.Ok : CommandStatus.Full;
    }

    private byte Measure(long packed, long nowMicroseconds)
    {
        long passes = packed & 0xFFFF;
        long number = packed >> 16;
        if (passes < 1 || number < 1 || number > 0xFFFF)
            return CommandStatus.OutOfRange;
        return machine.TryMeasure((int)number, (int)passes, nowMicroseconds) ? CommandStatus.Ok : CommandStatus.Full;
    }
}
