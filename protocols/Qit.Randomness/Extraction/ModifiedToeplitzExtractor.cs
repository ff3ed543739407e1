using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// The Toeplitz extractor with m bits less of seed: T x1 + x2, where x2 is the last m bits of the raw string and T a random m by
/// n - m Toeplitz matrix.
/// </summary>
/// <remarks>
/// The matrix (T, I) is two-universal (Hayashi and Tsurumaru, IEEE Trans. Inf. Theory 62, 2213, 2016): two strings that differ in
/// x1 collide for 2^-m of the seeds, strings that differ in x2 alone never. So <see cref="LeftoverHash"/> holds as it does for
/// Toeplitz. T is laid out in the seed as in <see cref="ToeplitzExtractor"/>.
/// </remarks>
public sealed class ModifiedToeplitzExtractor : ConvolutionExtractor
{
    /// <summary>An extractor of given sizes.</summary>
    /// <param name="inputBits">n, at least 2.</param>
    /// <param name="outputBits">m, 1 to n - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range, or n + m - 1 exceeds 2^31 - 1.</exception>
    public ModifiedToeplitzExtractor(int inputBits, int outputBits)
        : base(inputBits, outputBits) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(outputBits, inputBits);

    /// <inheritdoc/>
    public override string Name => "modified-toeplitz";

    /// <inheritdoc/>
    public override ExtractorSecurity Security { get; } = new(IsStrong: true, IsQuantumProof: true, NeedsUniformSeed: true,
        "Tomamichel, Schaffner, Smith, Renner, IEEE Trans. Inf. Theory 57, 5524 (2011), with the family of Hayashi, Tsurumaru, "
        + "IEEE Trans. Inf. Theory 62, 2213 (2016)");

    /// <summary>n - 1: bits of the seed, uniform and independent of the raw string.</summary>
    public override int SeedBits => InputBits - 1;

    internal override int Columns => InputBits - OutputBits;

    internal override ulong[] Diagonals(BitString seed) => TurnedDiagonals(seed);

    internal override void Finish(BitString input, Span<ulong> output) =>
        BitWindow.Add(input.Words, Columns, InputBits, output);
}
