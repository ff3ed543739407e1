using System.Runtime.CompilerServices;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// Takes a polynomial over GF(2) of fewer than N = 64 * 2^l coefficients to 2^l values in GF(2^64) and back, such that the
/// product of two polynomials of fewer than N coefficients in all is the product of their values. Time N log N.
/// </summary>
/// <remarks>
/// An additive Fourier transform over one representative of each Frobenius orbit (Li, Chen, Kuo, Cheng, Yang, ISSAC 2018): a
/// value stands for itself and its 63 conjugates, so there are as many bits after the transform as before it. With s_l the
/// subspace polynomial of the first l elements of the Cantor basis and g the minimal polynomial of y = v_32, GF(2)[x] / g(s_l(x))
/// is the same ring as GF(2^64)[x] / (s_l(x) - y): the 64 digits of 2^l bits in powers of s_l(x) are, read across, 2^l
/// coefficients in GF(2^64). Since s_l(v_(32+l)) = y, the rest is the transform of Lin, Chung and Han (FOCS 2014) on the points
/// v_(32+l) + V_l, whose butterfly constants are s_b(v_(32+l) + w) = v_(32+l-b) + s_b(w).
/// </remarks>
internal sealed class FrobeniusTransform<TKernel> : BlockTransform
    where TKernel : struct, IGf64Kernel
{
    private const int TileLog = 6;
    private const int Row = 8;
    private const int ChunkWords = 512;

    private readonly ulong[] tileConstants;
    private readonly ulong[] chunk = new ulong[2 * ChunkWords];

    public FrobeniusTransform(int sizeLog)
        : base(sizeLog)
    {
        // The lanes of a turned tile are bits 3 to 5 of the index: bits 0.., 1.. and 2.. of a block to layers 2, 1 and 0.
        tileConstants = new ulong[3 * Row];
        for (int layer = 0; layer < 3; layer++)
        {
            for (int lane = 0; lane < Row; lane++)
                tileConstants[(layer * Row) + lane] = Gf64.BasisSum((nuint)lane << (2 - layer));
        }
    }

    public override void Forward(Span<ulong> polynomial, Span<ulong> values, bool isUpperHalfZero)
    {
        ref ulong data = ref values[..Words][0];
        DigitExpansion.Expand(ref polynomial[..Words][0], SizeLog, isUpperHalfZero);
        BitTranspose.ToElements(ref polynomial[0], ref data, SizeLog);
        NovelBasis.FromPowers(ref data, SizeLog, 1);
        Evaluate(ref data, SizeLog - 1, 0);
    }

    public override void Inverse(Span<ulong> values, Span<ulong> polynomial)
    {
        ref ulong data = ref values[..Words][0];
        Interpolate(ref data, SizeLog - 1, 0);
        NovelBasis.ToPowers(ref data, SizeLog, 1);
        BitTranspose.ToDigits(ref data, ref polynomial[..Words][0], SizeLog);
        DigitExpansion.Collapse(ref polynomial[0], SizeLog);
    }

    public override void SumProducts(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, int terms, Span<ulong> sum)
    {
        ref ulong wide = ref chunk[0];
        int length = Math.Min(ChunkWords, Words);
        for (int at = 0; at < Words; at += length)
        {
            Array.Clear(chunk);
            for (int term = 0; term < terms; term++)
            {
                ref ulong a = ref Unsafe.AsRef(in first.Slice((term * Words) + at, length)[0]);
                ref ulong b = ref Unsafe.AsRef(in second.Slice(((terms - 1 - term) * Words) + at, length)[0]);
                TKernel.MultiplyAdd(ref a, ref b, ref wide, (nuint)length);
            }
            TKernel.Reduce(ref wide, ref sum.Slice(at, length)[0], (nuint)length);
        }
    }

    // Depth first, so that from some level on a part stays in the cache until it is done.
    private void Evaluate(ref ulong data, int layer, nuint block)
    {
        if (layer < TileLog)
        {
            EvaluateTile(ref data, block);
            return;
        }
        nuint half = (nuint)1 << layer;
        ref ulong high = ref Unsafe.Add(ref data, half);
        TKernel.Butterflies(ref data, ref high, half, Constant(layer, block));
        Evaluate(ref data, layer - 1, 2 * block);
        Evaluate(ref high, layer - 1, (2 * block) + 1);
    }

    private void Interpolate(ref ulong data, int layer, nuint block)
    {
        if (layer < TileLog)
        {
            InterpolateTile(ref data, block);
            return;
        }
        nuint half = (nuint)1 << layer;
        ref ulong high = ref Unsafe.Add(ref data, half);
        Interpolate(ref data, layer - 1, 2 * block);
        Interpolate(ref high, layer - 1, (2 * block) + 1);
        TKernel.InverseButterflies(ref data, ref high, half, Constant(layer, block));
    }

    private ulong Constant(int layer, nuint block) => Gf64.BasisElement(32 + SizeLog - layer) ^ Gf64.BasisSum(block);

    // 64 elements: layers 5 to 3 as they lie, then 8 x 8 turned, so that layers 2 to 0 run across rows too. The values stay
    // turned: products do not mind their order, and the inverse begins there.
    private void EvaluateTile(ref ulong d, nuint tile)
    {
        TKernel.Butterflies(ref d, ref Unsafe.Add(ref d, 32), 32, Constant(5, tile));
        for (nuint part = 0; part < 2; part++)
        {
            ref ulong low = ref Unsafe.Add(ref d, 32 * part);
            TKernel.Butterflies(ref low, ref Unsafe.Add(ref low, 16), 16, Constant(4, (2 * tile) + part));
        }
        for (nuint part = 0; part < 4; part++)
        {
            ref ulong low = ref Unsafe.Add(ref d, 16 * part);
            TKernel.Butterflies(ref low, ref Unsafe.Add(ref low, 8), 8, Constant(3, (4 * tile) + part));
        }
        Turn(ref d);
        Span<ulong> constants = stackalloc ulong[Row];
        for (int layer = 2; layer >= 0; layer--)
        {
            nuint step = (nuint)1 << layer;
            for (nuint part = 0; part < (nuint)4 >> layer; part++)
            {
                FillConstants(constants, layer, tile, part);
                for (nuint row = 2 * step * part; row < (2 * step * part) + step; row++)
                {
                    ref ulong low = ref Unsafe.Add(ref d, Row * row);
                    TKernel.ButterflyRow(ref low, ref Unsafe.Add(ref low, Row * step), ref constants[0]);
                }
            }
        }
    }

    private void InterpolateTile(ref ulong d, nuint tile)
    {
        Span<ulong> constants = stackalloc ulong[Row];
        for (int layer = 0; layer <= 2; layer++)
        {
            nuint step = (nuint)1 << layer;
            for (nuint part = 0; part < (nuint)4 >> layer; part++)
            {
                FillConstants(constants, layer, tile, part);
                for (nuint row = 2 * step * part; row < (2 * step * part) + step; row++)
                {
                    ref ulong low = ref Unsafe.Add(ref d, Row * row);
                    TKernel.InverseButterflyRow(ref low, ref Unsafe.Add(ref low, Row * step), ref constants[0]);
                }
            }
        }
        Turn(ref d);
        for (nuint part = 0; part < 4; part++)
        {
            ref ulong low = ref Unsafe.Add(ref d, 16 * part);
            TKernel.InverseButterflies(ref low, ref Unsafe.Add(ref low, 8), 8, Constant(3, (4 * tile) + part));
        }
        for (nuint part = 0; part < 2; part++)
        {
            ref ulong low = ref Unsafe.Add(ref d, 32 * part);
            TKernel.InverseButterflies(ref low, ref Unsafe.Add(ref low, 16), 16, Constant(4, (2 * tile) + part));
        }
        TKernel.InverseButterflies(ref d, ref Unsafe.Add(ref d, 32), 32, Constant(5, tile));
    }

    private void FillConstants(Span<ulong> constants, int layer, nuint tile, nuint part)
    {
        // Index = 64 tile + 8 lane + row: its bits above the layer are tile, lane and the row's own upper bits.
        ulong common = Gf64.BasisElement(32 + SizeLog - layer)
            ^ Gf64.BasisSum(tile << (TileLog - 1 - layer)) ^ Gf64.BasisSum(part);
        for (int lane = 0; lane < Row; lane++) constants[lane] = common ^ tileConstants[(layer * Row) + lane];
    }

    private static void Turn(ref ulong d)
    {
        for (nuint row = 0; row < Row; row++)
        {
            for (nuint column = row + 1; column < Row; column++)
            {
                ref ulong above = ref Unsafe.Add(ref d, (Row * row) + column);
                ref ulong below = ref Unsafe.Add(ref d, (Row * column) + row);
                (above, below) = (below, above);
            }
        }
    }
}
