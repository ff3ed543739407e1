using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// Multiplies the seed, N bits with N prime, by the first m rows of the circulant matrix of the raw string, which is padded with
/// N - n zeros, at least one: out[i] = XOR_k x[k] y[(i + k) mod N]. Its seed may be a weak source.
/// </summary>
/// <remarks>
/// <para>Where N is not given by the raw string (N = n + 1 is prime), the next prime that the proof admits is taken and more
/// zeros are padded; zeros known to everybody leave the min-entropy as it is.</para>
/// <para>Proof. Let d be the difference of two raw strings. Row i of its matrix is z^i d(z) modulo z^N - 1, so the first m rows
/// are independent, and exactly 2^-m of the seeds collide, unless z^N - 1 divides c d for some c other than 0 of degree below m.
/// z^N - 1 is z - 1 times factors of degree ord_N(2), the order of 2 modulo N. For m at most ord_N(2), c is a multiple of no
/// such factor, and d of degree below N - 1 not of all of them: the family is two-universal. (For N prime alone it need not be:
/// for N = 7, ord = 3, m = 4 it is not. Hence the condition on m.)
/// The leftover hash lemma (Tomamichel,
/// Schaffner, Smith, Renner, IEEE Trans. Inf. Theory 57, 5524, 2011) bounds the mean over uniform seeds of the squared distance
/// by 2^(m - k1) / 4; by the Cauchy-Schwarz inequality a seed of min-entropy k2, independent of raw string and side information,
/// multiplies this by at most 2^(N - k2). So the error is at most sqrt(2^(m - k1 + N - k2)) / 2, seed included. The output length
/// taken is the published one, floor(k1 + (k2 - N) + 2 log2 eps) (Foreman, Yeung, Edgington, Curchod, arXiv 2402.09481), two
/// bits below that.</para>
/// </remarks>
public sealed class CirculantExtractor : ConvolutionExtractor
{
    /// <summary>An extractor of given sizes.</summary>
    /// <param name="inputBits">n, at least 1.</param>
    /// <param name="outputBits">m, 1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range, or n + m - 1 exceeds 2^31 - 1.</exception>
    public CirculantExtractor(int inputBits, int outputBits)
        : base(inputBits, outputBits) => SeedBits = AdmissibleLengths.NextCirculant(inputBits, outputBits);

    /// <inheritdoc/>
    public override string Name => "circulant";

    /// <inheritdoc/>
    public override ExtractorSecurity Security { get; } = new(IsStrong: true, IsQuantumProof: true, NeedsUniformSeed: false,
        "Tomamichel, Schaffner, Smith, Renner, IEEE Trans. Inf. Theory 57, 5524 (2011), extended to weak seeds by Foreman, "
        + "Yeung, Edgington, Curchod, arXiv 2402.09481");

    /// <summary>N: the smallest prime above n with ord_N(2) at least m.</summary>
    public override int SeedBits { get; }

    internal override int ScratchWords => BitString.WordCount(InputBits);

    internal override ulong[] Diagonals(BitString seed) => PeriodicDiagonals(seed);

    internal override ReadOnlySpan<ulong> Vector(BitString input, Span<ulong> scratch) => Reversed(input, scratch);
}
