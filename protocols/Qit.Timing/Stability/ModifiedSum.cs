namespace Qit.Timing.Stability;

/// <summary>
/// MDEV's sum in O(N) per tau: the second difference of neighbouring means changes from one start to the next by a third
/// difference of x over m, so it is carried along instead of summed anew. It is summed anew every so often, so that
/// rounding cannot build up over long data; this costs at most as much again.
/// </summary>
internal static class ModifiedSum
{
    private const int FewestStepsBetweenFreshSums = 4096;

    /// <summary>The sum over every start of the squared (m times the second difference of means over m points).</summary>
    /// <param name="x">Phase without NaN; at least 3 m points.</param>
    /// <param name="m">Averaging factor.</param>
    /// <param name="missingBefore">Null, or cumulated counts: starts whose 3 m points they grow across are left
    /// out.</param>
    /// <param name="countsIntervals">True if the counts are of the intervals between points, not of points.</param>
    /// <param name="terms">Number of starts summed.</param>
    /// <param name="leftOut">Number of starts left out.</param>
    public static double OfSquares(
        ReadOnlySpan<double> x, int m, ReadOnlySpan<int> missingBefore, bool countsIntervals, out int terms,
        out int leftOut)
    {
        int count = x.Length - (3 * m) + 1;
        int fresh = Math.Max(FewestStepsBetweenFreshSums, m);
        int reach = countsIntervals ? (3 * m) - 1 : 3 * m;
        double total = 0;
        leftOut = 0;
        for (int from = 0; from < count; from += fresh)
        {
            int to = Math.Min(count, from + fresh);
            double sum = 0;
            for (int index = from; index < from + m; index++)
                sum += x[index + (2 * m)] - (2 * x[index + m]) + x[index];
            ReadOnlySpan<double> first = x[from..];
            ReadOnlySpan<double> second = x[(from + m)..];
            ReadOnlySpan<double> third = x[(from + (2 * m))..];
            ReadOnlySpan<double> fourth = x[Math.Min(x.Length, from + (3 * m))..];
            if (missingBefore.IsEmpty)
            {
                // The last start has no next one, and x no point for it.
                int steps = to - from - 1;
                for (int index = 0; index < steps; index++)
                {
                    total += sum * sum;
                    sum += fourth[index] - first[index] - (3 * (third[index] - second[index]));
                }

                total += sum * sum;
                continue;
            }

            for (int index = from; index < to; index++)
            {
                if (missingBefore[index + reach] != missingBefore[index]) leftOut++;
                else total += sum * sum;
                int step = index - from;
                if (index + 1 < to) sum += fourth[step] - first[step] - (3 * (third[step] - second[step]));
            }
        }

        terms = count - leftOut;
        return total;
    }
}
