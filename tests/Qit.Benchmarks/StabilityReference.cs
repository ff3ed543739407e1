using Qit.Timing.Stability;

namespace Qit.Benchmarks;

/// <summary>The measures written down plainly for phase at 1 s without gaps: one loop over the definition; for MDEV the
/// difference of running sums of the phase, for MTIE a monotone queue for each end, as textbooks do. Each is O(N) per
/// tau.</summary>
internal static class StabilityReference
{
    public static double[] Compute(StabilityMeasure measure, double[] phase, int[] multiples) =>
        [.. multiples.Select(m => Compute(measure, phase, m))];

    private static double Compute(StabilityMeasure measure, double[] x, int m) => measure switch
    {
        StabilityMeasure.Allan => Second(x, m, m),
        StabilityMeasure.OverlappingAllan => Second(x, m, 1),
        StabilityMeasure.ModifiedAllan => Modified(x, m),
        StabilityMeasure.Time => Modified(x, m) * m / Math.Sqrt(3),
        StabilityMeasure.Hadamard => Third(x, m, m),
        StabilityMeasure.OverlappingHadamard => Third(x, m, 1),
        StabilityMeasure.Total => Total(x, m),
        StabilityMeasure.TimeIntervalErrorRms => First(x, m),
        _ => LargestSpread(x, m),
    };

    private static double First(double[] x, int m)
    {
        double sum = 0;
        for (int i = 0; i + m < x.Length; i++) sum += (x[i + m] - x[i]) * (x[i + m] - x[i]);
        return Math.Sqrt(sum / (x.Length - m));
    }

    private static double Second(double[] x, int m, int stride)
    {
        double sum = 0;
        int terms = 0;
        for (int i = 0; i + (2 * m) < x.Length; i += stride)
        {
            double d = x[i + (2 * m)] - (2 * x[i + m]) + x[i];
            sum += d * d;
            terms++;
        }

        return Math.Sqrt(sum / (2.0 * terms)) / m;
    }

    private static double Third(double[] x, int m, int stride)
    {
        double sum = 0;
        int terms = 0;
        for (int i = 0; i + (3 * m) < x.Length; i += stride)
        {
            double d = x[i + (3 * m)] - (3 * x[i + (2 * m)]) + (3 * x[i + m]) - x[i];
            sum += d * d;
            terms++;
        }

        return Math.Sqrt(sum / (6.0 * terms)) / m;
    }

    private static double Modified(double[] x, int m)
    {
        var sums = new double[x.Length + 1];
        for (int i = 0; i < x.Length; i++) sums[i + 1] = sums[i] + x[i];
        double sum = 0;
        int terms = 0;
        for (int i = 0; i + (3 * m) < sums.Length; i++)
        {
            double d = sums[i + (3 * m)] - (3 * sums[i + (2 * m)]) + (3 * sums[i + m]) - sums[i];
            sum += d * d;
            terms++;
        }

        return Math.Sqrt(sum / (2.0 * terms)) / m / m;
    }

    private static double Total(double[] x, int m)
    {
        int last = x.Length - 1;
        double sum = 0;
        for (int i = 1; i < last; i++)
        {
            double before = i - m >= 0 ? x[i - m] : (2 * x[0]) - x[m - i];
            double after = i + m <= last ? x[i + m] : (2 * x[last]) - x[(2 * last) - i - m];
            double d = before - (2 * x[i]) + after;
            sum += d * d;
        }

        return Math.Sqrt(sum / (2.0 * (x.Length - 2))) / m;
    }

    private static double LargestSpread(double[] x, int m)
    {
        var highs = new int[x.Length];
        var lows = new int[x.Length];
        int highFrom = 0;
        int highTo = 0;
        int lowFrom = 0;
        int lowTo = 0;
        double spread = 0;
        for (int i = 0; i < x.Length; i++)
        {
            while (highTo > highFrom && x[highs[highTo - 1]] <= x[i]) highTo--;
            highs[highTo++] = i;
            while (lowTo > lowFrom && x[lows[lowTo - 1]] >= x[i]) lowTo--;
            lows[lowTo++] = i;
            if (highs[highFrom] < i - m) highFrom++;
            if (lows[lowFrom] < i - m) lowFrom++;
            if (i >= m) spread = Math.Max(spread, x[highs[highFrom]] - x[lows[lowFrom]]);
        }

        return spread;
    }
}
