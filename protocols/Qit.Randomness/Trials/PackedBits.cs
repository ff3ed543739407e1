using System.Buffers.Binary;

namespace Qit.Randomness.Trials;

/// <summary>
/// Moves runs of bits between least-significant-first byte arrays and 64-bit words at any bit offset. Static and free
/// of allocation: it runs once per 64 trials of every station.
/// </summary>
internal static class PackedBits
{
    /// <summary>Eight bytes from a byte offset as a little-endian word; bytes beyond the end read as zero.</summary>
    public static ulong LoadWord(ReadOnlySpan<byte> bytes, int byteOffset)
    {
        if (bytes.Length - byteOffset >= 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes[byteOffset..]);
        ulong word = 0;
        for (int i = byteOffset; i < bytes.Length; i++) word |= (ulong)bytes[i] << (8 * (i - byteOffset));
        return word;
    }

    /// <summary>
    /// Copies count bits from a bit offset into destination words from bit 0. Bits of the last word beyond count
    /// are zero.
    /// </summary>
    public static void Extract(ReadOnlySpan<byte> source, int bitOffset, int count, Span<ulong> destination)
    {
        int wordCount = BitString.WordCount(count);
        int shift = bitOffset & 7;
        int byteOffset = bitOffset >> 3;
        for (int w = 0; w < wordCount; w++, byteOffset += 8)
        {
            ulong word = LoadWord(source, byteOffset) >> shift;
            if (shift != 0 && byteOffset + 8 < source.Length) word |= (ulong)source[byteOffset + 8] << (64 - shift);
            destination[w] = word;
        }
        if (wordCount > 0) destination[wordCount - 1] &= BitString.LastWordMask(count);
    }

    /// <summary>As the other form, from words.</summary>
    public static void Extract(ReadOnlySpan<ulong> source, int bitOffset, int count, Span<ulong> destination)
    {
        int wordCount = BitString.WordCount(count);
        int shift = bitOffset & 63;
        int at = bitOffset >> 6;
        for (int w = 0; w < wordCount; w++, at++)
        {
            ulong word = source[at] >> shift;
            if (shift != 0 && at + 1 < source.Length) word |= source[at + 1] << (64 - shift);
            destination[w] = word;
        }
        if (wordCount > 0) destination[wordCount - 1] &= BitString.LastWordMask(count);
    }

    /// <summary>
    /// Writes the first count bits of source at a bit offset of destination. The destination bits must still be zero
    /// and source bits beyond count must be zero.
    /// </summary>
    public static void Insert(ReadOnlySpan<ulong> source, int count, Span<ulong> destination, int bitOffset)
    {
        int wordCount = BitString.WordCount(count);
        int shift = bitOffset & 63;
        int at = bitOffset >> 6;
        for (int w = 0; w < wordCount; w++, at++)
        {
            destination[at] |= source[w] << shift;
            ulong carry = shift == 0 ? 0 : source[w] >> (64 - shift);
            if (carry != 0) destination[at + 1] |= carry;
        }
    }
}
