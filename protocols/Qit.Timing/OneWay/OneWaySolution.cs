namespace Qit.Timing.OneWay;

/// <summary>What the one-way protocol determines, with its full covariance.</summary>
/// <param name="Dispersion">D = 1/Vs - 1/Vi, picoseconds a metre.</param>
/// <param name="Slowness">1/Vs + 1/Vi, picoseconds a metre.</param>
/// <param name="SecondPathMetres">Length R2 of the path to detector 2.</param>
/// <param name="ClockOffsetPicoseconds">t0: what detector 1's clock shows more than detector 2's at the reference time.
/// </param>
/// <param name="Frequency">d t0/dt1, seconds a second. A drift of the paths' delay is in it.</param>
/// <param name="ReferenceSeconds">Mean of the dwells' times, on detector 1's clock.</param>
/// <param name="Covariance">Of (D, slowness, R2, t0, frequency), in the order and units of the parameters above, with all
/// errors of the calibration.</param>
/// <param name="OffsetErrors">What the standard error of t0 is made of.</param>
/// <param name="ChiSquare">Sum of squares of the residuals in their standard errors.</param>
/// <param name="DegreesOfFreedom">Dwells and known values less 5.</param>
/// <param name="PValue">Probability of a larger sum of squares if the model holds.</param>
public sealed record OneWaySolution(
    double Dispersion,
    double Slowness,
    double SecondPathMetres,
    double ClockOffsetPicoseconds,
    double Frequency,
    double ReferenceSeconds,
    double[,] Covariance,
    OneWayErrorParts OffsetErrors,
    double ChiSquare,
    int DegreesOfFreedom,
    double PValue)
{
    /// <summary>Standard error of D, picoseconds a metre.</summary>
    public double DispersionError => Math.Sqrt(Covariance[0, 0]);

    /// <summary>Standard error of 1/Vs + 1/Vi, picoseconds a metre.</summary>
    public double SlownessError => Math.Sqrt(Covariance[1, 1]);

    /// <summary>Standard error of R2, metres.</summary>
    public double SecondPathErrorMetres => Math.Sqrt(Covariance[2, 2]);

    /// <summary>Standard error of t0, picoseconds.</summary>
    public double ClockOffsetErrorPicoseconds => Math.Sqrt(Covariance[3, 3]);

    /// <summary>Standard error of the frequency offset.</summary>
    public double FrequencyError => Math.Sqrt(Covariance[4, 4]);
}

/// <summary>Independent parts of the standard error of t0, picoseconds; the squares add up.</summary>
/// <param name="Counting">From the pairs counted.</param>
/// <param name="Clocks">From the clocks' noise between the dwells.</param>
/// <param name="Lengths">From the lengths R1, common error included.</param>
/// <param name="SwapSwitch">From the swap switch's delays.</param>
/// <param name="Slowness">From the known 1/Vs + 1/Vi.</param>
/// <param name="Dispersion">From the known D.</param>
/// <param name="Frequency">From the known frequency offset.</param>
/// <param name="Constant">From the delay that every dwell has.</param>
public readonly record struct OneWayErrorParts(
    double Counting,
    double Clocks,
    double Lengths,
    double SwapSwitch,
    double Slowness,
    double Dispersion,
    double Frequency,
    double Constant);
