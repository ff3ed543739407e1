using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// Changes a polynomial from powers of x to the basis of Lin, Chung and Han (FOCS 2014), products of the subspace polynomials
/// s_b(x), in place. In a Cantor basis this takes additions only (Lin, Al-Naffouri, Han, Chung, IEEE Trans. Inf. Theory 62, 6284,
/// 2016): with h the largest power of two below l, s_h(x) = x^(2^h) + x, the polynomial is expanded in powers of s_h, and then
/// both the digits and the polynomial in s_h are treated alike.
/// </summary>
internal static class NovelBasis
{
    /// <summary>From powers of x.</summary>
    /// <param name="data">2^sizeLog coefficients of unit words each.</param>
    /// <param name="sizeLog">l; at least 4 when the unit is one word.</param>
    /// <param name="unit">Words that move together: a power of two, 1 or at least 16.</param>
    public static void FromPowers(ref ulong data, int sizeLog, nuint unit)
    {
        if (sizeLog < 2) return;
        if (sizeLog == 4 && unit == 1)
        {
            FromPowers16(ref data);
            return;
        }
        int h = HalfLog(sizeLog);
        nuint total = unit << sizeLog;
        for (int t = sizeLog - h - 1; t >= 0; t--)
        {
            nuint half = unit << (h + t);
            for (nuint at = 0; at < total; at += 2 * half)
            {
                ref ulong low = ref Unsafe.Add(ref data, at);
                WordRuns.AddDescending(ref Unsafe.Add(ref low, unit << t), ref Unsafe.Add(ref low, half), half);
            }
        }
        FromPowers(ref data, sizeLog - h, unit << h);
        for (nuint at = 0; at < total; at += unit << h) FromPowers(ref Unsafe.Add(ref data, at), h, unit);
    }

    /// <summary>To powers of x.</summary>
    public static void ToPowers(ref ulong data, int sizeLog, nuint unit)
    {
        if (sizeLog < 2) return;
        if (sizeLog == 4 && unit == 1)
        {
            ToPowers16(ref data);
            return;
        }
        int h = HalfLog(sizeLog);
        nuint total = unit << sizeLog;
        for (nuint at = 0; at < total; at += unit << h) ToPowers(ref Unsafe.Add(ref data, at), h, unit);
        ToPowers(ref data, sizeLog - h, unit << h);
        for (int t = 0; t < sizeLog - h; t++)
        {
            nuint half = unit << (h + t);
            for (nuint at = 0; at < total; at += 2 * half)
            {
                ref ulong low = ref Unsafe.Add(ref data, at);
                WordRuns.AddAscending(ref Unsafe.Add(ref low, unit << t), ref Unsafe.Add(ref low, half), half);
            }
        }
    }

    private static int HalfLog(int sizeLog) => 1 << int.Log2(sizeLog - 1);

    // Runs shorter than a vector: one word after the other, in the order of a division.
    private static void FromPowers16(ref ulong d)
    {
        Divide(ref d, 8, 2);
        Divide(ref d, 4, 1);
        Divide(ref Unsafe.Add(ref d, 8), 4, 1);
        Divide(ref d, 8, 4);
        for (nuint at = 0; at < 16; at += 4) Unsafe.Add(ref d, at + 2) ^= Unsafe.Add(ref d, at + 3);
        for (nuint at = 0; at < 16; at += 4) Unsafe.Add(ref d, at + 1) ^= Unsafe.Add(ref d, at + 2);
    }

    private static void ToPowers16(ref ulong d)
    {
        for (nuint at = 0; at < 16; at += 4) Unsafe.Add(ref d, at + 1) ^= Unsafe.Add(ref d, at + 2);
        for (nuint at = 0; at < 16; at += 4) Unsafe.Add(ref d, at + 2) ^= Unsafe.Add(ref d, at + 3);
        Collapse(ref d, 8, 4);
        Collapse(ref Unsafe.Add(ref d, 8), 4, 1);
        Collapse(ref d, 4, 1);
        Collapse(ref d, 8, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Divide(ref ulong d, int half, int lower)
    {
        for (int i = half - 1; i >= 0; i--) Unsafe.Add(ref d, i + lower) ^= Unsafe.Add(ref d, i + half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collapse(ref ulong d, int half, int lower)
    {
        for (int i = 0; i < half; i++) Unsafe.Add(ref d, i + lower) ^= Unsafe.Add(ref d, i + half);
    }
}
