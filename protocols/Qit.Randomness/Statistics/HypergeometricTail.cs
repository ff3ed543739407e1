namespace Qit.Randomness.Statistics;

/// <summary>
/// Tails of the hypergeometric distribution in log space, and Fisher's exact test of two proportions, which needs no
/// large counts (Fisher 1935; R. A. Fisher, Statistical Methods for Research Workers, section 21.02). Relative error
/// below 1e-8 for totals up to 1e12.
/// </summary>
public static class HypergeometricTail
{
    /// <summary>
    /// Natural logarithm of P(X = k): k of the successes fall among the first n1 of n1 + n2 trials when all orders are
    /// equally likely.
    /// </summary>
    /// <param name="k">Successes among the first n1.</param>
    /// <param name="successes">Successes among all, 0 to n1 + n2.</param>
    /// <param name="n1">Trials of the first kind, at least 0.</param>
    /// <param name="n2">Trials of the second kind, at least 0.</param>
    public static double LnProbability(long k, long successes, long n1, long n2)
    {
        Check(successes, n1, n2);
        if (k < Math.Max(0, successes - n2) || k > Math.Min(successes, n1)) return double.NegativeInfinity;
        long n = n1 + n2;
        if (successes == 0 || successes == n) return 0;
        // Loader's form: three binomial probabilities at the same p, none of which cancels for large counts.
        double p = successes / (double)n;
        return BinomialTail.LnProbability(k, n1, p) + BinomialTail.LnProbability(successes - k, n2, p)
            - BinomialTail.LnProbability(successes, n, p);
    }

    /// <summary>Natural logarithm of P(X &gt;= k), arguments as <see cref="LnProbability"/>.</summary>
    public static double LnUpper(long k, long successes, long n1, long n2)
    {
        Check(successes, n1, n2);
        if (k <= Math.Max(0, successes - n2)) return 0;
        if (k > Math.Min(successes, n1)) return double.NegativeInfinity;
        double mean = successes * (n1 / (double)(n1 + n2));
        // P(X >= k) = 1 - P(X <= k - 1), and X <= k - 1 says that failures >= n1 - k + 1 fall among the first n1.
        return k > mean
            ? LnTail(k, successes, n1, n2)
            : BinomialTail.LnOneMinusExp(LnTail(n1 - k + 1, n1 + n2 - successes, n1, n2));
    }

    /// <summary>
    /// log10 of the two-sided p-value of Fisher's exact test that two proportions are equal: twice the smaller tail, at
    /// most 0. Valid at every size.
    /// </summary>
    /// <param name="ones1">Successes among n1 trials, 0 to n1.</param>
    /// <param name="n1">Trials of the first kind.</param>
    /// <param name="ones2">Successes among n2 trials, 0 to n2.</param>
    /// <param name="n2">Trials of the second kind.</param>
    public static double Log10TwoSided(long ones1, long n1, long ones2, long n2)
    {
        long successes = ones1 + ones2;
        double upper = LnUpper(ones1, successes, n1, n2);
        double lower = LnUpper(ones2, successes, n2, n1); // the same tail seen from the other kind
        return Math.Min(0, Math.Min(upper, lower) + Math.Log(2)) / BinomialTail.Ln10;
    }

    // Sum outwards from k beyond the mean: the ratio of terms falls below 1 and keeps falling.
    private static double LnTail(long k, long successes, long n1, long n2)
    {
        double term = 1;
        double sum = 1;
        long last = Math.Min(successes, n1);
        for (long i = k; i < last && term > sum * 1e-17; i++)
        {
            term *= (n1 - i) / (i + 1.0) * ((successes - i) / (n2 - successes + i + 1.0));
            sum += term;
        }
        return Math.Min(0, LnProbability(k, successes, n1, n2) + Math.Log(sum));
    }

    private static void Check(long successes, long n1, long n2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n1);
        ArgumentOutOfRangeException.ThrowIfNegative(n2);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, checked(n1 + n2));
    }
}
