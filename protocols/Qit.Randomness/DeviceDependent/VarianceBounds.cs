namespace Qit.Randomness.DeviceDependent;

/// <summary>
/// One-sided confidence bounds on the variance of stationary normal noise from converted samples: correlated up to a stated
/// peak of the spectrum, clipped at the ends of the range, rounded to codes.
/// </summary>
/// <remarks>
/// <para>
/// Clipping and taking the distance from the mean do not lengthen differences, so the root of the sum of squares, s sqrt N,
/// changes by at most what the vector of N normal samples changes. By concentration of such functions (Boucheron, Lugosi,
/// Massart, Concentration Inequalities, 2013, theorems 3.20 and 5.6) it stays within sqrt(2 L ln(1/err)) of its mean on either
/// side except with probability err, and its mean square is at most L above its squared mean; L = g sigma^2 is the largest
/// eigenvalue of the covariance, g the peak of the spectrum over its mean (1 for white noise).
/// </para>
/// <para>
/// Rounding is modelled as an added error that is uniform over a step and independent of the sample, right to exp(-2 pi^2
/// sigma^2): 1/12 on average. What it may be off for small sigma, at most 1/4, and its cross term with the sample
/// (Hoeffding) are taken off or added on.
/// </para>
/// </remarks>
public static class VarianceBounds
{
    /// <summary>Smallest variance that still explains the samples with probability at least err.</summary>
    /// <param name="samples">The samples' statistics.</param>
    /// <param name="bits">Bits of the converter.</param>
    /// <param name="spectralPeak">g, at least 1.</param>
    /// <param name="error">err, in (0, 1): probability that the true variance is smaller.</param>
    /// <returns>The bound, LSB squared; at least 0.</returns>
    public static double Low(SampleStatistics samples, int bits, double spectralPeak, double error)
    {
        (double deviation, double slack) = Prepare(samples, spectralPeak, error);
        double root = Math.Sqrt(Math.Max(0, samples.Variance - slack));
        // In the middle of the range, half a step below zero volts, a clipped variable has the most variance: there the
        // smallest sigma explains it.
        double sigma = Smallest(s => Math.Sqrt(Clipped(-0.5, s, bits)) + (s * deviation) >= root, Limit(bits));
        return sigma * sigma;
    }

    /// <summary>Largest variance that still explains the samples with probability at least err.</summary>
    /// <param name="samples">The samples' statistics.</param>
    /// <param name="bits">Bits of the converter.</param>
    /// <param name="spectralPeak">g, at least 1.</param>
    /// <param name="error">err, in (0, 1): probability that the true variance is larger.</param>
    /// <param name="offsetBound">Largest offset that the samples may have, LSB: it hides variance behind the end of the range.</param>
    /// <returns>The bound, LSB squared; infinite when the samples fill the range or are too few.</returns>
    public static double High(
        SampleStatistics samples, int bits, double spectralPeak, double error, double offsetBound = 0)
    {
        (double deviation, double slack) = Prepare(samples, spectralPeak, error);
        double root = Math.Sqrt(samples.Variance + slack);
        // L over N for the mean square, and once more for the mean that was taken off.
        double loss = 2 * spectralPeak / samples.Count;
        double sigma = Smallest(
            s => Math.Sqrt(Math.Max(0, Clipped(offsetBound, s, bits) - (loss * s * s))) - (s * deviation) >= root,
            Limit(bits));
        return sigma >= Limit(bits) ? double.PositiveInfinity : sigma * sigma;
    }

    private static double Limit(int bits) => Math.Pow(2, bits - 1);

    private static double Clipped(double mean, double sigma, int bits) =>
        ClippedNormal.Variance(mean, sigma, -Limit(bits), Limit(bits) - 1);

    private static (double Deviation, double Slack) Prepare(SampleStatistics samples, double spectralPeak, double error)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (!(spectralPeak >= 1))
            throw new ArgumentOutOfRangeException(nameof(spectralPeak), spectralPeak, "A peak is at least the mean, 1.");
        if (!(error > 0 && error < 1))
            throw new ArgumentOutOfRangeException(nameof(error), error, "An error lies between 0 and 1, both excluded.");
        double t = -Math.Log(error / 2); // half for the samples, half for their rounding
        return (Math.Sqrt(2 * spectralPeak * t / samples.Count),
            0.25 + Math.Sqrt(2 * samples.Variance * t / samples.Count));
    }

    // Smallest s in (0, limit] with the property, which is monotone there; the limit when none has it.
    private static double Smallest(Predicate<double> holds, double limit)
    {
        double low = 0, high = limit;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (holds(middle)) high = middle;
            else low = middle;
        }
        return high;
    }
}
