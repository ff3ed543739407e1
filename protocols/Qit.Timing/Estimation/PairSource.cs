// Pairs are collected once where they fit into memory and read again for each window; where they do not, each reading
// walks the tags again, a stretch of A's tags at a time.
namespace Qit.Timing.Estimation;

/// <summary>Takes pairs in stretches.</summary>
internal interface IPairSink
{
    /// <summary>Residuals against the line in picoseconds, and times in seconds.</summary>
    void Add(ReadOnlySpan<double> residuals, ReadOnlySpan<double> times);
}

/// <summary>All pairs of two streams around a line.</summary>
internal sealed class PairSource(double mostKept = PairSource.MostKept)
{
    private const double MostKept = 1 << 22;
    private readonly PairDifferences pairs = new();
    private bool kept;
    private int stretch;

    public OffsetLine Line { get; private set; }

    public double HalfWindowPicoseconds { get; private set; }

    /// <summary>Sets line and window, and collects what can be kept.</summary>
    public void Collect(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, OffsetLine line, double halfWindow)
    {
        Line = line;
        HalfWindowPicoseconds = halfWindow;
        double density = tagsB.Length < 2 ? 0 : tagsB.Length / (double)(tagsB[^1] - tagsB[0] + 1);
        double each = 1 + (2 * halfWindow * density);
        kept = tagsA.Length * each <= mostKept;
        stretch = Math.Max(1, (int)(mostKept / each));
        if (kept) pairs.Collect(tagsA, tagsB, line, halfWindow);
    }

    /// <summary>Hands out all pairs.</summary>
    public void Read<T>(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, T sink)
        where T : IPairSink
    {
        if (kept)
        {
            sink.Add(pairs.Residuals, pairs.Times);
            return;
        }

        for (int from = 0; from < tagsA.Length; from += stretch)
        {
            pairs.Collect(tagsA.Slice(from, Math.Min(stretch, tagsA.Length - from)), tagsB, Line, HalfWindowPicoseconds);
            sink.Add(pairs.Residuals, pairs.Times);
        }
    }
}
