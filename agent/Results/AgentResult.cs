namespace Qit.Agent.Results;

/// <summary>Something the agent found out and passes to every reader: broker, page, console, summary.</summary>
/// <param name="TimeUnixNanoseconds">When the gateway had it, nanoseconds since 1970 UTC by its clock.</param>
/// <param name="IsSimulated">True when any device behind it is a simulated one. Every reader shows it.</param>
public abstract record AgentResult(long TimeUnixNanoseconds, bool IsSimulated);
