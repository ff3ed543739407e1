// Decides the layout of a tag file from its first bytes. The rules, in order:
//   control characters, or mostly bytes above 127     -> binary
//     the signature of qtt, which stands there twice  -> qtt
//     the signature PQTTTR                            -> ptu
//     records of 10 bytes behind a header of 40        -> qutag
//     the word order in which time ascends            -> a1 or a1-legacy
//   lines of 16 hexadecimal digits, a letter among them -> a2
//   lines of 8 hexadecimal digits, a letter among them  -> a0
//   lines that begin with a decimal number            -> text
// The word order: read in the right order, times ascend but for a few local steps back and one wrap in 19.5 hours;
// read in the wrong order the fast half sits on top and time falls at every one of its rollovers (16.4 us), about
// every second record at usual rates. An order is taken when it falls in at most 5 % of the steps and the other
// order falls at least 4 times and 8 times as often; otherwise the file does not decide and is refused.
// quTAG: what its header means is not published, and of two samples only the first 4 bytes agree and could be a
// signature (the next 4 are the length of each file). So the records decide:
// at least 8, every channel field at most 127, times below 2^63 that do not all agree and fall in at most 5 % of the
// steps. Words of a1 do not pass: at a stride of 10 bytes the fields come to lie on every part of a word in turn, also
// the fast one. Fewer records count when the first 4 bytes are those of the samples.
using System.Buffers;
using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Finds the layout of a tag file from its content.</summary>
public static class TagFormatDetector
{
    /// <summary>Bytes the detector likes to see; fewer are enough when the file is shorter.</summary>
    public const int PrefixBytes = 1 << 16;

    private static readonly SearchValues<byte> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private const string Known = "a1 or a1-legacy (binary, 8 bytes an event), a0 or a2 (hexadecimal text), "
        + "text (time[,channel] a line), ptu (PicoQuant, T2), qutag (uncompressed, with header) or qtt";

    /// <summary>Layout of a file that starts with these bytes.</summary>
    /// <param name="prefix">The first bytes of the file.</param>
    /// <param name="isWholeFile">True when the file ends after them.</param>
    /// <param name="sourceName">Name for messages.</param>
    /// <exception cref="TagFileException">Empty, unknown, or undecided.</exception>
    public static TagFormat Detect(ReadOnlySpan<byte> prefix, bool isWholeFile, string sourceName)
    {
        if (prefix.IsEmpty) throw new TagFileException(sourceName, $"the file is empty; expected {Known}");
        return LooksBinary(prefix) ? DetectBinary(prefix, sourceName) : DetectText(prefix, isWholeFile, sourceName);
    }

    private static bool LooksBinary(ReadOnlySpan<byte> prefix)
    {
        int high = 0;
        foreach (byte symbol in prefix)
        {
            if (symbol is < 9 or 11 or 12 or (> 13 and < 32) or 127) return true;
            if (symbol > 127) high++;
        }

        return high * 4 > prefix.Length; // comments may hold a few letters beyond ASCII
    }

    private static TagFormat DetectBinary(ReadOnlySpan<byte> prefix, string sourceName)
    {
        // Not only at the start: its second copy is there for the case that the first is damaged.
        if (prefix.IndexOf(QttLayout.Magic) >= 0) return TagFormat.Qtt;
        if (prefix.StartsWith(PtuHeader.Magic)) return TagFormat.Ptu;
        if (LooksQutag(prefix)) return TagFormat.Qutag;
        int records = prefix.Length / sizeof(ulong);
        int falls = CountFalls(prefix, records, highHalfFirst: false);
        int legacyFalls = CountFalls(prefix, records, highHalfFirst: true);
        if (IsAscending(falls, legacyFalls, records)) return TagFormat.A1;
        if (IsAscending(legacyFalls, falls, records)) return TagFormat.A1Legacy;
        if (Math.Min(falls, legacyFalls) * 20 > records)
            throw new TagFileException(sourceName,
                $"unknown binary content: as 8-byte events its times ascend in neither word order; expected {Known}");
        throw new TagFileException(sourceName,
            $"its {records} records do not show the word order of the a1 format; name it: a1 (low half first) or "
            + $"a1-legacy (high half first)");
    }

