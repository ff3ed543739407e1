using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>What a section of a qtt file is; the number is its letter.</summary>
internal enum QttSectionKind : byte
{
    /// <summary>A block of events.</summary>
    Block = (byte)'B',

    /// <summary>Part of the index.</summary>
    Index = (byte)'I',

    /// <summary>The end: without payload, the last bytes of a whole file.</summary>
    End = (byte)'E',
}

/// <summary>Header of a section of a qtt file, 64 bytes.</summary>
/// <param name="Kind">Offset 3, after the sync.</param>
/// <param name="PayloadLength">Offset 4: bytes that follow.</param>
/// <param name="Count">Offset 8: events of a block, entries of an index.</param>
/// <param name="TimeBits">Offset 12: low bits of a difference.</param>
/// <param name="ChannelBits">Offset 13: bits of a place in the palette.</param>
/// <param name="PaletteCount">Offset 14: channels in the palette.</param>
/// <param name="Earliest">Offset 16: earliest time in the block, ticks. In the end: place of the index in the file.</param>
/// <param name="Latest">Offset 24: latest time in the block, ticks. In the end: number of blocks.</param>
/// <param name="Before">Offset 32: events before the block. In the end: events of the file. In an index: blocks before
/// its first entry.</param>
/// <param name="TimeExceptions">Offset 40.</param>
/// <param name="ChannelExceptions">Offset 44.</param>
/// <param name="Grid">Offset 48: what all differences of the block are multiples of, 1 or more; 0 in other sections.</param>
/// <param name="PayloadChecksum">Offset 56: CRC-32C of the payload. At 60 follows that of the 60 bytes before.</param>
internal readonly record struct QttSection(
    QttSectionKind Kind,
    int PayloadLength,
    int Count,
    int TimeBits,
    int ChannelBits,
    int PaletteCount,
    long Earliest,
    long Latest,
    long Before,
    int TimeExceptions,
    int ChannelExceptions,
    long Grid,
    uint PayloadChecksum)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 64;

    private const int ChecksumAt = 60;

    /// <summary>Reads a header; false when the bytes are not one, or damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out QttSection section)
    {
        section = default;
        if (bytes.Length < HeaderBytes || !bytes.StartsWith(QttLayout.Sync)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != Checksum.Crc32C(bytes[..ChecksumAt])) return false;
        section = new QttSection(
            (QttSectionKind)bytes[3],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            bytes[12],
            bytes[13],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]));
        return section.IsPossible;
    }

    /// <summary>Writes the header with its checksum.</summary>
    public void Write(Span<byte> bytes)
    {
        QttLayout.Sync.CopyTo(bytes);
        bytes[3] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], PayloadLength);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Count);
        bytes[12] = (byte)TimeBits;
        bytes[13] = (byte)ChannelBits;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[14..], (ushort)PaletteCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Earliest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Latest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Before);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[40..], TimeExceptions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[44..], ChannelExceptions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], Grid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[56..], PayloadChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], Checksum.Crc32C(bytes[..ChecksumAt]));
    }

    /// <summary>Whether the fields are within their bounds: a checksum proves no good will.</summary>
    private bool IsPossible => PayloadLength is >= 0 and <= QttLayout.PayloadBytes && Before >= 0 && Kind switch
    {
        QttSectionKind.Block => Count is > 0 and <= QttLayout.BlockEvents && Earliest <= Latest && Grid > 0
            && TimeBits <= QttLayout.MostTimeBits && ChannelBits <= QttLayout.MostChannelBits
            && PaletteCount is > 0 and <= 1 << QttLayout.MostChannelBits
            && TimeExceptions >= 0 && TimeExceptions <= Count && ChannelExceptions >= 0 && ChannelExceptions <= Count
            && Before <= long.MaxValue - Count,
        QttSectionKind.Index => Count is > 0 and <= QttLayout.IndexEntries
            && PayloadLength == Count * QttLayout.IndexEntryBytes,
        QttSectionKind.End => PayloadLength == 0,
        _ => false,
    };
}
