namespace Qit.Agent.Results;

/// <summary>What a protocol is doing now.</summary>
/// <param name="TimeUnixNanoseconds">When the gateway had it, nanoseconds since 1970 UTC by its clock.</param>
/// <param name="IsSimulated">True when any device behind it is a simulated one.</param>
/// <param name="Protocol">round-trip, one-way, two-way or purification.</param>
/// <param name="State">A sentence for a person.</param>
public sealed record ProtocolStateResult(long TimeUnixNanoseconds, bool IsSimulated, string Protocol, string State)
    : AgentResult(TimeUnixNanoseconds, IsSimulated);
