using System.Numerics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// Multiplies the raw string by a random Toeplitz matrix over GF(2). The family is two-universal (Mansour, Nisan,
/// Tiwari 1993; Krawczyk 1994), so it is a strong extractor, sound against quantum side information by
/// <see cref="LeftoverHash"/>: the seed may be published afterwards.
/// </summary>
/// <remarks>
/// out[i] = XOR_j T(i - j) x[j] with T(d) = s[d] for d >= 0 and T(d) = s[m + n - 1 + d] for d &lt; 0. Time n m / 128
/// word operations on average, portable and vectorized; meant for blocks of up to some 10^6 bits.
/// </remarks>
public sealed class ToeplitzExtractor : ISeededExtractor
{
    /// <summary>An extractor of given sizes. Its error follows from the input's entropy, which it cannot see.</summary>
    /// <param name="inputBits">n, at least 1.</param>
    /// <param name="outputBits">m, 1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is outside its range, or n + m - 1 exceeds 2^31 - 1.
    /// </exception>
    public ToeplitzExtractor(int inputBits, int outputBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputBits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputBits, inputBits);
        if (inputBits + (long)outputBits - 1 > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(inputBits), inputBits,
                "The seed of n + m - 1 bits exceeds 2^31 - 1 bits.");
        InputBits = inputBits;
        OutputBits = outputBits;
    }

    /// <inheritdoc/>
    public string Name => "toeplitz";

    /// <inheritdoc/>
    public ExtractorSecurity Security { get; } = new(IsStrong: true, IsQuantumProof: true, NeedsUniformSeed: true,
        "Tomamichel, Schaffner, Smith, Renner, IEEE Trans. Inf. Theory 57, 5524 (2011)");

    /// <summary>n: bits of the raw string.</summary>
    public int InputBits { get; }

    /// <summary>m: bits extracted.</summary>
    public int OutputBits { get; }

    /// <summary>n + m - 1: bits of the seed, uniform and independent of the raw string.</summary>
    public int SeedBits => InputBits + OutputBits - 1;

    /// <summary>Extracts.</summary>
    /// <param name="input">Raw string of <see cref="InputBits"/> bits.</param>
    /// <param name="seed">Seed of <see cref="SeedBits"/> bits, from elsewhere.</param>
    /// <exception cref="ArgumentException">A string has the wrong length.</exception>
    public BitString Extract(BitString input, BitString seed)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(seed);
        if (input.Length != InputBits)
            throw new ArgumentException($"The input has {input.Length} bits; this extractor takes {InputBits}.",
                nameof(input));
        if (seed.Length != SeedBits)
            throw new ArgumentException($"The seed has {seed.Length} bits; n + m - 1 = {SeedBits} are needed.",
                nameof(seed));

        ulong[] diagonals = Diagonals(seed);
        var shifted = new ulong[diagonals.Length];
        var output = new ulong[BitString.WordCount(OutputBits)];
        Span<int> starts = stackalloc int[4];
        for (int shift = 0; shift < 64; shift++)
        {
            ShiftDown(diagonals, shift, shifted);
            int waiting = 0;
            // Column j is the window of the diagonals that starts at bit n - 1 - j: a whole word of the shifted copy.
            for (int word = 0, j = InputBits - 1 - shift; j >= 0; word++, j -= 64)
            {
                if (!input[j]) continue;
                starts[waiting++] = word;
                if (waiting < 4) continue;
                AddFour(output, shifted, starts[0], starts[1], starts[2], starts[3]);
                waiting = 0;
            }
            for (int i = 0; i < waiting; i++) AddOne(output, shifted, starts[i]);
        }
        output[^1] &= BitString.LastWordMask(OutputBits);
        return new BitString(output, OutputBits);
    }

    // u[k] = T(k - (n - 1)): the seed turned so that the diagonals are in order, with room for a window past the end.
    private ulong[] Diagonals(BitString seed)
    {
        var diagonals = new ulong[BitString.WordCount(SeedBits) + 1];
        Span<ulong> part = new ulong[BitString.WordCount(InputBits)];
        if (InputBits > 1)
        {
            PackedBits.Extract(seed.Words, OutputBits, InputBits - 1, part);
            PackedBits.Insert(part, InputBits - 1, diagonals, 0);
        }
        PackedBits.Extract(seed.Words, 0, OutputBits, part);
        PackedBits.Insert(part, OutputBits, diagonals, InputBits - 1);
        return diagonals;
    }

    private static void ShiftDown(ReadOnlySpan<ulong> source, int shift, Span<ulong> destination)
    {
        if (shift == 0)
        {
            source.CopyTo(destination);
            return;
        }
        for (int w = 0; w < source.Length - 1; w++)
            destination[w] = (source[w] >> shift) | (source[w + 1] << (64 - shift));
        destination[^1] = source[^1] >> shift;
    }

    private static void AddOne(Span<ulong> output, ReadOnlySpan<ulong> source, int start)
    {
        ReadOnlySpan<ulong> window = source.Slice(start, output.Length);
        for (int w = 0; w < output.Length; w++) output[w] ^= window[w];
    }

    // Four columns per pass: the output is loaded and stored once for four windows.
    private static void AddFour(
        Span<ulong> output, ReadOnlySpan<ulong> source, int start0, int start1, int start2, int start3)
    {
        int length = output.Length;
        ReadOnlySpan<ulong> window0 = source.Slice(start0, length);
        ReadOnlySpan<ulong> window1 = source.Slice(start1, length);
        ReadOnlySpan<ulong> window2 = source.Slice(start2, length);
        ReadOnlySpan<ulong> window3 = source.Slice(start3, length);
        int step = Vector<ulong>.Count;
        int w = 0;
        for (; w <= length - step; w += step)
        {
            Vector<ulong> sum = new Vector<ulong>(window0[w..]) ^ new Vector<ulong>(window1[w..])
                ^ new Vector<ulong>(window2[w..]) ^ new Vector<ulong>(window3[w..]) ^ new Vector<ulong>(output[w..]);
            sum.CopyTo(output[w..]);
        }
        for (; w < length; w++) output[w] ^= window0[w] ^ window1[w] ^ window2[w] ^ window3[w];
    }
}
