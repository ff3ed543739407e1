namespace Qit.Timing.Stability;

/// <summary>Equivalent degrees of freedom of the total variances, by the fits printed in NIST SP 1065, section 5.4, with T
/// the number of intervals in the data and tau = m intervals.</summary>
internal static class TotalDegreesOfFreedom
{
    // b T/tau - c for alpha = 0, -1, -2.
    private static readonly (double B, double C)[] Total = [(1.50, 0), (1.17, 0.22), (0.93, 0.36)];

    // b T/tau - c for alpha = 2 ... -2.
    private static readonly (double B, double C)[] Modified =
        [(1.90, 2.10), (1.20, 1.40), (1.10, 1.20), (0.85, 0.50), (0.75, 0.31)];

    // (T/tau) / (b0 + b1 tau/T) for alpha = 0 ... -4.
    private static readonly (double B0, double B1)[] Hadamard =
        [(0.559, 1.004), (0.868, 1.140), (0.938, 1.696), (0.974, 2.554), (1.276, 3.149)];

    /// <summary>Up to here those of MDEV and overlapping HDEV hold instead for MTOT and HTOT, whose fits are for longer
    /// averages.</summary>
    public const int LargestShortFactor = 8;

    /// <summary>Equivalent degrees of freedom; at least 1, where a fit runs out at the longest tau.</summary>
    /// <param name="measure">TOTDEV, MTOT, TTOT or HTOT.</param>
    /// <param name="alpha">Noise type: 0 to -2; of MTOT and TTOT from 2 on, of HTOT down to -4.</param>
    /// <param name="m">Averaging factor.</param>
    /// <param name="points">Number of phase points.</param>
    public static double Of(StabilityMeasure measure, int alpha, int m, int points)
    {
        double ratio = (points - 1) / (double)m;
        double freedom;
        if (measure == StabilityMeasure.HadamardTotal)
        {
            (double b0, double b1) = Hadamard[-alpha];
            freedom = ratio / (b0 + (b1 / ratio));
        }
        else
        {
            (double b, double c) = measure == StabilityMeasure.Total ? Total[-alpha] : Modified[2 - alpha];
            freedom = (b * ratio) - c;
        }

        return Math.Max(1, freedom);
    }
}
