using Qit.Randomness.Certification;
using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// The two-source extractor of Dodis, Elbaz, Oliveira and Raz (RANDOM 2004) by cyclic shifts: out[i] = XOR_k x[k] y[(i + k) mod
/// N] with N prime and 2 a primitive root modulo N. Where n itself is no such prime, the raw string is padded with zeros to the
/// next (zeros known to everybody leave its min-entropy as it is) and the seed has N bits.
/// </summary>
/// <remarks>
/// The matrices of any combination of rows have rank at least N - 1, since z^N - 1 has no factor but z - 1 and one of degree N -
/// 1. Certified lengths: against classical side information floor(k1 + k2 - N + 1 + 2 log2 eps); against quantum side information
/// in the Markov model floor((k1 + k2 - N + 8 log2 eps + 9 - 4 log2 3) / 5) (Arnon-Friedman, Portmann, Scholz, TQC 2016,
/// arXiv 1510.06743); both as in Foreman, Yeung, Edgington, Curchod, arXiv 2402.09481.
/// </remarks>
public sealed class DodisExtractor : ConvolutionExtractor
{
    /// <summary>An extractor of given sizes.</summary>
    /// <param name="inputBits">n, at least 1.</param>
    /// <param name="outputBits">m, 1 to n.</param>
    /// <param name="sideInformation">Against which side information the output length was chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range, or n + m - 1 exceeds 2^31 - 1.</exception>
    public DodisExtractor(int inputBits, int outputBits, SideInformation sideInformation)
        : base(inputBits, outputBits)
    {
        SeedBits = AdmissibleLengths.NextDodis(inputBits);
        bool isQuantum = sideInformation == SideInformation.Quantum;
        Security = new ExtractorSecurity(IsStrong: true, IsQuantumProof: isQuantum, NeedsUniformSeed: false,
            "Dodis, Elbaz, Oliveira, Raz, RANDOM 2004"
            + (isQuantum ? "; Arnon-Friedman, Portmann, Scholz, arXiv 1510.06743 (Markov model)" : ""));
    }

    /// <inheritdoc/>
    public override string Name => "dodis";

    /// <inheritdoc/>
    public override ExtractorSecurity Security { get; }

    /// <summary>N: the smallest prime from n on that has 2 as a primitive root.</summary>
    public override int SeedBits { get; }

    internal override int ScratchWords => BitString.WordCount(InputBits);

    internal override ulong[] Diagonals(BitString seed) => PeriodicDiagonals(seed);

    internal override ReadOnlySpan<ulong> Vector(BitString input, Span<ulong> scratch) => Reversed(input, scratch);
}
