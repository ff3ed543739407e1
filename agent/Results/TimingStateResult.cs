namespace Qit.Agent.Results;

/// <summary>The offset tracker changed its state.</summary>
/// <param name="TimeUnixNanoseconds">When.</param>
/// <param name="IsSimulated">See <see cref="AgentResult"/>.</param>
/// <param name="State">acquiring, tracking, holdover, lost, or waiting for a station that is not heard.</param>
/// <param name="Reason">A sentence for a person.</param>
public sealed record TimingStateResult(long TimeUnixNanoseconds, bool IsSimulated, string State, string Reason)
    : AgentResult(TimeUnixNanoseconds, IsSimulated);
