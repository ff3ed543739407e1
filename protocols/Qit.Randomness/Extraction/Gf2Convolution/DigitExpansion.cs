using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// Writes a polynomial over GF(2) of 64 * 2^l coefficients in powers of s_l(x): 64 digits of 2^l bits, in place.
/// </summary>
/// <remarks>
/// s_l(x) is the sum of x^(2^j) over the j whose binary digits are all digits of l (Cantor 1989), so s_l^(2^t) has the same few
/// terms with exponents 2^(j+t), and division by it is a handful of shifted additions (Taylor expansion of Gao and Mateer, IEEE
/// Trans. Inf. Theory 56, 6265, 2010).
/// </remarks>
internal static class DigitExpansion
{
    private const int DigitsLog = 6;

    /// <summary>Coefficients to digits.</summary>
    /// <param name="words">2^l words.</param>
    /// <param name="sizeLog">l, 6 to 24.</param>
    /// <param name="isUpperHalfZero">Whether the upper half of the coefficients is zero, which saves the first step.</param>
    public static void Expand(ref ulong words, int sizeLog, bool isUpperHalfZero)
    {
        for (int t = isUpperHalfZero ? DigitsLog - 2 : DigitsLog - 1; t >= 0; t--)
        {
            nuint half = (nuint)1 << (sizeLog - DigitsLog + t);
            for (nuint at = 0; at < (nuint)1 << sizeLog; at += 2 * half)
            {
                ref ulong low = ref Unsafe.Add(ref words, at);
                ref ulong high = ref Unsafe.Add(ref low, half);
                // The quotient's top spills into its own bottom; every other addition needs the finished quotient.
                AddSpill(ref high, half, sizeLog, t);
                AddQuotient(ref low, ref high, half, sizeLog, t);
            }
        }
    }

    /// <summary>Digits to coefficients.</summary>
    public static void Collapse(ref ulong words, int sizeLog)
    {
        for (int t = 0; t < DigitsLog; t++)
        {
            nuint half = (nuint)1 << (sizeLog - DigitsLog + t);
            for (nuint at = 0; at < (nuint)1 << sizeLog; at += 2 * half)
            {
                ref ulong low = ref Unsafe.Add(ref words, at);
                ref ulong high = ref Unsafe.Add(ref low, half);
                AddQuotient(ref low, ref high, half, sizeLog, t);
                AddSpill(ref high, half, sizeLog, t);
            }
        }
    }

    // Sources lie in the upper half of the quotient and targets in the lower, since j < l: the order of the terms is free.
    private static void AddSpill(ref ulong high, nuint half, int sizeLog, int t)
    {
        for (int j = 0; j < sizeLog; j++)
        {
            if ((j & ~sizeLog) != 0) continue;
            if (j + t >= 6)
            {
                nuint run = (nuint)1 << (j + t - 6);
                WordRuns.AddAscending(ref high, ref Unsafe.Add(ref high, half - run), run);
            }
            else
            {
                high ^= Unsafe.Add(ref high, half - 1) >> (64 - (1 << (j + t)));
            }
        }
    }

    private static void AddQuotient(ref ulong low, ref ulong high, nuint half, int sizeLog, int t)
    {
        for (int j = 0; j < sizeLog; j++)
        {
            if ((j & ~sizeLog) != 0) continue;
            if (j + t >= 6)
            {
                nuint run = (nuint)1 << (j + t - 6);
                WordRuns.AddAscending(ref Unsafe.Add(ref low, run), ref high, half - run);
            }
            else
            {
                WordRuns.AddShifted(ref low, ref high, half, 1 << (j + t));
            }
        }
    }
}
