using System.Buffers.Binary;
using System.Buffers.Text;

namespace Qit.Timing.Formats;

/// <summary>Writes the binary a1 format. The format has no header: what else is known about the tags belongs into a
/// file beside it.</summary>
public sealed class A1Writer : IDisposable
{
    private readonly Stream stream;
    private readonly bool highHalfFirst;
    private readonly byte[] buffer = new byte[1 << 16];
    private int filled;

    /// <summary>Writes to the stream, which is flushed and disposed with the writer.</summary>
    public A1Writer(Stream stream, bool highHalfFirst = false)
    {
        this.stream = stream;
        this.highHalfFirst = highHalfFirst;
    }

    /// <summary>Nearest tick of 1/256 ns, halves away from zero.</summary>
    public static long TicksFromPicoseconds(long picoseconds)
    {
        Int128 product = (Int128)picoseconds * 256; // ticks = ps * 256 / 1000
        Int128 rounded = (product + (product >= 0 ? 500 : -500)) / 1000;
        return checked((long)rounded);
    }

    /// <summary>Appends an event.</summary>
    /// <param name="ticks">Time in 1/256 ns, at least 0; written modulo 2^54.</param>
    /// <param name="pattern">Detector bits 0..15; channel n is bit n-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time or pattern out of range.</exception>
    public void Write(long ticks, int pattern)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ticks);
        if (pattern is < 0 or > A1Layout.PatternMask)
            throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "a pattern has 4 bits");
        if (filled == buffer.Length) FlushBuffer();
        ulong word = A1Layout.Word(ticks, pattern);
        if (highHalfFirst) word = (word << 32) | (word >> 32);
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(filled), word);
        filled += sizeof(ulong);
    }

    /// <summary>Hands everything to the stream and leaves that open.</summary>
    public void Flush() => FlushBuffer();

    /// <inheritdoc/>
    public void Dispose()
    {
        FlushBuffer();
        stream.Dispose();
    }

    private void FlushBuffer()
    {
        stream.Write(buffer, 0, filled);
        filled = 0;
    }
}

/// <summary>Writes decimal text, "time,channel" a line, in picoseconds, with a header of comments that
/// <see cref="DelimitedTagReader"/> heeds.</summary>
public sealed class TextTagWriter : IDisposable
{
    private const int LongestLineBytes = 40; // 20 + 1 + 11 + 1 digits and signs
    private readonly Stream stream;
    private readonly byte[] buffer = new byte[1 << 16];
    private int filled;

    /// <summary>Writes to the stream, which is flushed and disposed with the writer.</summary>
    /// <param name="stream">Receives UTF-8 bytes.</param>
    /// <param name="simulated">Whether the tags are simulated; null, where nobody knows, writes no mark.</param>
    /// <param name="comments">Further comment lines, without the leading #.</param>
    public TextTagWriter(Stream stream, bool? simulated, params ReadOnlySpan<string> comments)
    {
        this.stream = stream;
        WriteComment("unit: ps");
        if (simulated is bool known) WriteComment(known ? "simulated: true" : "simulated: false");
        foreach (string comment in comments) WriteComment(comment);
        WriteComment("time,channel");
    }

    /// <summary>Appends an event.</summary>
    public void Write(long picoseconds, int channel)
    {
        if (buffer.Length - filled < LongestLineBytes) FlushBuffer();
        Utf8Formatter.TryFormat(picoseconds, buffer.AsSpan(filled), out int written);
        filled += written;
        buffer[filled++] = (byte)',';
        Utf8Formatter.TryFormat(channel, buffer.AsSpan(filled), out written);
        filled += written;
        buffer[filled++] = (byte)'\n';
    }

    /// <summary>Appends a comment line; ends of line in it become blanks.</summary>
    /// <param name="comment">Text without the leading #.</param>
    public void WriteComment(string comment)
    {
        FlushBuffer();
        string line = "# " + comment.ReplaceLineEndings(" ") + "\n";
        stream.Write(System.Text.Encoding.UTF8.GetBytes(line));
    }

    /// <summary>Hands everything to the stream and leaves that open.</summary>
    public void Flush() => FlushBuffer();

    /// <inheritdoc/>
    public void Dispose()
    {
        FlushBuffer();
        stream.Dispose();
    }

    private void FlushBuffer()
    {
        stream.Write(buffer, 0, filled);
        filled = 0;
    }
}
