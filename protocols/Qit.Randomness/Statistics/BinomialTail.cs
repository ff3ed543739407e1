namespace Qit.Randomness.Statistics;

/// <summary>
/// Exact binomial tails in log space. They are the p-values of this project that hold with memory: a score that
/// wins each trial with probability at most p, whatever happened before, is stochastically below Binomial(n, p).
/// Nothing underflows: a log10 of -1e6 and below is an ordinary result.
/// </summary>
/// <remarks>
/// The point probability uses Loader's saddle-point form (Loader 2000, "Fast and accurate computation of binomial
/// probabilities"), which does not cancel for large n; the tail is that value times the continued fraction of the
/// incomplete beta function (DLMF 8.17.22). Relative error of a tail below 1e-9 for n up to some thousands and 1e-8 at
/// 1e12.
/// </remarks>
public static class BinomialTail
{
    /// <summary>Natural logarithm of 10.</summary>
    internal const double Ln10 = 2.302585092994045684;

    private const int IterationsMaximum = 20_000_000; // about 20 sqrt(n) at n = 1e12

    /// <summary>Natural logarithm of P(X = k) for X ~ Binomial(n, p).</summary>
    public static double LnProbability(long k, long n, double p)
    {
        Check(n, p);
        if (k < 0 || k > n) return double.NegativeInfinity;
        if (p == 0) return k == 0 ? 0 : double.NegativeInfinity;
        if (p == 1) return k == n ? 0 : double.NegativeInfinity;
        if (k == 0) return n * double.LogP1(-p);
        if (k == n) return n * Math.Log(p);
        double q = 1 - p;
        double remaining = n - k;
        double exponent = StirlingSeries.Error(n) - StirlingSeries.Error(k) - StirlingSeries.Error(remaining)
            - Deviance(k, n * p) - Deviance(remaining, n * q);
        return exponent - (0.5 * Math.Log(2 * Math.PI * k * (remaining / n)));
    }

    /// <summary>
    /// Natural logarithm of P(X &gt;= k) for X ~ Binomial(n, p); 0 for k &lt;= 0, minus infinity for k &gt; n.
    /// </summary>
    public static double LnUpper(long k, long n, double p)
    {
        Check(n, p);
        if (k <= 0) return 0;
        if (k > n) return double.NegativeInfinity;
        if (p == 0) return double.NegativeInfinity;
        if (p == 1) return 0;
        // The fraction converges fast on the far side of the mean only; on the near side the complement is small.
        return k > n * p ? LnUpperTail(k, n, p) : LnOneMinusExp(LnUpperTail(n - k + 1, n, 1 - p));
    }

    /// <summary>Natural logarithm of P(X &lt;= k) for X ~ Binomial(n, p).</summary>
    public static double LnLower(long k, long n, double p)
    {
        Check(n, p);
        if (k < 0) return double.NegativeInfinity;
        if (k >= n) return 0;
        if (p == 0) return 0;
        if (p == 1) return double.NegativeInfinity;
        return k < n * p ? LnUpperTail(n - k, n, 1 - p) : LnOneMinusExp(LnUpperTail(k + 1, n, p));
    }

    /// <summary>log10 of P(X &gt;= k) for X ~ Binomial(n, p).</summary>
    public static double Log10Upper(long k, long n, double p) => LnUpper(k, n, p) / Ln10;

    /// <summary>log10 of P(X &lt;= k) for X ~ Binomial(n, p).</summary>
    public static double Log10Lower(long k, long n, double p) => LnLower(k, n, p) / Ln10;

    /// <summary>
    /// Smallest c with P(X &gt; c) &lt;= tail, for X ~ Binomial(n, p): the critical value of a one-sided test.
    /// </summary>
    /// <param name="n">Number of trials, at least 0.</param>
    /// <param name="p">Success probability, 0 to 1.</param>
    /// <param name="lnTail">Natural logarithm of the tail probability, at most 0.</param>
    public static long CriticalValue(long n, double p, double lnTail)
    {
        Check(n, p);
        if (double.IsNaN(lnTail) || lnTail > 0)
            throw new ArgumentOutOfRangeException(nameof(lnTail), lnTail,
                "The logarithm of a probability is at most 0.");
        long low = 0;
        long high = n; // P(X > n) = 0 always satisfies
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (LnUpper(middle + 1, n, p) <= lnTail) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    // P(X >= k) = I_p(k, n-k+1) = P(X = k) q F, F the continued fraction; for k beyond the mean.
    private static double LnUpperTail(long k, long n, double p)
    {
        double fraction = BetaFraction(k, n - k + 1.0, p);
        return Math.Min(0, LnProbability(k, n, p) + double.LogP1(-p) + Math.Log(fraction));
    }

    // Modified Lentz evaluation of DLMF 8.17.22.
    private static double BetaFraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        double c = 1;
        double d = 1 - ((a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        double result = d;
        for (int m = 1; m <= IterationsMaximum; m++)
        {
            double even = m * (b - m) * x / ((a + (2.0 * m) - 1) * (a + (2.0 * m)));
            d = 1 + (even * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (even / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2.0 * m)) * (a + (2.0 * m) + 1));
            d = 1 + (odd * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (odd / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            double step = d * c;
            result *= step;
            if (Math.Abs(step - 1) < 1e-15) return result;
        }
        throw new ArithmeticException(
            $"The incomplete beta fraction did not converge (a = {a}, b = {b}, x = {x}); n is at most 1e12.");
    }

    // x ln(x/m) + m - x without cancellation near x = m.
    private static double Deviance(double x, double mean)
    {
        double difference = x - mean;
        double sum = x + mean;
        if (Math.Abs(difference) >= 0.1 * sum) return (x * Math.Log(x / mean)) - difference;
        double v = difference / sum;
        double value = difference * v;
        double term = 2 * x * v;
        for (int j = 1; ; j++)
        {
            term *= v * v;
            double next = value + (term / ((2 * j) + 1));
            if (next == value) return value;
            value = next;
        }
    }

    /// <summary>ln(1 - e^x) for x &lt;= 0 without cancellation at either end.</summary>
    internal static double LnOneMinusExp(double x) =>
        x > -0.6931 ? Math.Log(-double.ExpM1(x)) : double.LogP1(-Math.Exp(x));

    private static void Check(long n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (!(p >= 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies in [0, 1].");
    }
}
