using System.Numerics;

namespace Qit.Timing.Stability;

/// <summary>
/// The largest and smallest value of every window, exactly. Level k holds the extremes of the 2^k points from each start
/// on; a longer window is the union of two such, overlapping. Levels are made in place from the one before, so windows
/// must be asked for in growing order: O(N) for each level and O(N) for each window, all of it branch-free, in two arrays
/// however long the window (a monotone queue is O(N) too, but its branches cannot be predicted).
/// </summary>
internal sealed class WindowExtremes
{
    private readonly double[] largest;
    private readonly double[] smallest;
    private int length = 1;

    /// <summary>Starts at windows of one point.</summary>
    /// <param name="x">Values without NaN.</param>
    public WindowExtremes(ReadOnlySpan<double> x)
    {
        largest = x.ToArray();
        smallest = x.ToArray();
    }

    /// <summary>The largest peak-to-peak value in any window, NaN if all are left out.</summary>
    /// <param name="points">Points in a window, at least 1, at most all; not fewer than in the call before.</param>
    /// <param name="missingBefore">Null, or cumulated counts: windows that they grow across are left out.</param>
    /// <param name="countsIntervals">True if the counts are of the intervals between points, not of points.</param>
    /// <param name="leftOut">Number of windows left out.</param>
    public double LargestSpread(
        int points, ReadOnlySpan<int> missingBefore, bool countsIntervals, out int leftOut)
    {
        while (2L * length <= points) DoubleLength();
        int count = largest.Length - points + 1;
        int shift = points - length;
        leftOut = 0;
        if (missingBefore.IsEmpty) return LargestSpread(count, shift);
        int reach = countsIntervals ? points - 1 : points;
        double spread = double.NaN;
        for (int index = 0; index < count; index++)
        {
            if (missingBefore[index + reach] != missingBefore[index])
            {
                leftOut++;
                continue;
            }

            double here = Math.Max(largest[index], largest[index + shift])
                - Math.Min(smallest[index], smallest[index + shift]);
            if (!(here <= spread)) spread = here;
        }

        return spread;
    }

    private void DoubleLength()
    {
        // Each level reads only what lies ahead, so overwriting from the front is safe.
        int count = largest.Length - (2 * length) + 1;
        int width = Vector<double>.Count;
        int index = 0;
        for (; index <= count - width; index += width)
        {
            Vector.Max(new Vector<double>(largest, index), new Vector<double>(largest, index + length))
                .CopyTo(largest, index);
            Vector.Min(new Vector<double>(smallest, index), new Vector<double>(smallest, index + length))
                .CopyTo(smallest, index);
        }

        for (; index < count; index++)
        {
            largest[index] = Math.Max(largest[index], largest[index + length]);
            smallest[index] = Math.Min(smallest[index], smallest[index + length]);
        }

        length *= 2;
    }

    private double LargestSpread(int count, int shift)
    {
        int width = Vector<double>.Count;
        Vector<double> lanes = Vector<double>.Zero;
        int index = 0;
        for (; index <= count - width; index += width)
        {
            Vector<double> top =
                Vector.Max(new Vector<double>(largest, index), new Vector<double>(largest, index + shift));
            Vector<double> bottom =
                Vector.Min(new Vector<double>(smallest, index), new Vector<double>(smallest, index + shift));
            lanes = Vector.Max(lanes, top - bottom);
        }

        double spread = 0;
        for (int lane = 0; lane < width; lane++) spread = Math.Max(spread, lanes[lane]);
        for (; index < count; index++)
        {
            spread = Math.Max(
                spread,
                Math.Max(largest[index], largest[index + shift]) - Math.Min(smallest[index], smallest[index + shift]));
        }

        return spread;
    }
}
