namespace Qit.Agent.Results;

/// <summary>How far the present block of Bell trials is.</summary>
/// <param name="TimeUnixNanoseconds">When.</param>
/// <param name="IsSimulated">See <see cref="AgentResult"/>.</param>
/// <param name="Block">Number of the block, from 1.</param>
/// <param name="Trials">Complete trials so far.</param>
/// <param name="TrialsNeeded">Trials that fill the block.</param>
/// <param name="DiscardedTrials">Trials discarded with broken blocks since start.</param>
/// <param name="ParametersSha256">SHA-256 of the parameters that will judge the block, in hex: told before its first trial,
/// so that nobody can choose them afterwards.</param>
public sealed record TrialProgressResult(
    long TimeUnixNanoseconds, bool IsSimulated, int Block, long Trials, long TrialsNeeded, long DiscardedTrials,
    string ParametersSha256)
    : AgentResult(TimeUnixNanoseconds, IsSimulated);
