using System.Numerics;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// How a Toeplitz matrix of n columns and m rows is cut: first into tiles whose transforms fit the memory allowed, then each tile
/// into blocks of half a transform, whichever transform costs least.
/// </summary>
/// <param name="SizeLog">l: a transform holds 64 * 2^l bits, a block half of that.</param>
/// <param name="TileColumns">Columns of a tile, bits.</param>
/// <param name="TileRows">Rows of a tile, bits; a multiple of 64 unless there is one row of tiles.</param>
/// <param name="ColumnTiles">Tiles across.</param>
/// <param name="RowTiles">Tiles down.</param>
internal sealed record ConvolutionPlan(int SizeLog, int TileColumns, int TileRows, int ColumnTiles, int RowTiles)
{
    /// <summary>Bits of a block: two blocks multiply into one transform.</summary>
    public int BlockBits => 32 << SizeLog;

    /// <summary>Blocks of the vector in a tile.</summary>
    public int ColumnBlocks => Blocks(TileColumns, SizeLog);

    /// <summary>Blocks of the diagonals in a tile.</summary>
    public int DiagonalBlocks => ColumnBlocks + RowBlocks;

    /// <summary>Blocks of the output in a tile.</summary>
    public int RowBlocks => Blocks(TileRows, SizeLog);

    /// <summary>With one tile the transform of the diagonals is kept.</summary>
    public bool IsWhole => ColumnTiles == 1 && RowTiles == 1;

    /// <summary>Bytes of all buffers.</summary>
    public long Bytes => Memory(TileColumns, TileRows, SizeLog);

    /// <summary>The cheapest plan within a budget.</summary>
    /// <param name="columns">n, at least 1.</param>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="kernel">Whose costs count.</param>
    /// <param name="budgetBytes">Memory for transforms and scratch.</param>
    /// <exception cref="ArgumentException">Not even the smallest tile fits.</exception>
    public static ConvolutionPlan Choose(int columns, int rows, Gf2Kernel kernel, long budgetBytes)
    {
        (ConvolutionPlan? best, double bestCost) = (null, double.PositiveInfinity);
        for (int across = 1; across == 1 || across <= columns / 64; across *= 2)
        {
            for (int down = 1; down == 1 || down <= rows / 64; down *= 2)
            {
                int tileColumns = Part(columns, across);
                int tileRows = Part(rows, down);
                for (int l = BlockTransform.SmallestLog; l <= BlockTransform.LargestLog; l++)
                {
                    if (Memory(tileColumns, tileRows, l) > budgetBytes) continue;
                    double cost = Cost(tileColumns, tileRows, l, kernel, isWhole: across * down == 1) * across * down;
                    if (cost >= bestCost) continue;
                    bestCost = cost;
                    best = new ConvolutionPlan(l, tileColumns, tileRows, across, down);
                }
            }
        }
        return best ?? throw new ArgumentException($"A memory budget of {budgetBytes} bytes is too small for any transform; "
            + $"at least {Memory(64, 64, BlockTransform.SmallestLog)} bytes are needed.", nameof(budgetBytes));
    }

    private static int Part(int size, int parts) =>
        parts == 1 ? size : (int)Math.Min(size, ((((long)size + parts - 1) / parts) + 63) / 64 * 64);

    private static int Blocks(int bits, int sizeLog) => (int)((bits + (32L << sizeLog) - 1) / (32L << sizeLog));

    // Blocks of the vector and of the diagonals, one of values and one of coefficients.
    private static long Memory(int columns, int rows, int sizeLog) =>
        (((2L * Blocks(columns, sizeLog)) + Blocks(rows, sizeLog) + 2) * sizeof(ulong)) << sizeLog;

    private static double Cost(int columns, int rows, int sizeLog, Gf2Kernel kernel, bool isWhole)
    {
        (double perElement, double perLayer) =
            kernel == Gf2Kernel.Hardware ? ClmulKernel.TransformCost : PortableKernel.TransformCost;
        // The subspace polynomial has 2^(binary digits of l) terms, each a shifted addition in the digit expansion.
        double perTerm = perElement / 24;
        double transform = perElement + (perLayer * sizeLog) + (perTerm * (1 << BitOperations.PopCount((uint)sizeLog)));
        double across = Blocks(columns, sizeLog);
        double down = Blocks(rows, sizeLog) + 1;
        double transforms = across + down + (isWhole ? 0 : across + down - 1);
        return ((transforms * transform) + (across * down)) * (1L << sizeLog);
    }
}
