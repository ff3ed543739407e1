namespace Qit.Randomness.Statistics;

/// <summary>
/// Evidence that a game is won with more than p0, valid with memory and at any time of stopping. For each p above p0
/// the product of p/p0 at wins and (1-p)/(1-p0) at losses is a supermartingale while every conditional winning probability is
/// at most p0; so is their average over p uniform in [p0, 1]. By Ville's inequality its inverse is a p-value, whenever one
/// looks (Ville 1939; Robbins, Ann. Math. Stat. 41, 1397, 1970).
/// </summary>
public static class BernoulliEvidence
{
    /// <summary>
    /// Natural logarithm of the evidence: ln of B(w+1, l+1) P(Bin(w+l+1, p0) &lt;= w) / ((1-p0) p0^w (1-p0)^l).
    /// </summary>
    /// <param name="wins">Wins so far, at least 0.</param>
    /// <param name="losses">Losses so far, at least 0.</param>
    /// <param name="p0">Largest winning probability of the hypothesis, in (0, 1).</param>
    public static double Ln(long wins, long losses, double p0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
        if (!(p0 > 0 && p0 < 1))
            throw new ArgumentOutOfRangeException(nameof(p0), p0, "A probability to beat lies in (0, 1).");
        long n = checked(wins + losses);
        return BinomialTail.LnLower(wins, n + 1, p0) - BinomialTail.LnProbability(wins, n, p0)
            - Math.Log(n + 1.0) - double.LogP1(-p0);
    }

    /// <summary>log10 of the p-value min(1, 1 / evidence), valid at any time of stopping.</summary>
    public static double Log10PValue(long wins, long losses, double p0) =>
        Math.Min(0, -Ln(wins, losses, p0)) / BinomialTail.Ln10;
}
