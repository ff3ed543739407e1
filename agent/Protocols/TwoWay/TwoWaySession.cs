using System.Diagnostics.CodeAnalysis;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.TwoWay;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>
/// The gateway's part of the two-way protocol. Station 0 is A and counts the light from B; station 1 is B and counts that from
/// A. Fringe by fringe both are told the rate; when the ramps of both run, both count; a fringe during which either lost its
/// clock is measured again by both. When the plan is through, both stations' fringes give the answer.
/// </summary>
internal sealed class TwoWaySession(TwoWayMeasurement measurement) : IProtocolSession
{
    private readonly IReadOnlyList<(int Rate, int Cycles)> plan = measurement.Plan();
    private readonly TwoWayStationPart[] parts = [new(), new()];
    private readonly Queue<ProtocolAnswer> answers = [];
    private readonly FringeBlock block = new();
    private string doing = "waiting for both devices";
    private int planned;
    private int number;
    private bool isSimulated;
    private long beganMicroseconds;
    private long deviceTimeMicroseconds;

    /// <inheritdoc/>
    public string Name => "two-way";

    /// <inheritdoc/>
    public int Stations => parts.Length;

    /// <inheritdoc/>
    public string State =>
        Array.FindIndex(parts, part => part.IsSilent) is int silent and >= 0 ? $"station {NameOf(silent)}'s device is not heard" : doing;

    /// <inheritdoc/>
    public void HandleBoot(int station, DeviceIdentity device)
    {
        isSimulated |= device.IsSimulated;
        doing = "setting up";
        parts[station].IsSilent = false;
        parts[station].BeginSetup();
        // What the other has counted so far belongs to ramps that have stopped.
        TwoWayStationPart other = parts[1 - station];
        if (other.Step is TwoWayStep.Preparing or TwoWayStep.Ready or TwoWayStep.Measuring)
        {
            other.Commands.Clear();
            other.Step = TwoWayStep.Waiting;
        }
    }

    /// <inheritdoc/>
    public void HandleSilence(int station) => parts[station].IsSilent = true;

    /// <inheritdoc/>
    public bool HandleResult(int station, Frame result)
    {
        if (result.Type != FrameType.FringeBlock || !block.TryRead(result.Payload, result.PayloadLength))
            return false;
        isSimulated |= result.IsSimulated;
        parts[station].IsSilent = false;
        if (station == 0)
            deviceTimeMicroseconds = result.DeviceTimeMicroseconds;
        for (int i = 0; i < block.Count; i++)
            Take(parts[station], block.Record(i));
        return true;
    }

    /// <inheritdoc/>
    public bool TryTakeCommand(int station, out ProtocolCommand command) => parts[station].Commands.TryDequeue(out command);

    /// <inheritdoc/>
    public void HandleReply(int station, ProtocolCommand command, byte status, long value)
    {
        TwoWayStationPart part = parts[station];
        part.IsSilent = false;
        if (status == CommandStatus.Full && command.Verb == CommandVerb.Configure && command.Key >= TwoWayKey.Rate)
        {
            // Its last block waits for the link: again, from the beginning of the fringe, which the other may have begun.
            if (part.Step == TwoWayStep.Measuring)
                PrepareBoth();
            else if (part.Step == TwoWayStep.Preparing)
                Prepare(part);
        }
        else if (status != CommandStatus.Ok)
        {
            part.Commands.Clear();
            part.Step = TwoWayStep.Idle;
            Refuse($"station {NameOf(station)}'s device refused command {command.Verb}, key 0x{command.Key:X2}, value "
                + $"{command.Value}: {CommandStatus.Describe(status)}");
        }
        else if (command.Verb == CommandVerb.Query)
        {
            TakeValue(station, command.Key, value);
        }
        else if (command == ProtocolCommand.Start(LoopKind.TwoWay) && part.Step == TwoWayStep.Setup)
        {
            part.Step = TwoWayStep.Waiting;
            if (parts.All(one => one.Step == TwoWayStep.Waiting))
                Begin();
        }
    }

    /// <inheritdoc/>
    public bool TryTakeAnswer([NotNullWhen(true)] out ProtocolAnswer? answer) => answers.TryDequeue(out answer);

    private static string NameOf(int station) => station == 0 ? "A" : "B";

    private void TakeValue(int station, byte key, long value)
    {
        TwoWayStationPart part = parts[station];
        switch (key)
        {
            case TwoWayKey.StepNumerator:
                part.StepNumerator = value;
                break;
            case TwoWayKey.StepDenominator:
                part.StepDenominator = value;
                break;
            case TwoWayKey.LowestPosition:
                part.LowestPosition = value;
                break;
            case TwoWayKey.HighestPosition when part.Step == TwoWayStep.Setup:
                part.HighestPosition = value;
                if (part.EndSetup(measurement) is string reason)
                {
                    part.Step = TwoWayStep.Idle;
                    Refuse($"station {NameOf(station)}: {reason}");
                }
                break;
        }
    }

    private void Begin()
    {
        planned = 0;
        beganMicroseconds = deviceTimeMicroseconds;
        foreach (TwoWayStationPart part in parts)
            part.Fringes.Clear();
        PrepareBoth();
    }

    private void PrepareBoth()
    {
        number = number % 0xFFFF + 1;
        doing = $"measuring {plan.Count} fringes in both directions";
        foreach (TwoWayStationPart part in parts)
            Prepare(part);
    }

    private void Prepare(TwoWayStationPart part)
    {
        part.Step = TwoWayStep.Preparing;
        part.Last = null;
        part.Commands.Clear();
        part.Commands.Enqueue(ProtocolCommand.Set(TwoWayKey.Rate, plan[planned].Rate));
    }

    private void Take(TwoWayStationPart part, FringeRecord record)
    {
        // Records from before the last start or boot may still be on the way.
        if (planned >= plan.Count || record.RateNanometresPerSecond != plan[planned].Rate)
            return;
        if (part.Step == TwoWayStep.Preparing && record.Cycles == 0)
        {
            part.Step = TwoWayStep.Ready;
            if (parts.All(one => one.Step == TwoWayStep.Ready))
                Measure();
        }
        else if (part.Step == TwoWayStep.Measuring && record.Cycles > 0 && record.Number == number)
        {
            part.Take(record);
            if (parts.All(one => one.Step == TwoWayStep.Waiting && one.Last is not null))
                Join();
        }
    }

    private void Measure()
    {
        long packed = FringeRecord.PackMeasure(number, plan[planned].Cycles);
        foreach (TwoWayStationPart part in parts)
        {
            part.Step = TwoWayStep.Measuring;
            part.Commands.Enqueue(ProtocolCommand.Set(TwoWayKey.Measure, packed));
        }
    }

    private void Join()
    {
        if (!parts.Any(part => part.IsInterrupted))
        {
            foreach (TwoWayStationPart part in parts)
                part.Fringes.Add(part.Last!);
            planned++;
        }
        if (planned < plan.Count)
        {
            PrepareBoth();
            return;
        }
        ProtocolAnswer answer = TwoWayVerdict.Answer(parts[0], parts[1], measurement) with
        {
            IsSimulated = isSimulated,
            DeviceTimeMicroseconds = beganMicroseconds + (deviceTimeMicroseconds - beganMicroseconds) / 2,
        };
        answers.Enqueue(answer);
        Begin();
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
