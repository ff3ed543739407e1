namespace Qit.Timing.OneWay;

/// <summary>Why measurements give no one-way solution.</summary>
public enum OneWayFault
{
    /// <summary>A number is not finite, or an error is not positive.</summary>
    BadNumber,

    /// <summary>Fewer than three lengths were measured in both configurations.</summary>
    TooFewLengths,

    /// <summary>The lengths do not differ enough for a slope.</summary>
    EqualLengths,

    /// <summary>The dwells' times do not tell the frequency offset from the configurations.</summary>
    UnresolvedFrequency,

    /// <summary>The dispersion D is zero within its error: R2 and t0 are not determined.</summary>
    NoDispersion,

    /// <summary>The measurements contradict the model, by chi-square.</summary>
    Inconsistent,
}

/// <summary>Thrown by <see cref="OneWaySolver"/> when there is no answer that its error bars would cover.</summary>
public sealed class OneWayException(OneWayFault fault, string message) : Exception(message)
{
    /// <summary>The reason, for programs.</summary>
    public OneWayFault Fault { get; } = fault;
}
