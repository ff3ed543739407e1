using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// Multiplies the raw string by a random Toeplitz matrix over GF(2). The family is two-universal (Mansour, Nisan,
/// Tiwari 1993; Krawczyk 1994), so it is a strong extractor, sound against quantum side information by
/// <see cref="LeftoverHash"/>: the seed may be published afterwards.
/// </summary>
/// <remarks>
/// out[i] = XOR_j T(i - j) x[j] with T(d) = s[d] for d >= 0 and T(d) = s[m + n - 1 + d] for d &lt; 0.
/// </remarks>
public sealed class ToeplitzExtractor : ConvolutionExtractor
{
    /// <summary>An extractor of given sizes. Its error follows from the input's entropy, which it cannot see.</summary>
    /// <param name="inputBits">n, at least 1.</param>
    /// <param name="outputBits">m, 1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is outside its range, or n + m - 1 exceeds 2^31 - 1.
    /// </exception>
    public ToeplitzExtractor(int inputBits, int outputBits)
        : base(inputBits, outputBits)
    {
    }

    /// <inheritdoc/>
    public override string Name => "toeplitz";

    /// <inheritdoc/>
    public override ExtractorSecurity Security { get; } = new(IsStrong: true, IsQuantumProof: true, NeedsUniformSeed: true,
        "Tomamichel, Schaffner, Smith, Renner, IEEE Trans. Inf. Theory 57, 5524 (2011)");

    /// <summary>n + m - 1: bits of the seed, uniform and independent of the raw string.</summary>
    public override int SeedBits => InputBits + OutputBits - 1;

    internal override ulong[] Diagonals(BitString seed) => TurnedDiagonals(seed);
}
