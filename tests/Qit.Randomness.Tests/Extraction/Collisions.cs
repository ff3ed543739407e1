using Qit.Randomness.Extraction;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Extraction;

/// <summary>
/// Counts the seeds for which two inputs collide, over all seeds of an extractor linear in input and seed: a collision is a zero
/// of the difference's output, and the seeds that give zero are the kernel of a matrix whose columns are the outputs of unit
/// seeds. Affine extractors (the modified Toeplitz) add the output of the zero seed.
/// </summary>
internal static class Collisions
{
    /// <summary>For each difference of two inputs but 0, in the order of numbers with bit 0 lowest.</summary>
    public static int[] OfAllDifferences(ISeededExtractor extractor) => Of(
        extractor.InputBits, extractor.SeedBits, (input, seed) => extractor.Extract(input, seed));

    /// <summary>As the other form, of any function.</summary>
    public static int[] Of(int inputBits, int seedBits, Func<BitString, BitString, BitString> extract) =>
        [.. Enumerable.Range(1, (1 << inputBits) - 1).Select(difference =>
            Of(BitStrings.Number(difference, inputBits), seedBits, extract))];

    private static int Of(BitString difference, int seedBits, Func<BitString, BitString, BitString> extract)
    {
        int constant = Value(extract(difference, BitStrings.Number(0, seedBits)));
        var reduced = new List<int>();
        for (int bit = 0; bit < seedBits; bit++)
        {
            int column = Reduce(Value(extract(difference, BitStrings.Number(1L << bit, seedBits))) ^ constant, reduced);
            if (column != 0) reduced.Add(column);
        }
        return Reduce(constant, reduced) == 0 ? 1 << (seedBits - reduced.Count) : 0;
    }

    private static int Reduce(int value, List<int> basis)
    {
        foreach (int element in basis)
            if (((value >> int.Log2(element)) & 1) != 0) value ^= element;
        return value;
    }

    private static int Value(BitString bits) => Enumerable.Range(0, bits.Length).Sum(i => bits[i] ? 1 << i : 0);
}
