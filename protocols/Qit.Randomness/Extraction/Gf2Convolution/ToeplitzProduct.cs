using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// A Toeplitz matrix over GF(2) held ready for many vectors, in time n log n each. Within its memory budget the transform of the
/// diagonals is kept; beyond it the matrix is cut into tiles that are transformed anew for each vector, and the same bits come
/// out. One thread at a time: the scratch is part of the object.
/// </summary>
internal sealed class ToeplitzProduct
{
    private readonly ConvolutionPlan plan;
    private readonly ToeplitzTile tile;
    private readonly ulong[] diagonals;
    private readonly int columns;
    private readonly int rows;

    /// <summary>Prepares out[i] = sum over j of u[i - j + n - 1] x[j].</summary>
    /// <param name="diagonals">u: n + m - 1 bits, kept by reference when the budget calls for tiles.</param>
    /// <param name="columns">n.</param>
    /// <param name="rows">m.</param>
    /// <param name="kernel">Arithmetic.</param>
    /// <param name="memoryBudgetBytes">Bytes for transforms and scratch.</param>
    /// <exception cref="ArgumentException">The budget is too small.</exception>
    public ToeplitzProduct(ulong[] diagonals, int columns, int rows, Gf2Kernel kernel, long memoryBudgetBytes)
    {
        this.columns = columns;
        this.rows = rows;
        plan = ConvolutionPlan.Choose(columns, rows, kernel, memoryBudgetBytes);
        tile = new ToeplitzTile(plan, kernel);
        if (plan.IsWhole) tile.LoadDiagonals(diagonals, DiagonalBits, 0);
        this.diagonals = plan.IsWhole ? [] : diagonals;
    }

    private long DiagonalBits => columns + (long)rows - 1;

    /// <summary>The first m bits of a new array are the product; the rest of its last word is zero.</summary>
    /// <param name="vector">x: n bits.</param>
    public ulong[] Multiply(ReadOnlySpan<ulong> vector)
    {
        var output = new ulong[BitString.WordCount(rows)];
        if (plan.IsWhole) tile.MultiplyAdd(vector, columns, 0, output);
        else MultiplyTiles(vector, output);
        output[^1] &= BitString.LastWordMask(rows);
        return output;
    }

    private void MultiplyTiles(ReadOnlySpan<ulong> vector, Span<ulong> output)
    {
        for (long row = 0; row < rows; row += plan.TileRows)
        {
            int words = BitString.WordCount((int)Math.Min(plan.TileRows, rows - row));
            Span<ulong> part = output.Slice((int)(row / 64), words);
            for (long column = 0; column < columns; column += plan.TileColumns)
            {
                tile.LoadDiagonals(diagonals, DiagonalBits, row - column + columns - plan.TileColumns);
                tile.MultiplyAdd(vector, columns, column, part);
            }
        }
    }
}
