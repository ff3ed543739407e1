using Qit.Hal;
using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.RoundTrip;

namespace Qit.Firmware;

/// <summary>Moves the delay line, opens the counter's gates and sends the dwells, as the machine asks.</summary>
internal sealed class RoundTripLoop : IMeasurementLoop
{
    private const long FlushAfterMicroseconds = 200_000;

    private readonly IDelayLine line;
    private readonly IDelayRamp? ramp;
    private readonly RampedGate gate;
    private readonly RoundTripMachine machine;

    public RoundTripLoop(IDelayLine line, IDelayRamp? ramp, ICoincidenceCounter counter)
    {
        this.line = line;
        this.ramp = ramp;
        gate = new RampedGate(counter);
        machine = new RoundTripMachine(line.MinSteps, line.MaxSteps, FlushAfterMicroseconds);
    }

    public byte Kind => LoopKind.RoundTrip;

    public bool IsRunning => machine.Phase != RoundTripPhase.Idle;

    public HalStatus Status { get; private set; }

    /// <summary>Starts anew in the mode that is set.</summary>
    /// <returns>A <see cref="CommandStatus"/>.</returns>
    public byte Start(long nowMicroseconds)
    {
        if (ramp is null && machine.Settings.Get(RoundTripKey.RampRate) != 0)
            return CommandStatus.NotFitted;
        if (!machine.TryStart())
            return CommandStatus.OutOfRange;
        gate.Drop();
        return CommandStatus.Ok;
    }

    public void Stop()
    {
        machine.Stop();
        gate.Drop();
    }

    public bool HasKey(byte key) => key >= RoundTripKey.FirstSetting && key <= RoundTripKey.StepDenominator;

    public byte Configure(byte key, long value, long nowMicroseconds, out long answer)
    {
        answer = 0;
        if (key == RoundTripKey.PlanPoint)
            return AddPoint(value, out answer);
        if (key == RoundTripKey.ClearPlan)
        {
            machine.Plan.Clear();
            return CommandStatus.Ok;
        }
        if (!RoundTripSettings.Has(key))
            return CommandStatus.UnknownKey;
        if (IsRunning)
            return CommandStatus.Running;
        return machine.Settings.TrySet(key, value) ? CommandStatus.Ok : CommandStatus.OutOfRange;
    }

    public byte Query(byte key, out long answer)
    {
        answer = 0;
        if (RoundTripSettings.Has(key))
            answer = machine.Settings.Get(key);
        else if (key == RoundTripKey.Centre)
            answer = machine.Centre;
        else if (key == RoundTripKey.Phase)
            answer += machine.Phase;
        else if (key == RoundTripKey.StepNumerator)
            answer = line.StepPicometresNumerator;
        else if (key == RoundTripKey.StepDenominator)
            answer = line.StepPicometresDenominator;
        else
            return CommandStatus.UnknownKey;
        return CommandStatus.Ok;
    }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        machine.Advance(nowMicroseconds);
        HalStatus rampStatus = HalStatus.Ok;
        if (ramp is not null)
            rampStatus = ramp.Run(IsRunning ? machine.Settings.Get(RoundTripKey.RampRate) : 0);
        bool didWork = false;
        if (machine.Stage == RoundTripStage.Moving)
            didWork = Move(nowMicroseconds);
        else if (machine.Stage == RoundTripStage.Counting)
            didWork = Count(rampStatus, nowMicroseconds);
        byte[] block;
        int length;
        if (!machine.TryPeekBlock(out block, out length, nowMicroseconds))
            return didWork;
        if (!endpoint.TryAddResult(FrameType.DwellBlock, block, length, nowMicroseconds))
            return didWork;
        machine.ClearBlock();
        return true;
    }

    private bool Move(long nowMicroseconds)
    {
        HalStatus status = line.MoveTo(machine.TargetSteps);
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
            machine.HandleGate(counts.LiveMicroseconds, counts.Coincidences, counts.SinglesA, counts.SinglesB, nowMicroseconds);
        else
            machine.HandleLostGate();
        return true;
    }

    private byte AddPoint(long packed, out long answer)
    {
        int position = DwellPlan.PositionOf(packed);
        long dwell = DwellPlan.DwellOf(packed);
        answer = 0;
        if (dwell < 1 || dwell > DwellPlan.MaxDwellMilliseconds
            || position < machine.Settings.MinSteps || position > machine.Settings.MaxSteps)
            return CommandStatus.OutOfRange;
        bool isTaken = machine.Plan.TryAdd(position, (int)dwell);
        answer = DwellPlan.Capacity - machine.Plan.Count;
        return isTaken ? CommandStatus.Ok : CommandStatus.Full;
    }
}
