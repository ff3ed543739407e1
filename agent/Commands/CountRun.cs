using Qit.Timing.Counting;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>`qit count`: reads, counts, reports.</summary>
internal static class CountRun
{
    private const int MostChannels = 32;
    private const int MostPatterns = 64;

    public static int Run(CountRequest request, bool json, TextWriter output)
    {
        TagData[] files = [.. request.Files.Select(path => TagFileOptions.Load(path, request.Reading))];
        int[] channels = ChooseChannels(request, files);
        ChannelTags[] tags = [.. channels.Select(channel => Take(files, channel))];
        CountingOptions counting = Counting(request, channels);
        CountReport report;
        try
        {
            report = Count(request, files, channels, tags, counting);
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"{string.Join(", ", request.Files)}: {fault.Message}", fault);
        }
        if (json) CountReportJson.Write(report, output);
        else CountReportText.Write(report, output);
        return report.StandsOut || report.Correlation is not null || report.Heralded is not null
            ? ExitCode.Good
            : ExitCode.AnswerIsNo;
    }

    private static CountReport Count(
        CountRequest request, TagData[] files, int[] channels, ChannelTags[] tags, CountingOptions counting)
    {
        var analysis = request.Analysis with
        {
            BackgroundPerSecond =
                [.. channels.Select(channel => (double)request.BackgroundPerSecond.GetValueOrDefault(channel))],
        };
        AnalysisResult result = CoincidenceAnalysis.Analyse(tags, counting, analysis);
        CorrelationBin[]? bins = null;
        HeraldedCorrelation? heralded = null;
        if (request.Correlation is not null || request.Heralded is not null)
        {
            long[][] ready = CoincidenceAnalysis.Prepare(tags, counting, out long duration);
            long[] Of(int channel) => ready[Array.IndexOf(channels, channel)];
            if (request.Correlation is (int a, int b)) bins = Correlate(request, Of(a), a == b ? null : Of(b), duration);
            if (request.Heralded is (int herald, int one, int two))
                heralded = HeraldedCorrelation.Count(Of(herald), Of(one), Of(two), request.WindowPicoseconds);
        }
        List<(long[] Singles, long[] Coincidences)> intervals = request.IntervalSeconds is double seconds
            ? [.. CoincidenceAnalysis.CountIntervals(tags, counting, (long)Math.Round(seconds * 1e12))]
            : [];
        bool? simulated = null;
        for (int index = 0; index < files.Length; index++)
        {
            bool? own = SimulatedMark.Of(request.Files[index], files[index].Report.Simulated);
            simulated = index == 0 ? own : SimulatedMark.Join(simulated, own);
        }
        return new CountReport(simulated, channels, counting, result, bins, heralded, intervals, request,
            [.. files.Select(file => file.Report)]);
    }

    private static CorrelationBin[] Correlate(CountRequest request, long[] a, long[]? b, long duration)
    {
        int halfBins = (int)(request.RangePicoseconds / request.BinPicoseconds);
        CorrelationHistogram histogram = b is null
            ? CorrelationHistogram.Auto(request.BinPicoseconds, halfBins)
            : CorrelationHistogram.Cross(request.BinPicoseconds, halfBins);
        histogram.Add(a, b);
        histogram.Finish();
        return SecondOrderCorrelation.Normalize(histogram, duration);
    }

    private static int[] ChooseChannels(CountRequest request, TagData[] files)
    {
        int[] present = files.Length == 1
            ? [.. files[0].CountByChannel().Select(entry => entry.Channel)]
            : [.. Enumerable.Range(1, files.Length)];
        IEnumerable<int> chosen = request.Channels ?? request.Patterns?.SelectMany(pattern => pattern.Channels) ?? present;
        int[] named =
        [
            .. request.DelaysPicoseconds.Keys, .. request.DeadTimesPicoseconds.Keys, .. request.BackgroundPerSecond.Keys,
            .. request.Correlation is (int a, int b) ? [a, b] : Array.Empty<int>(),
            .. request.Heralded is (int herald, int one, int two) ? [herald, one, two] : Array.Empty<int>(),
            .. request.Patterns?.SelectMany(pattern => pattern.Channels) ?? [],
        ];
        int[] channels = [.. (request.Channels is null ? chosen.Concat(named) : chosen).Distinct().Order()];
        if (named.Except(channels).ToArray() is { Length: > 0 } stray)
            throw new BadInputException($"an option names channel {stray[0]}, which is not among --channels");
        if (channels.Length > MostChannels)
            throw new BadInputException($"{channels.Length} channels; right would be at most {MostChannels}, by --channels");
        if (files.Length > 1 && channels.Except(present).ToArray() is { Length: > 0 } absent)
            throw new BadInputException($"channel {absent[0]} is named, but with {files.Length} files there are 1 to {files.Length}");
        return channels;
    }

    private static ChannelTags Take(TagData[] files, int channel)
    {
        TagData data = files.Length == 1 ? files[0] : files[channel - 1];
        long[] tags = TagFileOptions.Select(data, files.Length == 1 ? channel : null);
        return new ChannelTags(tags, data.TickLength.ToPicoseconds(data.Ticks[0]), data.TickLength.ToPicoseconds(data.Ticks[^1]));
    }

    private static CountingOptions Counting(CountRequest request, int[] channels)
    {
        var given = request.Patterns ?? [.. channels.SelectMany((first, index) => channels[(index + 1)..].Select(second =>
            ((IReadOnlyList<int>)[first, second], (long?)null)))];
        if (given.Count > MostPatterns)
            throw new BadInputException($"{given.Count} patterns; right would be at most {MostPatterns}, by --patterns or --channels");
        if (given.Count == 0 && request.Correlation is null)
            throw new BadInputException($"only channel {channels[0]} to count; coincidences need two (or --g2 with one)");
        return new CountingOptions
        {
            ChannelCount = channels.Length,
            Patterns = [.. given.Select(pattern => new CoincidencePattern(
                pattern.Channels.Aggregate(0u, (mask, channel) => mask | 1u << Array.IndexOf(channels, channel)),
                pattern.WindowPicoseconds ?? request.WindowPicoseconds))],
            DelaysPicoseconds = [.. channels.Select(channel => Rounded(request.DelaysPicoseconds, channel))],
            DeadTimesPicoseconds = [.. channels.Select(channel => Rounded(request.DeadTimesPicoseconds, channel))],
            IsExclusive = request.IsExclusive,
        };
    }

    private static long Rounded(IReadOnlyDictionary<int, decimal> values, int channel) =>
        (long)decimal.Round(values.GetValueOrDefault(channel));
}
