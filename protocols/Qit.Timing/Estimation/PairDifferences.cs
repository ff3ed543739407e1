// All pairs, not nearest ones: a nearest-neighbour rule would bend the floor under the peak and bias the estimate at
// high rates. The kernel walks both streams once.
namespace Qit.Timing.Estimation;

/// <summary>A line that the offset tB - tA follows over time: offset at a reference time, and slope.</summary>
/// <param name="ReferenceTimePicoseconds">Time on A's timeline.</param>
/// <param name="OffsetPicoseconds">tB - tA at that time, whole picoseconds.</param>
/// <param name="Skew">d(tB - tA)/dtA, magnitude at most 1e-3.</param>
public readonly record struct OffsetLine(long ReferenceTimePicoseconds, long OffsetPicoseconds, double Skew)
{
    /// <summary>tB - tA expected for a tag of A, rounded to a picosecond.</summary>
    public long At(long timePicoseconds) =>
        OffsetPicoseconds + (long)Math.Round(Skew * (timePicoseconds - ReferenceTimePicoseconds));

    /// <summary>The same line with another reference time.</summary>
    public OffsetLine MovedTo(long timePicoseconds) => new(timePicoseconds, At(timePicoseconds), Skew);
}

/// <summary>Differences tB - tA of all pairs near a line, relative to the line.</summary>
public sealed class PairDifferences
{
    private double[] residuals = [];
    private double[] times = [];
    private int[] indicesA = [];
    private int[] indicesB = [];

    /// <summary>The line they are relative to.</summary>
    public OffsetLine Line { get; private set; }

    /// <summary>Half width of the window around the line, in picoseconds.</summary>
    public double HalfWindowPicoseconds { get; private set; }

    /// <summary>Number of pairs.</summary>
    public int Count { get; private set; }

    /// <summary>Residuals in picoseconds: tB - tA minus the line.</summary>
    public Span<double> Residuals => residuals.AsSpan(0, Count);

    /// <summary>Times of A's tags relative to the line's reference time, in seconds, ascending.</summary>
    public Span<double> Times => times.AsSpan(0, Count);

    /// <summary>Indices of A's tags, ascending.</summary>
    public Span<int> IndicesA => indicesA.AsSpan(0, Count);

    /// <summary>Indices of B's tags.</summary>
    public Span<int> IndicesB => indicesB.AsSpan(0, Count);

    /// <summary>Collects every pair within the window, inclusive. Buffers are reused between calls.</summary>
    /// <param name="tagsA">Ascending, picoseconds.</param>
    /// <param name="tagsB">Ascending, picoseconds.</param>
    /// <param name="line">Line to collect along.</param>
    /// <param name="halfWindowPicoseconds">Above 0.</param>
    public void Collect(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, OffsetLine line,
        double halfWindowPicoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfWindowPicoseconds);
        Line = line;
        HalfWindowPicoseconds = halfWindowPicoseconds;
        Count = 0;
        if (tagsA.IsEmpty) return;
        // One picosecond early, so that no rounding leaves a tag out.
        long start = line.At(tagsA[0]) + tagsA[0] - (long)Math.Ceiling(Math.Min(halfWindowPicoseconds, 1e18)) - 1;
        int first = FirstAtOrAfter(tagsB, start);
        for (int a = 0; a < tagsA.Length; a++)
        {
            long elapsed = tagsA[a] - line.ReferenceTimePicoseconds;
            double drift = line.Skew * elapsed;
            long expected = tagsA[a] + line.OffsetPicoseconds;
            while (first < tagsB.Length && tagsB[first] - expected - drift < -halfWindowPicoseconds) first++;
            for (int b = first; b < tagsB.Length; b++)
            {
                double residual = tagsB[b] - expected - drift;
                if (residual > halfWindowPicoseconds) break;
                Add(residual, elapsed * 1e-12, a, b);
            }
        }
    }

    /// <summary>Keeps the pairs whose residual, less skew times time, is within the window around a centre.</summary>
    /// <param name="centrePicoseconds">Centre of the kept residuals at time 0.</param>
    /// <param name="picosecondsPerSecond">Slope of the centre.</param>
    /// <param name="halfWidthPicoseconds">Half width kept.</param>
    public void Keep(double centrePicoseconds, double picosecondsPerSecond, double halfWidthPicoseconds)
    {
        int kept = 0;
        for (int index = 0; index < Count; index++)
        {
            double distance = residuals[index] - centrePicoseconds - (picosecondsPerSecond * times[index]);
            if (Math.Abs(distance) > halfWidthPicoseconds) continue;
            residuals[kept] = residuals[index];
            times[kept] = times[index];
            indicesA[kept] = indicesA[index];
            indicesB[kept] = indicesB[index];
            kept++;
        }

        Count = kept;
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> tags, long time)
    {
        int at = tags.BinarySearch(time);
        if (at < 0) return ~at;
        while (at > 0 && tags[at - 1] == time) at--;
        return at;
    }

    private void Add(double residual, double time, int indexA, int indexB)
    {
        if (Count == residuals.Length)
        {
            int capacity = Math.Max(1024, 2 * Count);
            Array.Resize(ref residuals, capacity);
            Array.Resize(ref times, capacity);
            Array.Resize(ref indicesA, capacity);
            Array.Resize(ref indicesB, capacity);
        }

        residuals[Count] = residual;
        times[Count] = time;
        indicesA[Count] = indexA;
        indicesB[Count] = indexB;
        Count++;
    }
}
