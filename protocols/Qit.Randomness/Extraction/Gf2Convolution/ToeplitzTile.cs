namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// A Toeplitz matrix times a vector, where out[i] is the sum of u[i - j + n - 1] x[j] over j: bits n - 1 and on of the product of
/// two polynomials. Vector and diagonals are cut into blocks of half a transform; block p of the output takes the products of
/// blocks that add up to p, summed as values, so each block is transformed once. All memory is allocated at construction.
/// </summary>
internal sealed class ToeplitzTile
{
    private readonly ConvolutionPlan plan;
    private readonly BlockTransform transform;
    private readonly ulong[] diagonals;
    private readonly ulong[] vector;
    private readonly ulong[] values;
    private readonly ulong[] polynomial;

    public ToeplitzTile(ConvolutionPlan plan, Gf2Kernel kernel)
    {
        this.plan = plan;
        transform = BlockTransform.Create(kernel, plan.SizeLog);
        diagonals = new ulong[plan.DiagonalBlocks * transform.Words];
        vector = new ulong[plan.ColumnBlocks * transform.Words];
        values = new ulong[transform.Words];
        polynomial = new ulong[transform.Words];
    }

    /// <summary>Takes u from an offset of a string; bits outside the string are zero.</summary>
    public void LoadDiagonals(ReadOnlySpan<ulong> source, long length, long start)
    {
        // One bit up, so that the output begins at a block.
        TransformBlocks(source, 0, length, start - 1, diagonals);
    }

    /// <summary>Adds the product with x to the output's words.</summary>
    public void MultiplyAdd(ReadOnlySpan<ulong> source, long length, long start, Span<ulong> output)
    {
        int columnBlocks = plan.ColumnBlocks;
        long padding = ((long)columnBlocks * plan.BlockBits) - plan.TileColumns;
        TransformBlocks(source, start, Math.Min(length, start + plan.TileColumns), start - padding, vector);
        int words = transform.Words;
        for (int p = columnBlocks - 1; p < plan.DiagonalBlocks; p++)
        {
            int first = Math.Max(0, p - plan.DiagonalBlocks + 1);
            int terms = Math.Min(columnBlocks - 1, p) - first + 1;
            transform.SumProducts(
                vector.AsSpan(first * words, terms * words),
                diagonals.AsSpan((p - first - terms + 1) * words, terms * words), terms, values);
            transform.Inverse(values, polynomial);
            Add(polynomial, (p - columnBlocks) * (words / 2), output);
        }
    }

    private void TransformBlocks(ReadOnlySpan<ulong> source, long first, long end, long start, Span<ulong> blocks)
    {
        int half = transform.Words / 2;
        for (; !blocks.IsEmpty; blocks = blocks[transform.Words..], start += plan.BlockBits)
        {
            BitWindow.Copy(source, first, end, start, polynomial.AsSpan(0, half));
            polynomial.AsSpan(half).Clear();
            transform.Forward(polynomial, blocks[..transform.Words], isUpperHalfZero: true);
        }
    }

    private static void Add(ReadOnlySpan<ulong> product, int at, Span<ulong> output)
    {
        int from = Math.Max(0, -at);
        int end = Math.Min(product.Length, output.Length - at);
        for (int w = from; w < end; w++) output[at + w] ^= product[w];
    }
}
