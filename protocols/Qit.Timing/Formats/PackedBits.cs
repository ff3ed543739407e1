using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Whole numbers of a fixed number of bits, one after the other, lowest bit first.</summary>
internal static class PackedBits
{
    /// <summary>Bytes that so many numbers fill.</summary>
    public static int Bytes(int count, int bits) => (int)((((long)count * bits) + 7) / 8);

    /// <summary>Writes the lowest bits of each value into cleared bytes; 8 bytes beyond must be there.</summary>
    /// <param name="values">What is written.</param>
    /// <param name="bits">0 to 56.</param>
    /// <param name="target">Receives them.</param>
    public static void Write(ReadOnlySpan<long> values, int bits, Span<byte> target)
    {
        if (bits == 0) return;
        ulong mask = (1UL << bits) - 1;
        long at = 0;
        foreach (long value in values)
        {
            Add(target, at, (ulong)value & mask);
            at += bits;
        }
    }

    /// <summary>Adds a number of at most 56 bits at a bit's place in cleared bytes.</summary>
    public static void Add(Span<byte> target, long bit, ulong value)
    {
        Span<byte> word = target[(int)(bit >> 3)..];
        ulong held = BinaryPrimitives.ReadUInt64LittleEndian(word);
        BinaryPrimitives.WriteUInt64LittleEndian(word, held | (value << (int)(bit & 7)));
    }
}
