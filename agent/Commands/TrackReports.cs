using System.Globalization;
using System.Text.Json;
using Qit.Agent.Publishing.Payloads;
using Qit.Timing.Estimation;
using Qit.Timing.Formats;
using Qit.Timing.Tracking;

namespace Qit.Agent.Commands;

/// <summary>Takes what `qit track` finds, as it finds it.</summary>
internal interface ITrackReport
{
    /// <summary>Before the first interval.</summary>
    void Begin(bool? simulated, TrackRequest request);

    /// <summary>One interval.</summary>
    void Write(TrackedOffset result);

    /// <summary>After the last.</summary>
    void End(TrackSummary summary);
}

/// <summary>Counts over a whole run.</summary>
internal sealed class TrackSummary
{
    public long TagsA { get; set; }

    public long TagsB { get; set; }

    public long Intervals { get; private set; }

    public long Tracked { get; private set; }

    public long Acquired { get; private set; }

    public Dictionary<TrackerEventKind, int> Events { get; } = [];

    public TrackedOffset? Last { get; private set; }

    public string Refusal { get; set; } = "";

    public long Losses { get; set; }

    public IReadOnlyList<TagFileReport> Files { get; set; } = [];

    public void Take(TrackedOffset result)
    {
        Intervals++;
        if (result.Estimate is not null) Tracked++;
        foreach (TrackerEvent one in result.Events)
        {
            Events[one.Kind] = Events.GetValueOrDefault(one.Kind) + 1;
            if (one.Kind == TrackerEventKind.Acquired) Acquired++;
        }

        Last = result;
    }
}

/// <summary>A table for people.</summary>
internal sealed class TrackText(TextWriter output) : ITrackReport
{
    public void Begin(bool? simulated, TrackRequest request)
    {
        SimulatedMark.Write(simulated, "the tags are", output);
        output.WriteLine("offset = time(B) - time(A) of the same pair; +- is one standard error");
        output.WriteLine($"{"time s",12} {"offset ns",18} {"+- ns",9} {"filtered ns",18} {"+- ns",9} {"freq. ppb",13} "
            + $"{"+- ppb",9} {"drift ppb/d",11} {"coinc.",8} {"accid.",8} state");
    }

    public void Write(TrackedOffset result)
    {
        OffsetEstimate? own = result.Estimate;
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{result.TimePicoseconds / 1e12,12:0.000} {Nanoseconds(own?.OffsetFemtoseconds),18} "
            + $"{Error(own?.OffsetStandardErrorPicoseconds / 1000),9} {Nanoseconds(result.OffsetFemtoseconds),18} "
            + $"{Error(result.OffsetStandardErrorPicoseconds / 1000),9} {result.FrequencyOffset * 1e9,13:0.0000} "
            + $"{Error(result.FrequencyOffsetStandardError * 1e9),9} {result.FrequencyDrift * 1e9 * 86_400,11:0.00} "
            + $"{own?.Coincidences ?? 0,8:0} {own?.Accidentals ?? 0,8:0} {TrackNames.Of(result.State)}");
        foreach (TrackerEvent one in result.Events) line += ", " + Describe(one);
        output.WriteLine(line);
    }

    public void End(TrackSummary summary)
    {
        output.WriteLine();
        if (summary.Acquired == 0)
            output.WriteLine($"no offset: {(summary.Refusal.Length == 0 ? "no peak" : summary.Refusal)}");
        output.WriteLine(
            $"intervals         {summary.Intervals}, {summary.Tracked} with an estimate, lost {summary.Losses} times");
        if (summary.Last is TrackedOffset last)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"last              {Nanoseconds(last.OffsetFemtoseconds)} ns +- "
                + $"{last.OffsetStandardErrorPicoseconds / 1000:0.0000} ns, {last.FrequencyOffset * 1e9:0.0000} ppb +- "
                + $"{last.FrequencyOffsetStandardError * 1e9:0.0000} ppb, at {last.TimePicoseconds / 1e12:0.000} s"));
        }

        string happened = string.Join(", ", summary.Events.OrderBy(one => one.Key)
            .Select(one => $"{one.Value} {OffsetEvent.NameOf(one.Key)}"));
        output.WriteLine($"events            {(happened.Length == 0 ? "none" : happened)}");
        output.WriteLine($"tags              {summary.TagsA} of A, {summary.TagsB} of B");
        foreach (TagFileReport file in summary.Files)
            output.WriteLine($"file              {file.SourceName}: {OffsetReportText.Describe(file)}");
    }

    private static string Nanoseconds(long? femtoseconds) => femtoseconds is long value
        ? (value / 1e6m).ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture) : "-";

    private static string Error(double? value) => value switch
    {
        null => "-",
        < 10 => value.Value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("G4", CultureInfo.InvariantCulture),
    };

    private static string Describe(TrackerEvent one)
    {
        string name = OffsetEvent.NameOf(one.Kind);
        if (one.SizeStandardErrorPicoseconds <= 0) return name;
        string cycles = one.Kind == TrackerEventKind.CycleSlip ? $" {one.Cycles} periods," : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{name}{cycles} {one.SizePicoseconds / 1000:+0.000;-0.000} +- {one.SizeStandardErrorPicoseconds / 1000:0.000} ns");
    }
}

