using System.Diagnostics.CodeAnalysis;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;
using Qit.Timing;
using Qit.Timing.Estimation;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>
/// The gateway's part of the one-way protocol. Station A has the source, the switches and detector 1, and marks which of its
/// tags belong to which configuration; station B has detector 2 and sends all of its tags. Each dwell gives the place of the
/// correlation peak, and all dwells of some cycles together the answer.
/// </summary>
internal sealed class OneWaySession : IProtocolSession
{
    private const int StationA = 0;
    private const int StationB = 1;
    private const int MostWaiting = 256;
    private const long Millisecond = 1_000_000_000;
    private const string GoingThrough = "going through the configurations";

    private readonly OneWayProcedure procedure;
    private readonly Queue<ProtocolCommand>[] commands = [new(), new()];
    private readonly Queue<ProtocolAnswer> answers = [];
    private readonly Queue<OneWayDwell> waiting = [];
    private readonly StationTags tagsA = new();
    private readonly StationTags tagsB = new();
    private readonly PathBlock marker = new();
    private readonly OneWayPeaks peaks;
    private OneWayVerdict verdict;
    private readonly SortedSet<int> silent = [StationA, StationB];
    private string doing = "searching for the first correlation peak";
    private bool isSearching = true;
    private int dwells;
    private int missing;
    private bool isSimulated;

    /// <summary>A session that waits for its devices.</summary>
    /// <param name="procedure">How it measures; checked.</param>
    public OneWaySession(OneWayProcedure procedure)
    {
        this.procedure = procedure;
        peaks = new OneWayPeaks(procedure);
        verdict = new OneWayVerdict(procedure);
    }

    /// <inheritdoc/>
    public string Name => "one-way";

    /// <inheritdoc/>
    public int Stations => 2;

    /// <inheritdoc/>
    public string State => silent.Count > 0
        ? $"not heard: the device of station {string.Join(" and ", silent.Select(station => station + 1))}" : doing;

    /// <inheritdoc/>
    public void HandleBoot(int station, DeviceIdentity device)
    {
        isSimulated |= device.IsSimulated;
        silent.Remove(station);
        commands[station].Clear();
        if (device.TickFemtosecondsNumerator < 1 || device.TickFemtosecondsDenominator < 1)
        {
            Refuse($"the device of station {station + 1} has no time tagger");
            return;
        }
        var tick = new TickLength(device.TickFemtosecondsNumerator, device.TickFemtosecondsDenominator);
        (station == StationA ? tagsA : tagsB).Restart(tick);
        // Either timeline is new: whatever was found is worth nothing.
        waiting.Clear();
        Restart();
        if (station == StationB)
        {
            commands[station].Enqueue(ProtocolCommand.Start(LoopKind.OneWay));
            return;
        }
        commands[station].Enqueue(ProtocolCommand.Stop(LoopKind.OneWayPaths));
        commands[station].Enqueue(ProtocolCommand.Get(PathKey.LengthCount));
        commands[station].Enqueue(ProtocolCommand.Set(PathKey.Mode, PathMode.Alone));
        commands[station].Enqueue(ProtocolCommand.Set(PathKey.Lengths, procedure.FirstPaths.Count));
        commands[station].Enqueue(ProtocolCommand.Set(PathKey.Dwell, procedure.DwellMicroseconds));
        commands[station].Enqueue(ProtocolCommand.Set(PathKey.Settle, procedure.SettleMicroseconds));
        commands[station].Enqueue(ProtocolCommand.Start(LoopKind.OneWayPaths));
    }

    /// <inheritdoc/>
    public void HandleSilence(int station) => silent.Add(station);

    /// <inheritdoc/>
    public bool HandleResult(int station, Frame result)
    {
        isSimulated |= result.IsSimulated;
        silent.Remove(station);
        bool isRead = result.Type switch
        {
            FrameType.TagBlock => (station == StationA ? tagsA : tagsB).TryAdd(result.Payload, result.PayloadLength),
            FrameType.PathBlock when station == StationA => TryEndDwell(result),
            _ => false,
        };
        while (isRead && waiting.TryPeek(out OneWayDwell? dwell) && IsComplete(dwell))
            Measure(waiting.Dequeue());
        return isRead;
    }

