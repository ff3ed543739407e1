namespace Qit.Timing.Acquisition;

/// <summary>What one search covers, and how many different answers it could give.</summary>
internal sealed class SearchSpace
{
    private readonly long firstA;
    private readonly long lastA;
    private readonly long firstB;
    private readonly long lastB;
    private readonly double largestSkew;

    /// <summary>The space of a search.</summary>
    /// <param name="tagsA">Tags of A, not empty.</param>
    /// <param name="tagsB">Tags of B, not empty.</param>
    /// <param name="lowest">Lowest offset.</param>
    /// <param name="highest">Highest offset.</param>
    /// <param name="largestSkew">Largest skew, either sign.</param>
    public SearchSpace(
        ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, long lowest, long highest, double largestSkew)
    {
        (firstA, lastA, firstB, lastB) = (tagsA[0], tagsA[^1], tagsB[0], tagsB[^1]);
        Lowest = lowest;
        Highest = highest;
        this.largestSkew = largestSkew;
    }

    /// <summary>Lowest offset searched, picoseconds.</summary>
    public long Lowest { get; }

    /// <summary>Highest offset searched, picoseconds.</summary>
    public long Highest { get; }

    /// <summary>Time on A's timeline at which both streams have data along a line; empty when To is not after From.
    /// </summary>
    public (long From, long To) Common(TrialLine line) => (
        Math.Max(firstA, firstB - (long)line.At(firstA)), Math.Min(lastA, lastB - (long)line.At(lastA)));

    /// <summary>Natural logarithm of the number of cells of one width over a span in the whole search, with all levels and
    /// widths: what a single cell's probability is to be multiplied with (union bound). Cells half a width apart in
    /// offset and in drift stand for all others; spans and widths tried in all are below 200.</summary>
    public double LogCells(double width, double halfSpan)
    {
        const double SpansAndWidths = 200;
        double offsets = Math.Max(2 * (Highest - (double)Lowest) / width, 1);
        double slopes = (4 * largestSkew * halfSpan / width) + 1;
        return Math.Log(offsets) + Math.Log(slopes) + Math.Log(SpansAndWidths);
    }
}
