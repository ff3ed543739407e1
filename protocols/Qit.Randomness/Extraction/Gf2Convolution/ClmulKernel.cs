using System.Runtime.Intrinsics;
using static Qit.Randomness.Extraction.Gf2Convolution.ClmulProducts;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// GF(2^64) by carry-less multiply, as wide as the processor has it; each branch below is decided at compile time.
/// </summary>
internal readonly struct ClmulKernel : IGf64Kernel
{
    public static (double PerElement, double PerLayer) TransformCost => (24, 0.7);

    public static void Butterflies(ref ulong low, ref ulong high, nuint count, ulong c)
    {
        if (HasV512)
        {
            Vector512<ulong> constant = Vector512.Create(c);
            for (nuint i = 0; i < count; i += 8)
            {
                Vector512<ulong> b = Vector512.LoadUnsafe(ref high, i);
                Vector512<ulong> a = Vector512.LoadUnsafe(ref low, i) ^ Times(b, constant);
                a.StoreUnsafe(ref low, i);
                (a ^ b).StoreUnsafe(ref high, i);
            }
        }
        else if (HasV256)
        {
            Vector256<ulong> constant = Vector256.Create(c);
            for (nuint i = 0; i < count; i += 4)
            {
                Vector256<ulong> b = Vector256.LoadUnsafe(ref high, i);
                Vector256<ulong> a = Vector256.LoadUnsafe(ref low, i) ^ Times(b, constant);
                a.StoreUnsafe(ref low, i);
                (a ^ b).StoreUnsafe(ref high, i);
            }
        }
        else
        {
            Vector128<ulong> constant = Vector128.Create(c);
            for (nuint i = 0; i < count; i += 2)
            {
                Vector128<ulong> b = Vector128.LoadUnsafe(ref high, i);
                Vector128<ulong> a = Vector128.LoadUnsafe(ref low, i) ^ Times(b, constant);
                a.StoreUnsafe(ref low, i);
                (a ^ b).StoreUnsafe(ref high, i);
            }
        }
    }

    public static void InverseButterflies(ref ulong low, ref ulong high, nuint count, ulong c)
    {
        if (HasV512)
        {
            Vector512<ulong> constant = Vector512.Create(c);
            for (nuint i = 0; i < count; i += 8)
            {
                Vector512<ulong> a = Vector512.LoadUnsafe(ref low, i);
                Vector512<ulong> b = Vector512.LoadUnsafe(ref high, i) ^ a;
                b.StoreUnsafe(ref high, i);
                (a ^ Times(b, constant)).StoreUnsafe(ref low, i);
            }
        }
        else if (HasV256)
        {
            Vector256<ulong> constant = Vector256.Create(c);
            for (nuint i = 0; i < count; i += 4)
            {
                Vector256<ulong> a = Vector256.LoadUnsafe(ref low, i);
                Vector256<ulong> b = Vector256.LoadUnsafe(ref high, i) ^ a;
                b.StoreUnsafe(ref high, i);
                (a ^ Times(b, constant)).StoreUnsafe(ref low, i);
            }
        }
        else
        {
            Vector128<ulong> constant = Vector128.Create(c);
            for (nuint i = 0; i < count; i += 2)
            {
                Vector128<ulong> a = Vector128.LoadUnsafe(ref low, i);
                Vector128<ulong> b = Vector128.LoadUnsafe(ref high, i) ^ a;
                b.StoreUnsafe(ref high, i);
                (a ^ Times(b, constant)).StoreUnsafe(ref low, i);
            }
        }
    }

    public static void ButterflyRow(ref ulong low, ref ulong high, ref ulong constants)
    {
        if (HasV512)
        {
            Vector512<ulong> b = Vector512.LoadUnsafe(ref high);
            Vector512<ulong> a = Vector512.LoadUnsafe(ref low) ^ Times(b, Vector512.LoadUnsafe(ref constants));
            a.StoreUnsafe(ref low);
            (a ^ b).StoreUnsafe(ref high);
            return;
        }
        for (nuint i = 0; i < 8; i += 2)
        {
            Vector128<ulong> b = Vector128.LoadUnsafe(ref high, i);
            Vector128<ulong> a = Vector128.LoadUnsafe(ref low, i) ^ Times(b, Vector128.LoadUnsafe(ref constants, i));
            a.StoreUnsafe(ref low, i);
            (a ^ b).StoreUnsafe(ref high, i);
        }
    }

    public static void InverseButterflyRow(ref ulong low, ref ulong high, ref ulong constants)
    {
        if (HasV512)
        {
            Vector512<ulong> a = Vector512.LoadUnsafe(ref low);
            Vector512<ulong> b = Vector512.LoadUnsafe(ref high) ^ a;
            b.StoreUnsafe(ref high);
            (a ^ Times(b, Vector512.LoadUnsafe(ref constants))).StoreUnsafe(ref low);
            return;
        }
        for (nuint i = 0; i < 8; i += 2)
        {
            Vector128<ulong> a = Vector128.LoadUnsafe(ref low, i);
            Vector128<ulong> b = Vector128.LoadUnsafe(ref high, i) ^ a;
            b.StoreUnsafe(ref high, i);
            (a ^ Times(b, Vector128.LoadUnsafe(ref constants, i))).StoreUnsafe(ref low, i);
        }
    }

    // Sums stay unreduced, even and odd products side by side: one reduction for all terms.
    public static void MultiplyAdd(ref ulong a, ref ulong b, ref ulong sum, nuint count)
    {
        if (HasV512)
        {
            for (nuint i = 0; i < count; i += 8)
            {
                Vector512<ulong> x = Vector512.LoadUnsafe(ref a, i);
                Vector512<ulong> y = Vector512.LoadUnsafe(ref b, i);
                (Vector512.LoadUnsafe(ref sum, 2 * i) ^ Even(x, y)).StoreUnsafe(ref sum, 2 * i);
                (Vector512.LoadUnsafe(ref sum, (2 * i) + 8) ^ Odd(x, y)).StoreUnsafe(ref sum, (2 * i) + 8);
            }
            return;
        }
        for (nuint i = 0; i < count; i += 2)
        {
            Vector128<ulong> x = Vector128.LoadUnsafe(ref a, i);
            Vector128<ulong> y = Vector128.LoadUnsafe(ref b, i);
            (Vector128.LoadUnsafe(ref sum, 2 * i) ^ Even(x, y)).StoreUnsafe(ref sum, 2 * i);
            (Vector128.LoadUnsafe(ref sum, (2 * i) + 2) ^ Odd(x, y)).StoreUnsafe(ref sum, (2 * i) + 2);
        }
    }

    public static void Reduce(ref ulong sum, ref ulong result, nuint count)
    {
        if (HasV512)
        {
            for (nuint i = 0; i < count; i += 8)
            {
                ClmulProducts.Reduce(Vector512.LoadUnsafe(ref sum, 2 * i), Vector512.LoadUnsafe(ref sum, (2 * i) + 8))
                    .StoreUnsafe(ref result, i);
            }
            return;
        }
        for (nuint i = 0; i < count; i += 2)
        {
            ClmulProducts.Reduce(Vector128.LoadUnsafe(ref sum, 2 * i), Vector128.LoadUnsafe(ref sum, (2 * i) + 2))
                .StoreUnsafe(ref result, i);
        }
    }
}
