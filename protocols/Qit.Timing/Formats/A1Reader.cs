using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Reads the binary a1 format in either word order. Every 8 bytes are a record; a rest of 1..7 bytes at the
/// end is counted as truncated tail.</summary>
public sealed class A1Reader : TagReader
{
    private readonly RecordBuffer bytes;
    private readonly int rotation;
    private EpochUnwrapper epoch;

    /// <summary>Reads from the stream, which is disposed with the reader.</summary>
    /// <param name="stream">Positioned at the first record.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <param name="highHalfFirst">True for the legacy word order.</param>
    /// <param name="options">Limits; the format in it is ignored.</param>
    public A1Reader(Stream stream, string sourceName, bool highHalfFirst, TagReadOptions options)
        : base(sourceName, highHalfFirst ? TagFormat.A1Legacy : TagFormat.A1, options)
    {
        bytes = new RecordBuffer(stream);
        rotation = highHalfFirst ? 32 : 0;
    }

    /// <inheritdoc/>
    public override TickLength TickLength => TickLength.Nanosecond256Th;

    /// <inheritdoc/>
    public override bool ChannelsArePatterns => true;

    private protected override string PlaceKind => "record";

    private protected override long Place => Records;

    private protected override string DisorderHint => Format == TagFormat.A1Legacy
        ? "tags must ascend; if the file has the low half first, read it as a1"
        : "tags must ascend; if the file has the high half first, read it as a1-legacy";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) bytes.Dispose();
    }

    private protected override int ReadRun(Span<long> ticks, Span<int> channels)
    {
        ReadOnlySpan<byte> records = bytes.PeekRecords(sizeof(ulong));
        int room = Math.Min(records.Length / sizeof(ulong), ticks.Length);
        channels = channels[..room];
        EpochUnwrapper unwrapper = epoch; // in registers while the loop runs
        int count = 0;
        for (; count < channels.Length; count++)
        {
            ulong word = ulong.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(records[(count * sizeof(ulong))..]), rotation);
            if ((word & A1Layout.DummyMask) != 0) break;
            ticks[count] = unwrapper.Unwrap(A1Layout.Time(word));
            channels[count] = (int)(word & A1Layout.PatternMask);
        }

        epoch = unwrapper;
        EpochWraps = epoch.Wraps;
        Records += count;
        bytes.Advance(count * sizeof(ulong));
        return count;
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        while (bytes.TryTake(sizeof(ulong), out ReadOnlySpan<byte> record))
        {
            ulong word = ulong.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(record), rotation);
            Records++;
            ticks = epoch.Unwrap(A1Layout.Time(word));
            EpochWraps = epoch.Wraps;
            if ((word & A1Layout.DummyMask) != 0)
            {
                Dummies++;
                continue;
            }

            channel = (int)(word & A1Layout.PatternMask);
            return true;
        }

        TruncatedTailBytes = bytes.Rest;
        ticks = 0;
        channel = 0;
        return false;
    }
}
