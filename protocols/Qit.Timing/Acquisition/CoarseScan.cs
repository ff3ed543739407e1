using System.Numerics;

namespace Qit.Timing.Acquisition;

/// <summary>Runs one coarse stage: correlates segments, sums them along skew lines, lists what stands out.</summary>
internal sealed class CoarseScan
{
    private readonly CoarseStage stage;
    private readonly double largestSkew;
    private readonly long lowest;
    private readonly long highest;

    public CoarseScan(CoarseStage stage, double largestSkew, long lowest, long highest)
    {
        this.stage = stage;
        this.largestSkew = largestSkew;
        this.lowest = lowest;
        this.highest = highest;
    }

    /// <summary>Skews within this distance of a candidate's skew belong to the candidate.</summary>
    public double SkewReach { get; private set; }

    /// <summary>Candidates of the stage.</summary>
    /// <param name="a">Tags of A within the stage's span.</param>
    /// <param name="b">Tags of B that may be their partners.</param>
    /// <param name="from">Start of the span on A's timeline.</param>
    /// <param name="capacity">Most candidates.</param>
    public CandidateList Propose(ReadOnlySpan<long> a, ReadOnlySpan<long> b, long from, int capacity)
    {
        var correlator = new FoldedCorrelator(stage.Bins);
        float[][] segments = new float[stage.Segments][];
        for (int segment = 0; segment < segments.Length; segment++)
        {
            segments[segment] = new float[stage.Bins];
            long start = from + (segment * stage.SegmentPicoseconds);
            long end = start + stage.SegmentPicoseconds - 1;
            bool isLast = segment == segments.Length - 1;
            ReadOnlySpan<long> partA = PeakAcquisition.Between(a, start, isLast ? long.MaxValue : end);
            if (partA.IsEmpty) continue;
            ReadOnlySpan<long> partB = PeakAcquisition.Between(b, partA[0] + lowest, partA[^1] + highest);
            correlator.Correlate(partA, partB, from, stage.BinPicoseconds, segments[segment]);
        }

        var candidates = new CandidateList(capacity);
        long firstBin = (long)Math.Floor(lowest / (double)stage.BinPicoseconds) - 1;
        int firstLag = (int)(firstBin & (stage.Bins - 1));
        int lags = (int)Math.Min(stage.Bins, ((highest - lowest) / stage.BinPicoseconds) + 3);
        if (segments.Length == 1)
        {
            SkewReach = largestSkew;
            candidates.Scan(segments[0], 0, firstLag, lags);
            return candidates;
        }

        // A step of skew moves the outermost segments by one bin against the middle.
        double reach = (segments.Length - 1) / 2.0 * stage.SegmentPicoseconds;
        double step = stage.BinPicoseconds / reach;
        int steps = (int)Math.Ceiling(largestSkew / step);
        SkewReach = step;
        float[] sum = new float[stage.Bins];
        for (int trial = -steps; trial <= steps; trial++)
        {
            Array.Clear(sum);
            for (int segment = 0; segment < segments.Length; segment++)
            {
                double position = segment - ((segments.Length - 1) / 2.0);
                double drift = trial * step * position * stage.SegmentPicoseconds / stage.BinPicoseconds;
                AddShifted(segments[segment], (int)Math.Round(drift), sum);
            }

            candidates.Scan(sum, trial * step, firstLag, lags);
        }

        return candidates;
    }

    /// <summary>Offsets within the search that a lag may stand for: the middle between it and the next, plus whole
    /// periods.</summary>
    public IEnumerable<long> Aliases(int lag)
    {
        long offset = (lag * stage.BinPicoseconds) + (stage.BinPicoseconds / 2);
        long period = stage.PeriodPicoseconds;
        long margin = 2 * stage.BinPicoseconds;
        long periods = (long)Math.Ceiling((lowest - margin - offset) / (double)period);
        for (long alias = offset + (periods * period); alias <= highest + margin; alias += period)
            yield return alias;
    }

    private static void AddShifted(float[] segment, int shift, float[] sum)
    {
        // A peak at lag j of the middle lies at lag j + shift of this segment.
        int start = shift & (sum.Length - 1);
        int head = sum.Length - start;
        Add(segment.AsSpan(start), sum.AsSpan(0, head));
        Add(segment.AsSpan(0, start), sum.AsSpan(head));
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        int index = 0;
        for (; index <= to.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Span<float> target = to[index..];
            (new Vector<float>(target) + new Vector<float>(from[index..])).CopyTo(target);
        }

        for (; index < to.Length; index++) to[index] += from[index];
    }
}
