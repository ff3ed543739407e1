namespace Qit.Agent.TimeService;

/// <summary>What is known about an adversary in the path of the timing photons.</summary>
public enum SecurityStatus
{
    /// <summary>Nobody has looked.</summary>
    NotAssessed,

    /// <summary>Every test of the interval was passed.</summary>
    Passed,

    /// <summary>A test has failed: no correction is given.</summary>
    Failed,
}

/// <summary>Security of the offsets, with its evidence in words. A status without a reason is worth nothing.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Reason">A sentence for a person: what was tested with what result, or why nothing was.</param>
public sealed record SecurityAssessment(SecurityStatus Status, string Reason)
{
    /// <summary>What holds until something evaluates the pairs that are used for timing.</summary>
    public static SecurityAssessment NotAssessed { get; } = new(
        SecurityStatus.NotAssessed,
        "no Bell test, error rate or round trip of the pairs used for timing is evaluated: an adversary who delays photons "
        + "on one path is not excluded");
}
