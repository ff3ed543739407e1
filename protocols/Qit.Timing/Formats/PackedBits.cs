using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Writes whole numbers of a few bits one after the other, lowest bit first, a word at a time.</summary>
internal ref struct PackedBits(Span<byte> target)
{
    /// <summary>Most bits that one number may have.</summary>
    public const int MostBits = 56;

    private readonly Span<byte> target = target;
    private ulong word;
    private int filled;
    private int at;

    /// <summary>Bytes that so many numbers fill.</summary>
    public static int Bytes(int count, int bits) => (int)((((long)count * bits) + 7) / 8);

    /// <summary>Appends a number.</summary>
    /// <param name="value">Below 2^bits.</param>
    /// <param name="bits">0 to 56.</param>
    public void Add(ulong value, int bits)
    {
        word |= value << filled;
        filled += bits;
        if (filled < 64) return;
        BinaryPrimitives.WriteUInt64LittleEndian(target[at..], word);
        at += sizeof(ulong);
        filled -= 64;
        word = value >> (bits - filled); // what did not fit; nothing of a number that did
    }

    /// <summary>Appends a number in unary: as many 0, then a 1.</summary>
    public void AddUnary(int value)
    {
        for (; value >= MostBits; value -= MostBits) Add(0, MostBits);
        Add(1UL << value, value + 1);
    }

    /// <summary>Writes what is left; 8 bytes beyond the last bit must be there. Returns the bytes up to the end of the last
    /// word.</summary>
    public int End()
    {
        if (filled == 0) return at;
        BinaryPrimitives.WriteUInt64LittleEndian(target[at..], word);
        return at + sizeof(ulong);
    }
}
