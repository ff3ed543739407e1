using System.Globalization;

namespace Qit.Timing.Formats;

/// <summary>Reads the qtt format. Damage costs the sections it lies in: each is skipped and counted, and the numbering of the
/// blocks tells how many events were lost. A file without its end was cut; what is whole is read.</summary>
public sealed class QttReader : TagReader
{
    private readonly RecordBuffer bytes;
    private readonly byte[] headerBytes;
    private long[] blockTicks = [];
    private int[] blockChannels = [];
    private QttSection block;
    private int position;
    private int held;
    private long expectedBefore;

    /// <summary>Reads the header at once. The stream is disposed with the reader.</summary>
    /// <param name="stream">Positioned at the start of the file. Where it can seek, a range of times that the options
    /// name is found by the index, or by a scan over the blocks when that is missing or damaged.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <param name="options">Limits; the format in it is ignored.</param>
    /// <exception cref="TagFileException">Neither copy of the header is sound, or it is of another version.</exception>
    public QttReader(Stream stream, string sourceName, TagReadOptions options)
        : base(sourceName, TagFormat.Qtt, options)
    {
        long start = stream.CanSeek ? stream.Position : 0;
        bytes = new RecordBuffer(stream);
        bytes.TryHold(TagFormatDetector.PrefixBytes);
        ReadOnlySpan<byte> held = bytes.HeldWithSlack[..^RecordBuffer.SlackBytes];
        int at = FindHeader(held, out int length);
        if (at < 0)
            throw new TagFileException(sourceName, "has no sound header of a qtt file, which stands there twice; without its "
                + "tick no block can be read");
        headerBytes = held.Slice(at, length).ToArray();
        Header = QttHeader.Parse(headerBytes, sourceName);
        Simulated = Header.Simulated;
        EndIsMissing = true;
        if (at > 0) CountDamage(at);
        bytes.Advance(at + length);
        if (options.FromPicoseconds is long from && stream.CanSeek) SeekTo(stream, start, from);
    }

    /// <summary>What the file says of its tags as a whole.</summary>
    public QttHeader Header { get; }

    /// <inheritdoc/>
    public override TickLength TickLength => Header.TickLength;

    /// <inheritdoc/>
    public override bool ChannelsArePatterns => Header.ChannelsArePatterns;

    private protected override string PlaceKind => "event";

