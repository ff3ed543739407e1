using System.Diagnostics.CodeAnalysis;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.RoundTrip;
using Qit.Timing.RoundTrip;

namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>
/// The gateway's part of the round trip: a look at the singles for the accidentals, the dip with the ramps at rest for the zero,
/// then dip after dip with the ramps running, each dwell where it tells most (<see cref="AdaptivePlan"/>).
/// </summary>
internal sealed class RoundTripSession(RoundTripMeasurement measurement) : IProtocolSession
{
    private const double LookSeconds = 0.2;
    private const double MicrosecondsPerSecond = 1e6;

    private readonly Queue<ProtocolCommand> commands = [];
    private readonly Queue<ProtocolAnswer> answers = [];
    private readonly DwellBlock block = new();
    private long stepNumerator = 1;
    private long stepDenominator = 1;
    private RoundTripStep step = RoundTripStep.Idle;
    private AdaptivePlan? plan;
    private DipEstimate? zero;
    private double zeroBoundMetres;
    private int answersOfZero;
    private string doing = "waiting for the device";
    private bool isHeard;
    private bool isPointSent;
    private int pointNumber;
    private bool isSimulated;
    private long deviceTimeMicroseconds;
    private long beganMicroseconds;
    private double liveSeconds;
    private double singlesA;
    private double singlesB;

    /// <inheritdoc/>
    public string Name => "round-trip";

    /// <inheritdoc/>
    public int Stations => 1;

    /// <inheritdoc/>
    public string State => isHeard ? doing : "the device is not heard";

    private bool IsRamped => step == RoundTripStep.Dip;

    private double StepMetres => stepNumerator * 1e-12 / stepDenominator;

    private double AccidentalsPerSecond =>
        singlesA / liveSeconds * (singlesB / liveSeconds) * measurement.CoincidenceWindowPicoseconds * 1e-12;

    /// <inheritdoc/>
    public void HandleBoot(int station, DeviceIdentity device)
    {
        isHeard = true;
        commands.Clear();
        step = RoundTripStep.Idle;
        liveSeconds = 0;
        singlesA = 0;
        singlesB = 0;
        isSimulated |= device.IsSimulated;
        commands.Enqueue(ProtocolCommand.Stop(LoopKind.RoundTrip));
        commands.Enqueue(ProtocolCommand.Set(RoundTripKey.Mode, RoundTripMode.Plan));
        commands.Enqueue(ProtocolCommand.Set(RoundTripKey.Approach, measurement.ApproachSteps));
        commands.Enqueue(ProtocolCommand.Set(RoundTripKey.Settle, measurement.SettleMicroseconds));
        commands.Enqueue(ProtocolCommand.Get(RoundTripKey.StepNumerator));
        commands.Enqueue(ProtocolCommand.Get(RoundTripKey.StepDenominator));
        Begin(RoundTripStep.Look);
    }

    /// <inheritdoc/>
    public void HandleSilence(int station) => isHeard = false;

    /// <inheritdoc/>
    public bool HandleResult(int station, Frame result)
    {
        if (result.Type != FrameType.DwellBlock || !block.TryRead(result.Payload, result.PayloadLength))
            return false;
        isHeard = true;
        isSimulated |= result.IsSimulated;
        deviceTimeMicroseconds = result.DeviceTimeMicroseconds;
        for (int i = 0; i < block.Count; i++)
            Take(block.Record(i));
        return true;
    }

    /// <inheritdoc/>
    public bool TryTakeCommand(int station, out ProtocolCommand command) => commands.TryDequeue(out command);

    /// <inheritdoc/>
    public void HandleReply(int station, ProtocolCommand command, byte status, long value)
    {
        isHeard = true;
        if (status != CommandStatus.Ok)
        {
            commands.Clear();
            step = RoundTripStep.Idle;
            Refuse($"the device refused command {command.Verb}, key 0x{command.Key:X2}, value {command.Value}: "
                + CommandStatus.Describe(status));
        }
        else if (command.Verb == CommandVerb.Query && value <= 0)
        {
            commands.Clear();
            step = RoundTripStep.Idle;
            Refuse($"the device says that its delay line's step is {value}; right would be above 0");
        }
        else if (command == ProtocolCommand.Get(RoundTripKey.StepNumerator))
        {
            stepNumerator = value;
        }
        else if (command == ProtocolCommand.Get(RoundTripKey.StepDenominator))
        {
            stepDenominator = value;
        }
        else if (command == ProtocolCommand.Start(LoopKind.RoundTrip))
        {
            SendPoint();
        }
    }

