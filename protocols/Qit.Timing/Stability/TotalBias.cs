namespace Qit.Timing.Stability;

/// <summary>How far the total variances lie from the variances they estimate, by noise type (Riley, NIST SP 1065, section
/// 5; Greenhall, Howe and Percival, Total variance, IEEE UFFC 46 (1999)).</summary>
public static class TotalBias
{
    // For alpha = 2 ... -2.
    private static readonly double[] Modified = [0.94, 0.83, 0.73, 0.70, 0.69];

    // For alpha = 0 ... -4.
    private static readonly double[] Hadamard = [0.995, 0.851, 0.771, 0.717, 0.679];

    /// <summary>Expected total variance over the variance that it estimates: MTOT over MVAR, HTOT over HVAR, TOTVAR over
    /// AVAR; a deviation over its square root is without bias. 1 for other measures, for HTOT at m = 1, and for noise
    /// types that the sources have no value for (TOTDEV and HTOT of phase noise).</summary>
    /// <param name="measure">What was computed.</param>
    /// <param name="alpha">Noise type: 2 to -2, for HTOT to -4.</param>
    /// <param name="multiple">Averaging factor m.</param>
    /// <param name="phasePoints">Number of phase points of the data, above m.</param>
    public static double VarianceRatio(StabilityMeasure measure, int alpha, int multiple, int phasePoints) => measure switch
    {
        StabilityMeasure.ModifiedTotal or StabilityMeasure.TimeTotal => Modified[Math.Clamp(2 - alpha, 0, 4)],
        StabilityMeasure.HadamardTotal when multiple > 1 && alpha <= 0 => Hadamard[Math.Min(-alpha, 4)],
        StabilityMeasure.Total when alpha == -1 => 1 - (multiple / (3 * Math.Log(2) * (phasePoints - 1))),
        StabilityMeasure.Total when alpha <= -2 => 1 - (0.75 * multiple / (phasePoints - 1)),
        _ => 1,
    };
}