    private protected override long Place => block.Before + position;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) bytes.Dispose();
    }

    private protected override int ReadRun(Span<long> ticks, Span<int> channels)
    {
        if (position == held)
        {
            // Right into the caller's room where a whole block fits, else by way of this reader's.
            bool isDirect = ticks.Length >= QttLayout.BlockEvents;
            held = position = 0;
            if (!isDirect && blockTicks.Length == 0)
            {
                blockTicks = new long[QttLayout.BlockEvents];
                blockChannels = new int[QttLayout.BlockEvents];
            }

            if (!TryReadBlock(isDirect ? ticks : blockTicks, isDirect ? channels : blockChannels)) return 0;
            Records += block.Count;
            if (isDirect)
            {
                held = position = block.Count;
                return block.Count;
            }

            held = block.Count;
        }

        int count = Math.Min(ticks.Length, held - position);
        blockTicks.AsSpan(position, count).CopyTo(ticks);
        blockChannels.AsSpan(position, count).CopyTo(channels);
        position += count;
        return count;
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        ticks = 0; // runs hand out everything there is
        channel = 0;
        return false;
    }

    private static int FindHeader(ReadOnlySpan<byte> held, out int length)
    {
        for (int at = 0; ; at++)
        {
            int next = held[at..].IndexOf(QttLayout.Magic);
            length = 0;
            if (next < 0) return -1;
            at += next;
            length = QttHeader.SoundLength(held[at..]);
            if (length > 0) return at;
        }
    }

    private void SeekTo(Stream stream, long start, long fromPicoseconds)
    {
        QttIndex index = QttIndex.Load(stream, start);
        if (index.Find(FirstTickFrom(fromPicoseconds)) is not (long place, long before)) return;
        stream.Position = place;
        bytes.Advance(bytes.Rest);
        expectedBefore = before;
    }

    private bool TryReadBlock(Span<long> ticks, Span<int> channels)
    {
        while (bytes.TryHold(1))
        {
            bool isWhole = bytes.TryHold(QttSection.HeaderBytes);
            ReadOnlySpan<byte> room = bytes.HeldWithSlack;
            if (!QttSection.TryRead(room[..^RecordBuffer.SlackBytes], out QttSection section))
            {
                if (TrySkipHeader()) continue;
                if (!isWhole)
                {
                    CountCut();
                    return false;
                }

                SkipDamage(isCut: false);
                continue;
            }

            bool isBlock = section.Kind == QttSectionKind.Block;
            if (isBlock) Expect(section);
            isWhole = bytes.TryHold(QttSection.HeaderBytes + section.PayloadLength);
            if (isWhole && IsSound(section, ticks, channels))
            {
                bytes.Advance(QttSection.HeaderBytes + section.PayloadLength);
                if (section.Kind == QttSectionKind.End) TakeEnd(section);
                if (!isBlock) continue;
                block = section;
                return true;
            }

            // Bytes may be missing from it: the next section is looked for within it too.
            if (isBlock) LostEvents += section.Count;
            SkipDamage(isCut: !isWhole);
        }

        return false;
    }

    /// <summary>Whether the payload in the buffer is as it was written; that of a block is decoded.</summary>
    private bool IsSound(in QttSection section, Span<long> ticks, Span<int> channels)
    {
        ReadOnlySpan<byte> room = bytes.HeldWithSlack[QttSection.HeaderBytes..];
        return Checksum.Crc32C(room[..section.PayloadLength]) == section.PayloadChecksum
            && (section.Kind != QttSectionKind.Block
                || QttBlockDecoder.TryDecode(section, room, ticks[..section.Count], channels[..section.Count]));
    }

    /// <summary>Events that blocks before this one held and that were not met are lost.</summary>
    private void Expect(in QttSection section)
    {
        EndIsMissing = true; // a block behind an end: somebody appended
        if (section.Before > expectedBefore) LostEvents += section.Before - expectedBefore;
        expectedBefore = Math.Max(expectedBefore, section.Before + section.Count);
    }

    private void TakeEnd(in QttSection section)
    {
        EndIsMissing = false;
        AnnouncedRecords = section.Before;
        if (section.Before > expectedBefore) LostEvents += section.Before - expectedBefore;
        expectedBefore = Math.Max(expectedBefore, section.Before);
    }

    /// <summary>Passes over a copy of the header. Another header means another tick: two files, one behind the other.</summary>
    private bool TrySkipHeader()
    {
        if (!bytes.HeldWithSlack.StartsWith(QttLayout.Magic)) return false;
        bytes.TryHold(QttLayout.HeaderFrameBytes + QttLayout.HeaderTextBytes);
        int length = QttHeader.SoundLength(bytes.HeldWithSlack[..^RecordBuffer.SlackBytes]);
        if (length == 0) return false;
        if (!bytes.HeldWithSlack[..length].SequenceEqual(headerBytes))
            throw new TagFileException(SourceName, string.Create(CultureInfo.InvariantCulture,
                $"after {Records} events another qtt file begins, with another header; right would be one file at a time"));
        bytes.Advance(length);
        return true;
    }

    /// <summary>Passes over damage to the next section or header.</summary>
    /// <param name="isCut">True when what is damaged lacks its end: if nothing follows, the file was cut there.</param>
    private void SkipDamage(bool isCut)
    {
        long skipped = 0;
        do
        {
            int step = QttLayout.NextSign(bytes.HeldWithSlack[..^RecordBuffer.SlackBytes]);
            bytes.Advance(step);
            skipped += step;
            bytes.TryHold(QttSection.HeaderBytes);
        }
        while (bytes.Rest >= QttSection.HeaderBytes
            && !QttSection.TryRead(bytes.HeldWithSlack[..^RecordBuffer.SlackBytes], out _)
            && !bytes.HeldWithSlack.StartsWith(QttLayout.Magic));
        if (!isCut || bytes.Rest >= QttSection.HeaderBytes)
        {
            CountDamage(skipped);
            return;
        }

        CountCut();
        TruncatedTailBytes += skipped;
    }

    private void CountDamage(long length)
    {
        DamagedPlaces++;
        DamagedBytes += length;
    }

    private void CountCut()
    {
        TruncatedTailBytes = bytes.Rest;
        bytes.Advance(bytes.Rest);
    }
}