    private static bool LooksQutag(ReadOnlySpan<byte> prefix)
    {
        const int Enough = 8;
        int records = (prefix.Length - QutagReader.HeaderBytes) / QutagReader.RecordBytes;
        bool hasKnownStart = prefix.StartsWith(QutagReader.Signature);
        if (records < 1 || (records < Enough && !hasKnownStart)) return false;
        int falls = 0;
        bool differ = false;
        long previous = 0;
        for (int record = 0; record < records; record++)
        {
            ReadOnlySpan<byte> at = prefix[(QutagReader.HeaderBytes + (record * QutagReader.RecordBytes))..];
            long time = BinaryPrimitives.ReadInt64LittleEndian(at);
            if (time < 0) return false;
            if (BinaryPrimitives.ReadUInt16LittleEndian(at[sizeof(long)..]) > QutagReader.HighestChannel) return false;
            if (record > 0 && time < previous) falls++;
            differ |= record > 0 && time != previous;
            previous = time;
        }

        return (differ && falls * 20 <= records) || (hasKnownStart && records < Enough);
    }

    private static bool IsAscending(int falls, int otherFalls, int records) =>
        falls * 20 <= records && otherFalls >= 4 && otherFalls >= 8 * falls;

    private static int CountFalls(ReadOnlySpan<byte> prefix, int records, bool highHalfFirst)
    {
        int falls = 0;
        long previous = long.MinValue;
        for (int record = 0; record < records; record++)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(prefix[(record * sizeof(ulong))..]);
            if (highHalfFirst) word = (word << 32) | (word >> 32);
            long time = A1Layout.Time(word);
            if (time < previous) falls++;
            previous = time;
        }

        return falls;
    }

    private static TagFormat DetectText(ReadOnlySpan<byte> prefix, bool isWholeFile, string sourceName)
    {
        int lines = 0;
        int of16 = 0;
        int of8 = 0;
        bool letters = false;
        long lineNumber = 0;
        while (TryTakeLine(ref prefix, isWholeFile, out ReadOnlySpan<byte> line))
        {
            lineNumber++;
            if (lineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
            if (line.IsEmpty || line[0] == (byte)'#') continue;
            lines++;
            bool hexadecimal = line.IndexOfAnyExcept(HexadecimalDigits) < 0;
            if (hexadecimal && line.Length == 16) of16++;
            if (hexadecimal && line.Length == 8) of8++;
            letters |= hexadecimal && line.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0;
            bool cutLast = isWholeFile && prefix.IsEmpty; // the last line of a cut file may be short
            if (lines == 1 && !hexadecimal && !StartsAsNumber(line))
                throw new TagFileException(sourceName, "line", lineNumber, $"unknown content; expected {Known}");
            if (of16 == 0 && of8 == 0) return TagFormat.Text;
            if (of16 != lines && of8 != lines && !cutLast)
                return StartsAsNumber(line) && !letters ? TagFormat.Text : throw new TagFileException(
                    sourceName, "line", lineNumber,
                    "breaks the hexadecimal form of the lines before it; a2 has 16 digits a line, a0 has 8");
        }

        if (lines == 0)
            throw new TagFileException(sourceName, $"holds no tags, only blank or comment lines; expected {Known}");
        if (letters) return of16 > 0 ? TagFormat.A2 : TagFormat.A0;
        // Sixteen lines of 8 random hexadecimal digits show no letter once in 1e26 files; their low halves are random.
        if (lines >= 16) return TagFormat.Text;
        throw new TagFileException(sourceName,
            $"its {lines} lines may be hexadecimal events or decimal times; name the format: "
            + $"{(of16 > 0 ? "a2" : "a0")} or text");
    }

    private static bool StartsAsNumber(ReadOnlySpan<byte> line)
    {
        int at = line[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        return at < line.Length && (char.IsAsciiDigit((char)line[at]) || line[at] == (byte)'.');
    }

    private static bool TryTakeLine(ref ReadOnlySpan<byte> rest, bool isWholeFile, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (rest.IsEmpty) return false;
        int end = rest.IndexOf((byte)'\n');
        if (end < 0 && !isWholeFile) return false;
        line = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }
}
