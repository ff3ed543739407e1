using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>What a protocol of synchronization is doing.</summary>
public sealed record ProtocolStatePayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public ProtocolStatePayload(RunIdentity run, long seq, ProtocolStateResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.None)
    {
        Protocol = result.Protocol;
        State = result.State;
    }

    /// <summary>round-trip, one-way, two-way or purification.</summary>
    public string Protocol { get; }

    /// <summary>A sentence for a person.</summary>
    public string State { get; }
}
