using System.Globalization;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>What `qit convert` did.</summary>
internal sealed class ConvertReport(ConvertRequest request, TagFileReport source, bool? simulated, ConvertOutput file)
{
    private const int SchemaVersion = 1;

    /// <summary>What the input, or the file beside it, says of its tags; null when nobody says.</summary>
    public bool? Simulated => simulated;

    private double? BytesPerEvent => file.Written == 0 ? null : (double)file.Bytes / file.Written;

    /// <summary>The report as `--json` prints it, and as the file beside a1 holds it.</summary>
    public object ForPrograms() => new
    {
        SchemaVersion,
        Simulated,
        Input = OffsetReportJson.Describe(source),
        Output = new
        {
            Name = request.Out,
            Format = TagFormats.Name(request.To),
            EventCount = file.Written,
            file.Bytes,
            BytesPerEvent,
            file.TickPicoseconds,
            EpochsNotStoredCount = file.EpochsNotStored,
            EpochWrapCount = file.EpochWraps,
        },
        Channels = request.Channels.Counts.Select(entry => new
        {
            entry.Channel,
            WrittenAs = entry.Target,
            EventCount = entry.Events,
        }),
        LeftOutEventCount = file.LeftOut,
        SplitEventCount = file.Split,
        WithoutDetectorEventCount = file.WithoutDetector,
        RoundedEventCount = file.Rounded,
        file.LargestRoundingPicoseconds,
    };

    public void WriteJson(TextWriter output) => OffsetReportJson.WriteObject(ForPrograms(), output);

    public void WriteText(TextWriter output)
    {
        string format = TagFormats.Name(request.To);
        SimulatedMark.Write(Simulated, "the tags are", output);
        output.WriteLine($"read              {request.In}: {OffsetReportText.Describe(source)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"written           {request.Out}: {format}, {file.Written} events, {file.Bytes} bytes")
            + (BytesPerEvent is double each ? string.Create(CultureInfo.InvariantCulture, $", {each:0.000} an event") : ""));
        string channels = string.Join(", ", request.Channels.Counts.Select(entry => entry.Channel == entry.Target
            ? $"{entry.Channel} ({entry.Events})" : $"{entry.Channel} as {entry.Target} ({entry.Events})"));
        output.WriteLine($"channels          {(channels.Length == 0 ? "none named" : channels)}");
        if (file.LeftOut > 0) output.WriteLine($"left out          {file.LeftOut} events of channels not chosen");
        if (file.Split > 0)
            output.WriteLine($"split             {file.Split} events of several detectors, into a line for each");
        if (file.WithoutDetector > 0)
            output.WriteLine($"no detector       {file.WithoutDetector} events"
                + (request.To == TagFormat.Text ? ", written as channel 0" : ""));
        output.WriteLine(file.Rounded == 0
            ? "rounded           nothing: every time is exact"
            : string.Create(CultureInfo.InvariantCulture,
                $"rounded           {file.Rounded} times to the {file.TickPicoseconds} ps grid of {format}, by at most "
                + $"{file.LargestRoundingPicoseconds:0.######} ps"));
        if (file.EpochsNotStored > 0 || file.EpochWraps > 0)
            output.WriteLine("note              a1 holds times modulo 70368.744 s: "
                + $"{file.EpochsNotStored} whole epochs before the first event are not in the file, {file.EpochWraps} "
                + "wraps follow");
    }
}
