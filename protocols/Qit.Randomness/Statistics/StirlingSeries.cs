namespace Qit.Randomness.Statistics;

/// <summary>Factorials of any size through what they leave over Stirling's formula, which does not cancel.</summary>
internal static class StirlingSeries
{
    private static readonly double HalfLnTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>
    /// ln(n!) - ((n + 1/2) ln n - n + 1/2 ln 2 pi) for n &gt;= 1, whole or half: the asymptotic series (DLMF 5.11.1),
    /// exact products below 16.
    /// </summary>
    public static double Error(double n)
    {
        if (n < 16) return LnSmallFactorial(n) - (((n + 0.5) * Math.Log(n)) - n + HalfLnTwoPi);
        double n2 = n * n;
        double series = (1.0 / 1680) - (1.0 / 1188 / n2);
        series = (1.0 / 1260) - (series / n2);
        series = (1.0 / 360) - (series / n2);
        return ((1.0 / 12) - (series / n2)) / n;
    }

    /// <summary>ln Gamma(x) for x = 1/2, 1, 3/2, ...</summary>
    public static double LnGamma(double x)
    {
        double n = x - 1;
        return n < 16 ? LnSmallFactorial(n) : ((n + 0.5) * Math.Log(n)) - n + HalfLnTwoPi + Error(n);
    }

    /// <summary>Natural logarithm of the binomial coefficient "n choose k", 0 &lt;= k &lt;= n.</summary>
    public static double LnBinomial(long n, long k)
    {
        if (k == 0 || k == n) return 0;
        double fraction = k / (double)n;
        // The largest probability divided by its likelihood: both without cancellation.
        return BinomialTail.LnProbability(k, n, fraction) - LnLargestLikelihood(k, n);
    }

    /// <summary>k ln(k/n) + (n - k) ln(1 - k/n): the largest log-likelihood of k successes in n trials.</summary>
    public static double LnLargestLikelihood(long k, long n) =>
        k == 0 || k == n ? 0 : (k * Math.Log(k / (double)n)) + ((n - k) * Math.Log((n - k) / (double)n));

    // ln(n!) for n = -1/2, 0, 1/2, 1, ... by the recurrence from Gamma(1/2) = sqrt(pi) or 0! = 1.
    private static double LnSmallFactorial(double n)
    {
        bool isWhole = n == Math.Floor(n);
        double sum = isWhole ? 0 : 0.5 * Math.Log(Math.PI);
        for (double i = isWhole ? 2 : 0.5; i <= n; i++) sum += Math.Log(i);
        return sum;
    }
}
