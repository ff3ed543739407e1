using System.Numerics;
using System.Runtime.InteropServices;
using System.Buffers.Binary;

namespace Qit.Randomness.Trials.Files;

/// <summary>
/// Numbers of the layout, shared by writer and reader; docs/trial-files.md describes it for other programs.
/// </summary>
internal static class TrialFileLayout
{
    public const ushort FormatVersion = 1;
    public const ushort SimulatedFlag = 1;
    public const ushort TestsFlag = 2;
    public const ushort ImportedFlag = 4;
    public const ushort KnownFlags = SimulatedFlag | TestsFlag | ImportedFlag;
    public const int FixedHeaderBytes = 96;
    public const int NameBytesMaximum = 256;
    public const int ParameterTextBytesMaximum = 1 << 20;
    public const int HeaderBytesMaximum = FixedHeaderBytes + (4 * 4) + (3 * NameBytesMaximum) + ParameterTextBytesMaximum + 4;
    public const int HashBytes = 32;
    public const int ChunkTrials = 1 << 16;
    public const int ChunkTrialsMinimum = 1 << 9;
    public const int ChunkTrialsMaximum = 1 << 20;
    public const int ChunkHeaderBytes = 16;
    public const int EndBytes = 56;
    public const uint ChunkTag = 0x43544251; // "QBTC"
    public const uint EndTag = 0x45544251; // "QBTE"
    public const long TrialsMaximum = 1_000_000_000_000; // as for a run under CertificationParameters

    // As in PNG: not text, and spoilt by a transfer that changes line ends.
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'Q', (byte)'B', (byte)'T', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Words of one plane of a chunk.</summary>
    public static int PlaneWords(int trials) => BitString.WordCount(trials);

    public static bool IsChunkSize(uint trials) =>
        trials is >= ChunkTrialsMinimum and <= ChunkTrialsMaximum && BitOperations.IsPow2(trials);

    /// <summary>
    /// CRC-32C (Castagnoli; initial value and final exclusive or 2^32 - 1), carried on from the value of the bytes before:
    /// the processor's instruction does eight bytes at a time, so it costs little beside reading.
    /// </summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint crc = ~before;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The bytes of words in the file's order, in place; the words are spoilt on a big-endian machine.</summary>
    public static Span<byte> Bytes(Span<ulong> words)
    {
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        return MemoryMarshal.AsBytes(words);
    }
}
