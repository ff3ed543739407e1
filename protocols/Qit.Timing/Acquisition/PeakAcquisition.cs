// Finds the correlation peak of two tag streams with nothing known but the limits of the search, or says that there is
// none. Coarse stages (CoarseStage) propose candidates, PairZoom narrows each down and judges it; the judgement alone
// decides, so a lenient coarse stage costs time, not false alarms.
//
// The bound on false alarms holds for streams of independent Poisson events whose rates vary slowly against the coarse
// bins. Streams that share a fine periodic structure (pulsed sources) do correlate, and will be answered with a peak.
using Qit.Timing.Estimation;

namespace Qit.Timing.Acquisition;

/// <summary>Search for the offset and skew of two tag streams.</summary>
public sealed class PeakAcquisition
{
    private const double PicosecondsPerSecond = 1e12;
    private const double MostPairsPerStage = 2e7;
    private readonly AcquisitionOptions options;
    private readonly PairDifferences pairs = new();

    /// <summary>Prepares a search.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public PeakAcquisition(AcquisitionOptions? options = null)
    {
        this.options = options ?? new AcquisitionOptions();
        this.options.Validate();
    }

    /// <summary>Searches. Deterministic: the same tags give the same answer.</summary>
    /// <param name="tagsA">Ascending, picoseconds.</param>
    /// <param name="tagsB">Ascending, picoseconds.</param>
    public AcquisitionResult Search(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
    {
        if (tagsA.IsEmpty || tagsB.IsEmpty) return Nothing("no events on one side", default, default);
        long limit = (long)(options.MaximumOffsetSeconds * PicosecondsPerSecond);
        long lowest = Math.Max(options.CentreOffsetPicoseconds - limit, tagsB[0] - tagsA[^1]);
        long highest = Math.Min(options.CentreOffsetPicoseconds + limit, tagsB[^1] - tagsA[0]);
        if (lowest > highest)
            return Nothing("the two streams do not overlap in time within the searched offsets", default, default);
        tagsA = Between(tagsA, tagsB[0] - highest, tagsB[^1] - lowest);
        if (tagsA.IsEmpty) return Nothing("no event of A lies within the reach of B", default, (lowest, highest));
        tagsB = Between(tagsB, tagsA[0] + lowest, tagsA[^1] + highest);
        if (tagsB.IsEmpty) return Nothing("no event of B lies within the reach of A", default, (lowest, highest));

        double duration = Math.Max(1, tagsA[^1] - tagsA[0]);
        double range = Math.Max(1, highest - lowest);
        IReadOnlyList<CoarseStage> stages = CoarseStage.Plan(tagsA.Length, tagsB.Length, duration, range, options);
        var search = new StagedSearch(this, lowest, highest, stages.Count);
        AcquisitionResult best = Nothing("", default, (lowest, highest));
        foreach (CoarseStage stage in stages)
        {
            AcquisitionResult result = search.Run(stage, tagsA, tagsB);
            if (result.Found) return result;
            best = result with { Log10FalseAlarm = Math.Min(best.Log10FalseAlarm, result.Log10FalseAlarm) };
        }

        return best;
    }

    /// <summary>The tags from one time to another, inclusive.</summary>
    internal static ReadOnlySpan<long> Between(ReadOnlySpan<long> tags, long from, long to)
    {
        int first = LowerBound(tags, from);
        int end = to == long.MaxValue ? tags.Length : LowerBound(tags, to + 1);
        return end <= first ? [] : tags[first..end];
    }

    private static int LowerBound(ReadOnlySpan<long> tags, long time)
    {
        int low = 0;
        int high = tags.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (tags[middle] < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private AcquisitionResult Nothing(string reason, (long From, long To) span, (long Lowest, long Highest) offsets) =>
        new()
    {
        Found = false,
        Reason = reason,
        SpanPicoseconds = span,
        SearchedOffsetsPicoseconds = offsets,
        SearchedSkewPpm = options.MaximumSkewPpm,
    };

    /// <summary>One search: the range and the share of the false-alarm probability.</summary>
    private sealed class StagedSearch(PeakAcquisition owner, long lowest, long highest, int stages)
    {
        private const int MostCandidates = 16;
        private readonly AcquisitionOptions options = owner.options;
        private readonly double largestSlope = owner.options.MaximumSkewPpm * 1e-6 * PicosecondsPerSecond;

        public AcquisitionResult Run(CoarseStage stage, ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
        {
            long span = Math.Min(stage.SpanPicoseconds, tagsA[^1] - tagsA[0] + 1);
            long from = tagsA[0] + ((tagsA[^1] - tagsA[0] + 1 - span) / 2);
            ReadOnlySpan<long> a = Between(tagsA, from, from + span);
            ReadOnlySpan<long> b = a.IsEmpty ? [] : Between(tagsB, a[0] + lowest, a[^1] + highest);
            AcquisitionResult nothing = owner.Nothing("no peak", (from, from + span), (lowest, highest));
            if (a.IsEmpty || b.IsEmpty) return nothing;

            var coarse = new CoarseScan(stage, options.MaximumSkewPpm * 1e-6, lowest, highest);
            double halfWindow = 1.5 * stage.BinPicoseconds;
            double pairDensity = (double)a.Length * b.Length / Math.Max(1, (double)(highest - lowest) + span);
            double pairsEach = Math.Max(1, pairDensity * 2 * halfWindow);
            int capacity = (int)Math.Clamp(MostPairsPerStage / pairsEach, 3, MostCandidates);
            CandidateList candidates = coarse.Propose(a, b, from, capacity);

            long reference = from + (span / 2);
            var zoom = new PairZoom
            {
                LogStages = Math.Log(stages),
                OffsetRange = (double)highest - lowest,
                LargestSlope = largestSlope,
                HalfDuration = Math.Max(span / (2 * PicosecondsPerSecond), 1e-9),
            };
            double logLimit = Math.Log(options.FalseAlarmProbability);
            AcquisitionResult best = nothing;
            foreach (Candidate candidate in candidates.Best)
            {
                foreach (long offset in coarse.Aliases(candidate.Lag))
                {
                    var line = new OffsetLine(reference, offset, candidate.Skew);
                    owner.pairs.Collect(a, b, line, halfWindow);
                    ZoomCell cell = zoom.Narrow(owner.pairs, coarse.SkewReach * PicosecondsPerSecond);
                    double log10 = cell.LogFalseAlarm / Math.Log(10);
                    if (log10 >= best.Log10FalseAlarm) continue;
                    best = Describe(nothing, line, cell) with { Found = cell.LogFalseAlarm <= logLimit };
                }

                if (best.Found) break;
            }

            if (best.Found) return best with { Reason = "" };
            double excluded = Sensitivity.SmallestFoundCoincidences(candidates, pairDensity, zoom, logLimit);
            return nothing with { Log10FalseAlarm = best.Log10FalseAlarm, ExcludedCoincidences = excluded };
        }

        private static AcquisitionResult Describe(AcquisitionResult basis, OffsetLine line, ZoomCell cell) => basis with
        {
            ReferenceTimePicoseconds = line.ReferenceTimePicoseconds,
            OffsetPicoseconds = line.OffsetPicoseconds + (long)Math.Round(cell.Offset),
            Skew = line.Skew + (cell.Slope / PicosecondsPerSecond),
            CellPicoseconds = cell.Width,
            SkewCell = cell.SlopeStep / PicosecondsPerSecond,
            PairsInCell = cell.Pairs,
            ExpectedPairsInCell = cell.Expected,
            Log10FalseAlarm = cell.LogFalseAlarm / Math.Log(10),
        };
    }
}
