using Qit.Randomness.Statistics;

namespace Qit.Randomness.Bell;

/// <summary>
/// One station at one of its settings: how often its outcome is 1 when the other station's setting is 0 and when it is 1.
/// </summary>
/// <param name="Station">A or B: whose outcome is looked at.</param>
/// <param name="Setting">That station's setting, 0 or 1.</param>
/// <param name="Ones0">Outcomes 1 while the other setting is 0.</param>
/// <param name="Trials0">Trials while the other setting is 0.</param>
/// <param name="Ones1">Outcomes 1 while the other setting is 1.</param>
/// <param name="Trials1">Trials while the other setting is 1.</param>
public readonly record struct MarginalComparison(
    char Station, int Setting, long Ones0, long Trials0, long Ones1, long Trials1)
{
    /// <summary>f(1|other 1) - f(1|other 0); not a number while one has no trial.</summary>
    public double Difference => (Ones1 / (double)Trials1) - (Ones0 / (double)Trials0);

    /// <summary>
    /// Two-proportion z with pooled variance, a guide for the eye. Zero: no data, or no difference.
    /// </summary>
    public double Z
    {
        get
        {
            if (Trials0 == 0 || Trials1 == 0) return 0;
            double n0 = Trials0;
            double n1 = Trials1;
            double pooled = (Ones0 + Ones1) / (n0 + n1);
            double variance = pooled * (1 - pooled) * ((1 / n0) + (1 / n1));
            // Zero variance means that every outcome was the same, hence no difference either.
            return variance == 0 ? 0 : Difference / Math.Sqrt(variance);
        }
    }

    /// <summary>log10 of the p-value of Fisher's exact test: independent trials, any size of the counts.</summary>
    public double Log10Exact => HypergeometricTail.Log10TwoSided(Ones1, Trials1, Ones0, Trials0);

    /// <summary>
    /// log10 of a p-value that holds when the station remembers the past, the other's settings and outcomes included, and
    /// at any time of stopping, as long as the other station's settings are drawn independently with one probability.
    /// </summary>
    /// <remarks>
    /// The evidence is the mixture likelihood of the other's settings given this outcome (a uniform prior on the frequency for
    /// each outcome) over their largest likelihood with one frequency for both: the numerator is a probability of the
    /// settings predicted trial by trial, the denominator at least the true one, so its mean is at most 1 (universal
    /// inference, Wasserman, Ramdas, Balakrishnan, PNAS 117, 16880, 2020). The price is about half the logarithm of n.
    /// </remarks>
    public double Log10WithMemory
    {
        get
        {
            long n = Trials0 + Trials1;
            double evidence = LnMixture(Trials1 - Ones1, n - Ones0 - Ones1) + LnMixture(Ones1, Ones0 + Ones1)
                - StirlingSeries.LnLargestLikelihood(Trials1, n);
            return Math.Min(0, -evidence) / BinomialTail.Ln10;
        }
    }

    // ln of the integral of q^k (1-q)^(n-k) over q in [0, 1].
    private static double LnMixture(long k, long n) => -Math.Log(n + 1.0) - StirlingSeries.LnBinomial(n, k);
}
