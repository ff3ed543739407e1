using Qit.Agent.Protocols;

namespace Qit.Agent.Results;

/// <summary>One measurement by one of the protocols of synchronization, or the reason why it gave none.</summary>
public sealed record ProtocolResult(long TimeUnixNanoseconds, bool IsSimulated) : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>round-trip, one-way, two-way or purification.</summary>
    public required string Protocol { get; init; }

    /// <summary>The stations that took part.</summary>
    public required IReadOnlyList<string> Stations { get; init; }

    /// <summary>The measurement.</summary>
    public required ProtocolAnswer Answer { get; init; }

    /// <summary>True offset, ps, where a simulated world knows it; else null.</summary>
    public double? TruthPicoseconds { get; init; }
}
