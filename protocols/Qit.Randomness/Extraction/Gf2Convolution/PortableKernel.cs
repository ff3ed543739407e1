using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// GF(2^64) without carry-less multiply. A constant used often is a linear map: its multiples by the 16 values of each of an
/// element's 16 nibbles are tabulated, and a product is 16 look-ups. For products of two elements that change, the 16 small
/// multiples of one are tabulated and added up shifted, without reduction; the reduction modulo g is again a linear map.
/// </summary>
internal readonly struct PortableKernel : IGf64Kernel
{
    private const int Nibbles = 16;

    // A product's upper 64 bits times y^64.
    private static readonly ulong[] Reduction = TableOf(Gf64.Modulus);

    public static (double PerElement, double PerLayer) TransformCost => (3, 0.1);

    public static void Butterflies(ref ulong low, ref ulong high, nuint count, ulong c)
    {
        Span<ulong> table = stackalloc ulong[Nibbles * Nibbles];
        FillTable(table, c);
        for (nuint i = 0; i < count; i++)
        {
            ref ulong a = ref Unsafe.Add(ref low, i);
            ref ulong b = ref Unsafe.Add(ref high, i);
            a ^= LookUp(ref table[0], b);
            b ^= a;
        }
    }

    public static void InverseButterflies(ref ulong low, ref ulong high, nuint count, ulong c)
    {
        Span<ulong> table = stackalloc ulong[Nibbles * Nibbles];
        FillTable(table, c);
        for (nuint i = 0; i < count; i++)
        {
            ref ulong a = ref Unsafe.Add(ref low, i);
            ref ulong b = ref Unsafe.Add(ref high, i);
            b ^= a;
            a ^= LookUp(ref table[0], b);
        }
    }

    public static void ButterflyRow(ref ulong low, ref ulong high, ref ulong constants)
    {
        Span<ulong> multiples = stackalloc ulong[Nibbles];
        for (nuint i = 0; i < 8; i++)
        {
            ref ulong a = ref Unsafe.Add(ref low, i);
            ref ulong b = ref Unsafe.Add(ref high, i);
            a ^= Multiply(b, Unsafe.Add(ref constants, i), multiples);
            b ^= a;
        }
    }

    public static void InverseButterflyRow(ref ulong low, ref ulong high, ref ulong constants)
    {
        Span<ulong> multiples = stackalloc ulong[Nibbles];
        for (nuint i = 0; i < 8; i++)
        {
            ref ulong a = ref Unsafe.Add(ref low, i);
            ref ulong b = ref Unsafe.Add(ref high, i);
            b ^= a;
            a ^= Multiply(b, Unsafe.Add(ref constants, i), multiples);
        }
    }

    public static void MultiplyAdd(ref ulong a, ref ulong b, ref ulong sum, nuint count)
    {
        Span<ulong> multiples = stackalloc ulong[Nibbles];
        for (nuint i = 0; i < count; i++)
        {
            (ulong upper, ulong lower) = Product(Unsafe.Add(ref a, i), Unsafe.Add(ref b, i), multiples);
            Unsafe.Add(ref sum, 2 * i) ^= lower;
            Unsafe.Add(ref sum, (2 * i) + 1) ^= upper;
        }
    }

    public static void Reduce(ref ulong sum, ref ulong result, nuint count)
    {
        for (nuint i = 0; i < count; i++)
        {
            Unsafe.Add(ref result, i) =
                Unsafe.Add(ref sum, 2 * i) ^ LookUp(ref Reduction[0], Unsafe.Add(ref sum, (2 * i) + 1));
        }
    }

    private static ulong Multiply(ulong a, ulong b, Span<ulong> multiples)
    {
        (ulong upper, ulong lower) = Product(a, b, multiples);
        return lower ^ LookUp(ref Reduction[0], upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Upper, ulong Lower) Product(ulong a, ulong b, Span<ulong> multiples)
    {
        // The multiples must fit a word: the top three bits of b are added apart.
        ref ulong table = ref multiples[0];
        ulong b1 = b & (ulong.MaxValue >> 3);
        ulong b2 = b1 << 1;
        ulong b4 = b1 << 2;
        ulong b8 = b1 << 3;
        ulong b3 = b1 ^ b2;
        ulong b12 = b4 ^ b8;
        multiples[15] = b3 ^ b12;
        table = 0;
        Unsafe.Add(ref table, 1) = b1;
        Unsafe.Add(ref table, 2) = b2;
        Unsafe.Add(ref table, 3) = b3;
        Unsafe.Add(ref table, 4) = b4;
        Unsafe.Add(ref table, 5) = b4 ^ b1;
        Unsafe.Add(ref table, 6) = b4 ^ b2;
        Unsafe.Add(ref table, 7) = b4 ^ b3;
        Unsafe.Add(ref table, 8) = b8;
        Unsafe.Add(ref table, 9) = b8 ^ b1;
        Unsafe.Add(ref table, 10) = b8 ^ b2;
        Unsafe.Add(ref table, 11) = b8 ^ b3;
        Unsafe.Add(ref table, 12) = b12;
        Unsafe.Add(ref table, 13) = b12 ^ b1;
        Unsafe.Add(ref table, 14) = b12 ^ b2;
        ulong lower = Unsafe.Add(ref table, (nuint)(a & 15));
        ulong upper = 0;
        for (int shift = 4; shift < 64; shift += 4)
        {
            ulong multiple = Unsafe.Add(ref table, (nuint)((a >> shift) & 15));
            lower ^= multiple << shift;
            upper ^= multiple >> (64 - shift);
        }
        for (int bit = 61; bit < 64; bit++)
        {
            ulong term = a & (0 - ((b >> bit) & 1));
            lower ^= term << bit;
            upper ^= term >> (64 - bit);
        }
        return (upper, lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LookUp(ref ulong table, ulong a)
    {
        ulong even = 0;
        ulong odd = 0;
        for (nuint nibble = 0; nibble < Nibbles; nibble += 2)
        {
            even ^= Unsafe.Add(ref table, (nibble * Nibbles) + (nuint)(a & 15));
            odd ^= Unsafe.Add(ref table, ((nibble + 1) * Nibbles) + (nuint)((a >> 4) & 15));
            a >>= 8;
        }
        return even ^ odd;
    }

    private static void FillTable(Span<ulong> table, ulong c)
    {
        for (int nibble = 0; nibble < Nibbles; nibble++)
        {
            Span<ulong> multiples = table.Slice(nibble * Nibbles, Nibbles);
            FillMultiples(multiples, c);
            c = Gf64.TimesY(multiples[8]);
        }
    }

    private static ulong[] TableOf(ulong c)
    {
        var table = new ulong[Nibbles * Nibbles];
        FillTable(table, c);
        return table;
    }

    private static void FillMultiples(Span<ulong> multiples, ulong c)
    {
        multiples[0] = 0;
        for (int bit = 1; bit < Nibbles; bit *= 2)
        {
            for (int i = 0; i < bit; i++) multiples[bit + i] = multiples[i] ^ c;
            c = Gf64.TimesY(c);
        }
    }
}
