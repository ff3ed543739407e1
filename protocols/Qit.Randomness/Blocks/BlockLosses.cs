namespace Qit.Randomness.Blocks;

/// <summary>
/// What a <see cref="RandomnessBlockBuilder"/> could not use since it was made. Loss is data: report it.
/// </summary>
/// <param name="DiscardedBlocks">Blocks begun and given up, each with all its trials.</param>
/// <param name="DiscardedTrials">Complete trials in those blocks.</param>
/// <param name="MissingTrials">Trial numbers passed over because one station or both did not deliver them.</param>
/// <param name="OverlappingTrials">Trials delivered again under a number that their station had passed.</param>
/// <param name="OverflowTrials">Trials thrown away because the other station lagged further than memory allows.</param>
public readonly record struct BlockLosses(
    long DiscardedBlocks, long DiscardedTrials, long MissingTrials, long OverlappingTrials, long OverflowTrials);
