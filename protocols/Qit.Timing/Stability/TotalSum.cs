namespace Qit.Timing.Stability;

/// <summary>TOTDEV's sum: second differences about every point but the first and the last, of phase continued beyond both
/// ends by point reflection (NIST SP 1065, section 5.11): x[-j] = 2 x[0] - x[j], x[N-1+j] = 2 x[N-1] - x[N-1-j].</summary>
internal static class TotalSum
{
    /// <summary>The sum of the squared second differences at lag m.</summary>
    /// <param name="x">Phase, at least 3 points; a NaN leaves out the differences that it is part of.</param>
    /// <param name="m">Lag, at least 1, below the length.</param>
    /// <param name="missingBefore">Null, or cumulated counts: differences that they grow across are left out.</param>
    /// <param name="hasNaN">True if x may hold NaN.</param>
    /// <param name="terms">Number of differences summed.</param>
    /// <param name="leftOut">Number of differences left out.</param>
    public static double OfSquares(
        ReadOnlySpan<double> x, int m, ReadOnlySpan<int> missingBefore, bool hasNaN, out int terms, out int leftOut)
    {
        int last = x.Length - 1;
        // Centres from m to last - m need no reflection.
        int inner = Math.Max(0, last - (2 * m) + 1);
        terms = 0;
        leftOut = 0;
        double sum = inner == 0 ? 0 : DifferenceSums.OfSquares(x, 2, m, 1, missingBefore, hasNaN, out terms, out leftOut);
        int leftEnd = inner == 0 ? last : m;
        int rightStart = inner == 0 ? last : last - m + 1;
        return sum + Edge(x, m, 1, leftEnd, missingBefore, ref terms, ref leftOut)
            + Edge(x, m, rightStart, last, missingBefore, ref terms, ref leftOut);
    }

    private static double Edge(
        ReadOnlySpan<double> x, int m, int from, int to, ReadOnlySpan<int> missingBefore, ref int terms, ref int leftOut)
    {
        int last = x.Length - 1;
        double sum = 0;
        for (int centre = from; centre < to; centre++)
        {
            double before = centre < m ? (2 * x[0]) - x[m - centre] : x[centre - m];
            double after = centre + m > last ? (2 * x[last]) - x[(2 * last) - centre - m] : x[centre + m];
            double difference = before - (2 * x[centre]) + after;
            // The reflected part of a term is made from frequencies that its other part spans already, so that a gap
            // counts once, where it is.
            bool spansGap = !missingBefore.IsEmpty
                && missingBefore[Math.Min(last, centre + m)] != missingBefore[Math.Max(0, centre - m)];
            if (spansGap || double.IsNaN(difference))
            {
                leftOut++;
                continue;
            }

            sum += difference * difference;
            terms++;
        }

        return sum;
    }
}
