namespace Qit.Timing.Purification;

/// <summary>
/// Fidelity from pairs that both stations measured in one of the bases X, Y and Z, drawn at random with equal probability.
/// For any state, Bell-diagonal or not, F = (1 + XX - YY + ZZ) / 4, so the bits are as Phi+ has them with probability
/// q = (2 F + 1) / 3. The number of such samples is binomial, and the interval of <see cref="ClopperPearson"/> exact; when
/// pairs differ in fidelity it holds for their mean (Hoeffding, Ann. Math. Stat. 27, 713 (1956)).
/// </summary>
public static class SampledFidelity
{
    /// <summary>How far the numbers of samples in the three bases may be from equal, standard deviations.</summary>
    public const double MostUnevenness = 6;

    /// <summary>The fidelity.</summary>
    /// <param name="x">Samples in X.</param>
    /// <param name="y">Samples in Y.</param>
    /// <param name="z">Samples in Z.</param>
    /// <param name="noise">Errors of the measurement, calibrated; they are corrected for.</param>
    /// <param name="confidence">Probability of the interval, above 0, below 1.</param>
    /// <returns>The value is linear in the counts, so that it is unbiased; by chance it may lie above 1. The interval lies in
    /// 0 to 1. Null without samples, when the measurement is noise only, and when the three bases are so uneven that they
    /// were not drawn with equal probability.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of its range.</exception>
    public static Estimate? Of(SampleCount x, SampleCount y, SampleCount z, LocalNoise noise, double confidence)
    {
        long total = x.Total + y.Total + z.Total;
        if (total == 0 || noise.ParityError >= 0.5 || !AreEven(total, x.Total, y.Total, z.Total)) return null;
        Estimate observed = ClopperPearson.Interval(x.AsPhiPlus + y.AsPhiPlus + z.AsPhiPlus, total, confidence);
        return new Estimate(
            Fidelity(observed.Value), Math.Clamp(Fidelity(observed.Low), 0, 1), Math.Clamp(Fidelity(observed.High), 0, 1));

        double Fidelity(double probability) => ((3 * noise.Corrected(probability)) - 1) / 2;
    }

    private static bool AreEven(long total, params ReadOnlySpan<long> counts)
    {
        double third = total / 3.0;
        double most = Math.Max(3, MostUnevenness * Math.Sqrt(third * 2 / 3));
        foreach (long count in counts)
        {
            if (Math.Abs(count - third) > most) return false;
        }

        return true;
    }
}
