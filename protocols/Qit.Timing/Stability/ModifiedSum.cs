using System.Numerics;
using System.Runtime.CompilerServices;

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
        double total = 0;
        leftOut = 0;
        if (missingBefore.IsEmpty)
        {
            int from = 0;
            for (; from <= count - (4 * fresh); from += 4 * fresh) total += FourStretches(x, m, from, fresh);
            for (; from < count; from += fresh) total += Stretch(x, m, from, Math.Min(count, from + fresh) - from);
            terms = count;
            return total;
        }

        int reach = countsIntervals ? (3 * m) - 1 : 3 * m;
        for (int from = 0; from < count; from += fresh)
        {
            int to = Math.Min(count, from + fresh);
            double sum = FreshSum(x, m, from);
            for (int index = from; index < to; index++)
            {
                if (missingBefore[index + reach] != missingBefore[index]) leftOut++;
                else total += sum * sum;
                if (index + 1 < to) sum += Change(x, m, index);
            }
        }

        terms = count - leftOut;
        return total;
    }

    private static double Stretch(ReadOnlySpan<double> x, int m, int from, int count)
    {
        double sum = FreshSum(x, m, from);
        double total = sum * sum;
        for (int index = from; index < from + count - 1; index++)
        {
            sum += Change(x, m, index);
            total += sum * sum;
        }

        return total;
    }

    /// <summary>Four neighbouring stretches side by side: one would wait for its own additions.</summary>
    private static double FourStretches(ReadOnlySpan<double> x, int m, int from, int count)
    {
        double a = FreshSum(x, m, from);
        double b = FreshSum(x, m, from + count);
        double c = FreshSum(x, m, from + (2 * count));
        double d = FreshSum(x, m, from + (3 * count));
        double first = a * a;
        double second = b * b;
        double third = c * c;
        double fourth = d * d;
        int reach = count - 1 + (3 * m);
        ReadOnlySpan<double> xa = x.Slice(from, reach);
        ReadOnlySpan<double> xb = x.Slice(from + count, reach);
        ReadOnlySpan<double> xc = x.Slice(from + (2 * count), reach);
        ReadOnlySpan<double> xd = x.Slice(from + (3 * count), reach);
        for (int index = 0; index < count - 1; index++)
        {
            a += Change(xa, m, index);
            b += Change(xb, m, index);
            c += Change(xc, m, index);
            d += Change(xd, m, index);
            first += a * a;
            second += b * b;
            third += c * c;
            fourth += d * d;
        }

        return first + second + (third + fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Change(ReadOnlySpan<double> x, int m, int index) =>
        x[index + (3 * m)] - x[index] - (3 * (x[index + (2 * m)] - x[index + m]));

    private static double FreshSum(ReadOnlySpan<double> x, int m, int from)
    {
        ReadOnlySpan<double> first = x.Slice(from, m);
        ReadOnlySpan<double> second = x.Slice(from + m, m);
        ReadOnlySpan<double> third = x.Slice(from + (2 * m), m);
        int width = Vector<double>.Count;
        Vector<double> lanes = Vector<double>.Zero;
        int index = 0;
        for (; index <= m - width; index += width)
        {
            Vector<double> middle = new(second[index..]);
            lanes += (new Vector<double>(third[index..]) - middle) - (middle - new Vector<double>(first[index..]));
        }

        double sum = Vector.Sum(lanes);
        for (; index < m; index++) sum += third[index] - second[index] - (second[index] - first[index]);
        return sum;
    }
}
