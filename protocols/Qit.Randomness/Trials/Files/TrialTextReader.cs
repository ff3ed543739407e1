using System.Globalization;

namespace Qit.Randomness.Trials.Files;

/// <summary>
/// Trials from text, one a line: settings x and y, outcomes a and b, perhaps a test flag t, each 0 or 1, separated by comma,
/// semicolon or tab. Without a header the columns come in that order; a header names them in any order, and others beside
/// them are passed over. Empty lines and lines that begin with # are no trials. Memory: one line, at most 4096 characters.
/// </summary>
public sealed class TrialTextReader
{
    private const int LineMaximum = 4096;
    private static readonly string[] Names = ["x", "y", "a", "b", "t"];

    private readonly TextReader text;
    private readonly char[] buffer = new char[1 << 16];
    private readonly char[] line = new char[LineMaximum];
    private readonly int[] roleOfColumn;
    private readonly char separator;
    private int buffered;
    private int at;
    private int lineLength;
    private bool hasPending;

    /// <summary>Reads up to the first trial.</summary>
    /// <param name="text">The text from its first character.</param>
    /// <exception cref="FormatException">There is no trial, or the header is impossible; the message names the line.</exception>
    public TrialTextReader(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = text;
        if (!NextLine()) throw new FormatException("holds no trial; right would be lines such as 0,1,1,0");
        ReadOnlySpan<char> first = Line;
        separator = first.Contains('\t') ? '\t' : first.Contains(';') ? ';' : ',';
        string[] cells = [.. first.ToString().Split(separator).Select(cell => cell.Trim())];
        roleOfColumn = cells.Any(cell => cell.Any(char.IsLetter)) ? FromHeader(cells) : ByPosition(cells.Length);
        HasTests = roleOfColumn.Contains(4);
        hasPending = !cells.Any(cell => cell.Any(char.IsLetter));
    }

    /// <summary>True when there is a column of test flags.</summary>
    public bool HasTests { get; }

    /// <summary>Line of the trial read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>
    /// True when a comment before the first trial says "simulated: true", as the export of simulated trials does.
    /// </summary>
    public bool SaysSimulated { get; private set; }

    /// <summary>Reads the next trial; false at the end.</summary>
    /// <param name="values">Takes x, y, a, b and t, each 0 or 1; t is 1 without a column of flags.</param>
    /// <exception cref="FormatException">A line is no trial; the message names it.</exception>
    public bool TryRead(Span<int> values)
    {
        if (!hasPending && !NextLine()) return false;
        hasPending = false;
        values[4] = 1;
        ReadOnlySpan<char> rest = Line;
        int column = 0;
        while (true)
        {
            int end = rest.IndexOf(separator);
            ReadOnlySpan<char> cell = (end < 0 ? rest : rest[..end]).Trim();
            if (column >= roleOfColumn.Length) throw Fault($"more than {roleOfColumn.Length} columns");
            int role = roleOfColumn[column++];
            if (role >= 0)
            {
                values[role] = cell is ['0'] ? 0 : cell is ['1'] ? 1
                    : throw Fault($"{Names[role]} is '{cell[..Math.Min(cell.Length, 20)].ToString()}'; right would be 0 or 1");
            }
            if (end < 0) break;
            rest = rest[(end + 1)..];
        }
        return column == roleOfColumn.Length
            ? true : throw Fault($"{column} columns; right would be {roleOfColumn.Length}");
    }

    private ReadOnlySpan<char> Line => line.AsSpan(0, lineLength);

    private int[] FromHeader(string[] cells)
    {
        int[] roles = [.. cells.Select(cell => Array.IndexOf(Names, cell.ToLowerInvariant()))];
        for (int role = 0; role < Names.Length; role++)
        {
            int count = roles.Count(found => found == role);
            if (count > 1) throw Fault($"the header names {Names[role]} {count} times");
            if (count == 0 && role < 4)
                throw Fault($"the header has no column {Names[role]}; right would be x, y, a, b and perhaps t");
        }
        return roles;
    }

    private int[] ByPosition(int columns) => columns is 4 or 5
        ? [.. Enumerable.Range(0, columns)]
        : throw Fault($"{columns} columns; right would be x,y,a,b or x,y,a,b,t, or a header that names them");

    // The next line that is not empty and no comment.
    private bool NextLine()
    {
        while (ReadLine())
        {
            ReadOnlySpan<char> trimmed = Line.Trim();
            if (trimmed.IsEmpty) continue;
            if (trimmed[0] != '#') return true;
            if (roleOfColumn is null && trimmed[1..].Trim().Equals("simulated: true", StringComparison.OrdinalIgnoreCase))
                SaysSimulated = true;
        }
        return false;
    }

    private bool ReadLine()
    {
        lineLength = 0;
        bool hasAny = false;
        while (at < buffered || Refill())
        {
            hasAny = true;
            ReadOnlySpan<char> rest = buffer.AsSpan(at, buffered - at);
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> piece = end < 0 ? rest : rest[..end];
            if (piece.Length > LineMaximum - lineLength)
            {
                LineNumber++;
                throw Fault($"is longer than {LineMaximum} characters");
            }
            piece.CopyTo(line.AsSpan(lineLength));
            lineLength += piece.Length;
            at += end < 0 ? rest.Length : end + 1;
            if (end >= 0) break;
        }
        if (hasAny) LineNumber++;
        return hasAny;
    }

    private bool Refill()
    {
        at = 0;
        buffered = text.Read(buffer, 0, buffer.Length);
        return buffered > 0;
    }

    private FormatException Fault(FormattableString message) =>
        new(FormattableString.Invariant($"line {LineNumber}: {message.ToString(CultureInfo.InvariantCulture)}"));
}
