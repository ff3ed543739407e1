using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

/// <summary>The definitions written down as they are printed, from the measurements to one point. A term is left out when
/// any measurement that it needs is missing.</summary>
internal static class PlainStability
{
    public static StabilityPoint Compute(
        double[] measured, double interval, bool frequency, StabilityMeasure measure, int m)
    {
        int points = measured.Length + (frequency ? 1 : 0);
        int order = measure switch
        {
            StabilityMeasure.Hadamard or StabilityMeasure.OverlappingHadamard => 3,
            StabilityMeasure.TimeIntervalErrorRms or StabilityMeasure.MaximumTimeIntervalError => 1,
            _ => 2,
        };
        bool modified = measure is StabilityMeasure.ModifiedAllan or StabilityMeasure.Time;
        bool total = measure == StabilityMeasure.Total;
        bool isMtie = measure == StabilityMeasure.MaximumTimeIntervalError;
        int stride = measure is StabilityMeasure.Allan or StabilityMeasure.Hadamard ? m : 1;
        int first = total ? 1 - m : 0;
        int last = total ? points - 2 - m : points - 1 - (order * m) - (modified ? m - 1 : 0);
        if (total && m > points - 1) last = first - 1;
        int terms = 0;
        int leftOut = 0;
        double sum = 0;
        double largest = 0;
        for (int start = first; start <= last; start += stride)
        {
            double term = isMtie ? Spread(start) : Difference(start);
            if (double.IsNaN(term))
            {
                leftOut++;
                continue;
            }

            terms++;
            sum += term * term;
            largest = Math.Max(largest, term);
        }

        double tau = m * interval;
        double rms = Math.Sqrt(sum / terms);
        double value = measure switch
        {
            StabilityMeasure.MaximumTimeIntervalError => largest,
            StabilityMeasure.TimeIntervalErrorRms => rms,
            StabilityMeasure.Hadamard or StabilityMeasure.OverlappingHadamard => rms / Math.Sqrt(6) / tau,
            StabilityMeasure.Time => rms / Math.Sqrt(6),
            _ => rms / Math.Sqrt(2) / tau,
        };
        return new StabilityPoint(m, tau, value, terms, leftOut);

        double Difference(int start)
        {
            double term = 0;
            int mean = modified ? m : 1;
            int to = start + (order * m) + mean - 1;
            for (int index = start; index < start + mean; index++)
            {
                term += order switch
                {
                    1 => Step(index, m),
                    2 => Step(index + m, m) - Step(index, m),
                    _ => Step(index + (2 * m), m) - (2 * Step(index + m, m)) + Step(index, m),
                } / mean;
            }

            // MDEV's phase means need every point of the three, also those that cancel.
            if (modified && !frequency)
            {
                for (int index = start; index <= to; index++) term += 0 * measured[index];
            }

            return term;
        }

        double Spread(int start)
        {
            double high = 0;
            double low = 0;
            for (int step = 0; step <= m; step++)
            {
                double from = Step(start, step);
                if (double.IsNaN(from)) return double.NaN;
                high = Math.Max(high, from);
                low = Math.Min(low, from);
            }

            return high - low;
        }

        // Phase gained over some intervals; NaN if it cannot be known.
        double Step(int start, int intervals)
        {
            if (!frequency) return Phase(start + intervals) - Phase(start);
            double gained = 0;
            for (int index = start; index < start + intervals; index++) gained += Frequency(index) * interval;
            return gained;
        }

        double Phase(int index) => index < 0 ? (2 * measured[0]) - measured[-index]
            : index >= points ? (2 * measured[points - 1]) - measured[(2 * points) - 2 - index]
            : measured[index];

        double Frequency(int index) => index < 0 ? measured[-1 - index]
            : index >= measured.Length ? measured[(2 * measured.Length) - 1 - index]
            : measured[index];
    }
}
