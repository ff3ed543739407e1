using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Reads the binary a1 format in either word order. Every 8 bytes are a record; a rest of 1..7 bytes at the
/// end is counted as truncated tail.</summary>
public sealed class A1Reader : TagReader
{
    private const int BufferBytes = 1 << 16;
    private readonly Stream stream;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly bool highHalfFirst;
    private EpochUnwrapper epoch;
    private int position;
    private int filled;

    /// <summary>Reads from the stream, which is disposed with the reader.</summary>
    /// <param name="stream">Positioned at the first record.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <param name="highHalfFirst">True for the legacy word order.</param>
    /// <param name="options">Limits; the format in it is ignored.</param>
    public A1Reader(Stream stream, string sourceName, bool highHalfFirst, TagReadOptions options)
        : base(sourceName, highHalfFirst ? TagFormat.A1Legacy : TagFormat.A1, options)
    {
        this.stream = stream;
        this.highHalfFirst = highHalfFirst;
    }

    /// <inheritdoc/>
    public override TickLength TickLength => TickLength.Nanosecond256Th;

    /// <inheritdoc/>
    public override bool ChannelsArePatterns => true;

    private protected override string PlaceKind => "record";

    private protected override long Place => Records;

    private protected override string DisorderHint => highHalfFirst
        ? "tags must ascend; if the file has the low half first, read it as a1"
        : "tags must ascend; if the file has the high half first, read it as a1-legacy";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        while (filled - position >= sizeof(ulong) || Fill())
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(position));
            position += sizeof(ulong);
            if (highHalfFirst) word = (word << 32) | (word >> 32);
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

        TruncatedTailBytes = filled - position;
        ticks = 0;
        channel = 0;
        return false;
    }

    private bool Fill()
    {
        int rest = filled - position;
        Buffer.BlockCopy(buffer, position, buffer, 0, rest);
        position = 0;
        filled = rest + stream.ReadAtLeast(buffer.AsSpan(rest), sizeof(ulong), throwOnEndOfStream: false);
        return filled >= sizeof(ulong);
    }
}
