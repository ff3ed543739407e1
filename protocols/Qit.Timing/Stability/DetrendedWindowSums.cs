using System.Numerics;

namespace Qit.Timing.Stability;

/// <summary>
/// The sum behind the modified and the Hadamard total variance (NIST SP 1065, sections 5.12 and 5.13): every window of 3 m
/// values loses its line (slope from the means of its halves), is continued by its mirror image at both ends, and gives the
/// squared second differences of neighbouring means over m values at all 6 m places of one period.
/// A mean over m values is a difference of running sums P at lag m, so m times that second difference is the third
/// difference of P at lag m; a mirrored series of mean 0 makes P odd about both ends of the window, so half of the places
/// suffice. That is 3 m differences a window in a loop without branches, in memory in proportion to m and a block.
/// </summary>
internal sealed class DetrendedWindowSums
{
    private const int FewestWindowsInBlock = 4096;

    private readonly double[] values;

    /// <summary>Takes the series.</summary>
    /// <param name="series">Phase for MTOT, frequency for HTOT; without NaN.</param>
    public DetrendedWindowSums(ReadOnlySpan<double> series)
    {
        // The line through the ends is no part of the answer, but digits would be lost to it.
        values = series.ToArray();
        if (values.Length < 2) return;
        double first = values[0];
        double slope = (values[^1] - first) / (values.Length - 1);
        for (int index = 0; index < values.Length; index++) values[index] -= first + (slope * index);
    }

    /// <summary>The sum over every window, of the mean over its 6 m places, of the squared second difference.</summary>
    /// <param name="m">Averaging factor; 3 m is at most the length.</param>
    /// <param name="missingBefore">Null, or cumulated counts: windows that they grow across are left out.</param>
    /// <param name="reach">Entries of the counts that a window spans.</param>
    /// <param name="terms">Number of windows summed.</param>
    /// <param name="leftOut">Number of windows left out.</param>
    public double OfSquares(int m, ReadOnlySpan<int> missingBefore, int reach, out int terms, out int leftOut)
    {
        int window = 3 * m;
        int count = values.Length - window + 1;
        int block = Math.Max(FewestWindowsInBlock, window);
        var sums = new double[Math.Min(count, block) + window];
        int mirrored = window / 2;
        var odd = new double[window + 1 + (2 * mirrored)];
        double total = 0;
        leftOut = 0;
        for (int from = 0; from < count; from += block)
        {
            // Running sums start anew in every block, so that they stay small beside what is looked for.
            int to = Math.Min(count, from + block);
            for (int index = 1; index < to - from + window; index++)
                sums[index] = sums[index - 1] + (values[from + index - 1] - values[from]);
            for (int start = from; start < to; start++)
            {
                if (!missingBefore.IsEmpty && missingBefore[start + reach] != missingBefore[start])
                {
                    leftOut++;
                    continue;
                }

                total += OfWindow(sums.AsSpan(start - from, window + 1), odd, m, mirrored);
            }
        }

        terms = count - leftOut;
        return total / (6.0 * m) / ((double)m * m);
    }

    private static double OfWindow(ReadOnlySpan<double> sums, Span<double> odd, int m, int mirrored)
    {
        int window = 3 * m;
        int half = window / 2;
        double slope = ((sums[window] - sums[window - half]) - (sums[half] - sums[0])) / half / (window - half);
        Detrend(sums, odd.Slice(mirrored, window + 1), slope);
        Reflect(odd.Slice(mirrored + 1, mirrored), odd[..mirrored]);
        Reflect(odd.Slice(window, mirrored), odd[(mirrored + window + 1)..]);
        double sum = DifferenceSums.OfSquares(odd, 3, m, 1, [], false, out int places, out _);
        if (m % 2 == 1) return 2 * sum;

        // With m even the first and the last place are their own mirror images and count once.
        double first = ThirdDifference(odd, 0, m);
        double last = ThirdDifference(odd, places - 1, m);
        return (2 * sum) - (first * first) - (last * last);
    }

    /// <summary>Running sums of the window without its mean and its line: subtracting c + s i from value i subtracts
    /// c j + s j (j - 1) / 2 from the sum of the first j, with c such that the last sum is 0.</summary>
    private static void Detrend(ReadOnlySpan<double> sums, Span<double> target, double slope)
    {
        int last = sums.Length - 1;
        double offset = sums[0];
        double mean = (sums[last] - offset) / last;
        double curve = slope / 2;
        int width = Vector<double>.Count;
        int index = 0;
        var place = new Vector<double>(PlaceOfLane);
        for (; index <= last + 1 - width; index += width)
        {
            // c j + s j (j - 1) / 2 with that c is j (mean + s (j - last) / 2).
            Vector<double> line = new Vector<double>(mean) + ((place - new Vector<double>(last)) * curve);
            (new Vector<double>(sums[index..]) - new Vector<double>(offset) - (place * line)).CopyTo(target[index..]);
            place += new Vector<double>(width);
        }

        for (; index <= last; index++) target[index] = sums[index] - offset - (index * (mean + ((index - last) * curve)));
    }

    private static void Reflect(ReadOnlySpan<double> source, Span<double> target)
    {
        source.CopyTo(target);
        target.Reverse();
        int width = Vector<double>.Count;
        int index = 0;
        for (; index <= target.Length - width; index += width)
            (-new Vector<double>(target[index..])).CopyTo(target[index..]);
        for (; index < target.Length; index++) target[index] = -target[index];
    }

    private static double ThirdDifference(ReadOnlySpan<double> x, int index, int m) =>
        x[index + (3 * m)] - x[index] - (3 * (x[index + (2 * m)] - x[index + m]));

    private static readonly double[] PlaceOfLane = [.. Enumerable.Range(0, Vector<double>.Count).Select(lane => (double)lane)];
}
