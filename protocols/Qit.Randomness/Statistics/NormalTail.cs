namespace Qit.Randomness.Statistics;

/// <summary>
/// Tails of the normal distribution in log space, so that a test thirty sigma out reports its p-value and not zero.
/// Relative error below 1e-12.
/// </summary>
public static class NormalTail
{
    /// <summary>log10 of the two-sided p-value P(|Z| &gt;= |z|) of a standard normal Z.</summary>
    public static double Log10TwoSided(double z) => LnErfc(Math.Abs(z) / Math.Sqrt(2)) / BinomialTail.Ln10;

    /// <summary>Natural logarithm of the complementary error function, for x &gt;= 0.</summary>
    internal static double LnErfc(double x)
    {
        if (double.IsNaN(x)) return double.NaN;
        if (double.IsPositiveInfinity(x)) return double.NegativeInfinity;
        return x < 2 ? Math.Log(1 - ErfSeries(x)) : -(x * x) + Math.Log(ScaledErfcFraction(x));
    }

    // DLMF 7.6.2: all terms positive, no cancellation. At x = 2 erfc is 4.7e-3, so 1 - erf still has 13 digits.
    private static double ErfSeries(double x)
    {
        double term = x;
        double sum = x;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= 2 * x * x / ((2 * k) + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-(x * x)) * sum;
    }

    // exp(x^2) erfc(x) by the continued fraction DLMF 7.9.1, evaluated backwards; 120 terms are ample for x >= 2.
    private static double ScaledErfcFraction(double x)
    {
        double tail = 0;
        for (int k = 120; k >= 1; k--) tail = k / 2.0 / (x + tail);
        return 1 / (Math.Sqrt(Math.PI) * (x + tail));
    }
}
