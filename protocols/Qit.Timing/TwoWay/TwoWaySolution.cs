namespace Qit.Timing.TwoWay;

/// <summary>What the two-way protocol determines.</summary>
/// <param name="OffsetSeconds">tA - tB.</param>
/// <param name="ErrorSeconds">Its standard error from counting.</param>
/// <param name="AmbiguitySeconds">lambda/(4 v) at the slowest rate: offsets that differ by this look the same. The answer
/// lies within half of it about the expected offset.</param>
/// <param name="PhaseAtRest">Difference of the phases of both directions at v = 0 and the mean time, radians, modulo a turn; 0
/// when it was not fitted.</param>
/// <param name="DriftRadiansPerSecond">Drift of that difference; 0 when it was not fitted.</param>
/// <param name="ChiSquare">Sum of squares of the residual phases in their standard errors.</param>
/// <param name="DegreesOfFreedom">Rates less fitted parameters; 0 leaves nothing to judge.</param>
/// <param name="PValue">Probability of a larger sum of squares if the model holds; 1 without degrees of freedom.</param>
public sealed record TwoWaySolution(
    double OffsetSeconds,
    double ErrorSeconds,
    double AmbiguitySeconds,
    double PhaseAtRest,
    double DriftRadiansPerSecond,
    double ChiSquare,
    int DegreesOfFreedom,
    double PValue);
