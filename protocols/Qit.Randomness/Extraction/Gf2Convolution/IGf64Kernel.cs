namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// The arithmetic of GF(2^64) on runs of elements, the only part of the transform that depends on the processor. Static so that
/// the transform is compiled once for each kernel with its calls inlined. Counts are multiples of 8; nothing is checked here.
/// </summary>
internal interface IGf64Kernel
{
    /// <summary>What one transform costs for each element, and for each element and layer, in units of one product.</summary>
    static abstract (double PerElement, double PerLayer) TransformCost { get; }

    /// <summary>low += c high, then high += low.</summary>
    static abstract void Butterflies(ref ulong low, ref ulong high, nuint count, ulong c);

    /// <summary>Undoes <see cref="Butterflies"/>: high += low, then low += c high.</summary>
    static abstract void InverseButterflies(ref ulong low, ref ulong high, nuint count, ulong c);

    /// <summary>As <see cref="Butterflies"/> for 8 elements with a constant for each.</summary>
    static abstract void ButterflyRow(ref ulong low, ref ulong high, ref ulong constants);

    /// <summary>As <see cref="InverseButterflies"/> for 8 elements with a constant for each.</summary>
    static abstract void InverseButterflyRow(ref ulong low, ref ulong high, ref ulong constants);

    /// <summary>
    /// sum += a b element by element; the sum has 2 count words in a form that only the kernel knows, zero at first.
    /// </summary>
    static abstract void MultiplyAdd(ref ulong a, ref ulong b, ref ulong sum, nuint count);

    /// <summary>The elements of a sum of <see cref="MultiplyAdd"/>.</summary>
    static abstract void Reduce(ref ulong sum, ref ulong result, nuint count);
}
