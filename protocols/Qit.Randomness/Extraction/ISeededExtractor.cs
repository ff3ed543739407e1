using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// A function from a raw string and a seed to nearly uniform bits. Its sizes are fixed before it sees either; its error follows
/// from the min-entropy of the raw string, which it cannot see, so sizes come from a configuration that states n, k and epsilon.
/// </summary>
public interface ISeededExtractor
{
    /// <summary>What certificates call it, for example "toeplitz"; with the sizes it names the function completely.</summary>
    string Name { get; }

    /// <summary>n: bits of the raw string.</summary>
    int InputBits { get; }

    /// <summary>Bits of the seed.</summary>
    int SeedBits { get; }

    /// <summary>m: bits extracted.</summary>
    int OutputBits { get; }

    /// <summary>What is proved of it.</summary>
    ExtractorSecurity Security { get; }

    /// <summary>Extracts.</summary>
    /// <param name="input">Raw string of <see cref="InputBits"/> bits.</param>
    /// <param name="seed">Seed of <see cref="SeedBits"/> bits, independent of the raw string.</param>
    /// <exception cref="ArgumentException">A string has the wrong length.</exception>
    BitString Extract(BitString input, BitString seed);
}
