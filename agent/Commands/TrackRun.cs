using Qit.Agent.Plots;
using Qit.Timing.Formats;
using Qit.Timing.Tracking;

namespace Qit.Agent.Commands;

/// <summary>`qit track` once its request is clear: streams the tags through a tracker and reports as it goes.</summary>
internal sealed class TrackRun
{
    private readonly TrackRequest request;
    private readonly ConvertProgress progress;
    private readonly CancellationToken cancellation;
    private readonly OffsetTracker tracker;
    private readonly List<ITrackReport> reports = [];
    private readonly TrackSummary summary = new();
    private bool? simulated;

    private TrackRun(TrackRequest request, ConvertProgress progress, CancellationToken cancellation)
    {
        this.request = request;
        this.progress = progress;
        this.cancellation = cancellation;
        tracker = new OffsetTracker(request.Tracker);
    }

    public static int Run(
        TrackRequest request, bool json, TextWriter output, ConvertProgress progress, CancellationToken cancellation)
    {
        var run = new TrackRun(request, progress, cancellation);
        run.reports.Add(json ? new TrackJson(output) : new TrackText(output));
        using WholeFile? csv = request.Csv is string path ? CreateCsv(path) : null;
        using StreamWriter? writer = csv is null ? null : new StreamWriter(csv.Stream, leaveOpen: true);
        if (writer is not null) run.reports.Add(new TrackCsv(writer));
        var picture = request.Picture is null ? null : new TrackPicture(request.Picture);
        if (picture is not null) run.reports.Add(picture);
        run.Stream();
        picture?.Save();
        if (csv is not null) Commit(request.Csv!, writer!, csv);
        return run.summary.Acquired > 0 ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static WholeFile CreateCsv(string path)
    {
        if (Directory.Exists(path)) throw new BadInputException($"{path}: is a directory; right would be a file");
        try
        {
            return new WholeFile(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    private static void Commit(string path, StreamWriter writer, WholeFile file)
    {
        try
        {
            writer.Flush();
            file.Commit();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    private void Stream()
    {
        string fileA = request.Files.FileA;
        OffsetInput.Read(fileA, streamA =>
        {
            using TagFeed feedA = TagFeed.Open(streamA, fileA, request.Reading);
            if (request.Files.FileB is not string fileB)
            {
                Follow(feedA, null);
                return 0;
            }

            return OffsetInput.Read(fileB, streamB =>
            {
                using TagFeed feedB = TagFeed.Open(streamB, fileB, request.Reading);
                Follow(feedA, feedB);
                return 0;
            });
        });
    }

    private void Follow(TagFeed feedA, TagFeed? feedB)
    {
        var a = new TagSlices(request.Files.ChannelA);
        var b = new TagSlices(request.Files.ChannelB);
        bool hasA = Refill(feedA, feedB is null ? [a, b] : [a]);
        bool hasB = feedB is null ? hasA : Refill(feedB, [b]);
        simulated = SimulatedMark.Of(request.Files.FileA, feedA.Report.Simulated);
        if (feedB is not null)
            simulated = SimulatedMark.Join(simulated, SimulatedMark.Of(request.Files.FileB!, feedB.Report.Simulated));
        foreach (ITrackReport report in reports) report.Begin(simulated, request);
        try
        {
            while (hasA || hasB)
            {
                cancellation.ThrowIfCancellationRequested();
                // The station that is behind on A's timeline goes on; before a peak is found the offset is taken for zero.
                bool isTurnOfA = !b.IsAny || (a.IsAny && a.Last <= b.Last - tracker.OffsetPicoseconds);
                if (isTurnOfA) tracker.HandleTagsA(a.Next());
                else tracker.HandleTagsB(b.Next());
                TakeResults();
                if (feedB is null)
                {
                    if (!a.IsAny && !b.IsAny) hasA = hasB = Refill(feedA, [a, b]);
                }
                else
                {
                    if (hasA && !a.IsAny) hasA = Refill(feedA, [a]);
                    if (hasB && !b.IsAny) hasB = Refill(feedB, [b]);
                }

                progress.Update(feedA.DoneBytes + (feedB?.DoneBytes ?? 0), feedA.TotalBytes + (feedB?.TotalBytes ?? 0),
                    feedA.Report.Events + (feedB?.Report.Events ?? 0));
            }

            tracker.Complete();
            TakeResults();
        }
        finally
        {
            progress.Clear();
        }

        (summary.TagsA, summary.TagsB) = (a.Count, b.Count);
        CheckChannel(request.Files.FileA, request.Files.ChannelA, summary.TagsA);
        CheckChannel(request.Files.FileB ?? request.Files.FileA, request.Files.ChannelB, summary.TagsB);
        summary.Refusal = tracker.LastRefusal;
        summary.Losses = tracker.Losses;
        summary.Files = feedB is null ? [feedA.Report] : [feedA.Report, feedB.Report];
        foreach (ITrackReport report in reports) report.End(summary);
    }

    /// <summary>Reads on until one of the channels has an event; false at the end of the file.</summary>
    private static bool Refill(TagFeed feed, TagSlices[] channels)
    {
        while (feed.Read())
        {
            foreach (TagSlices channel in channels) channel.Fill(feed);
            if (channels.Any(channel => channel.IsAny)) return true;
        }

        return false;
    }

    private void TakeResults()
    {
        while (tracker.TryTake(out TrackedOffset? result))
        {
            progress.Clear();
            summary.Take(result);
            foreach (ITrackReport report in reports) report.Write(result);
        }
    }

    private static void CheckChannel(string path, int? channel, long tags)
    {
        if (tags > 0) return;
        throw new BadInputException(channel is int number
            ? $"{path}: no event in channel {number}; `qit convert` lists the channels of a file"
            : $"{path}: holds no detector event");
    }
}
