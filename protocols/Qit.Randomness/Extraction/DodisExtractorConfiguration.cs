using Qit.Randomness.Certification;

namespace Qit.Randomness.Extraction;

/// <summary>Sizes of a Dodis extraction from what is known of its two sources.</summary>
public sealed record DodisExtractorConfiguration : ConvolutionExtractorConfiguration
{
    /// <summary>k2 / N: min-entropy of the seed for each of its bits, in (0, 1]; 1 is a uniform seed.</summary>
    public required double SeedMinEntropyRate { get; init; }

    /// <summary>What the adversary may hold; quantum costs four fifths of the output.</summary>
    /// <remarks>Quantum: in the Markov model, where the two sources are independent given it.</remarks>
    public required SideInformation SideInformation { get; init; }

    /// <summary>Fixes N and the output length by the theorems that <see cref="DodisExtractor"/> names.</summary>
    /// <exception cref="ArgumentException">A value is outside its range, or nothing can be extracted.</exception>
    public DodisExtractor Build()
    {
        CheckRanges();
        AdmissibleLengths.CheckRate(SeedMinEntropyRate);
        double excess = MinEntropyBits - ((1 - SeedMinEntropyRate) * AdmissibleLengths.NextDodis(InputBits)); // k1 + k2 - N
        double proved = SideInformation == SideInformation.Quantum
            ? (excess + (8 * Log2Error) + 9 - (4 * Math.Log2(3))) / 5
            : excess + 1 + (2 * Log2Error);
        return new DodisExtractor(InputBits, OutputBits(proved, Math.Max(1, InputBits - 1)), SideInformation)
        {
            MemoryBudgetBytes = MemoryBudgetBytes,
        };
    }
}
