namespace Qit.Randomness.Statistics;

/// <summary>
/// P(sup |B| &gt;= d) for a Brownian bridge B (Kolmogorov 1933): the limit of a cumulative sum of deviations from the
/// mean, scaled by its standard deviation. A sum looked at in few places stays below the supremum, so the p-value errs on
/// the safe side there.
/// </summary>
public static class KolmogorovTail
{
    /// <summary>log10 of P(sup |B| &gt;= d), d &gt;= 0. Relative error below 1e-12.</summary>
    /// <exception cref="ArgumentOutOfRangeException">d is negative or not a number.</exception>
    public static double Log10Upper(double d)
    {
        if (!(d >= 0)) throw new ArgumentOutOfRangeException(nameof(d), d, "A largest deviation is at least 0.");
        if (d < 0.1) return 0; // below by less than exp(-100)
        return (d < 1 ? BinomialTail.LnOneMinusExp(LnLower(d)) : LnAlternating(d)) / BinomialTail.Ln10;
    }

    // ln 2 sum (-1)^(k-1) exp(-2 k^2 d^2), the first exponential taken out.
    private static double LnAlternating(double d)
    {
        double square = -2 * d * d;
        double sum = -Math.Exp(3 * square) + Math.Exp(8 * square) - Math.Exp(15 * square) + Math.Exp(24 * square);
        return Math.Log(2) + square + double.LogP1(sum);
    }

    // P(sup |B| < d) by the theta function's dual series, which converges fast where the other does not.
    private static double LnLower(double d)
    {
        double unit = -Math.PI * Math.PI / (8 * d * d);
        double sum = Math.Exp(8 * unit) + Math.Exp(24 * unit) + Math.Exp(48 * unit);
        return (0.5 * Math.Log(2 * Math.PI)) - Math.Log(d) + unit + double.LogP1(sum);
    }
}
