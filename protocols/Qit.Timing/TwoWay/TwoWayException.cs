namespace Qit.Timing.TwoWay;

/// <summary>Why fringes give no two-way solution.</summary>
public enum TwoWayFault
{
    /// <summary>A number is out of range, or the directions do not match.</summary>
    BadInput,

    /// <summary>A fringe has no phase: too few steps, nothing counted, or no visibility.</summary>
    NoFringe,

    /// <summary>The offset may lie outside the ambiguity interval of the slowest rate.</summary>
    Ambiguous,

    /// <summary>The rates rise too fast for the phase to be followed.</summary>
    RampTooSteep,

    /// <summary>The phases contradict the model, by chi-square.</summary>
    Inconsistent,
}

/// <summary>Thrown by <see cref="TwoWaySolver"/> when there is no answer that its error bars would cover.</summary>
public sealed class TwoWayException(TwoWayFault fault, string message) : Exception(message)
{
    /// <summary>The reason, for programs.</summary>
    public TwoWayFault Fault { get; } = fault;
}
