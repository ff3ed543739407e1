// .NET has no error function. Peaks integrated over ticks and bins need the normal distribution with small relative
// error far into the tail, because differences of it are taken there.
namespace Qit.Timing.Estimation;

/// <summary>Standard normal distribution.</summary>
public static class NormalDistribution
{
    private const double InverseSqrtTwoPi = 0.398942280401432677939946;

    /// <summary>Density at z.</summary>
    public static double Density(double z) => InverseSqrtTwoPi * Math.Exp(-0.5 * z * z);

    /// <summary>P(Z below z). Relative error below 1e-13 down to z = -37.</summary>
    public static double Cumulative(double z)
    {
        if (double.IsNaN(z)) return double.NaN;
        if (z > 0) return 1 - UpperTail(z);
        return UpperTail(-z);
    }

    /// <summary>P(Z above z) for z at least 0.</summary>
    private static double UpperTail(double z)
    {
        const double SeriesLimit = 3;
        if (z > 38.5) return 0;
        if (z < SeriesLimit)
        {
            // 1/2 - density * (z + z^3/3 + z^5/15 + ...)
            double term = z;
            double sum = z;
            double square = z * z;
            for (int n = 3; term > 1e-17 * sum; n += 2)
            {
                term *= square / n;
                sum += term;
            }

            return 0.5 - (Density(z) * sum);
        }

        // Laplace's continued fraction, from the back: tail = density / (z + 1/(z + 2/(z + 3/...))).
        double fraction = z;
        for (int k = 20 + (int)(900 / (z * z)); k >= 1; k--) fraction = z + (k / fraction);
        return Density(z) / fraction;
    }
}
