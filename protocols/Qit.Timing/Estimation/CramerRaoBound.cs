namespace Qit.Timing.Estimation;

/// <summary>Smallest standard error that any unbiased estimator of the offset can have.</summary>
public static class CramerRaoBound
{
    /// <summary>Bound on the offset's standard error, in picoseconds, for a Gaussian peak on a flat floor:
    /// 1/sqrt(I), I = integral of s'(t)^2 / (s(t) + b) dt with s the expected pairs per picosecond of the peak and b of
    /// the floor. Without a floor it is sigma/sqrt(N).</summary>
    /// <param name="coincidences">Expected pairs N in the peak, above 0.</param>
    /// <param name="sigmaPicoseconds">Rms width, above 0.</param>
    /// <param name="accidentalsPerPicosecond">Floor b, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double OffsetPicoseconds(double coincidences, double sigmaPicoseconds,
        double accidentalsPerPicosecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coincidences);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigmaPicoseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(accidentalsPerPicosecond);
        // The integrand is smooth and vanishes at 10 sigma: the trapezium rule converges faster than any power.
        const int Steps = 2000;
        const double Reach = 10;
        double step = 2 * Reach / Steps;
        double floor = accidentalsPerPicosecond * sigmaPicoseconds / coincidences;
        double sum = 0;
        for (int index = 1; index < Steps; index++)
        {
            double z = -Reach + (index * step);
            double density = NormalDistribution.Density(z);
            sum += z * z * density * density / (density + floor);
        }

        return sigmaPicoseconds / Math.Sqrt(coincidences * sum * step);
    }
}
