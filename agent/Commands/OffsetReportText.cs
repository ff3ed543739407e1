using System.Text;
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>The report for people.</summary>
internal static class OffsetReportText
{
    private const double PicosecondsPerSecond = 1e12;

    public static void Write(OffsetReport report, TextWriter output)
    {
        SimulatedMark.Write(report.Simulated, "the tags are", output);
        if (report.Estimate is OffsetEstimate estimate) WriteEstimate(report, estimate, output);
        else WriteNothing(report, output);
        foreach (TagFileReport file in report.Files) WriteFile(file, output);
    }

    private static void WriteEstimate(OffsetReport report, OffsetEstimate estimate, TextWriter output)
    {
        output.WriteLine(
            $"offset            {estimate.OffsetFemtoseconds / 1e6m:+0.0000;-0.0000} ns +- "
            + $"{estimate.OffsetStandardErrorPicoseconds / 1000:0.0000} ns");
        output.WriteLine(
            "                  time(B) - time(A) of the same pair; positive: B's tags carry the later times");
        output.WriteLine(
            $"valid at          {estimate.ValidityTimePicoseconds / PicosecondsPerSecond:0.000000} s on A's "
            + "timeline, the middle of "
            + $"{(estimate.ToPicoseconds - estimate.FromPicoseconds) / PicosecondsPerSecond:0.000000} s");
        if (double.IsFinite(estimate.FrequencyOffsetStandardError))
            output.WriteLine(
                $"frequency offset  {estimate.FrequencyOffset * 1e9:+0.0000;-0.0000} ppb +- "
                + $"{estimate.FrequencyOffsetStandardError * 1e9:0.0000} ppb");
        else
            output.WriteLine("frequency offset  not estimated: too few coincidences");
        output.WriteLine(
            $"coincidences      {estimate.Coincidences:0.0} +- {estimate.CoincidencesStandardError:0.0}, of "
            + $"{report.Events.A} events of A and {report.Events.B} of B");
        output.WriteLine(
            $"accidentals       {estimate.Accidentals:0.00} within +-{estimate.CoincidenceWindowPicoseconds:0} ps");
        output.WriteLine(
            $"peak width        {estimate.PeakWidthPicosecondsRms:0.0} ps rms +- "
            + $"{estimate.PeakWidthStandardErrorPicoseconds:0.0} ps");
        output.WriteLine(
            $"significance      {estimate.SignificanceSigma:0.0} sigma; false alarm over the whole search below "
            + $"1e{Math.Floor(report.Search.Log10FalseAlarm) + 1:0}");
        if (report.CoversPart)
            output.WriteLine(
                "note              one frequency offset describes only this part of "
                + $"{report.CommonPicoseconds / PicosecondsPerSecond:0.000} s of common data: the clocks wander or "
                + "stepped");
    }

    private static void WriteNothing(OffsetReport report, TextWriter output)
    {
        AcquisitionResult search = report.Search;
        output.WriteLine($"no offset: {search.Reason}");
        (long lowest, long highest) = search.SearchedOffsetsPicoseconds;
        if (lowest <= highest && (lowest, highest) != (0, 0))
        {
            output.WriteLine(
                $"searched          offsets {lowest / PicosecondsPerSecond:+0.000000;-0.000000} s to "
                + $"{highest / PicosecondsPerSecond:+0.000000;-0.000000} s, frequency offsets to "
                + $"+-{search.SearchedSkewPpm} ppm, at a false-alarm probability of "
                + $"{report.Options.FalseAlarmProbability:0.0e+0}");
        }
        else
        {
            output.WriteLine(
                $"searched          offsets to +-{report.Options.MaximumOffsetSeconds} s, frequency offsets to "
                + $"+-{report.Options.MaximumSkewPpm} ppm");
        }

        double seconds = (search.SpanPicoseconds.To - search.SpanPicoseconds.From) / PicosecondsPerSecond;
        if (double.IsFinite(search.ExcludedCoincidences) && seconds > 0)
        {
            output.WriteLine(
                $"excluded          {search.ExcludedCoincidences:0} coincidences or more "
                + $"({search.ExcludedCoincidences / seconds:0.0} a second) in {seconds:0.000000} s of A would have "
                + "been found with 95 % probability");
            foreach (ExcludedRate entry in search.Excluded.Where(entry => entry.SkewPpm < search.SearchedSkewPpm))
            {
                output.WriteLine(
                    $"                  {entry.PairsPerSecond:0.0} a second at frequency offsets within "
                    + $"+-{entry.SkewPpm:0.###} ppm");
            }
        }
        else
        {
            output.WriteLine("excluded          nothing: there was nothing to search");
        }

        output.WriteLine($"events            {report.Events.A} of A, {report.Events.B} of B");
    }

    private static void WriteFile(TagFileReport file, TextWriter output) =>
        output.WriteLine($"file              {file.SourceName}: {Describe(file)}");

    /// <summary>What was counted while reading a file, in one line; kinds of records that a format does not have only
    /// when there are some.</summary>
    internal static string Describe(TagFileReport file)
    {
        var text = new StringBuilder();
        text.Append($"{TagFormats.Name(file.Format)}, {file.Records} records, {file.Events} events, {file.Dummies} dummies");
        if (file.Overflows > 0) text.Append($", {file.Overflows} overflows");
        if (file.Markers > 0) text.Append($", {file.Markers} markers");
        text.Append($", {file.OutOfOrder} out of order, {file.TruncatedTailBytes} bytes truncated");
        text.Append($", {file.EpochWraps} wraps");
        if (file.AnnouncedRecords is long announced && announced != file.Records)
            text.Append($"; its header announces {announced} records");
        if (file.ExcessBytes > 0) text.Append($", {file.ExcessBytes} bytes after them not read");
        if (file.MissingOverflows > 0) text.Append($"; {file.MissingOverflows} overflow records are missing or times damaged");
        if (file.DamagedPlaces > 0)
            text.Append($"; damaged in {file.DamagedPlaces} places, {file.DamagedBytes} bytes skipped");
        if (file.LostEvents > 0) text.Append($"; {file.LostEvents} events lost");
        if (file.EndIsMissing) text.Append("; its end is missing");
        if (file.EventsOutsideRange > 0) text.Append($"; {file.EventsOutsideRange} events outside the range");
        return text.ToString();
    }
}
