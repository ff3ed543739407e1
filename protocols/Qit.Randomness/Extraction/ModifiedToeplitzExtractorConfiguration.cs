namespace Qit.Randomness.Extraction;

/// <summary>Sizes of a modified Toeplitz extraction from what is known of its input.</summary>
public sealed record ModifiedToeplitzExtractorConfiguration : ConvolutionExtractorConfiguration
{
    /// <summary>Fixes the output length by <see cref="LeftoverHash"/>, at most n - 1.</summary>
    /// <exception cref="ArgumentException">A value is outside its range, or nothing can be extracted.</exception>
    public ModifiedToeplitzExtractor Build()
    {
        CheckRanges();
        int output = OutputBits(LeftoverHash.OutputBits(MinEntropyBits, ExtractionError), InputBits - 1);
        return new ModifiedToeplitzExtractor(InputBits, output) { MemoryBudgetBytes = MemoryBudgetBytes };
    }
}
