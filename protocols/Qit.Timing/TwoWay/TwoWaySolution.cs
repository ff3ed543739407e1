namespace Qit.Timing.TwoWay;

/// <summary>What the two-way protocol determines.</summary>
public sealed record TwoWaySolution
{
    /// <summary>tA - tB, seconds.</summary>
    public required double OffsetSeconds { get; init; }

    /// <summary>Its standard error from counting and scatter together.</summary>
    public double ErrorSeconds => double.Hypot(CountingErrorSeconds, ScatterErrorSeconds);

    /// <summary>Part of the standard error from counting.</summary>
    public required double CountingErrorSeconds { get; init; }

    /// <summary>Part from what scatters the phases beyond counting: drift that is not steady.</summary>
    public required double ScatterErrorSeconds { get; init; }

    /// <summary>Cramer-Rao bound for these fringes: the least standard error that any unbiased estimator can have that does not
    /// know the visibilities, the phase at rest and the steady drift either, were counting the only noise.</summary>
    public required double BoundSeconds { get; init; }

    /// <summary>The pairs of fringes, in the order of the input.</summary>
    public required IReadOnlyList<PhaseDifference> Phases { get; init; }

    /// <summary>lambda/(4 v): the answer lies within half of it about the expected offset; one outside would be answered by one
    /// inside, or refused as inconsistent. v is the slowest rate, or, when the phase at rest is unknown too, the first step from
    /// one rate to another: at one rate alone, or between two, offsets that differ by this look the same.</summary>
    public required double AmbiguitySeconds { get; init; }

    /// <summary>Difference of the phases of both directions at v = 0 and the mean time, radians, modulo a turn; 0 when it was
    /// not fitted.</summary>
    public required double PhaseAtRest { get; init; }

    /// <summary>Drift of that difference; 0 when it was not fitted.</summary>
    public required double DriftRadiansPerSecond { get; init; }

    /// <summary>Rms scatter of a phase difference beyond counting, radians.</summary>
    public required double ScatterRadians { get; init; }

    /// <summary>Sum of squares of the residual phases in their standard errors from counting.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>Rates less fitted parameters; 0 leaves nothing to judge.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Probability of a larger sum of squares if the model holds with nothing but counting; 1 without degrees of
    /// freedom.</summary>
    public required double PValue { get; init; }
}

/// <summary>phi_AB - phi_BA of a pair of fringes, unwrapped.</summary>
/// <param name="RateMetresPerSecond">v.</param>
/// <param name="Radians">The difference, less the phase at rest and its drift.</param>
/// <param name="Residual">What the line through all leaves of it.</param>
/// <param name="ErrorRadians">Its standard error from counting.</param>
/// <param name="SecondsPerRadian">By how much the offset moves with it.</param>
public readonly record struct PhaseDifference(
    double RateMetresPerSecond, double Radians, double Residual, double ErrorRadians, double SecondsPerRadian);
