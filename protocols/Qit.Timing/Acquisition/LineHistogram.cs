// Pairs near a line as a picture: time segments down, difference from the line across. A line of another slope is a slanted
// row through the picture, so all slopes are tried on the picture, not on the pairs.
using System.Runtime.InteropServices;

namespace Qit.Timing.Acquisition;

/// <summary>The fullest cell of one width.</summary>
/// <param name="Pairs">Pairs in it.</param>
/// <param name="Centre">Its middle in picoseconds relative to the line, at the middle of the span.</param>
/// <param name="Drift">Its drift from the middle of the span to its end relative to the line, in picoseconds.</param>
internal readonly record struct FullestCell(int Pairs, double Centre, double Drift);

/// <summary>Pairs near a line, by time and difference.</summary>
internal sealed class LineHistogram
{
    /// <summary>Most bins across, drift included.</summary>
    public const int MostBins = 1 << 14;

    private const int MostSegments = 96;
    private readonly int[] sums = new int[MostBins + 1];
    private int[] counts = [];
    private double[] residuals = [];
    private double[] times = [];
    private int pairs;
    private TrialLine line;
    private int segments;
    private int central; // bins that a line may pass at the middle of the span
    private int drift; // bins that it may drift by from there to the end
    private double bin;

    /// <summary>Cells of one bin that were tried: places times slopes.</summary>
    public double Cells => central * ((2.0 * drift) + 1);

    /// <summary>Lists the pairs near a line.</summary>
    /// <param name="a">Tags of the span.</param>
    /// <param name="b">All tags of B.</param>
    /// <param name="middle">Line; its reference time is the middle of the span.</param>
    /// <param name="reach">Distance from the line that is kept, drift included.</param>
    public void Gather(ReadOnlySpan<long> a, ReadOnlySpan<long> b, TrialLine middle, double reach)
    {
        line = middle;
        pairs = 0;
        if (a.IsEmpty) return;
        int first = PeakAcquisition.LowerBound(b, a[0] + (long)(line.At(a[0]) - reach));
        foreach (long tag in a)
        {
            double elapsed = tag - line.Reference;
            double start = line.Offset + (line.Skew * elapsed) - reach;
            while (first < b.Length && b[first] - tag < start) first++;
            for (int at = first; at < b.Length; at++)
            {
                double distance = b[at] - tag - start;
                if (distance >= 2 * reach) break;
                if (pairs == residuals.Length) Grow();
                residuals[pairs] = distance - reach;
                times[pairs++] = elapsed;
            }
        }
    }

    /// <summary>Arranges the pairs around a line near the one they were gathered on.</summary>
    /// <param name="around">Line, of the same reference time.</param>
    /// <param name="halfWindow">Distance from the line at the middle of the span that is searched.</param>
    /// <param name="largestDrift">Drift, from the middle of the span to its end, that is searched; either sign.</param>
    /// <param name="halfSpan">From the middle of the span to its end.</param>
    /// <param name="binPicoseconds">Width of a bin.</param>
    public void Arrange(
        TrialLine around, double halfWindow, double largestDrift, double halfSpan, double binPicoseconds)
    {
        bin = binPicoseconds;
        drift = (int)Math.Ceiling(largestDrift / bin);
        central = Math.Max(2, (int)Math.Ceiling(2 * halfWindow / bin));
        segments = Math.Clamp(2 * drift, 1, MostSegments);
        int width = central + (2 * drift);
        if (width > MostBins) throw new InvalidOperationException($"{width} bins are more than {MostBins}");
        if (counts.Length < segments * width) counts = new int[segments * width];
        Array.Clear(counts, 0, segments * width);
        double inverse = 1 / bin;
        double perTime = segments / (2 * halfSpan);
        double start = (width * bin / 2) - (around.Offset - line.Offset);
        double slope = around.Skew - line.Skew;
        for (int index = 0; index < pairs; index++)
        {
            double elapsed = times[index];
            double position = (residuals[index] + start - (slope * elapsed)) * inverse;
            if (!(position >= 0 && position < width)) continue;
            int segment = Math.Clamp((int)((elapsed + halfSpan) * perTime), 0, segments - 1);
            counts[(segment * width) + (int)position]++;
        }
    }

    private void Grow()
    {
        int capacity = Math.Max(4096, 2 * pairs);
        Array.Resize(ref residuals, capacity);
        Array.Resize(ref times, capacity);
    }

    /// <summary>Pairs by difference when no drift was asked for, from half a window below the line to half a window above.
    /// </summary>
    public ReadOnlySpan<int> Profile => counts.AsSpan(0, central);

    /// <summary>Finds, for every width of 1, 2, 4, ... bins, the fullest cell over all places and slopes.</summary>
    /// <param name="best">One cell for each width; as many as are asked for.</param>
    public void FindFullest(Span<FullestCell> best)
    {
        best.Clear();
        int width = central + (2 * drift);
        for (int trial = -drift; trial <= drift; trial++)
        {
            Span<int> row = sums.AsSpan(1, central);
            row.Clear();
            for (int segment = 0; segment < segments; segment++)
            {
                double position = (((2 * segment) + 1.0) / segments) - 1;
                int shift = drift + (int)Math.Round(trial * position);
                Add(counts.AsSpan((segment * width) + shift, central), row);
            }

            for (int index = 1; index < central; index++) row[index] += row[index - 1];
            for (int level = 0, box = 1; level < best.Length && box <= central; level++, box *= 2)
            {
                int most = best[level].Pairs;
                int place = -1;
                for (int at = 0; at <= central - box; at++)
                {
                    int pairs = sums[at + box] - sums[at];
                    if (pairs <= most) continue;
                    most = pairs;
                    place = at;
                }

                if (place >= 0)
                    best[level] = new FullestCell(most, (place + (box / 2.0) - (central / 2.0)) * bin, trial * bin);
            }
        }
    }

    private static void Add(ReadOnlySpan<int> from, Span<int> to)
    {
        Span<System.Numerics.Vector<int>> wide = MemoryMarshal.Cast<int, System.Numerics.Vector<int>>(to);
        ReadOnlySpan<System.Numerics.Vector<int>> wideFrom = MemoryMarshal.Cast<int, System.Numerics.Vector<int>>(from);
        for (int index = 0; index < wide.Length; index++) wide[index] += wideFrom[index];
        for (int index = wide.Length * System.Numerics.Vector<int>.Count; index < to.Length; index++) to[index] += from[index];
    }
}

/// <summary>A line that the difference tB - tA may follow.</summary>
/// <param name="Reference">Time on A's timeline, picoseconds.</param>
/// <param name="Offset">tB - tA there, picoseconds.</param>
/// <param name="Skew">d(tB - tA)/dtA.</param>
internal readonly record struct TrialLine(long Reference, double Offset, double Skew)
{
    /// <summary>tB - tA at a time.</summary>
    public double At(long time) => Offset + (Skew * (time - Reference));

    /// <summary>The same line with another reference time.</summary>
    public TrialLine MovedTo(long time) => new(time, At(time), Skew);
}
