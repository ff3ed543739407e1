using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

/// <summary>MTOT, HTOT and Theo1 written down as they are printed in NIST SP 1065, window by window and point by
/// point.</summary>
internal static class PlainTotals
{
    public static StabilityPoint Compute(
        double[] measured, double interval, bool frequency, StabilityMeasure measure, int m)
    {
        double[] x = Phase(measured, interval, frequency);
        double tau = m * interval;
        switch (measure)
        {
            case StabilityMeasure.Theo1:
                return Theo1(x, measured, frequency, m, interval);
            case StabilityMeasure.HadamardTotal:
                if (m == 1)
                {
                    return PlainStability.Compute(
                        measured, interval, frequency, StabilityMeasure.OverlappingHadamard, 1);
                }

                double[] y = frequency ? measured
                    : [.. x.Skip(1).Select((value, index) => (value - x[index]) / interval)];
                (double ySum, int yTerms, int yLost) = Windows(y, m, index => double.IsNaN(y[index]), 3 * m);
                return new StabilityPoint(m, tau, Math.Sqrt(ySum / yTerms / 6), yTerms, yLost);
            default:
                (double sum, int terms, int lost) = Windows(
                    x, m, index => double.IsNaN(measured[index]), frequency ? (3 * m) - 1 : 3 * m);
                double rms = Math.Sqrt(sum / terms);
                double value = measure == StabilityMeasure.TimeTotal ? rms / Math.Sqrt(6) : rms / Math.Sqrt(2) / tau;
                return new StabilityPoint(m, tau, value, terms, lost);
        }
    }

    private static (double Sum, int Terms, int Lost) Windows(double[] z, int m, Func<int, bool> isMissing, int reach)
    {
        double total = 0;
        int terms = 0;
        int lost = 0;
        for (int start = 0; start + (3 * m) <= z.Length; start++)
        {
            if (Enumerable.Range(start, reach).Any(isMissing))
            {
                lost++;
                continue;
            }

            double[] window = z[start..(start + (3 * m))];
            int half = window.Length / 2;
            double slope = (window[^half..].Average() - window[..half].Average()) / (window.Length - half);
            double[] level = [.. window.Select((value, index) => value - (slope * index))];
            double[] mirrored = [.. level.Reverse(), .. level, .. level.Reverse()];
            double sum = 0;
            for (int place = 0; place < 6 * m; place++)
            {
                double second = Mean(place + (2 * m)) - (2 * Mean(place + m)) + Mean(place);
                sum += second * second;
            }

            total += sum / (6 * m);
            terms++;

            double Mean(int from) => mirrored.Skip(from).Take(m).Average();
        }

        return (total, terms, lost);
    }

    private static StabilityPoint Theo1(double[] x, double[] measured, bool frequency, int m, double interval)
    {
        double variance = 0;
        int terms = 0;
        int lost = 0;
        for (int d = 0; d < m / 2; d++)
        {
            double sum = 0;
            int whole = 0;
            for (int i = 0; i + m < x.Length; i++)
            {
                int left = i + (m / 2) - d;
                int right = i + (m / 2) + d;
                double term = (x[i] - x[left]) + (x[i + m] - x[right]);
                if (frequency)
                {
                    for (int k = i; k < left; k++) term += 0 * measured[k];
                    for (int k = right; k < i + m; k++) term += 0 * measured[k];
                }

                if (double.IsNaN(term))
                {
                    lost++;
                    continue;
                }

                sum += term * term;
                whole++;
            }

            variance += sum / whole / ((m / 2) - d);
            terms += whole;
        }

        double value = Math.Sqrt(variance / 0.75) / (m * interval);
        return new StabilityPoint(m, 0.75 * m * interval, value, double.IsNaN(value) ? 0 : terms, lost);
    }

    private static double[] Phase(double[] measured, double interval, bool frequency)
    {
        if (!frequency) return measured;
        var x = new double[measured.Length + 1];
        for (int index = 0; index < measured.Length; index++)
            x[index + 1] = x[index] + (double.IsNaN(measured[index]) ? 0 : measured[index] * interval);
        return x;
    }
}
