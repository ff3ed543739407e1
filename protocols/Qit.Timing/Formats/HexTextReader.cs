using System.Buffers.Text;
using System.Globalization;

namespace Qit.Timing.Formats;

/// <summary>Reads the hexadecimal text formats: a2, 16 digits a line; a0, two lines of 8 digits an event, low half
/// first. A last line that is cut short, or a last low half without its high half, is counted as truncated tail.
/// </summary>
public sealed class HexTextReader : TagReader
{
    private readonly LineScanner lines;
    private readonly int digits;
    private EpochUnwrapper epoch;

    /// <summary>Reads from the stream, which is disposed with the reader.</summary>
    /// <param name="stream">Positioned at the first line.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <param name="twoLinesAnEvent">True for a0, false for a2.</param>
    /// <param name="options">Limits; the format in it is ignored.</param>
    public HexTextReader(Stream stream, string sourceName, bool twoLinesAnEvent, TagReadOptions options)
        : base(sourceName, twoLinesAnEvent ? TagFormat.A0 : TagFormat.A2, options)
    {
        lines = new LineScanner(stream, sourceName);
        digits = twoLinesAnEvent ? 8 : 16;
    }

    /// <inheritdoc/>
    public override TickLength TickLength => TickLength.Nanosecond256Th;

    /// <inheritdoc/>
    public override bool ChannelsArePatterns => true;

    private protected override string PlaceKind => "line";

    private protected override long Place => lines.LineNumber;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) lines.Dispose();
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        while (TryReadWord(out ulong word))
        {
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

        ticks = 0;
        channel = 0;
        return false;
    }

    private bool TryReadWord(out ulong word)
    {
        if (!TryReadDigits(out word)) return false;
        if (Format == TagFormat.A2) return true;
        ulong low = word;
        if (!TryReadDigits(out ulong high))
        {
            TruncatedTailBytes += digits;
            return false;
        }

        word = (high << 32) | low;
        return true;
    }

    private bool TryReadDigits(out ulong value)
    {
        value = 0;
        ReadOnlySpan<byte> line;
        do
        {
            if (!lines.TryNext(out line)) return false;
        }
        while (line.IsEmpty);

        if (line.Length < digits && !lines.LastLineWasTerminated)
        {
            TruncatedTailBytes += line.Length;
            return false;
        }

        if (line.Length == digits && Utf8Parser.TryParse(line, out value, out int used, 'x') && used == digits)
            return true;
        string form = digits == 16 ? "a2 has 16 hexadecimal digits a line" : "a0 has 8 hexadecimal digits a line";
        throw Fault(string.Create(CultureInfo.InvariantCulture,
            $"{line.Length} characters that are not an event; {form}"));
    }
}
