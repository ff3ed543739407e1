namespace Qit.Randomness.Extraction;

/// <summary>What the sizes of every convolution extractor follow from.</summary>
public abstract record ConvolutionExtractorConfiguration
{
    private protected ConvolutionExtractorConfiguration()
    {
    }

    /// <summary>n: bits of the raw string, at least 1.</summary>
    public required int InputBits { get; init; }

    /// <summary>k: certified (smooth) min-entropy of the raw string, bits, 0 to n.</summary>
    public required double MinEntropyBits { get; init; }

    /// <summary>eps_ext: distance of the output from uniform, in (0, 1).</summary>
    public required double ExtractionError { get; init; }

    /// <summary><see cref="ConvolutionExtractor.MemoryBudgetBytes"/> of what is built.</summary>
    public long MemoryBudgetBytes { get; init; } = 1L << 30;

    private protected double Log2Error => Math.Log2(ExtractionError);

    private protected void CheckRanges()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputBits, 1);
        if (!(MinEntropyBits >= 0 && MinEntropyBits <= InputBits))
            throw new ArgumentException(
                $"A string of {InputBits} bits cannot hold {MinEntropyBits} bits of min-entropy; right is 0 to {InputBits}.");
        if (!(ExtractionError > 0 && ExtractionError < 1))
            throw new ArgumentOutOfRangeException(nameof(ExtractionError), ExtractionError,
                "An error lies between 0 and 1, both excluded.");
    }

    // The least of what the proof gives and what the construction can give.
    private protected int OutputBits(double proved, int largest)
    {
        double bits = Math.Min(Math.Floor(proved), largest);
        if (!(bits >= 1))
            throw new ArgumentException(
                $"No bit can be extracted from {MinEntropyBits} bits of min-entropy at an error of {ExtractionError}.");
        return (int)bits;
    }
}
