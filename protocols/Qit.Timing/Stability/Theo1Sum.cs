using System.Numerics;

namespace Qit.Timing.Stability;

/// <summary>
/// Theo1 (Howe and Tasset 2003; NIST SP 1065, section 5.15): for an even averaging factor m, the mean over i of
/// sum over d from 0 to m/2 - 1 of (x[i] - x[i+m/2-d] + x[i+m] - x[i+m/2+d])^2 / (m/2 - d). There are m (N - m) / 2 terms
/// to a tau; they are summed for one d at a time over stretches of i that stay in the cache.
/// </summary>
internal static class Theo1Sum
{
    private const int Stretch = 2048;

    /// <summary>Fewer points in a stride make an estimate that is not Theo1's (SP 1065 asks for m of at least 10).</summary>
    public const int SmallestFactor = 10;

    /// <summary>The mean over i of the sum over d. With gaps, each d has its own mean over the terms that are whole, which
    /// leaves the expectation as it is; NaN where some d has none.</summary>
    /// <param name="x">Phase; a NaN leaves out the terms that it is part of.</param>
    /// <param name="m">Averaging factor, even, at least 10, below the length.</param>
    /// <param name="missingBefore">Null, or cumulated counts: terms are left out whose two differences they grow
    /// across.</param>
    /// <param name="hasNaN">True if x may hold NaN.</param>
    /// <param name="terms">Number of terms summed.</param>
    /// <param name="leftOut">Number of terms left out.</param>
    public static double Mean(
        ReadOnlySpan<double> x, int m, ReadOnlySpan<int> missingBefore, bool hasNaN, out long terms, out long leftOut)
    {
        int half = m / 2;
        int count = x.Length - m;
        var sums = new double[half];
        var whole = new int[half];
        bool hasGaps = hasNaN || !missingBefore.IsEmpty;
        for (int from = 0; from < count; from += Stretch)
        {
            int length = Math.Min(Stretch, count - from);
            for (int d = 0; d < half; d++)
            {
                if (hasGaps)
                {
                    sums[d] += WithGaps(x, from, length, m, d, missingBefore, out int here);
                    whole[d] += here;
                    continue;
                }

                sums[d] += Contiguous(
                    x.Slice(from, length), x.Slice(from + half - d, length), x.Slice(from + m, length),
                    x.Slice(from + half + d, length));
                whole[d] += length;
            }
        }

        double mean = 0;
        terms = 0;
        for (int d = 0; d < half; d++)
        {
            mean += sums[d] / whole[d] / (half - d);
            terms += whole[d];
        }

        leftOut = ((long)count * half) - terms;
        return mean;
    }

    private static double Contiguous(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> last, ReadOnlySpan<double> third)
    {
        int width = Vector<double>.Count;
        Vector<double> even = Vector<double>.Zero;
        Vector<double> odd = Vector<double>.Zero;
        int index = 0;
        for (; index <= first.Length - (2 * width); index += 2 * width)
        {
            Vector<double> a = new Vector<double>(first[index..]) - new Vector<double>(second[index..])
                + (new Vector<double>(last[index..]) - new Vector<double>(third[index..]));
            int next = index + width;
            Vector<double> b = new Vector<double>(first[next..]) - new Vector<double>(second[next..])
                + (new Vector<double>(last[next..]) - new Vector<double>(third[next..]));
            even += a * a;
            odd += b * b;
        }

        double sum = Vector.Sum(even + odd);
        for (; index < first.Length; index++)
        {
            double term = first[index] - second[index] + (last[index] - third[index]);
            sum += term * term;
        }

        return sum;
    }

    private static double WithGaps(
        ReadOnlySpan<double> x, int from, int length, int m, int d, ReadOnlySpan<int> missingBefore, out int whole)
    {
        int half = m / 2;
        double sum = 0;
        whole = 0;
        for (int i = from; i < from + length; i++)
        {
            bool spansGap = !missingBefore.IsEmpty
                && (missingBefore[i + half - d] != missingBefore[i] || missingBefore[i + m] != missingBefore[i + half + d]);
            double term = x[i] - x[i + half - d] + (x[i + m] - x[i + half + d]);
            if (spansGap || double.IsNaN(term)) continue;
            sum += term * term;
            whole++;
        }

        return sum;
    }
}
