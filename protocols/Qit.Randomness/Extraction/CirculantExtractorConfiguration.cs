namespace Qit.Randomness.Extraction;

/// <summary>Sizes of a circulant extraction from what is known of its two sources.</summary>
public sealed record CirculantExtractorConfiguration : ConvolutionExtractorConfiguration
{
    /// <summary>k2 / N: min-entropy of the seed for each of its bits, in (0, 1]; 1 is a uniform seed.</summary>
    public double SeedMinEntropyRate { get; init; } = 1;

    /// <summary>
    /// Fixes N and the output length floor(k1 + (k2 - N) + 2 log2 eps), whose proof <see cref="CirculantExtractor"/> gives.
    /// </summary>
    /// <exception cref="ArgumentException">A value is outside its range, or nothing can be extracted.</exception>
    public CirculantExtractor Build()
    {
        CheckRanges();
        AdmissibleLengths.CheckRate(SeedMinEntropyRate);
        // A longer output can need a longer seed, whose missing entropy shortens the output again.
        int output = Provable(AdmissibleLengths.NextCirculant(InputBits, 1));
        CirculantExtractor extractor = new(InputBits, output) { MemoryBudgetBytes = MemoryBudgetBytes };
        while (Provable(extractor.SeedBits) < extractor.OutputBits)
        {
            extractor = new CirculantExtractor(InputBits, Provable(extractor.SeedBits))
            {
                MemoryBudgetBytes = MemoryBudgetBytes,
            };
        }
        return extractor;
    }

    private int Provable(int seedBits) =>
        OutputBits(MinEntropyBits - ((1 - SeedMinEntropyRate) * seedBits) + (2 * Log2Error), InputBits);
}
