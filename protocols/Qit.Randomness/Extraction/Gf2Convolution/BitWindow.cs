using System.Buffers.Binary;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>Copies of bit strings at any offset, as if zeros lay on both sides of them.</summary>
internal static class BitWindow
{
    /// <summary>Fills the destination with the bits from an offset on.</summary>
    /// <param name="source">Words; a bit beyond the string's length is zero.</param>
    /// <param name="first">First bit of the source that counts; those before it read as zero.</param>
    /// <param name="end">End of the bits that count.</param>
    /// <param name="start">Offset in bits of the destination's bit 0; may be negative.</param>
    /// <param name="destination">Words to fill.</param>
    public static void Copy(ReadOnlySpan<ulong> source, long first, long end, long start, Span<ulong> destination)
    {
        long skip = Math.Clamp((first - start) >> 6, 0, destination.Length);
        destination[..(int)skip].Clear();
        long stop = Math.Clamp((end - start + 63) >> 6, skip, destination.Length);
        destination[(int)stop..].Clear();
        int shift = (int)(start & 63);
        long at = (start >> 6) + skip;
        for (int w = (int)skip; w < stop; w++, at++)
        {
            ulong word = Word(source, at) >> shift;
            if (shift != 0) word |= Word(source, at + 1) << (64 - shift);
            destination[w] = word;
        }
        if (skip < stop && first > start + (64 * skip))
            destination[(int)skip] &= ulong.MaxValue << (int)(first - start - (64 * skip));
        if (skip < stop && end < start + (64 * stop))
            destination[(int)stop - 1] &= ulong.MaxValue >> (int)(start + (64 * stop) - end);
    }

    /// <summary>
    /// Adds the first count bits of the source to a string from an offset on; nothing when the count is not positive.
    /// </summary>
    public static void AddAt(ReadOnlySpan<ulong> source, long count, Span<ulong> destination, long offset)
    {
        if (count <= 0) return;
        int shift = (int)(offset & 63);
        int at = (int)(offset >> 6);
        int words = (int)((count + 63) / 64);
        for (int w = 0; w < words; w++)
        {
            ulong word = source[w];
            if (w == words - 1) word &= ulong.MaxValue >> (int)((64L * words) - count);
            destination[at + w] ^= word << shift;
            if (shift != 0 && at + w + 1 < destination.Length) destination[at + w + 1] ^= word >> (64 - shift);
        }
    }

    /// <summary>Adds bits start to end of a string to a string from its bit 0 on.</summary>
    public static void Add(ReadOnlySpan<ulong> source, long start, long end, Span<ulong> destination)
    {
        int shift = (int)(start & 63);
        int words = (int)((end - start + 63) / 64);
        for (int w = 0; w < words; w++)
        {
            long at = (start >> 6) + w;
            ulong word = Word(source, at) >> shift;
            if (shift != 0) word |= Word(source, at + 1) << (64 - shift);
            destination[w] ^= word;
        }
    }

    /// <summary>The first count bits in reverse order; bits of the last word beyond them are zero.</summary>
    public static void Reverse(ReadOnlySpan<ulong> source, int count, Span<ulong> destination)
    {
        int words = (int)(((long)count + 63) / 64);
        Span<ulong> turned = destination[..words];
        for (int w = 0; w < words; w++) turned[w] = ReverseWord(source[words - 1 - w]);
        int shift = (int)((64L * words) - count);
        if (shift == 0) return;
        for (int w = 0; w < words; w++) turned[w] = (turned[w] >> shift) | (w + 1 < words ? turned[w + 1] << (64 - shift) : 0);
    }

    private static ulong Word(ReadOnlySpan<ulong> source, long at) => (ulong)at < (ulong)source.Length ? source[(int)at] : 0;

    private static ulong ReverseWord(ulong v)
    {
        v = ((v & 0x5555_5555_5555_5555) << 1) | ((v >> 1) & 0x5555_5555_5555_5555);
        v = ((v & 0x3333_3333_3333_3333) << 2) | ((v >> 2) & 0x3333_3333_3333_3333);
        v = ((v & 0x0F0F_0F0F_0F0F_0F0F) << 4) | ((v >> 4) & 0x0F0F_0F0F_0F0F_0F0F);
        return BinaryPrimitives.ReverseEndianness(v);
    }
}
