using System.Buffers.Binary;
using System.Numerics;

namespace Qit.Benchmarks.Randomness;

/// <summary>Counting as it was before: one word of trials at a time, sixteen population counts each. The reference.</summary>
internal static class WordByWordCounting
{
    /// <summary>Sixteen counts at index 4 (2x + y) + 2a + b of whole words of trials.</summary>
    public static void Count(
        ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<long> cells)
    {
        for (int at = 0; at + 8 <= x.Length; at += 8)
        {
            ulong settingX = LoadWord(x, at), settingY = LoadWord(y, at), outcomeA = LoadWord(a, at), outcomeB = LoadWord(b, at);
            ulong both = outcomeA & outcomeB;
            AddRow(cells, ~settingX & ~settingY, outcomeA, outcomeB, both);
            AddRow(cells[4..], ~settingX & settingY, outcomeA, outcomeB, both);
            AddRow(cells[8..], settingX & ~settingY, outcomeA, outcomeB, both);
            AddRow(cells[12..], settingX & settingY, outcomeA, outcomeB, both);
        }
    }

    private static void AddRow(Span<long> row, ulong selected, ulong a, ulong b, ulong both)
    {
        int n = BitOperations.PopCount(selected);
        int nA = BitOperations.PopCount(selected & a);
        int nB = BitOperations.PopCount(selected & b);
        int nBoth = BitOperations.PopCount(selected & both);
        row[0] += n - nA - nB + nBoth;
        row[1] += nB - nBoth;
        row[2] += nA - nBoth;
        row[3] += nBoth;
    }

    private static ulong LoadWord(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
