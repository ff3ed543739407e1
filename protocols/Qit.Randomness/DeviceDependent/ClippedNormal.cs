using Qit.Randomness.Statistics;

namespace Qit.Randomness.DeviceDependent;

/// <summary>A normal variable that a converter clips: what lies beyond the range counts as its end.</summary>
internal static class ClippedNormal
{
    /// <summary>Variance of m + sigma Z, clipped to [low, high].</summary>
    public static double Variance(double mean, double sigma, double low, double high)
    {
        // Standardised ends of the range.
        double a = (low - mean) / sigma;
        double b = (high - mean) / sigma;
        double densityA = Density(a), densityB = Density(b);
        double below = Below(a), above = Below(-b);
        double inside = 1 - below - above;
        // Moments of the clipped standard variable.
        double first = densityA - densityB + (a * below) + (b * above);
        double second = inside + Times(a, densityA) - Times(b, densityB) + (a * a * below) + (b * b * above);
        return sigma * sigma * Math.Max(0, second - (first * first));
    }

    private static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    private static double Times(double z, double density) => density == 0 ? 0 : z * density;

    private static double Below(double z)
    {
        double tail = 0.5 * Math.Exp(NormalTail.LnErfc(Math.Abs(z) / Math.Sqrt(2)));
        return z < 0 ? tail : 1 - tail;
    }
}
