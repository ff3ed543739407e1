using Qit.Timing.Stability;

namespace Qit.Benchmarks.Timing;

/// <summary>The measures written down plainly for phase at 1 s without gaps: one loop over the definition; for MDEV the
/// difference of running sums of the phase, for MTIE a monotone queue for each end, as textbooks do. Each is O(N) per
/// tau, but for the mirrored windows and Theo1, which are O(N m).</summary>
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
        StabilityMeasure.MaximumTimeIntervalError => LargestSpread(x, m),
        StabilityMeasure.ModifiedTotal => Math.Sqrt(Mirrored(x, m) / 2) / m,
        StabilityMeasure.HadamardTotal when m == 1 => Third(x, 1, 1),
        StabilityMeasure.HadamardTotal => Math.Sqrt(Mirrored(Steps(x), m) / 6),
        StabilityMeasure.Theo1 => Theo1(x, m),
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "no such measure"),
    };

    private static double[] Steps(double[] x) => [.. x.Skip(1).Zip(x, (next, here) => next - here)];

    private static double Mirrored(double[] z, int m)
    {
        int window = 3 * m;
        int half = window / 2;
        var y = new double[3 * window];
        double total = 0;
        for (int start = 0; start + window <= z.Length; start++)
        {
            double first = 0;
            double last = 0;
            for (int i = 0; i < half; i++)
            {
                first += z[start + i];
                last += z[start + window - 1 - i];
            }

            double slope = (last - first) / half / (window - half);
            for (int i = 0; i < window; i++)
            {
                double level = z[start + i] - (slope * i);
                y[window + i] = level;
                y[window - 1 - i] = level;
                y[(3 * window) - 1 - i] = level;
            }

            // Means over m are carried from place to place.
            double a = 0;
            double b = 0;
            double c = 0;
            for (int i = 0; i < m; i++)
            {
                a += y[i];
                b += y[i + m];
                c += y[i + (2 * m)];
            }

            for (int place = 0; place < 6 * m; place++)
            {
                double d = (c - (2 * b) + a) / m;
                total += d * d;
                a += y[place + m] - y[place];
                b += y[place + (2 * m)] - y[place + m];
                if (place + window < y.Length) c += y[place + window] - y[place + (2 * m)];
            }
        }

        return total / (6.0 * m) / (z.Length - window + 1);
    }

    private static double Theo1(double[] x, int m)
    {
        double sum = 0;
        for (int i = 0; i + m < x.Length; i++)
        {
            for (int d = 0; d < m / 2; d++)
            {
                double term = x[i] - x[i + (m / 2) - d] + x[i + m] - x[i + (m / 2) + d];
                sum += term * term / ((m / 2) - d);
            }
        }

        return Math.Sqrt(sum / (x.Length - m) / 0.75) / m;
    }

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
