using Qit.Randomness.Trials;

namespace Qit.Randomness.Blocks;

/// <summary>
/// A complete run of consecutive trials, ready to be judged and extracted. Made by
/// <see cref="RandomnessBlockBuilder"/>, which took the parameters before the first trial.
/// </summary>
public sealed class TrialBlock
{
    internal TrialBlock(string parameterHash, long attempt, long firstTrial, TrialRecord trials)
    {
        ParameterHash = parameterHash;
        Attempt = attempt;
        FirstTrial = firstTrial;
        Trials = trials;
    }

    /// <summary>Hash of the parameters fixed before the block was begun.</summary>
    public string ParameterHash { get; }

    /// <summary>
    /// 1 for the first block begun by its builder, discarded ones counted: the number of uses of the soundness error so
    /// far.
    /// </summary>
    public long Attempt { get; }

    /// <summary>Number of the first trial.</summary>
    public long FirstTrial { get; }

    /// <summary>Number of the last trial; the block holds every trial between.</summary>
    public long LastTrial => FirstTrial + Trials.Length - 1;

    /// <summary>The trials.</summary>
    public TrialRecord Trials { get; }

    /// <summary>The string whose min-entropy is certified, input of the extractor: all outcomes of A, then all of B (2 n bits).</summary>
    public BitString RawString() => Trials.A.Concatenate(Trials.B);
}
