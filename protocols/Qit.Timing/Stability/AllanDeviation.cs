namespace Qit.Timing.Stability;

/// <summary>One point of a stability curve.</summary>
/// <param name="Multiple">Averaging factor m: tau is m sampling intervals.</param>
/// <param name="TauSeconds">Averaging time in seconds.</param>
/// <param name="Deviation">Dimensionless deviation at tau.</param>
/// <param name="Terms">Number of second differences it is the mean of.</param>
public readonly record struct StabilityPoint(int Multiple, double TauSeconds, double Deviation, int Terms);

/// <summary>Allan deviation of phase data: sigma^2(tau) = mean of (x[i+2m] - 2 x[i+m] + x[i])^2 / (2 tau^2), over
/// i = 0, m, 2m, ... or, overlapping, over every i (Riley, NIST SP 1065, equations 10 and 11).</summary>
public static class AllanDeviation
{
    /// <summary>Deviation at each averaging factor for which the data have at least one second difference.</summary>
    /// <param name="phaseSeconds">Phase (time) data in seconds, evenly spaced.</param>
    /// <param name="intervalSeconds">Spacing in seconds, above 0.</param>
    /// <param name="multiples">Averaging factors, each at least 1.</param>
    /// <param name="overlapping">True uses every second difference, not one in m.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static IReadOnlyList<StabilityPoint> OfPhase(
        ReadOnlySpan<double> phaseSeconds, double intervalSeconds, ReadOnlySpan<int> multiples, bool overlapping)
    {
        if (!(intervalSeconds > 0))
            throw new ArgumentOutOfRangeException(nameof(intervalSeconds), intervalSeconds, "must be above 0");
        var points = new List<StabilityPoint>();
        foreach (int multiple in multiples)
        {
            if (multiple < 1) throw new ArgumentOutOfRangeException(nameof(multiples), multiple, "must be at least 1");
            if (2L * multiple >= phaseSeconds.Length) continue;
            int stride = overlapping ? 1 : multiple;
            double sum = 0;
            int terms = 0;
            for (int index = 0; index < phaseSeconds.Length - (2 * multiple); index += stride)
            {
                double difference = phaseSeconds[index + (2 * multiple)] - (2 * phaseSeconds[index + multiple])
                    + phaseSeconds[index];
                sum += difference * difference;
                terms++;
            }

            double tau = multiple * intervalSeconds;
            points.Add(new StabilityPoint(multiple, tau, Math.Sqrt(sum / (2.0 * terms)) / tau, terms));
        }

        return points;
    }

    /// <summary>Averaging factors 1, 2, 4, ... while the data have at least this many second differences.</summary>
    public static int[] Octaves(int phaseCount, int fewestTerms = 1)
    {
        var multiples = new List<int>();
        for (int multiple = 1; phaseCount - (2L * multiple) >= fewestTerms; multiple *= 2) multiples.Add(multiple);
        return [.. multiples];
    }
}
