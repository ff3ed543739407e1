namespace Qit.Timing.Acquisition;

/// <summary>Upper tail of the Poisson distribution, in logarithms so that 1e-300 and below stay exact.</summary>
public static class PoissonTail
{
    /// <summary>Natural logarithm of P(X at least count) for a Poisson variable of the given mean. Relative error of
    /// the probability below 1e-9.</summary>
    /// <param name="count">At least 0.</param>
    /// <param name="mean">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public static double LogAtLeast(long count, double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(mean);
        if (count == 0) return 0;
        if (mean == 0) return double.NegativeInfinity;
        if (count > mean)
        {
            // P = p(count) (1 + mean/(count+1) + ...): terms fall at least geometrically.
            double sum = 1;
            double term = 1;
            for (long k = count + 1; term > 1e-12 * sum; k++)
            {
                term *= mean / k;
                sum += term;
            }

            return LogProbability(count, mean) + Math.Log(sum);
        }

        // Below the mean the complement is the shorter sum: P = 1 - sum over k < count, from the largest term down.
        double below = 1;
        double downTerm = 1;
        for (long k = count - 1; k > 0 && downTerm > 1e-17 * below; k--)
        {
            downTerm *= k / mean;
            below += downTerm;
        }

        double complement = Math.Exp(LogProbability(count - 1, mean)) * below;
        return complement >= 1 ? Math.Log(double.Epsilon) : double.LogP1(-complement);
    }

    /// <summary>Natural logarithm of n!, relative error below 1e-14.</summary>
    public static double LogFactorial(long n)
    {
        if (n < 32)
        {
            double product = 1;
            for (long k = 2; k <= n; k++) product *= k;
            return Math.Log(product);
        }

        double x = n;
        double inverse = 1 / x;
        double square = inverse * inverse;
        double correction = inverse * ((1.0 / 12)
            - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680))))));
        return ((x + 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + correction;
    }

    private static double LogProbability(long count, double mean) =>
        (count * Math.Log(mean)) - mean - LogFactorial(count);
}