    /// <inheritdoc/>
    public bool TryTakeCommand(int station, out ProtocolCommand command) => commands[station].TryDequeue(out command);

    /// <inheritdoc/>
    public void HandleReply(int station, ProtocolCommand command, byte status, long value)
    {
        if (status != CommandStatus.Ok)
        {
            commands[station].Clear();
            Refuse($"the device of station {station + 1} refused command {command.Verb}, key 0x{command.Key:X2}, value "
                + $"{command.Value}: {CommandStatus.Describe(status)}");
        }
        else if (command == ProtocolCommand.Get(PathKey.LengthCount) && value < procedure.FirstPaths.Count)
        {
            commands[station].Clear();
            Refuse($"the device has {value} lengths R1, but {procedure.FirstPaths.Count} are stated");
        }
    }

    /// <inheritdoc/>
    public bool TryTakeAnswer([NotNullWhen(true)] out ProtocolAnswer? answer) => answers.TryDequeue(out answer);

    private bool TryEndDwell(Frame result)
    {
        if (!marker.TryRead(result.Payload, result.PayloadLength) || marker.PathLength >= procedure.FirstPaths.Count
            || !tagsA.IsInRange(marker.FromTicks) || !tagsA.IsInRange(marker.ThroughTicks))
            return false;
        long through = tagsA.ToPicoseconds(marker.ThroughTicks);
        long[] tags = tagsA.Between(tagsA.ToPicoseconds(marker.FromTicks), through);
        tagsA.DropBefore(through);
        if (waiting.Count == MostWaiting)
            waiting.Dequeue(); // station B is silent
        waiting.Enqueue(new OneWayDwell(
            marker.PathLength, marker.IsSwapped,
            marker.BeginMicroseconds + ((marker.EndMicroseconds - marker.BeginMicroseconds) / 2), tags));
        return true;
    }

    /// <summary>Whether all tags of B that may have a partner in a dwell have come.</summary>
    private bool IsComplete(OneWayDwell dwell) =>
        dwell.Tags.Length == 0 || tagsB.CompleteThrough >= dwell.Tags[^1] + LargestOffset();

    private long LargestOffset() => peaks.OffsetPicoseconds is long known
        ? known + Millisecond : (long)(procedure.MaximumOffsetSeconds * 1e12);

    private void Measure(OneWayDwell dwell)
    {
        if (dwell.Tags.Length > 0)
        {
            tagsB.DropBefore(dwell.Tags[0] + (peaks.OffsetPicoseconds is long known
                ? known - Millisecond : -(long)(procedure.MaximumOffsetSeconds * 1e12)));
        }
        OffsetEstimate? peak = peaks.Find(dwell, tagsB.Times);
        dwells++;
        if (peak is not null)
        {
            missing = 0;
            verdict.Add(dwell, peak, tagsA.TickPicoseconds, tagsB.TickPicoseconds);
            doing = isSearching ? GoingThrough : doing;
            isSearching = false;
        }
        else if (++missing >= 4 * procedure.FirstPaths.Count)
        {
            Refuse($"no correlation peak in {missing} dwells one after the other: check the light, the switches, the wavelengths, "
                + "and that the clocks differ by less than the largest offset");
            Restart();
        }
        if (dwells < procedure.DwellsPerAnswer || verdict.Count == 0)
            return;
        Give(verdict.Answer(isSimulated));
        Next();
    }

    private void Give(ProtocolAnswer answer)
    {
        doing = answer.Refusal ?? GoingThrough;
        answers.Enqueue(answer);
    }

    private void Refuse(string reason) => Give(new ProtocolAnswer { IsSimulated = isSimulated, Refusal = reason });

    private void Restart()
    {
        peaks.Reset();
        isSearching = true;
        missing = 0;
        Next();
    }

    private void Next()
    {
        verdict = new OneWayVerdict(procedure);
        dwells = 0;
    }
}
