namespace Qit.Timing.Stability;

/// <summary>Quantiles of the chi-square distribution with a fractional number of degrees of freedom.</summary>
public static class ChiSquare
{
    private const double Tolerance = 1e-14;

    /// <summary>The value that a chi-square variable stays below with a probability.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double Quantile(double probability, double degreesOfFreedom)
    {
        double shape = degreesOfFreedom / 2;
        double high = 1;
        while (LowerGamma(shape, high) < probability) high *= 2;
        double low = 0;
        while (high - low > Tolerance * high)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) break;
            if (LowerGamma(shape, middle) < probability) low = middle;
            else high = middle;
        }

        return 2 * high;
    }

    /// <summary>Probability that a chi-square variable exceeds a value: the p-value of a misfit.</summary>
    /// <param name="value">Sum of squares.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double Exceeding(double value, double degreesOfFreedom) => Gamma(degreesOfFreedom / 2, value / 2).Upper;

    private static double LowerGamma(double a, double x) => Gamma(a, x).Lower;

    /// <summary>Regularized incomplete gamma functions P(a, x) and Q(a, x): the power series of P below a + 1, the continued
    /// fraction of Q (by Lentz's method) above, so that the small one keeps its digits (Abramowitz and Stegun, 6.5.29 and
    /// 6.5.31).</summary>
    private static (double Lower, double Upper) Gamma(double a, double x)
    {
        if (x <= 0) return (0, 1);
        double scale = Math.Exp((a * Math.Log(x)) - x - LnGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a;
            double sum = term;
            for (double n = a + 1; term > sum * Tolerance; n++)
            {
                term *= x / n;
                sum += term;
            }

            return (sum * scale, 1 - (sum * scale));
        }

        double b = x + 1 - a;
        double c = double.MaxValue;
        double d = 1 / b;
        double fraction = d;
        double change = 0;
        for (int n = 1; Math.Abs(change - 1) > Tolerance && n < 1_000_000; n++)
        {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / ((numerator * d) + b);
            c = b + (numerator / c);
            change = c * d;
            fraction *= change;
        }

        return (1 - (scale * fraction), scale * fraction);
    }

    /// <summary>Logarithm of the gamma function: Stirling's series after moving the argument above 20, where 4 terms give
    /// all digits (Abramowitz and Stegun, 6.1.40).</summary>
    internal static double LnGamma(double x)
    {
        double shift = 0;
        for (; x < 20; x++) shift -= Math.Log(x);
        double inverse = 1 / (x * x);
        double series = ((1.0 / 12) - (inverse * ((1.0 / 360) - (inverse * ((1.0 / 1260) - (inverse / 1680)))))) / x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }
}
