using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// GF(2^64) without carry-less multiply. A constant used often is a linear map: its multiples by the 16 values of each of an
/// element's 16 nibbles are tabulated, and a product is 16 look-ups. Products of two elements that change go nibble by nibble.
/// </summary>
internal readonly struct PortableKernel : IGf64Kernel
{
    private const int Nibbles = 16;

    // What leaves the top when an element is multiplied by y^4.
    private static readonly ulong[] Overflow = MultiplesOf(Gf64.Modulus);

    public static (double PerElement, double PerLayer) TransformCost => (1, 0.3);

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
        for (nuint i = 0; i < 8; i++)
        {
            ref ulong a = ref Unsafe.Add(ref low, i);
            ref ulong b = ref Unsafe.Add(ref high, i);
            a ^= Multiply(b, Unsafe.Add(ref constants, i));
            b ^= a;
        }
    }

    public static void InverseButterflyRow(ref ulong low, ref ulong high, ref ulong constants)
    {
        for (nuint i = 0; i < 8; i++)
        {
            ref ulong a = ref Unsafe.Add(ref low, i);
            ref ulong b = ref Unsafe.Add(ref high, i);
            b ^= a;
            a ^= Multiply(b, Unsafe.Add(ref constants, i));
        }
    }

    public static void MultiplyAdd(ref ulong a, ref ulong b, ref ulong sum, nuint count)
    {
        for (nuint i = 0; i < count; i++)
            Unsafe.Add(ref sum, i) ^= Multiply(Unsafe.Add(ref a, i), Unsafe.Add(ref b, i));
    }

    public static void Reduce(ref ulong sum, ref ulong result, nuint count)
    {
        for (nuint i = 0; i < count; i++) Unsafe.Add(ref result, i) = Unsafe.Add(ref sum, i);
    }

    private static ulong Multiply(ulong a, ulong b)
    {
        Span<ulong> multiples = stackalloc ulong[Nibbles];
        FillMultiples(multiples, b);
        ref ulong table = ref multiples[0];
        ref ulong overflow = ref Overflow[0];
        ulong product = Unsafe.Add(ref table, (nuint)(a >> 60));
        for (int shift = 56; shift >= 0; shift -= 4)
        {
            product = (product << 4) ^ Unsafe.Add(ref overflow, (nuint)(product >> 60))
                ^ Unsafe.Add(ref table, (nuint)((a >> shift) & 15));
        }
        return product;
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

    private static ulong[] MultiplesOf(ulong c)
    {
        var multiples = new ulong[Nibbles];
        FillMultiples(multiples, c);
        return multiples;
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
