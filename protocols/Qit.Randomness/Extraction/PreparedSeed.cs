using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Extraction;

/// <summary>
/// A convolution extractor with its seed transformed once, for many raw strings: about half the work of
/// <see cref="ISeededExtractor.Extract"/>, and no memory is allocated for a string beyond its output. Whether the security proof
/// lets one seed serve several strings is stated by <see cref="ExtractorSecurity.IsStrong"/>; the errors then add up. Not for
/// several threads at once.
/// </summary>
public sealed class PreparedSeed
{
    private readonly ConvolutionExtractor extractor;
    private readonly ToeplitzProduct matrix;
    private readonly ulong[] columns;

    internal PreparedSeed(ConvolutionExtractor extractor, ulong[] diagonals)
    {
        this.extractor = extractor;
        matrix = new ToeplitzProduct(
            diagonals, extractor.Columns, extractor.OutputBits, extractor.Kernel, extractor.MemoryBudgetBytes);
        columns = new ulong[extractor.ScratchWords];
    }

    /// <summary>Extracts.</summary>
    /// <param name="input">Raw string of the extractor's <see cref="ISeededExtractor.InputBits"/> bits.</param>
    /// <exception cref="ArgumentException">The string has the wrong length.</exception>
    public BitString Extract(BitString input)
    {
        extractor.CheckInput(input);
        ulong[] output = matrix.Multiply(extractor.Vector(input, columns));
        extractor.Finish(input, output);
        return new BitString(output, extractor.OutputBits);
    }
}
