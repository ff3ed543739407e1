using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>State of the offset tracker.</summary>
public sealed record TimingStatePayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public TimingStatePayload(RunIdentity run, long seq, TimingStateResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.Unverified)
    {
        State = result.State;
        Reason = result.Reason;
    }

    /// <summary>acquiring, tracking, holdover, lost or waiting.</summary>
    public string State { get; }

    /// <summary>A sentence for a person.</summary>
    public string Reason { get; }
}
