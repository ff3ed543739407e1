// The qtt format ("QitDevice time tags"), version 1. All numbers are little endian.
//   file     two equal headers, then sections: blocks of events, at the end the index and the end section
//   header   magic 8 bytes, u32 version, u32 length of the text, the text (JSON in UTF-8), u32 CRC-32C of all before it
//   section  64 bytes of section header (QttSection), then its payload; each has its own CRC-32C
//   block    payload in this order (QttBlockEncoder):
//              palette of channels          i32 each
//              exceptions of time           u32 number of the event in the block, i64 whole difference
//              exceptions of channel        u32 number of the event in the block, i32 channel
//              places in the palette        channelBits each, packed, lowest bit first
//              low bits of the differences  timeBits each, packed, lowest bit first
//              high bits of the differences unary: as many 0 as the number says, then a 1; filled up to 8 bytes with 0
//   index    28 bytes a block: i64 place in the file, i64 earliest, i64 latest time, u32 events
// A difference is that of an event's time to the time before it, of the first event to the block's earliest time. What is
// coded is the difference over the block's grid, which divides them all: a tagger whose times are all multiples of 32
// ticks needs 5 bits less for each. An exception holds the difference itself.
// The header is there twice, because without the tick no block means anything. A cut file lacks index and end; its
// blocks stand for themselves.
namespace Qit.Timing.Formats;

/// <summary>Sizes and signs of the qtt format.</summary>
internal static class QttLayout
{
    /// <summary>Version written, and the only one read.</summary>
    public const uint Version = 1;

    /// <summary>Most events in a block.</summary>
    public const int BlockEvents = 1 << 14;

    /// <summary>Most bytes of a section's payload. No block that the encoder makes can be larger: at most 20 bytes of
    /// time, 9 of channel an event, and the palette.</summary>
    public const int PayloadBytes = 1 << 19;

    /// <summary>Most bytes of a header's text. Two headers fit the prefix that a format is recognized by.</summary>
    public const int HeaderTextBytes = 30_000;

    /// <summary>Bytes of a header around its text.</summary>
    public const int HeaderFrameBytes = 20;

    /// <summary>Most low bits of a difference: seven more still fit a word.</summary>
    public const int MostTimeBits = 56;

    /// <summary>Most bits of a place in the palette.</summary>
    public const int MostChannelBits = 8;

    /// <summary>Largest number in unary; a larger one is an exception, which is then shorter.</summary>
    public const int LargestUnary = 96;

    /// <summary>Bytes of an exception of time.</summary>
    public const int TimeExceptionBytes = 12;

    /// <summary>Bytes of an exception of channel.</summary>
    public const int ChannelExceptionBytes = 8;

    /// <summary>Bytes of a block's entry in the index.</summary>
    public const int IndexEntryBytes = 28;

    /// <summary>Most entries in a section of the index.</summary>
    public const int IndexEntries = PayloadBytes / IndexEntryBytes;

    /// <summary>First bytes of a header. Not text, and spoilt by what spoils ends of line.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'Q', (byte)'T', (byte)'T', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>First bytes of every section, before the letter of its kind.</summary>
    public static ReadOnlySpan<byte> Sync => [0xF1, (byte)'Q', (byte)'T'];

    /// <summary>Bytes from the first to the next that a section or a header may start at; the last ones count, since what follows
    /// them is not seen. In one pass, however often something looks like a start.</summary>
    /// <param name="bytes">At least 4.</param>
    public static int NextSign(ReadOnlySpan<byte> bytes)
    {
        int next = bytes[2..].IndexOf("QT"u8); // second and third byte of both signs
        return next >= 0 ? next + 1 : bytes.Length - 2;
    }
}
