namespace Qit.Randomness.Extraction;

/// <summary>Sizes of a Toeplitz extraction from what is known of its input.</summary>
public sealed record ToeplitzExtractorConfiguration : ConvolutionExtractorConfiguration
{
    /// <summary>Fixes the output length by <see cref="LeftoverHash"/>.</summary>
    /// <exception cref="ArgumentException">
    /// A value is outside its range, or nothing can be extracted: check <see cref="LeftoverHash.OutputBits"/> first.
    /// </exception>
    public ToeplitzExtractor Build()
    {
        CheckRanges();
        int output = OutputBits(LeftoverHash.OutputBits(MinEntropyBits, ExtractionError), InputBits);
        return new ToeplitzExtractor(InputBits, output) { MemoryBudgetBytes = MemoryBudgetBytes };
    }
}
