namespace Qit.Timing.Formats;

/// <summary>Splits a stream into lines of bytes within one fixed buffer. Ends of line are LF or CR LF.</summary>
internal sealed class LineScanner(Stream stream, string sourceName) : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int LongestLineBytes = 4096;
    private readonly byte[] buffer = new byte[BufferBytes];
    private int position;
    private int filled;
    private bool ended;

    /// <summary>Number of the line last returned, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>False when the last line returned ran into the end of the file without an end of line.</summary>
    public bool LastLineWasTerminated { get; private set; } = true;

    /// <summary>Next line without its end, trimmed of blanks; valid until the next call. False at the end.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(position, filled - position);
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && !ended)
            {
                Fill();
                continue;
            }

            if (end < 0 && rest.IsEmpty)
            {
                line = default;
                return false;
            }

            LastLineWasTerminated = end >= 0;
            int length = end >= 0 ? end : rest.Length;
            position += end >= 0 ? end + 1 : length;
            LineNumber++;
            if (length > LongestLineBytes) throw TooLong();
            line = Trim(rest[..length]);
            return true;
        }
    }

    public void Dispose() => stream.Dispose();

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8);

    private void Fill()
    {
        int rest = filled - position;
        if (rest > LongestLineBytes)
        {
            LineNumber++;
            throw TooLong();
        }

        Buffer.BlockCopy(buffer, position, buffer, 0, rest);
        position = 0;
        int read = stream.Read(buffer, rest, buffer.Length - rest);
        filled = rest + read;
        ended = read == 0;
    }

    private TagFileException TooLong() =>
        new(sourceName, "line", LineNumber,
            $"is longer than {LongestLineBytes} bytes; this is not a tag file in text form");
}
