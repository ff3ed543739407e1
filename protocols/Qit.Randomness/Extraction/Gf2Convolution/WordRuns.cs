using System.Numerics;
using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>Additions of whole runs of words, which may overlap.</summary>
internal static class WordRuns
{
    /// <summary>target[i] ^= source[i] from the last word to the first; a step reads up to 8 words before it writes.</summary>
    public static void AddDescending(ref ulong target, ref ulong source, nuint count)
    {
        nuint i = count;
        nuint step = (nuint)Vector<ulong>.Count;
        while (i >= step)
        {
            i -= step;
            (Vector.LoadUnsafe(ref target, i) ^ Vector.LoadUnsafe(ref source, i)).StoreUnsafe(ref target, i);
        }
        while (i > 0)
        {
            i--;
            Unsafe.Add(ref target, i) ^= Unsafe.Add(ref source, i);
        }
    }

    /// <summary>target[i] ^= source[i] from the first word to the last; a step reads up to 8 words before it writes.</summary>
    public static void AddAscending(ref ulong target, ref ulong source, nuint count)
    {
        nuint i = 0;
        nuint step = (nuint)Vector<ulong>.Count;
        for (; i + step <= count; i += step)
            (Vector.LoadUnsafe(ref target, i) ^ Vector.LoadUnsafe(ref source, i)).StoreUnsafe(ref target, i);
        for (; i < count; i++)
            Unsafe.Add(ref target, i) ^= Unsafe.Add(ref source, i);
    }

    /// <summary>target ^= source shifted up by 1 to 63 bits; what leaves the last word is lost.</summary>
    public static void AddShifted(ref ulong target, ref ulong source, nuint count, int bits)
    {
        target ^= source << bits;
        nuint i = 1;
        nuint step = (nuint)Vector<ulong>.Count;
        for (; i + step <= count; i += step)
        {
            Vector<ulong> shifted = (Vector.LoadUnsafe(ref source, i) << bits)
                ^ (Vector.LoadUnsafe(ref source, i - 1) >>> (64 - bits));
            (Vector.LoadUnsafe(ref target, i) ^ shifted).StoreUnsafe(ref target, i);
        }
        for (; i < count; i++)
        {
            Unsafe.Add(ref target, i) ^=
                (Unsafe.Add(ref source, i) << bits) ^ (Unsafe.Add(ref source, i - 1) >> (64 - bits));
        }
    }
}
