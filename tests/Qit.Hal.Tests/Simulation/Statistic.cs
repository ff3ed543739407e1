namespace Qit.Hal.Tests.Simulation;

/// <summary>
/// Statistical judgements with one false-alarm rate: a deviation of more than 5 standard errors, which a right result
/// shows once in 1.7 million (Gaussian; once in 20 000 where the error comes from 24 seeds). The seeds are fixed, so a
/// test that passes once passes always.
/// </summary>
internal static class Statistic
{
    public const double Sigmas = 5;

    /// <summary>Twenty-four seeds for every test that needs several.</summary>
    public static readonly ulong[] Seeds = Enumerable.Range(1, 24).Select(i => (ulong)(1000 + (7 * i))).ToArray();

    public static void IsNear(double measured, double expected, double standardError, string what = "")
    {
        double z = (measured - expected) / standardError;
        Assert.That(
            Math.Abs(z),
            Is.LessThan(Sigmas),
            $"{what}: measured {measured:G9}, expected {expected:G9}, standard error {standardError:G3}, z {z:F2}");
    }

    /// <summary>The mean over seeds agrees with the expected value within its own scatter, and that scatter is small
    /// enough for the agreement to mean something.</summary>
    public static void MeanIsNear(
        IReadOnlyCollection<double> values, double expected, double relativeErrorAtMost, string what = "")
    {
        (double mean, double error) = MeanAndError(values);
        Assert.That(error / Math.Abs(expected), Is.LessThan(relativeErrorAtMost), what + ": too little data to judge");
        IsNear(mean, expected, error, what);
    }

    public static (double Mean, double Error) MeanAndError(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        double variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        return (mean, Math.Sqrt(variance / values.Count));
    }

    public static (double Mean, double Variance) Moments(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return (mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    /// <summary>Kolmogorov-Smirnov distance times sqrt n; exceeds 2.5 once in 130 000.</summary>
    public static double KolmogorovSmirnov(double[] sample, Func<double, double> distribution)
    {
        double[] sorted = [.. sample.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double p = distribution(sorted[i]);
            distance = Math.Max(distance, Math.Max(p - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - p));
        }

        return distance * Math.Sqrt(sorted.Length);
    }

    /// <summary>Overlapping Allan variance of phase samples (NIST SP 1065, equation 11).</summary>
    public static double AllanVariance(ReadOnlySpan<double> phase, double sampleSeconds, int factor)
    {
        double sum = 0;
        int terms = phase.Length - (2 * factor);
        for (int i = 0; i < terms; i++)
        {
            double d = phase[i + (2 * factor)] - (2 * phase[i + factor]) + phase[i];
            sum += d * d;
        }

        double tau = factor * sampleSeconds;
        return sum / (2 * tau * tau * terms);
    }
}
