// How the coarse search is laid out. With M bins, segments of length L and offsets within a range of width R:
//   noise: pairs per bin  mu = N_A rate_B (R + L) / M   when the period M w is at most R + L, else N_A rate_B w;
//   drift: skew y moves the peak by y L within a segment, which must stay well inside a bin: w >= 2 y L.
// So one long segment serves until its drift exceeds the bin; from there on finer bins need K shorter segments, summed
// along the lines that the skews draw, and the signal-to-noise ratio grows as sqrt(K). Stages go from cheap to
// sensitive and the search stops at the first that finds a peak.
namespace Qit.Timing.Acquisition;

/// <summary>One pass of the coarse search.</summary>
/// <param name="Bins">Bins of the folded correlation, a power of two.</param>
/// <param name="Segments">Segments that are correlated separately and summed along skew lines.</param>
/// <param name="SegmentPicoseconds">Length of a segment.</param>
/// <param name="BinPicoseconds">Width of a bin.</param>
public sealed record CoarseStage(int Bins, int Segments, long SegmentPicoseconds, long BinPicoseconds)
{
    private const double SmallestBinPicoseconds = 4000; // a peak of 1 ns still falls into two bins
    private const int MostAliases = 32;

    /// <summary>Length of all segments together, in picoseconds.</summary>
    public long SpanPicoseconds => Segments * SegmentPicoseconds;

    /// <summary>Period of the folding, in picoseconds.</summary>
    public long PeriodPicoseconds => Bins * BinPicoseconds;

    /// <summary>Stages for a search, cheapest first, at least one.</summary>
    /// <param name="tagsA">Events of A that may have partners.</param>
    /// <param name="tagsB">Events of B that may have partners.</param>
    /// <param name="durationPicoseconds">Length of the data of A, at least 1.</param>
    /// <param name="rangePicoseconds">Width of the searched offsets, at least 1.</param>
    /// <param name="options">Limits.</param>
    public static IReadOnlyList<CoarseStage> Plan(
        long tagsA,
        long tagsB,
        double durationPicoseconds,
        double rangePicoseconds,
        AcquisitionOptions options)
    {
        var stages = new List<CoarseStage>();
        // More bins than pairs leave nothing to gain: most bins are empty.
        double pairs = (double)tagsA * tagsB;
        int pairsLog2 = (int)Math.Ceiling(Math.Log2(Math.Max(pairs, 1)));
        int usefulLog2 = Math.Clamp(pairsLog2 - 1, 12, options.MaximumTransformLog2);
        (int Log2, double Tags)[] ladder =
            [(16, 3e4), (18, 1.2e5), (19, 2.5e5), (20, 5e5), (21, 2e6), (22, 8e6), (24, 3.2e7)];
        foreach ((int log2, double tags) in ladder)
        {
            double span = Math.Min(1, tags / tagsA) * durationPicoseconds;
            Append(stages, Fit(Math.Min(log2, usefulLog2), span, rangePicoseconds, options));
        }

        return stages;
    }

    private static void Append(List<CoarseStage> stages, CoarseStage stage)
    {
        if (stages.Count == 0 || stages[^1] != stage) stages.Add(stage);
    }

    private static CoarseStage Fit(int log2, double span, double range, AcquisitionOptions options)
    {
        double skew = options.MaximumSkewPpm * 1e-6;
        int bins = 1 << log2;
        double segments = Math.Ceiling(span * ((2 * skew * bins) - 1) / range);
        int count = (int)Math.Clamp(segments, 1, options.MaximumSegments);
        double length = span / count;
        double bin = Math.Max(Math.Max((range + length) / bins, 2 * skew * length), SmallestBinPicoseconds);
        // Where the drift dictates the bin, fewer bins cover the range already.
        while (bins > 1 << 12 && bin * (bins / 2) >= range + length) bins /= 2;
        // The folding may alias offsets; each alias is tried, so their number is kept small.
        bin = Math.Max(bin, range / ((double)bins * MostAliases));
        return new CoarseStage(bins, count, (long)Math.Ceiling(length), (long)Math.Ceiling(bin));
    }
}
