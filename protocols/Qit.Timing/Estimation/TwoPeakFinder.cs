namespace Qit.Timing.Estimation;

/// <summary>Proposes where two peaks of a histogram may be, at several smoothing widths; the likelihood decides among
/// them.</summary>
internal static class TwoPeakFinder
{
    /// <summary>Starting parameters for <see cref="TwoPeakModel"/>, one set a smoothing width that shows two separate
    /// maxima.</summary>
    public static IEnumerable<double[]> Starts(IReadOnlyList<long> counts)
    {
        double floor = Math.Max(FloorOf(counts), 0.5 / counts.Count);
        for (int width = 1; width <= counts.Count / 8; width *= 2)
        {
            long[] sums = SlidingSums(counts, width);
            int first = Largest(sums, 0, sums.Length);
            int second = SecondPeak(sums, first, width);
            if (second < 0) continue;
            double pairs1 = Math.Max(1, sums[first] - (floor * width));
            double pairs2 = Math.Max(1, sums[second] - (floor * width));
            double shift = (width - 1) / 2.0;
            double sigma = Math.Log(Math.Max(0.5, width / 2.0));
            yield return [first + shift, second + shift, sigma, sigma, Math.Log(2 * pairs1), Math.Log(2 * pairs2),
                Math.Log(floor), 0, 0];
        }
    }

    /// <summary>Median of the means of 64 parts: two peaks spoil few of them.</summary>
    private static double FloorOf(IReadOnlyList<long> counts)
    {
        int parts = Math.Min(64, counts.Count / 4);
        double[] means = new double[parts];
        for (int part = 0; part < parts; part++)
        {
            int from = (int)((long)counts.Count * part / parts);
            int to = (int)((long)counts.Count * (part + 1) / parts);
            for (int bin = from; bin < to; bin++) means[part] += counts[bin];
            means[part] /= to - from;
        }

        Array.Sort(means);
        return means[parts / 2];
    }

    private static long[] SlidingSums(IReadOnlyList<long> counts, int width)
    {
        long[] sums = new long[counts.Count - width + 1];
        long sum = 0;
        for (int bin = 0; bin < counts.Count; bin++)
        {
            sum += counts[bin];
            if (bin >= width) sum -= counts[bin - width];
            if (bin >= width - 1) sums[bin - width + 1] = sum;
        }

        return sums;
    }

    private static int Largest(long[] sums, int from, int to)
    {
        int best = from;
        for (int at = from; at < to; at++)
        {
            if (sums[at] > sums[best]) best = at;
        }

        return best;
    }

    /// <summary>Highest place that is separated from the first peak by a valley of less than half its height.</summary>
    private static int SecondPeak(long[] sums, int first, int width)
    {
        int best = -1;
        for (int direction = -1; direction <= 1; direction += 2)
        {
            long valley = sums[first];
            for (int at = first + direction; at >= 0 && at < sums.Length; at += direction)
            {
                valley = Math.Min(valley, sums[at]);
                bool apart = Math.Abs(at - first) > width && 2 * valley < sums[at];
                if (apart && (best < 0 || sums[at] > sums[best])) best = at;
            }
        }

        return best;
    }
}
