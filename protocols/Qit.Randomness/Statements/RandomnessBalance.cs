namespace Qit.Randomness.Statements;

/// <summary>Randomness in against randomness out, for one block.</summary>
/// <param name="OutputBits">Extracted bits.</param>
/// <param name="ChoiceBits">Bits spent on random choices in the protocol: bases, double clicks.</param>
/// <param name="SeedBits">Bits of the extractor's seed.</param>
public sealed record RandomnessBalance(long OutputBits, double ChoiceBits, long SeedBits)
{
    /// <summary>Output less choices: what a block adds when a strong extractor's seed is kept for further blocks.</summary>
    public double NetWithSeedKept => OutputBits - ChoiceBits;

    /// <summary>Output less choices less seed; negative for a single block whose seed is longer than its output.</summary>
    public double Net => NetWithSeedKept - SeedBits;

    /// <summary>
    /// Blocks that have to share one seed before more has come out than went in; infinite when every block costs more than it
    /// gives. The extractor's error counts once for each block.
    /// </summary>
    public double BlocksToBreakEven => NetWithSeedKept > 0 ? Math.Ceiling(SeedBits / NetWithSeedKept) : double.PositiveInfinity;
}
