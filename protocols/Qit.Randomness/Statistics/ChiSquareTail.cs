namespace Qit.Randomness.Statistics;

/// <summary>
/// Upper tails of chi-square in log space: the regularized incomplete gamma function Q(k/2, x/2). Relative error of the
/// logarithm below 1e-12, or 1e-10 absolute where that is larger, for up to 1e5 degrees of freedom.
/// </summary>
public static class ChiSquareTail
{
    private const int IterationsMaximum = 1_000_000;

    /// <summary>log10 of P(X &gt;= chiSquare).</summary>
    /// <param name="chiSquare">The statistic, at least 0; infinity gives minus infinity.</param>
    /// <param name="degreesOfFreedom">At least 0; with none the statistic is 0 and the result too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range or not a number.</exception>
    public static double Log10Upper(double chiSquare, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedom);
        if (!(chiSquare >= 0))
            throw new ArgumentOutOfRangeException(nameof(chiSquare), chiSquare,
                "A chi-square statistic is at least 0.");
        if (chiSquare == 0) return 0;
        if (degreesOfFreedom == 0 || double.IsPositiveInfinity(chiSquare)) return double.NegativeInfinity;
        double a = degreesOfFreedom / 2.0;
        double x = chiSquare / 2;
        double lnPower = (a * Math.Log(x)) - x;
        double ln = x < a + 1
            ? BinomialTail.LnOneMinusExp(Math.Min(0, lnPower - StirlingSeries.LnGamma(a + 1) + Math.Log(Series(a, x))))
            : lnPower - StirlingSeries.LnGamma(a) + Math.Log(Fraction(a, x));
        return Math.Min(0, ln) / BinomialTail.Ln10;
    }

    // DLMF 8.7.1 (all terms positive): 1 + x/(a+1) + x^2/((a+1)(a+2)) + ...
    private static double Series(double a, double x)
    {
        double term = 1;
        double sum = 1;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    // DLMF 8.9.2 in its contracted form, by the modified Lentz method.
    private static double Fraction(double a, double x)
    {
        double b = x + 1 - a;
        double c = double.MaxValue;
        double d = 1 / b;
        double result = d;
        for (int i = 1; i <= IterationsMaximum; i++)
        {
            double numerator = -i * (i - a);
            b += 2;
            d = 1 / ((numerator * d) + b);
            c = b + (numerator / c);
            double step = c * d;
            result *= step;
            if (Math.Abs(step - 1) < 1e-15) return result;
        }
        throw new ArithmeticException($"The incomplete gamma fraction did not converge (a = {a}, x = {x}).");
    }
}
