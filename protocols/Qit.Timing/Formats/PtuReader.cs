// T2 records of PicoQuant PTU files, 32 bits each, little endian:
//   PicoHarp 300       channel 31..28, time 27..0; channel 15: low 4 bits 0 = overflow, else marker bits
//   all others         special 31, channel 30..25, time 24..0; special with channel 63 = overflow, 1..15 = marker
//                      bits, 0 = a photon at the sync input
// Layout and overflow periods: PicoQuant's published demonstration readers.
using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Reads T2 records of a PicoQuant PTU file. Channels are the file's own numbers: inputs from 0, as stored (the
/// front panel's number less 1 on HydraHarp, TimeHarp and MultiHarp); a photon at their sync input is in
/// <see cref="SyncChannel"/>, since input 0 already has the number that the sync record carries. Markers and overflow
/// records are counted, not handed out.
/// The header's record count bounds what is read (bytes beyond are counted); 0 there, as an interrupted measurement
/// leaves it, reads to the end.</summary>
public sealed class PtuReader : TagReader
{
    /// <summary>Channel of photons at the sync input of HydraHarp, TimeHarp and MultiHarp.</summary>
    public const int SyncChannel = -1;

    private const int RecordBytes = sizeof(uint);
    private const long PicoHarpWrapTicks = 210_698_240;
    private const long HydraHarpV1WrapTicks = 33_552_000;
    private const long HydraHarpV2WrapTicks = 1L << 25;
    private const int OverflowCode = 63;
    private const int HighestMarkerCode = 15;

    private readonly uint firstSpecial;
    private readonly uint timeMask;
    private readonly int channelShift;
    private readonly RecordBuffer bytes;
    private readonly PtuHeader header;
    private readonly long recordsToRead;
    private long wrappedTicks;
    private uint previousTime;
    private bool ended;

    /// <summary>Reads the header at once. The stream is disposed with the reader.</summary>
    /// <param name="stream">Positioned at the start of the file.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <param name="options">Limits; the format in it is ignored.</param>
    /// <exception cref="TagFileException">A damaged header, or records that are not T2.</exception>
    public PtuReader(Stream stream, string sourceName, TagReadOptions options)
        : base(sourceName, TagFormat.Ptu, options)
    {
        bytes = new RecordBuffer(stream);
        header = PtuHeader.Read(bytes, sourceName);
        bool isPicoHarp = header.Kind == PtuRecordKind.PicoHarp300;
        firstSpecial = isPicoHarp ? 0xF0000000 : 0x80000000;
        channelShift = isPicoHarp ? 28 : 25;
        timeMask = (1u << channelShift) - 1;
        recordsToRead = header.AnnouncedRecords == 0 ? long.MaxValue : header.AnnouncedRecords;
        AnnouncedRecords = header.AnnouncedRecords;
    }

    /// <summary>Form of the records.</summary>
    public PtuRecordKind Kind => header.Kind;

    /// <inheritdoc/>
    public override TickLength TickLength => header.TickLength;

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
        long most = Math.Min(ticks.Length, recordsToRead - Records);
        ReadOnlySpan<byte> records = most > 0 ? bytes.PeekRecords(RecordBytes) : default;
        channels = channels[..(int)Math.Min(records.Length / RecordBytes, most)];
        long wrapped = wrappedTicks;
        uint previous = previousTime;
        uint half = (timeMask >> 1) + 1;
        int count = 0;
        for (; count < channels.Length; count++)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(records[(count * RecordBytes)..]);
            if (word >= firstSpecial) break;
            uint time = word & timeMask;
            if (time + half < previous) MissingOverflows++;
            previous = time;
            ticks[count] = wrapped + time;
            channels[count] = (int)(word >> channelShift);
        }

        previousTime = previous;
        Records += count;
        bytes.Advance(count * RecordBytes);
        return count;
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        while (Records < recordsToRead && bytes.TryTake(RecordBytes, out ReadOnlySpan<byte> record))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(record);
            Records++;
            uint time = word & timeMask;
            channel = (int)(word >> channelShift);
            ticks = wrappedTicks + time;
            if (word >= firstSpecial && !IsSyncPhoton(word, time, ref channel)) continue;
            if (time + ((timeMask >> 1) + 1) < previousTime) MissingOverflows++;
            previousTime = time;
            return true;
        }

        if (!ended) CountTail();
        ticks = 0;
        channel = 0;
        return false;
    }

    /// <summary>Takes a special record into account; true when it is a photon after all.</summary>
    private bool IsSyncPhoton(uint word, uint time, ref int channel)
    {
        if (header.Kind == PtuRecordKind.PicoHarp300)
        {
            if ((word & 0xF) == 0) Overflow(1, PicoHarpWrapTicks);
            else Markers++;
            return false;
        }

        int code = channel & 0x3F;
        switch (code)
        {
            case 0:
                channel = SyncChannel;
                return true;
            case OverflowCode when header.Kind == PtuRecordKind.HydraHarpV1:
                Overflow(1, HydraHarpV1WrapTicks);
                return false;
            case OverflowCode:
                Overflow(Math.Max(time, 1), HydraHarpV2WrapTicks);
                return false;
            case <= HighestMarkerCode:
                Markers++;
                return false;
            default:
                throw Fault($"special record of code {code}; expected 0 (sync), 1 to 15 (markers) or 63 (overflow)");
        }
    }

    private void Overflow(long wraps, long wrapTicks)
    {
        Overflows++;
        EpochWraps += wraps;
        previousTime = 0;
        // A record adds at most 2^50: refusing at 2^62 keeps every sum within a long.
        wrappedTicks += wraps * wrapTicks;
        if (wrappedTicks > 1L << 62) throw Fault("the overflows add up to more than 2^62 ticks; the file is damaged");
    }

    private void CountTail()
    {
        ended = true;
        if (Records == recordsToRead) ExcessBytes = bytes.Skip(long.MaxValue);
        else TruncatedTailBytes = bytes.Rest;
    }
}
