using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>Counts of consecutive trials, with their place in the run.</summary>
/// <param name="FirstTrial">Number of the first trial, at least 0.</param>
/// <param name="Counts">Counts of the trials FirstTrial to FirstTrial + Counts.Total - 1, none left out.</param>
public readonly record struct TrialSegment(long FirstTrial, TrialCounts Counts)
{
    /// <summary>Number of the first trial after the segment.</summary>
    public long NextTrial => checked(FirstTrial + Counts.Total);
}
