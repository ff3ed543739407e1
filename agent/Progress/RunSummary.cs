using System.Globalization;
using Qit.Agent.Publishing;
using Qit.Agent.Results;

namespace Qit.Agent.Progress;

/// <summary>Keeps what a person wants to know when a run is over. One thread at a time.</summary>
public sealed class RunSummary(RunIdentity run)
{
    private readonly SortedDictionary<string, StationResult> stations = new(StringComparer.Ordinal);
    private OffsetResult? lastOffset;
    private double sumSquaredScores;
    private long discardedTrials;

    /// <summary>Offsets seen.</summary>
    public long OffsetCount { get; private set; }

    /// <summary>Measured offsets (not predicted ones) with a known truth and a standard error above zero.</summary>
    public long ScoredOffsetCount { get; private set; }

    /// <summary>
    /// Rms of (offset - truth) / standard error; 1 when the stated errors are honest. Null where no truth is known.
    /// </summary>
    public double? ErrorOverStandardErrorRms =>
        ScoredOffsetCount == 0 ? null : Math.Sqrt(sumSquaredScores / ScoredOffsetCount);

    /// <summary>Seconds from start to the first offset; null when there was none.</summary>
    public double? FirstOffsetSeconds { get; private set; }

    /// <summary>Seconds from start to the first certified block; null when there was none.</summary>
    public double? FirstCertifiedBlockSeconds { get; private set; }

    /// <summary>Blocks certified.</summary>
    public int CertifiedBlockCount { get; private set; }

    /// <summary>Blocks refused.</summary>
    public int RefusedBlockCount { get; private set; }

    /// <summary>Certified smooth min-entropy of all blocks, bits.</summary>
    public double CertifiedMinEntropyBits { get; private set; }

    /// <summary>Bits extracted from all blocks.</summary>
    public long OutputBits { get; private set; }

    /// <summary>Takes a result in.</summary>
    public void Handle(AgentResult result)
    {
        switch (result)
        {
            case StationResult station:
                stations[station.Station] = station;
                break;
            case OffsetResult offset:
                HandleOffset(offset);
                break;
            case TrialProgressResult progress:
                discardedTrials = progress.DiscardedTrials;
                break;
            case RandomnessResult block when block.IsCertified:
                FirstCertifiedBlockSeconds ??= SecondsSinceStart(block);
                CertifiedBlockCount++;
                CertifiedMinEntropyBits += block.MinEntropyBits;
                OutputBits += block.OutputBits;
                break;
            case RandomnessResult:
                RefusedBlockCount++;
                break;
        }
    }

    /// <summary>Writes the summary.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="endUnixNanoseconds">End of the run.</param>
    /// <param name="publisher">How publishing ended; null when nothing was published.</param>
    public void Write(TextWriter output, long endUnixNanoseconds, PublisherStatus? publisher)
    {
        output.WriteLine();
        output.WriteLine($"Summary of run {run.RunId}{(run.IsSimulated ? " [simulated]" : "")}");
        Line(output, "run time", Units.Duration((endUnixNanoseconds - run.StartedUnixNanoseconds) * 1e-9));
        WriteTiming(output);
        WriteRandomness(output);
        WriteLosses(output, publisher);
        foreach (StationResult station in stations.Values)
            WriteStation(output, station);
    }

    private void HandleOffset(OffsetResult offset)
    {
        FirstOffsetSeconds ??= SecondsSinceStart(offset);
        lastOffset = offset;
        OffsetCount++;
        if (offset.State != OffsetResult.Tracking)
            return;
        if (offset.TruthPicoseconds is not double truth || !(offset.StandardErrorPicoseconds > 0))
            return;
        double score = (offset.OffsetPicoseconds - truth) / offset.StandardErrorPicoseconds;
        sumSquaredScores += score * score;
        ScoredOffsetCount++;
    }

    private void WriteTiming(TextWriter output)
    {
        Line(output, "offsets", Units.Count(OffsetCount) +
            (FirstOffsetSeconds is double first ? $", the first after {Units.Duration(first)}" : ""));
        if (lastOffset is not null)
        {
            Line(output, "last offset",
                $"{lastOffset.StationB} - {lastOffset.StationA} = " +
                Units.TimeWithError(lastOffset.OffsetPicoseconds, lastOffset.StandardErrorPicoseconds) +
                $", path +- {Units.Time(lastOffset.PathUncertaintyPicoseconds)}");
        }
        if (ErrorOverStandardErrorRms is double rms)
        {
            Line(output, "error/SE", string.Create(CultureInfo.InvariantCulture,
                $"rms {rms:0.00} over {ScoredOffsetCount} offsets of known truth (1 when the stated errors are honest)"));
        }
    }

    private void WriteRandomness(TextWriter output)
    {
        Line(output, "bell blocks", $"{CertifiedBlockCount} certified, {RefusedBlockCount} refused" +
            (FirstCertifiedBlockSeconds is double first ? $", the first certified after {Units.Duration(first)}" : ""));
        Line(output, "bits", $"{Units.Count(OutputBits)} extracted from {Units.Count(CertifiedMinEntropyBits)} bits of " +
            "certified min-entropy");
    }

    private void WriteLosses(TextWriter output, PublisherStatus? publisher)
    {
        Line(output, "losses", $"{Units.Count(stations.Values.Sum(s => s.TagsLostCount))} tags, " +
            $"{Units.Count(stations.Values.Sum(s => s.TrialsLostCount))} trials, " +
            $"{Units.Count(discardedTrials)} trials discarded");
        if (publisher is null)
            return;
        Line(output, "mqtt", $"{Units.Count(publisher.PublishedCount)} published, " +
            $"{Units.Count(publisher.DroppedCount)} dropped, {Units.Count(publisher.QueuedCount)} unsent, " +
            $"{Units.Count(publisher.RejectedCount)} refused by the broker, " +
            $"{publisher.ConnectionCount} connection{(publisher.ConnectionCount == 1 ? "" : "s")}");
    }

    private static void WriteStation(TextWriter output, StationResult station) =>
        Line(output, station.Station,
            (station.IsOnline ? "online" : "offline") +
            $", boots {station.BootCount}, resent {Units.Count(station.ResentCount)}, " +
            $"bad frames {Units.Count(station.BadFrameCount)}, ring {station.RingUsed} of {station.RingCapacity}, " +
            $"entropy source {station.EntropyHealth}" +
            (station.Fault is null ? "" : $", FAULT {station.Fault}"));

    private static void Line(TextWriter output, string what, string text) => output.WriteLine($"  {what,-12} {text}");

    private double SecondsSinceStart(AgentResult result) =>
        (result.TimeUnixNanoseconds - run.StartedUnixNanoseconds) * 1e-9;
}
