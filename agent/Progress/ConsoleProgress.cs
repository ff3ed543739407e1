using System.Globalization;
using Qit.Agent.Protocols;
using Qit.Agent.Publishing;
using Qit.Agent.Results;

namespace Qit.Agent.Progress;

/// <summary>
/// Tells a person at a terminal what happens, a line each: what is new at once, what repeats at intervals of the
/// results' own time. Every line about a simulated result says so. Safe for several threads.
/// </summary>
/// <param name="output">Where to write; not closed.</param>
/// <param name="run">The run.</param>
/// <param name="intervalSeconds">Time between two lines of one kind that only repeat, above 0.</param>
public sealed class ConsoleProgress(TextWriter output, RunIdentity run, double intervalSeconds = 5)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (bool IsOnline, string? Fault)> stations = [];
    private readonly Dictionary<string, (long? Time, bool IsRefused)> lastMeasurements = [];
    private long? lastOffsetTime;
    private long? lastProgressTime;
    private bool? wasConnected;
    private string? lastRejection;
    private (string, string?)? lastTimeService;
    private string? lastReference = "";
    private int lastSwitches;

    /// <summary>The first lines: what runs and where to look.</summary>
    /// <param name="page">Address of the page, or null when there is none.</param>
    /// <param name="broker">Broker that is published to, or null when nothing is.</param>
    public void WriteStart(Uri? page, string? broker)
    {
        lock (gate)
        {
            output.WriteLine($"qit {run.SoftwareVersion}, gateway {run.Gateway}, run {run.RunId}");
            if (run.IsSimulated)
                output.WriteLine("SIMULATED: the devices of this run are simulated; its bits are not random.");
            output.WriteLine($"stations   {string.Join(", ", run.Stations)}");
            output.WriteLine($"page       {page?.ToString() ?? "off"}");
            output.WriteLine(broker is null ? "mqtt       off" : $"mqtt       {broker}, topics qit/{run.Gateway}/#");
        }
    }

    /// <summary>Tells of the broker's coming and going.</summary>
    public void HandlePublisher(PublisherStatus status)
    {
        lock (gate)
        {
            if (status.LastRejection is not null && status.LastRejection != lastRejection)
                output.WriteLine($"mqtt       {lastRejection = status.LastRejection}");
            if (status.IsConnected == wasConnected && status.IsConnected)
                return;
            wasConnected = status.IsConnected;
            output.WriteLine(status.IsConnected
                ? $"mqtt       connected to {status.Broker}"
                : $"mqtt       {status.Fault}");
        }
    }

    /// <summary>Tells what the monitoring says of its connection.</summary>
    public void HandleMonitoring(string text)
    {
        lock (gate)
            output.WriteLine($"monitor    {text}");
    }

    /// <summary>Tells of a result, when it is worth a line.</summary>
    public void Handle(AgentResult result)
    {
        lock (gate)
        {
            switch (result)
            {
                case StationResult station:
                    WriteStation(station);
                    break;
                case TimingStateResult state:
                    WriteLine(state, "timing", $"{state.State}: {state.Reason}");
                    break;
                case OffsetResult offset when IsDue(ref lastOffsetTime, offset.TimeUnixNanoseconds):
                    WriteOffset(offset);
                    break;
                case ProtocolResult measured when IsDue(measured):
                    WriteProtocol(measured);
                    break;
                case ProtocolStateResult state:
                    WriteLine(state, state.Protocol, state.State);
                    break;
                case TrialProgressResult { Trials: 0 } start:
                    WriteLine(start, "bell",
                        $"block {start.Block} of {Units.Count(start.TrialsNeeded)} trials; parameters fixed, sha256 " +
                        start.ParametersSha256[..16]);
                    break;
                case TrialProgressResult progress when IsDue(ref lastProgressTime, progress.TimeUnixNanoseconds):
                    WriteLine(progress, "bell",
                        $"block {progress.Block}: {Units.Count(progress.Trials)} of " +
                        $"{Units.Count(progress.TrialsNeeded)} trials" +
                        (progress.DiscardedTrials > 0 ? $", {Units.Count(progress.DiscardedTrials)} discarded" : ""));
                    break;
                case ReferenceAlarmResult alarm:
                    WriteLine(alarm, "monitor", $"ALARM {alarm.Text}");
                    break;
                case ReferenceResult state when state.Reference != lastReference || state.Switches != lastSwitches:
                    (lastReference, lastSwitches) = (state.Reference, state.Switches);
                    WriteLine(state, "monitor", $"the reference is {state.Reference ?? "nobody: none is trusted"}");
                    break;
                case RandomnessResult block:
                    WriteBlock(block);
                    break;
                case TimeServiceResult service:
                    WriteTimeService(service);
                    break;
            }
        }
    }

    private void WriteStation(StationResult station)
    {
        bool isKnown = stations.TryGetValue(station.Station, out (bool IsOnline, string? Fault) was);
        stations[station.Station] = (station.IsOnline, station.Fault);
        if (!isKnown || was.IsOnline != station.IsOnline)
        {
            string device = station.DeviceId == 0
                ? ""
                : $", device {station.DeviceId}, firmware {station.FirmwareVersion}, boot {station.BootId}";
            string presence = station.IsOnline ? "online" : "offline";
            WriteLine(station, station.Station, $"{presence} at {station.Link}{device}");
        }
        if (station.Fault == was.Fault)
            return;
        WriteLine(station, station.Station, station.Fault is null ? "fault cleared" : $"FAULT {station.Fault}");
    }

    private void WriteOffset(OffsetResult offset)
    {
        string frequency = Units.ValueWithError(
            offset.FrequencyOffset * 1e9, offset.FrequencyOffsetStandardError * 1e9);
        WriteLine(offset, "offset",
            $"{offset.StationB} - {offset.StationA} = " +
            $"{Units.TimeWithError(offset.OffsetPicoseconds, offset.StandardErrorPicoseconds)}, rate {frequency} ppb, " +
            (offset.State == OffsetResult.Holdover
                ? "predicted (holdover)"
                : $"{Units.Count(offset.Coincidences)} coincidences, {Units.Count(offset.Accidentals)} accidentals") +
            (offset.TruthPicoseconds is double truth
                ? $", error {Units.Time(offset.OffsetPicoseconds - truth)}"
                : ""));
    }

    private void WriteProtocol(ProtocolResult measured)
    {
        ProtocolAnswer answer = measured.Answer;
        if (answer.Refusal is not null)
        {
            WriteLine(measured, measured.Protocol, $"no answer: {answer.Refusal}");
            return;
        }
        string offset = double.IsFinite(answer.OffsetPicoseconds)
            ? Units.TimeWithError(answer.OffsetPicoseconds, answer.StandardErrorPicoseconds)
            : answer.Conclusion ?? string.Join(", ", answer.Quantities.Take(3).Select(one => $"{one.Name} {one}"));
        WriteLine(measured, measured.Protocol, offset
            + (double.IsFinite(answer.BoundPicoseconds) ? $", bound {Units.Time(answer.BoundPicoseconds)}" : "")
            + (measured.TruthPicoseconds is double truth ? $", error {Units.Time(answer.OffsetPicoseconds - truth)}" : ""));
    }

    private void WriteBlock(RandomnessResult block)
    {
        string played = string.Create(CultureInfo.InvariantCulture,
            $"S {block.ChshS:0.000} +- {block.ChshSStandardError:0.000}, won {block.WinningProbability:0.0000} " +
            $"(needed {block.ThresholdWinningProbability:0.0000}) of {Units.Count(block.Trials)}");
        WriteLine(block, "bell", block.IsCertified
            ? $"block {block.Block} CERTIFIED: {Units.Count(block.OutputBits)} bits, {played}"
            : $"block {block.Block} REFUSED: {block.Refusal}; {played}");
    }

    private void WriteTimeService(TimeServiceResult service)
    {
        if (service.ChronyState == "off" || lastTimeService == (service.ChronyState, service.ChronyRefusal))
            return;
        lastTimeService = (service.ChronyState, service.ChronyRefusal);
        WriteLine(service, "chrony", service.ChronyReason is null
            ? $"{service.ChronyState}, true - system = {Units.Time(service.ChronyLastOffsetPicoseconds)}"
            : $"{service.ChronyState}: {service.ChronyReason}");
    }

    private void WriteLine(AgentResult result, string what, string text)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(result.TimeUnixNanoseconds / 100);
        string mark = result.IsSimulated ? " [simulated]" : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time:HH:mm:ss}Z {what,-10}{mark} {text}"));
    }

    /// <summary>A refusal is always told when the answer before was none, and the other way round.</summary>
    private bool IsDue(ProtocolResult measured)
    {
        bool isKnown = lastMeasurements.TryGetValue(measured.Protocol, out (long? Time, bool IsRefused) last);
        bool isRefused = measured.Answer.Refusal is not null;
        long? time = isKnown && last.IsRefused == isRefused ? last.Time : null;
        bool isDue = IsDue(ref time, measured.TimeUnixNanoseconds);
        lastMeasurements[measured.Protocol] = (time, isRefused);
        return isDue;
    }

    private bool IsDue(ref long? last, long time)
    {
        if (last is long before && time - before < intervalSeconds * 1e9 && time >= before)
            return false;
        last = time;
        return true;
    }
}
