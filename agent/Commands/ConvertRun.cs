using System.Text.Json;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>`qit convert` once its request is clear: streams events from IN to OUT, then reports.</summary>
internal static class ConvertRun
{
    private const int BatchEvents = 1 << 14;

    public static int Run(
        ConvertRequest request, bool json, TextWriter output, ConvertProgress progress, CancellationToken cancellation)
    {
        // Asked before anything is read: a sidecar that cannot be understood must not cost an hour.
        SimulatedMark.Of(request.In, null);
        ConvertReport report = OffsetInput.Read(
            request.In, stream => Stream(request, stream, progress, cancellation));
        if (json) report.WriteJson(output);
        else report.WriteText(output);
        return ExitCode.Good;
    }

    private static ConvertReport Stream(
        ConvertRequest request, Stream stream, ConvertProgress progress, CancellationToken cancellation)
    {
        using TagReader reader = TagFile.Open(stream, request.In, request.Reading);
        long[] ticks = new long[BatchEvents];
        int[] channels = new int[BatchEvents];
        // The first events are read before OUT is begun: only then have the comments above them been seen.
        int count = reader.Read(ticks, channels);
        if (count == 0 && reader.Report.EventsOutsideRange > 0)
            throw new BadInputException(
                $"{request.In}: holds no event between --start and --end; right would be times on its own timeline");
        if (count == 0)
            throw new BadInputException($"{request.In}: holds no detector event in {reader.Report.Records} records");
        bool? marked = SimulatedMark.Of(request.In, reader.Report.Simulated);
        long total = stream.CanSeek ? stream.Length : 0;
        using ConvertOutput file = Create(request, reader, marked);
        try
        {
            for (; count > 0; count = reader.Read(ticks, channels))
            {
                cancellation.ThrowIfCancellationRequested();
                file.Write(ticks.AsSpan(0, count), channels.AsSpan(0, count));
                progress.Update(stream.CanSeek ? stream.Position : 0, total, reader.Report.Events);
            }
        }
        finally
        {
            progress.Clear();
        }

        request.Channels.CheckAllOccur(request.In);
        TagFileReport source = reader.Report;
        var report = new ConvertReport(request, source, SimulatedMark.Of(request.In, source.Simulated), file);
        if (report.Simulated == true && marked != true) file.MarkSimulated();
        Commit(request, report, file);
        return report;
    }

    private static ConvertOutput Create(ConvertRequest request, TagReader reader, bool? simulated)
    {
        try
        {
            return new ConvertOutput(request, reader, simulated);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{request.Out}: {fault.Message}", fault);
        }
    }

    /// <summary>The sidecar comes first: tags are never there without their mark.</summary>
    private static void Commit(ConvertRequest request, ConvertReport report, ConvertOutput file)
    {
        string sidecar = request.Out + ".json";
        bool hasOwnMark = request.To is TagFormat.Text or TagFormat.Qtt;
        if (hasOwnMark && File.Exists(sidecar)
            && SimulatedMark.Of(request.Out, null) != report.Simulated)
            throw new BadInputException(
                $"{sidecar}: says otherwise than {request.In} whether tags are simulated; delete it, or name another OUT");
        try
        {
            file.Complete();
            if (!hasOwnMark)
            {
                using var beside = new WholeFile(sidecar);
                JsonSerializer.Serialize(beside.Stream, report.ForPrograms(), OffsetReportJson.Options);
                beside.Commit();
            }

            file.Commit();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{request.Out}: {fault.Message}", fault);
        }
    }
}
