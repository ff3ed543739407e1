namespace Qit.Randomness.Extraction;

/// <summary>Sizes of a Toeplitz extraction from what is known of its input.</summary>
public sealed record ToeplitzExtractorConfiguration
{
    /// <summary>n: bits of the raw string, at least 1.</summary>
    public required int InputBits { get; init; }

    /// <summary>k: certified (smooth) min-entropy of the raw string, bits, 0 to n.</summary>
    public required double MinEntropyBits { get; init; }

    /// <summary>eps_ext: distance of the output from uniform, in (0, 1).</summary>
    public required double ExtractionError { get; init; }

    /// <summary>Fixes the output length by <see cref="LeftoverHash"/>.</summary>
    /// <exception cref="ArgumentException">
    /// A value is outside its range, or nothing can be extracted: check <see cref="LeftoverHash.OutputBits"/> first.
    /// </exception>
    public ToeplitzExtractor Build()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputBits, 1);
        if (MinEntropyBits > InputBits)
            throw new ArgumentException(
                $"A string of {InputBits} bits cannot hold {MinEntropyBits} bits of min-entropy.");
        long output = LeftoverHash.OutputBits(MinEntropyBits, ExtractionError);
        if (output == 0)
            throw new ArgumentException(
                $"No bit can be extracted from {MinEntropyBits} bits of min-entropy at an error of {ExtractionError}.");
        return new ToeplitzExtractor(InputBits, checked((int)Math.Min(output, InputBits)));
    }
}
