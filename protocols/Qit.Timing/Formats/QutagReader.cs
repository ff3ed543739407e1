// quTAG binary files, as read by the ETA tool and written by qutools' library: 40 bytes of header, then records of 10
// bytes, little endian: 64-bit time in units of the device's time base, 16-bit channel. The header is not published. In
// the two samples at hand its first 4 bytes agree and the next 4 are the length of the file, little endian: enough to
// notice a file cut between records, not enough to refuse one by.
using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Reads the uncompressed binary format of qutools' quTAG. Channels are the file's own numbers; those from 100
/// on are markers (104: one a millisecond), which are counted, not handed out. The header does not state the
/// tick in any published way: it is <see cref="TagReadOptions.Tick"/>, or 1 ps.</summary>
public sealed class QutagReader : TagReader
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderBytes = 40;

    /// <summary>Bytes of a record.</summary>
    public const int RecordBytes = 10;

    /// <summary>Lowest channel number that is a marker.</summary>
    public const int FirstMarker = 100;

    /// <summary>Highest number in the channel field of a sound record.</summary>
    public const int HighestChannel = 127;

    private readonly RecordBuffer bytes;
    private readonly uint announcedBytes;

    /// <summary>Passes over the header. The stream is disposed with the reader.</summary>
    /// <param name="stream">Positioned at the start of the file.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <param name="options">Tick and limits; the format in it is ignored.</param>
    /// <exception cref="TagFileException">The file is shorter than the header.</exception>
    public QutagReader(Stream stream, string sourceName, TagReadOptions options)
        : base(sourceName, TagFormat.Qutag, options)
    {
        bytes = new RecordBuffer(stream);
        TickLength = options.Tick ?? TickLength.OnePicosecond;
        if (!bytes.TryTake(HeaderBytes, out ReadOnlySpan<byte> header))
            throw new TagFileException(sourceName,
                $"ends after {bytes.Rest} bytes; expected the {HeaderBytes} bytes of a quTAG header, then records");
        if (header.StartsWith(Signature)) announcedBytes = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
    }

    /// <summary>First bytes of the samples at hand.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x87, 0xb3, 0x91, 0xfa];

    /// <inheritdoc/>
    public override TickLength TickLength { get; }

    /// <inheritdoc/>
    public override bool ChannelsArePatterns => false;

    private protected override string PlaceKind => "record";

    private protected override long Place => Records;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) bytes.Dispose();
    }

    private protected override int ReadRun(Span<long> ticks, Span<int> channels)
    {
        ReadOnlySpan<byte> records = bytes.PeekRecords(RecordBytes);
        channels = channels[..Math.Min(records.Length / RecordBytes, ticks.Length)];
        int count = 0;
        for (; count < channels.Length; count++)
        {
            ReadOnlySpan<byte> record = records.Slice(count * RecordBytes, RecordBytes);
            long time = BinaryPrimitives.ReadInt64LittleEndian(record);
            int channel = BinaryPrimitives.ReadUInt16LittleEndian(record[sizeof(long)..]);
            if (time < 0 || channel >= FirstMarker) break; // a marker, or a fault: not simply an event
            ticks[count] = time;
            channels[count] = channel;
        }

        Records += count;
        bytes.Advance(count * RecordBytes);
        return count;
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        while (bytes.TryTake(RecordBytes, out ReadOnlySpan<byte> record))
        {
            ticks = BinaryPrimitives.ReadInt64LittleEndian(record);
            channel = BinaryPrimitives.ReadUInt16LittleEndian(record[sizeof(long)..]);
            Records++;
            if (ticks < 0) throw Fault("the time has its highest bit set; expected a count that starts at 0");
            if (channel > HighestChannel)
                throw Fault($"channel {channel}; expected 0 to 99, or 100 to {HighestChannel} for markers");
            if (channel < FirstMarker) return true;
            Markers++;
        }

        TruncatedTailBytes = bytes.Rest;
        // A length of 32 bits says nothing about files of 4 GiB and more.
        bool isLong = HeaderBytes + (Records * RecordBytes) + bytes.Rest > uint.MaxValue;
        if (announcedBytes >= HeaderBytes && !isLong)
            AnnouncedRecords = (announcedBytes - HeaderBytes) / RecordBytes;
        ticks = 0;
        channel = 0;
        return false;
    }
}
