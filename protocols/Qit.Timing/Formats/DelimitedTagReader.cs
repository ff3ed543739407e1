using System.Buffers.Text;
using System.Text;

namespace Qit.Timing.Formats;

/// <summary>Reads decimal text, "time" or "time,channel" a line; comma, semicolon, blank and tab separate; further
/// columns are ignored. Times may have a fraction and a sign; they are held in picoseconds, finer digits are rounded
/// half away from zero. Lines starting with # are comments; "# simulated: true" (or false) and "# unit: ns" among them are
/// heeded. Without a channel column the channel is 1.</summary>
public sealed class DelimitedTagReader : TagReader
{
    private readonly LineScanner lines;
    private long unitFemtoseconds;

    /// <summary>Reads from the stream, which is disposed with the reader.</summary>
    public DelimitedTagReader(Stream stream, string sourceName, TagReadOptions options)
        : base(sourceName, TagFormat.Text, options)
    {
        lines = new LineScanner(stream, sourceName);
        unitFemtoseconds = TimeUnits.Femtoseconds(options.Unit ?? TimeUnit.Picoseconds);
    }

    /// <inheritdoc/>
    public override TickLength TickLength => TickLength.OnePicosecond;

    /// <inheritdoc/>
    public override bool ChannelsArePatterns => false;

    private protected override string PlaceKind => "line";

    private protected override long Place => lines.LineNumber;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) lines.Dispose();
    }

    private protected override bool TryReadEvent(out long ticks, out int channel)
    {
        ticks = 0;
        channel = 1;
        ReadOnlySpan<byte> line;
        do
        {
            if (!lines.TryNext(out line)) return false;
            if (lines.LineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
            if (!line.IsEmpty && line[0] == (byte)'#') Heed(line);
        }
        while (line.IsEmpty || line[0] == (byte)'#');

        Records++;
        int used = unitFemtoseconds == 1000 ? ParseWholePicoseconds(line, out ticks) : 0;
        if (used == 0) used = ParseTime(line, out ticks);
        if (used < line.Length) channel = ParseChannel(line[used..]);
        return true;
    }

    private static bool IsSeparator(byte symbol) => symbol is (byte)',' or (byte)';' or (byte)' ' or (byte)'\t';

    private void Heed(ReadOnlySpan<byte> comment)
    {
        string text = Encoding.UTF8.GetString(comment).TrimStart('#', ' ', '\t').Trim();
        if (text == "simulated: true") Simulated = true;
        if (text == "simulated: false") Simulated ??= false;
        if (Options.Unit is not null || !text.StartsWith("unit:", StringComparison.Ordinal)) return;
        string name = text["unit:".Length..].Trim();
        if (!TimeUnits.TryParse(name, out TimeUnit unit))
            throw Fault($"unknown unit '{name}'; right would be {TimeUnits.Accepted}");
        unitFemtoseconds = TimeUnits.Femtoseconds(unit);
    }

    /// <summary>The usual form, a whole number of at most 18 digits; 0 for any other, which <see cref="ParseTime"/> reads or
    /// refuses.</summary>
    private static int ParseWholePicoseconds(ReadOnlySpan<byte> line, out long picoseconds)
    {
        const int MostDigits = 18;
        long value = 0;
        int at = 0;
        for (; at < line.Length; at++)
        {
            uint digit = (uint)line[at] - '0';
            if (digit > 9) break;
            value = (value * 10) + digit;
        }

        picoseconds = value;
        return at <= MostDigits && (at == line.Length || IsSeparator(line[at])) ? at : 0;
    }

    private int ParseTime(ReadOnlySpan<byte> line, out long picoseconds)
    {
        int at = 0;
        bool negative = line[0] == (byte)'-';
        if (negative || line[0] == (byte)'+') at++;
        Int128 digits = 0;
        Int128 scale = 1;
        int count = 0;
        bool fraction = false;
        for (; at < line.Length && !IsSeparator(line[at]); at++)
        {
            int symbol = line[at];
            if (symbol == '.' && !fraction)
            {
                fraction = true;
                continue;
            }

            if (symbol is < '0' or > '9' || ++count > 22) throw BadTime(line);
            digits = (digits * 10) + (symbol - '0');
            if (fraction) scale *= 10;
        }

        if (count == 0) throw BadTime(line);
        Int128 divisor = scale * 1000;
        // 22 digits times 1e15 stay below 2^127 only up to 1.7e38: 22 + 15 = 37 digits fit.
        Int128 rounded = ((digits * unitFemtoseconds) + (divisor / 2)) / divisor;
        if (rounded > long.MaxValue) throw Fault("time does not fit 64 bits of picoseconds (106 days); check the unit");
        picoseconds = negative ? -(long)rounded : (long)rounded;
        return at;
    }

    private int ParseChannel(ReadOnlySpan<byte> rest)
    {
        int start = 0;
        while (start < rest.Length && IsSeparator(rest[start])) start++;
        int end = start;
        while (end < rest.Length && !IsSeparator(rest[end])) end++;
        if (start == end) return 1;
        ReadOnlySpan<byte> field = rest[start..end];
        if (Utf8Parser.TryParse(field, out int channel, out int used) && used == field.Length) return channel;
        throw Fault($"channel '{Show(field)}' is not a whole number; expected time[,channel]");
    }

    private TagFileException BadTime(ReadOnlySpan<byte> line) =>
        Fault($"'{Show(line)}' is not a tag; expected time[,channel] in decimal digits, comments start with #");

    private static string Show(ReadOnlySpan<byte> bytes)
    {
        const int Longest = 32;
        string text = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, Longest)]);
        var shown = new StringBuilder(text.Length);
        foreach (char symbol in text) shown.Append(char.IsControl(symbol) ? '?' : symbol);
        return bytes.Length > Longest ? shown + "..." : shown.ToString();
    }
}
