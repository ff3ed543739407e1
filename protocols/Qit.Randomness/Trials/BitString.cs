namespace Qit.Randomness.Trials;

/// <summary>
/// An immutable string of bits. Raw trials arrive least significant bit first and extractor vectors are written most
/// significant bit first; a byte array cannot say which it is, so bits travel in this type and the order is named
/// where bytes enter and where they leave.
/// </summary>
public sealed class BitString : IEquatable<BitString>
{
    private readonly ulong[] words; // bit i is bit i % 64 of word i / 64; bits beyond Length are zero

    internal BitString(ulong[] words, int length)
    {
        this.words = words;
        Length = length;
    }

    /// <summary>Number of bits.</summary>
    public int Length { get; }

    internal ReadOnlySpan<ulong> Words => words;

    /// <summary>Bit i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the string.</exception>
    public bool this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));
            return ((words[index >> 6] >> index) & 1) != 0;
        }
    }

    /// <summary>Reads packed bytes in the order named.</summary>
    /// <param name="packed">Exactly ceil(length / 8) bytes; the unused bits of the last byte are zero.</param>
    /// <param name="length">Number of bits, at least 0.</param>
    /// <param name="order">Which end of a byte comes first.</param>
    /// <exception cref="ArgumentException">
    /// The byte count does not fit the length, or a padding bit is set (most often a sign of the wrong order or
    /// length).
    /// </exception>
    public static BitString FromBytes(ReadOnlySpan<byte> packed, int length, BitOrder order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int expected = ByteCount(length);
        if (packed.Length != expected)
        {
            throw new ArgumentException(
                $"{length} bits are packed into {expected} bytes; {packed.Length} bytes were given.", nameof(packed));
        }
        var words = new ulong[WordCount(length)];
        for (int i = 0; i < packed.Length; i++)
            words[i >> 3] |= (ulong)InOrder(packed[i], order) << (8 * (i & 7));
        if (words.Length > 0 && (words[^1] & ~LastWordMask(length)) != 0)
        {
            throw new ArgumentException(
                $"Padding after bit {length - 1} is not zero: check the length and that the bytes are {order}.",
                nameof(packed));
        }
        return new BitString(words, length);
    }

    /// <summary>Packs the bits into ceil(Length / 8) bytes in the order named; padding is zero.</summary>
    public byte[] ToBytes(BitOrder order)
    {
        var packed = new byte[ByteCount(Length)];
        for (int i = 0; i < packed.Length; i++)
            packed[i] = InOrder((byte)(words[i >> 3] >> (8 * (i & 7))), order);
        return packed;
    }

    /// <summary>This string followed by another.</summary>
    public BitString Concatenate(BitString other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int length = checked(Length + other.Length);
        var joined = new ulong[WordCount(length)];
        words.CopyTo(joined, 0);
        PackedBits.Insert(other.words, other.Length, joined, Length);
        return new BitString(joined, length);
    }

    /// <inheritdoc/>
    public bool Equals(BitString? other) =>
        other is not null && Length == other.Length && words.AsSpan().SequenceEqual(other.words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BitString);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Length);
        foreach (ulong word in words) hash.Add(word);
        return hash.ToHashCode();
    }

    internal static int ByteCount(int length) => (int)(((long)length + 7) / 8);

    internal static int WordCount(int length) => (int)(((long)length + 63) / 64);

    internal static ulong LastWordMask(int length) => (length & 63) == 0 ? ulong.MaxValue : (1UL << (length & 63)) - 1;

    private static byte InOrder(byte value, BitOrder order) => order switch
    {
        BitOrder.LeastSignificantFirst => value,
        BitOrder.MostSignificantFirst => Reverse(value),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Unknown bit order."),
    };

    private static byte Reverse(byte value)
    {
        uint v = value;
        v = ((v & 0x55) << 1) | ((v >> 1) & 0x55);
        v = ((v & 0x33) << 2) | ((v >> 2) & 0x33);
        return (byte)((v << 4) | (v >> 4));
    }
}