/// <summary>JSON lines.</summary>
internal sealed class TrackJson(TextWriter output) : ITrackReport
{
    private const int SchemaVersion = 1;
    private static readonly JsonSerializerOptions Options = new(OffsetReportJson.Options) { WriteIndented = false };
    private bool? simulated;

    public void Begin(bool? simulated, TrackRequest request) => this.simulated = simulated;

    public void Write(TrackedOffset result)
    {
        OffsetEstimate? own = result.Estimate;
        WriteLine(new
        {
            Type = "interval",
            Simulated = simulated,
            TimePicoseconds = TrackNames.Text(result.TimePicoseconds),
            State = TrackNames.Of(result.State),
            OffsetPicoseconds = own is null ? (decimal?)null : own.OffsetFemtoseconds / 1000m,
            OffsetStandardErrorPicoseconds = own?.OffsetStandardErrorPicoseconds,
            OffsetTimePicoseconds = own is null ? null : TrackNames.Text(own.ValidityTimePicoseconds),
            FilteredOffsetPicoseconds = result.OffsetFemtoseconds / 1000m,
            FilteredStandardErrorPicoseconds = result.OffsetStandardErrorPicoseconds,
            FrequencyOffsetPartsPerBillion = result.FrequencyOffset * 1e9,
            FrequencyOffsetStandardErrorPartsPerBillion = result.FrequencyOffsetStandardError * 1e9,
            FrequencyDriftPartsPerBillionPerDay = result.FrequencyDrift * 1e9 * 86_400,
            FrequencyDriftStandardErrorPartsPerBillionPerDay = result.FrequencyDriftStandardError * 1e9 * 86_400,
            CoincidenceCount = own?.Coincidences ?? 0,
            AccidentalCount = own?.Accidentals ?? 0,
            Events = result.Events.Select(one => new OffsetEvent(one)),
        });
    }

    public void End(TrackSummary summary) => WriteLine(new
    {
        Type = "summary",
        SchemaVersion,
        Simulated = simulated,
        Found = summary.Acquired > 0,
        Convention = "offset = time(B) - time(A)",
        Reason = summary.Acquired > 0 ? null : summary.Refusal,
        IntervalCount = summary.Intervals,
        TrackedCount = summary.Tracked,
        LossCount = summary.Losses,
        Events = summary.Events.OrderBy(one => one.Key).ToDictionary(one => OffsetEvent.NameOf(one.Key), one => one.Value),
        TagCountA = summary.TagsA,
        TagCountB = summary.TagsB,
        Files = summary.Files.Select(OffsetReportJson.Describe),
    });

    private void WriteLine<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, Options));
}

/// <summary>Comma-separated lines for a spreadsheet.</summary>
internal sealed class TrackCsv(TextWriter output) : ITrackReport
{
    public void Begin(bool? simulated, TrackRequest request)
    {
        if (simulated is bool known) output.WriteLine($"# simulated: {(known ? "true" : "false")}");
        output.WriteLine("time_s,state,offset_ps,offset_se_ps,filtered_ps,filtered_se_ps,frequency_ppb,frequency_se_ppb,"
            + "drift_ppb_per_day,drift_se_ppb_per_day,coincidences,accidentals,events");
    }

    public void Write(TrackedOffset result)
    {
        OffsetEstimate? own = result.Estimate;
        string events = string.Join(' ', result.Events.Select(one => OffsetEvent.NameOf(one.Kind)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.TimePicoseconds / 1e12m},{TrackNames.Of(result.State)},{own?.OffsetFemtoseconds / 1000m},"
            + $"{own?.OffsetStandardErrorPicoseconds:G6},{result.OffsetFemtoseconds / 1000m},"
            + $"{result.OffsetStandardErrorPicoseconds:G6},{result.FrequencyOffset * 1e9:G10},"
            + $"{result.FrequencyOffsetStandardError * 1e9:G4},{result.FrequencyDrift * 1e9 * 86_400:G6},"
            + $"{result.FrequencyDriftStandardError * 1e9 * 86_400:G4},{own?.Coincidences ?? 0:0.0},"
            + $"{own?.Accidentals ?? 0:0.00},{events}"));
    }

    public void End(TrackSummary summary)
    {
    }
}

/// <summary>Words shared by the reports.</summary>
internal static class TrackNames
{
    public static string Of(TrackerState state) => state switch
    {
        TrackerState.Tracking => "tracking",
        TrackerState.Holdover => "holdover",
        TrackerState.Lost => "lost",
        _ => "acquiring",
    };

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
