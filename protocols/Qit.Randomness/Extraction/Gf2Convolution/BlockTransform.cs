namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// A transform that turns the product of polynomials over GF(2) into products of values; sizes in 64-bit words.
/// </summary>
internal abstract class BlockTransform(int sizeLog)
{
    /// <summary>Smallest and largest l.</summary>
    public const int SmallestLog = 6;

    /// <summary>Butterfly constants reach v_(32+l+1), and block indices are tabulated to 24 bits.</summary>
    public const int LargestLog = 24;

    /// <summary>l: a polynomial has 64 * 2^l coefficients, a transform 2^l values.</summary>
    protected int SizeLog { get; } = sizeLog;

    /// <summary>2^l.</summary>
    public int Words { get; } = 1 << sizeLog;

    /// <summary>For a kernel and l.</summary>
    public static BlockTransform Create(Gf2Kernel kernel, int sizeLog) => kernel == Gf2Kernel.Hardware
        ? new FrobeniusTransform<ClmulKernel>(sizeLog)
        : new FrobeniusTransform<PortableKernel>(sizeLog);

    /// <summary>Coefficients (overwritten) to values.</summary>
    public abstract void Forward(Span<ulong> polynomial, Span<ulong> values, bool isUpperHalfZero);

    /// <summary>Values (overwritten) to coefficients.</summary>
    public abstract void Inverse(Span<ulong> values, Span<ulong> polynomial);

    /// <summary>sum = first[0] second[terms-1] + .. + first[terms-1] second[0], each a block of values.</summary>
    public abstract void SumProducts(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, int terms, Span<ulong> sum);
}