    /// <inheritdoc/>
    public bool TryTakeAnswer([NotNullWhen(true)] out ProtocolAnswer? answer) => answers.TryDequeue(out answer);

    private void Begin(RoundTripStep next)
    {
        step = next;
        isPointSent = false;
        pointNumber = 0;
        beganMicroseconds = deviceTimeMicroseconds;
        plan = next switch
        {
            RoundTripStep.Zero => new AdaptivePlan(measurement.Plan(measurement.ZeroExposureSeconds, AccidentalsPerSecond)),
            RoundTripStep.Dip => new AdaptivePlan(measurement.Plan(measurement.ExposureSeconds, AccidentalsPerSecond)),
            _ => null,
        };
        doing = next switch
        {
            RoundTripStep.Look => "counting the clicks of each detector",
            RoundTripStep.Zero => "measuring the zero, ramps at rest",
            _ => "measuring the dip, ramps running",
        };
        commands.Enqueue(ProtocolCommand.Stop(LoopKind.RoundTrip));
        commands.Enqueue(ProtocolCommand.Set(RoundTripKey.ClearPlan, 0));
        commands.Enqueue(ProtocolCommand.Set(RoundTripKey.RampRate, IsRamped ? measurement.RateNanometresPerSecond : 0));
        commands.Enqueue(ProtocolCommand.Start(LoopKind.RoundTrip));
    }

    private void SendPoint()
    {
        DwellPoint next = new(measurement.FromMetres, LookSeconds);
        if (plan is not null && !plan.TryNext(out next))
        {
            Complete(plan);
            return;
        }
        int milliseconds = (int)Math.Clamp(Math.Round(next.Exposure * 1000), 1, DwellPlan.MaxDwellMilliseconds);
        double steps = Math.Clamp(Math.Round(next.PositionMetres / StepMetres), int.MinValue, int.MaxValue);
        isPointSent = true;
        pointNumber = (pointNumber + 1) & 0xFFFF;
        commands.Enqueue(ProtocolCommand.Set(RoundTripKey.PlanPoint, DwellPlan.Pack((int)steps, milliseconds)));
    }

    private void Take(DwellRecord record)
    {
        // Dwells from before the last start or boot may still be on the way.
        if (!isPointSent || record.PlanNumber != pointNumber || record.IsRamped != IsRamped || record.LiveMicroseconds < 1)
            return;
        isPointSent = false;
        double seconds = record.LiveMicroseconds / MicrosecondsPerSecond;
        liveSeconds += seconds;
        singlesA += record.SinglesA;
        singlesB += record.SinglesB;
        if (step == RoundTripStep.Look)
        {
            Begin(RoundTripStep.Zero);
            return;
        }
        plan!.Add(new DipSample(record.PositionSteps * StepMetres, seconds, record.Coincidences));
        SendPoint();
    }

    private void Complete(AdaptivePlan done)
    {
        RoundTripStep finished = step;
        bool isRefused = RoundTripVerdict.Refusal(done.Estimate) is not null;
        if (isRefused)
        {
            Refuse((finished == RoundTripStep.Zero ? "zero: " : "") + RoundTripVerdict.Refusal(done.Estimate));
        }
        else if (finished == RoundTripStep.Zero)
        {
            zero = done.Estimate;
            zeroBoundMetres = RoundTripVerdict.BoundMetres(done, measurement);
            answersOfZero = 0;
        }
        else
        {
            answers.Enqueue(RoundTripVerdict.Answer(done, measurement, zero!, zeroBoundMetres) with
            {
                IsSimulated = isSimulated,
                DeviceTimeMicroseconds = beganMicroseconds + (deviceTimeMicroseconds - beganMicroseconds) / 2,
            });
            answersOfZero++;
        }
        bool needsZero = finished == RoundTripStep.Zero ? isRefused : answersOfZero >= measurement.AnswersPerZero;
        Begin(needsZero ? RoundTripStep.Zero : RoundTripStep.Dip);
    }

    private void Refuse(string reason)
    {
        doing = reason;
        answers.Enqueue(new ProtocolAnswer
        {
            IsSimulated = isSimulated, Refusal = reason, DeviceTimeMicroseconds = deviceTimeMicroseconds,
        });
    }
}
