using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>How far the present block of Bell trials is.</summary>
public sealed record TrialProgressPayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public TrialProgressPayload(RunIdentity run, long seq, TrialProgressResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.None)
    {
        Block = result.Block;
        TrialCount = result.Trials;
        TrialsNeededCount = result.TrialsNeeded;
        DiscardedTrialCount = result.DiscardedTrials;
        ParametersSha256 = result.ParametersSha256;
    }

    /// <summary>Number of the block, from 1.</summary>
    public int Block { get; }

    /// <summary>Complete trials so far.</summary>
    public long TrialCount { get; }

    /// <summary>Trials that fill the block.</summary>
    public long TrialsNeededCount { get; }

    /// <summary>Trials discarded since start.</summary>
    public long DiscardedTrialCount { get; }

    /// <summary>SHA-256 of the parameters that will judge the block, in hex; published before its first trial.</summary>
    public string ParametersSha256 { get; }
}
