namespace Qit.Timing.OneWay;

/// <summary>What the one-way protocol determines, with its full covariance.</summary>
/// <param name="Dispersion">D = 1/Vs - 1/Vi, picoseconds a metre.</param>
/// <param name="Slowness">1/Vs + 1/Vi, picoseconds a metre.</param>
/// <param name="SecondPathMetres">Length R2 of the path to detector 2.</param>
/// <param name="ClockOffsetPicoseconds">t0: what detector 1's clock shows more than detector 2's.</param>
/// <param name="Covariance">Of (D, slowness, R2, t0), in the order and units of the parameters above.</param>
/// <param name="ChiSquare">Sum of squares of the residuals in their standard errors.</param>
/// <param name="DegreesOfFreedom">Measured values less 4, and one more for a known slowness.</param>
/// <param name="PValue">Probability of a larger sum of squares if the model holds.</param>
public sealed record OneWaySolution(
    double Dispersion,
    double Slowness,
    double SecondPathMetres,
    double ClockOffsetPicoseconds,
    double[,] Covariance,
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
}
