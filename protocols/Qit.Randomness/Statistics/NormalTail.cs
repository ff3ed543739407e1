namespace Qit.Randomness.Statistics;

/// <summary>
/// Tails of the normal distribution and of chi-square with three degrees of freedom, in log space, so that a test
/// thirty sigma out reports its p-value and not zero. Relative error below 1e-12.
/// </summary>
public static class NormalTail
{
    /// <summary>log10 of the two-sided p-value P(|Z| &gt;= |z|) of a standard normal Z.</summary>
    public static double Log10TwoSided(double z) => LnErfc(Math.Abs(z) / Math.Sqrt(2)) / BinomialTail.Ln10;

    /// <summary>
    /// log10 of P(X &gt;= chiSquare) for three degrees of freedom:
    /// erfc(sqrt(x/2)) + sqrt(2x/pi) exp(-x/2), from the recurrence DLMF 8.8.2.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The statistic is negative or not a number.</exception>
    public static double Log10ChiSquareThree(double chiSquare)
    {
        if (!(chiSquare >= 0))
            throw new ArgumentOutOfRangeException(nameof(chiSquare), chiSquare,
                "A chi-square statistic is at least 0.");
        if (chiSquare == 0) return 0;
        if (double.IsPositiveInfinity(chiSquare)) return double.NegativeInfinity;
        double first = LnErfc(Math.Sqrt(chiSquare / 2));
        double second = (0.5 * Math.Log(2 * chiSquare / Math.PI)) - (chiSquare / 2);
        double larger = Math.Max(first, second);
        double sum = larger + double.LogP1(Math.Exp(Math.Min(first, second) - larger));
        return Math.Min(0, sum) / BinomialTail.Ln10;
    }

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
