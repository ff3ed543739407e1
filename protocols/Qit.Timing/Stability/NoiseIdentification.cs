namespace Qit.Timing.Stability;

/// <summary>The power law that noise follows, from the lag-1 autocorrelation of the phase, differenced until it is
/// stationary (Riley and Greenhall, Power law noise identification using the lag 1 autocorrelation, 18th EFTF (2004);
/// NIST SP 1065, section 5.5.6).</summary>
internal static class NoiseIdentification
{
    /// <summary>Fewer points say too little.</summary>
    public const int FewestPoints = 30;

    private const double StationaryBelow = 0.25;

    /// <summary>The exponent alpha of frequency noise: 2 white phase, 1 flicker phase, 0 white frequency, -1 flicker
    /// frequency, -2 random walk frequency and below; null for fewer than 30 points, and for points on a
    /// parabola.</summary>
    /// <param name="phase">Phase without gaps.</param>
    /// <param name="m">Averaging factor: one point in m is looked at.</param>
    /// <param name="mostDifferences">2 for Allan variances, 3 for Hadamard variances.</param>
    public static int? Alpha(ReadOnlySpan<double> phase, int m, int mostDifferences)
    {
        int count = ((phase.Length - 1) / m) + 1;
        if (count < FewestPoints) return null;
        var z = new double[count];
        for (int index = 0; index < count; index++) z[index] = phase[index * m];
        RemoveParabola(z);
        for (int differences = 0; ; differences++)
        {
            double? correlation = Lag1(z.AsSpan(0, count));
            if (correlation is not double r) return null;
            double delta = r / (1 + r);
            if (delta < StationaryBelow || differences >= mostDifferences)
                return Math.Clamp(2 - (int)Math.Round(2 * delta) - (2 * differences), 2 - (2 * mostDifferences), 2);
            count--;
            for (int index = 0; index < count; index++) z[index] = z[index + 1] - z[index];
        }
    }

    /// <summary>Frequency offset and drift would pass for noise.</summary>
    private static void RemoveParabola(double[] z)
    {
        // Polynomials orthogonal over the points.
        double middle = (z.Length - 1) / 2.0;
        double meanSquare = ((z.Length * (double)z.Length) - 1) / 12;
        for (int order = 0; order <= 2; order++)
        {
            double product = 0;
            double norm = 0;
            for (int index = 0; index < z.Length; index++)
            {
                double value = Polynomial(index);
                product += value * z[index];
                norm += value * value;
            }

            for (int index = 0; index < z.Length; index++) z[index] -= product / norm * Polynomial(index);

            double Polynomial(int index)
            {
                double t = index - middle;
                return order switch { 0 => 1, 1 => t, _ => (t * t) - meanSquare };
            }
        }
    }

    private static double? Lag1(ReadOnlySpan<double> z)
    {
        double mean = 0;
        foreach (double value in z) mean += value / z.Length;
        double lagged = 0;
        double square = 0;
        for (int index = 0; index < z.Length; index++)
        {
            double here = z[index] - mean;
            square += here * here;
            if (index + 1 < z.Length) lagged += here * (z[index + 1] - mean);
        }

        return square > 0 ? lagged / square : null;
    }
}
