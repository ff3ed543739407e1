using System.Numerics;
using System.Runtime.CompilerServices;

namespace Qit.Timing.Stability;

/// <summary>Sums of squared first, second and third differences: the one hot loop behind most measures. All cases give
/// the same sum but for rounding.</summary>
internal static class DifferenceSums
{
    // 64 kB: with what lies some lags ahead it stays in the second cache.
    private const int Block = 8192;

    /// <summary>The sums over every index of the squared difference of an order, at many lags in one pass: a block of
    /// points serves all lags while it is in the cache, instead of coming from memory for each.</summary>
    /// <param name="x">Phase without NaN.</param>
    /// <param name="order">1, 2 or 3.</param>
    /// <param name="lags">Lags, each at least 1; one whose order-fold is not below the length gets 0.</param>
    public static double[] OfSquares(ReadOnlySpan<double> x, int order, ReadOnlySpan<int> lags)
    {
        var sums = new double[lags.Length];
        for (int from = 0; from < x.Length; from += Block)
        {
            for (int index = 0; index < lags.Length; index++)
            {
                long count = Math.Min(Block, x.Length - from - ((long)order * lags[index]));
                if (count > 0) sums[index] += Contiguous(x[from..], order, lags[index], (int)count);
            }
        }

        return sums;
    }

    /// <summary>The sum over index 0, stride, 2 stride, ... of the squared difference of an order at lag m.</summary>
    /// <param name="x">Phase; a NaN leaves out the differences that it is part of.</param>
    /// <param name="order">1, 2 or 3.</param>
    /// <param name="m">Lag, at least 1; order times m is below the length.</param>
    /// <param name="stride">1 or m.</param>
    /// <param name="missingBefore">Null, or cumulated counts: differences that they grow across are left out.</param>
    /// <param name="hasNaN">True if x may hold NaN.</param>
    /// <param name="terms">Number of differences summed.</param>
    /// <param name="leftOut">Number of differences left out.</param>
    public static double OfSquares(
        ReadOnlySpan<double> x, int order, int m, int stride, ReadOnlySpan<int> missingBefore, bool hasNaN,
        out int terms, out int leftOut)
    {
        int count = x.Length - (order * m);
        leftOut = 0;
        if (missingBefore.IsEmpty && !hasNaN)
        {
            terms = ((count - 1) / stride) + 1;
            if (stride == 1) return Contiguous(x, order, m, count);
            double all = 0;
            for (int index = 0; index < count; index += stride)
            {
                double difference = At(x, order, m, index);
                all += difference * difference;
            }

            return all;
        }

        if (missingBefore.IsEmpty && stride == 1)
        {
            double there = order switch
            {
                1 => LoopOverGaps(x, 1, m, count, out terms),
                2 => LoopOverGaps(x, 2, m, count, out terms),
                _ => LoopOverGaps(x, 3, m, count, out terms),
            };
            leftOut = count - terms;
            return there;
        }

        double sum = 0;
        terms = 0;
        for (int index = 0; index < count; index += stride)
        {
            double difference = At(x, order, m, index);
            bool spansGap = !missingBefore.IsEmpty && missingBefore[index + (order * m)] != missingBefore[index];
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double At(ReadOnlySpan<double> x, int order, int m, int index) => order switch
    {
        1 => x[index + m] - x[index],
        2 => x[index + (2 * m)] - (2 * x[index + m]) + x[index],
        _ => x[index + (3 * m)] - x[index] - (3 * (x[index + (2 * m)] - x[index + m])),
    };

    // Called with a constant, so that each order is compiled to a loop without a choice in it.
    private static double Contiguous(ReadOnlySpan<double> x, int order, int m, int count) => order switch
    {
        1 => Loop(x, 1, m, count),
        2 => Loop(x, 2, m, count),
        _ => Loop(x, 3, m, count),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Loop(ReadOnlySpan<double> x, int order, int m, int count)
    {
        // Two accumulators: one would wait for its own addition.
        int width = Vector<double>.Count;
        Vector<double> even = Vector<double>.Zero;
        Vector<double> odd = Vector<double>.Zero;
        int index = 0;
        for (; index <= count - (2 * width); index += 2 * width)
        {
            Vector<double> first = Lanes(x, order, m, index);
            Vector<double> second = Lanes(x, order, m, index + width);
            even += first * first;
            odd += second * second;
        }

        double sum = Vector.Sum(even + odd);
        for (; index < count; index++)
        {
            double difference = At(x, order, m, index);
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>NaN is the one number that does not equal itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LoopOverGaps(ReadOnlySpan<double> x, int order, int m, int count, out int terms)
    {
        int width = Vector<double>.Count;
        Vector<double> lanes = Vector<double>.Zero;
        Vector<long> there = Vector<long>.Zero;
        int index = 0;
        for (; index <= count - width; index += width)
        {
            Vector<double> difference = Lanes(x, order, m, index);
            Vector<long> isThere = Vector.Equals(difference, difference);
            lanes += Vector.ConditionalSelect(isThere, difference * difference, Vector<double>.Zero);
            // A lane that holds is all ones, which is -1.
            there -= isThere;
        }

        double sum = Vector.Sum(lanes);
        terms = (int)Vector.Sum(there);
        for (; index < count; index++)
        {
            double difference = At(x, order, m, index);
            if (double.IsNaN(difference)) continue;
            sum += difference * difference;
            terms++;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Lanes(ReadOnlySpan<double> x, int order, int m, int index) => order switch
    {
        1 => Load(x, index + m) - Load(x, index),
        2 => Load(x, index + (2 * m)) - (2 * Load(x, index + m)) + Load(x, index),
        _ => Load(x, index + (3 * m)) - Load(x, index) - (3 * (Load(x, index + (2 * m)) - Load(x, index + m))),
    };

    private static Vector<double> Load(ReadOnlySpan<double> x, int index) => new(x[index..]);
}
