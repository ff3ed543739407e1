using Qit.Timing.Stability;

namespace Qit.Timing.Purification;

/// <summary>Two ends of an interval and the value in it.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Estimate(double Value, double Low, double High);

/// <summary>The exact interval of Clopper and Pearson, Biometrika 26, 404 (1934), for a probability: it holds the truth at
/// least as often as it says, for any number of trials.</summary>
public static class ClopperPearson
{
    private const double Tolerance = 1e-13;

    /// <summary>The central interval.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="confidence">Above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Estimate Interval(long successes, long trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must be above 0, below 1");
        double tail = (1 - confidence) / 2;
        double failures = trials - successes;
        return new Estimate(
            (double)successes / trials,
            successes == 0 ? 0 : BetaQuantile(tail, successes, failures + 1),
            successes == trials ? 1 : BetaQuantile(1 - tail, successes + 1, failures));
    }

    // Bisection: the distribution is monotone, and 60 evaluations are nothing beside the run that made the counts.
    private static double BetaQuantile(double probability, double a, double b)
    {
        double low = 0;
        double high = 1;
        while (high - low > Tolerance * high)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) break;
            if (IncompleteBeta(a, b, middle) < probability) low = middle;
            else high = middle;
        }

        return low + ((high - low) / 2);
    }

    /// <summary>Regularized incomplete beta function I_x(a, b), by its continued fraction with Lentz's method (NIST Digital
    /// Library of Mathematical Functions, 8.17.22), on the side of the mean where that converges fast.</summary>
    internal static double IncompleteBeta(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        return x < (a + 1) / (a + b + 2) ? Fraction(a, b, x) : 1 - Fraction(b, a, 1 - x);
    }

    private static double Fraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        double front = Math.Exp(
            ChiSquare.LnGamma(a + b) - ChiSquare.LnGamma(a) - ChiSquare.LnGamma(b)
            + (a * Math.Log(x)) + (b * double.LogP1(-x))) / a;
        double c = 1;
        double d = 1 / NonZero(1 - ((a + b) * x / (a + 1)));
        double value = d;
        double change = 0;
        for (int m = 1; m < 100_000 && Math.Abs(change - 1) > 1e-15; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NonZero(1 + (even * d));
            c = NonZero(1 + (even / c));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NonZero(1 + (odd * d));
            c = NonZero(1 + (odd / c));
            change = d * c;
            value *= change;
        }

        return front * value;

        static double NonZero(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }
}
