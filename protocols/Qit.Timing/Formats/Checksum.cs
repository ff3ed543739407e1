// CRC-32C as in RFC 3720, eight bytes a step by the processor's instruction where it has one. Qit.Core computes the same
// sum from a table, for runtimes without these intrinsics; a test holds the two together.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Qit.Timing.Formats;

/// <summary>CRC-32C (Castagnoli) over spans.</summary>
internal static class Checksum
{
    /// <summary>The checksum of the bytes; 0 of none.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryOrder(word));
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }

    private static ulong BinaryOrder(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}
