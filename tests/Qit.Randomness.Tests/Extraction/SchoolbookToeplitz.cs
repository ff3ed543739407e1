using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Extraction;

/// <summary>
/// A Toeplitz matrix times a vector column by column, n m / 128 word operations on average: the reference that the fast
/// extractors are held against, sharing no code with them.
/// </summary>
internal static class SchoolbookToeplitz
{
    /// <summary>out[i] = XOR_j T(i - j) x[j] with T(d) = s[d] for d >= 0 and T(d) = s[m + n - 1 + d] for d below 0.</summary>
    public static BitString Extract(BitString input, BitString seed, int outputBits)
    {
        int n = input.Length;
        var turned = new bool[seed.Length]; // T(-(n - 1)) first
        for (int k = 0; k < turned.Length; k++) turned[k] = seed[k >= n - 1 ? k - (n - 1) : outputBits + k];
        return Multiply(turned, input, outputBits);
    }

    /// <summary>out[i] = XOR_k x[k] y[(i + k) mod N], y the seed of N bits: circulant and Dodis.</summary>
    public static BitString ExtractCyclic(BitString input, BitString seed, int outputBits)
    {
        int n = input.Length;
        var periodic = new bool[n + outputBits - 1];
        for (int t = 0; t < periodic.Length; t++) periodic[t] = seed[t % seed.Length];
        return Multiply(periodic, BitStrings.Of(n, j => input[n - 1 - j]), outputBits);
    }

    private static BitString Multiply(bool[] diagonals, BitString vector, int outputBits)
    {
        // Column j is the window of the diagonals that starts at n - 1 - j: whole words of one of 64 shifted copies.
        var packed = new ulong[(diagonals.Length / 64) + 2];
        for (int k = 0; k < diagonals.Length; k++)
            if (diagonals[k]) packed[k / 64] |= 1UL << (k % 64);
        var output = new ulong[(outputBits + 63) / 64];
        var shifted = new ulong[packed.Length];
        for (int shift = 0; shift < 64; shift++)
        {
            for (int w = 0; w < packed.Length - 1; w++)
                shifted[w] = (packed[w] >> shift) | (shift == 0 ? 0 : packed[w + 1] << (64 - shift));
            for (int word = 0, j = vector.Length - 1 - shift; j >= 0; word++, j -= 64)
            {
                if (!vector[j]) continue;
                for (int w = 0; w < output.Length; w++) output[w] ^= shifted[word + w];
            }
        }
        return BitStrings.Of(outputBits, i => ((output[i / 64] >> (i % 64)) & 1) != 0);
    }
}
