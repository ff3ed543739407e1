using System.Numerics;
using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// Between 64 digits of 2^l bits and 2^l field elements: bit k of element i is bit i of digit k. A 64 by 64 bit matrix at a time,
/// as many side by side as a vector has lanes (Hacker's Delight, section 7-3).
/// </summary>
internal static class BitTranspose
{
    private const int Size = 64;

    /// <summary>Digits to elements.</summary>
    /// <param name="digits">2^sizeLog words: the digits one after the other.</param>
    /// <param name="elements">2^sizeLog words, elsewhere.</param>
    /// <param name="sizeLog">l, at least 6.</param>
    public static void ToElements(ref ulong digits, ref ulong elements, int sizeLog)
    {
        nuint digitWords = (nuint)1 << (sizeLog - 6);
        nuint lanes = Lanes(digitWords);
        Span<ulong> buffer = stackalloc ulong[Size * Vector<ulong>.Count];
        ref ulong rows = ref buffer[0];
        for (nuint w = 0; w < digitWords; w += lanes)
        {
            for (nuint k = 0; k < Size; k++)
                Copy(ref Unsafe.Add(ref digits, (k * digitWords) + w), ref Unsafe.Add(ref rows, k * lanes), lanes);
            TransposeRows(ref rows, lanes);
            ref ulong target = ref Unsafe.Add(ref elements, w * Size);
            for (nuint lane = 0; lane < lanes; lane++)
            {
                for (nuint k = 0; k < Size; k++)
                    Unsafe.Add(ref target, (lane * Size) + k) = Unsafe.Add(ref rows, (k * lanes) + lane);
            }
        }
    }

    /// <summary>Elements to digits.</summary>
    public static void ToDigits(ref ulong elements, ref ulong digits, int sizeLog)
    {
        nuint digitWords = (nuint)1 << (sizeLog - 6);
        nuint lanes = Lanes(digitWords);
        Span<ulong> buffer = stackalloc ulong[Size * Vector<ulong>.Count];
        ref ulong rows = ref buffer[0];
        for (nuint w = 0; w < digitWords; w += lanes)
        {
            ref ulong source = ref Unsafe.Add(ref elements, w * Size);
            for (nuint lane = 0; lane < lanes; lane++)
            {
                for (nuint k = 0; k < Size; k++)
                    Unsafe.Add(ref rows, (k * lanes) + lane) = Unsafe.Add(ref source, (lane * Size) + k);
            }
            TransposeRows(ref rows, lanes);
            for (nuint k = 0; k < Size; k++)
                Copy(ref Unsafe.Add(ref rows, k * lanes), ref Unsafe.Add(ref digits, (k * digitWords) + w), lanes);
        }
    }

    private static nuint Lanes(nuint digitWords) =>
        digitWords >= (nuint)Vector<ulong>.Count ? (nuint)Vector<ulong>.Count : 1;

    private static void Copy(ref ulong source, ref ulong target, nuint lanes)
    {
        if (lanes == 1) target = source;
        else Vector.LoadUnsafe(ref source).StoreUnsafe(ref target);
    }

    private static void TransposeRows(ref ulong rows, nuint lanes)
    {
        ulong mask = 0x0000_0000_FFFF_FFFF;
        for (int j = 32; j != 0; j >>= 1, mask ^= mask << j)
        {
            for (nuint k = 0; k < Size; k = (k + (nuint)j + 1) & ~(nuint)j)
            {
                ref ulong upper = ref Unsafe.Add(ref rows, k * lanes);
                ref ulong lower = ref Unsafe.Add(ref rows, (k + (nuint)j) * lanes);
                if (lanes == 1)
                {
                    ulong swap = ((upper >> j) ^ lower) & mask;
                    lower ^= swap;
                    upper ^= swap << j;
                }
                else
                {
                    Vector<ulong> a = Vector.LoadUnsafe(ref upper);
                    Vector<ulong> b = Vector.LoadUnsafe(ref lower);
                    Vector<ulong> swap = ((a >>> j) ^ b) & new Vector<ulong>(mask);
                    (b ^ swap).StoreUnsafe(ref lower);
                    (a ^ (swap << j)).StoreUnsafe(ref upper);
                }
            }
        }
    }
}
