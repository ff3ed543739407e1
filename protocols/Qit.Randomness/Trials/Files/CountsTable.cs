using System.Globalization;
using System.Text.Json;

namespace Qit.Randomness.Trials.Files;

/// <summary>
/// Counts of a Bell test as JSON: four rows of four counts, rows z = 2x + y, columns 2a + b. Either the rows alone, or an
/// object with the rows as "counts", or an object with "tables", an object of such objects by name.
/// </summary>
public static class CountsTable
{
    /// <summary>Longest document, bytes.</summary>
    public const int BytesMaximum = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads a table.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <param name="table">Which of several tables; may be null when there is one.</param>
    /// <exception cref="FormatException">The document holds no such table; the message says where and what is right.</exception>
    public static TrialCounts Read(ReadOnlyMemory<byte> document, string? table = null)
    {
        if (document.Length > BytesMaximum)
            throw new FormatException(Text($"{document.Length} bytes; right would be at most {BytesMaximum}"));
        try
        {
            using JsonDocument json = JsonDocument.Parse(document, Strict);
            return Select(json.RootElement, table);
        }
        catch (JsonException fault)
        {
            throw new FormatException(Text($"is not JSON ({fault.Message})"), fault);
        }
    }

    /// <summary>The rows as JSON, as <see cref="Read"/> takes them.</summary>
    public static string Write(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        long[] cells = counts.ToArray();
        IEnumerable<string> rows = Enumerable.Range(0, 4).Select(row => "[" + string.Join(", ",
            cells.Skip(4 * row).Take(4).Select(cell => cell.ToString(CultureInfo.InvariantCulture))) + "]");
        return "[" + string.Join(", ", rows) + "]";
    }

    private static TrialCounts Select(JsonElement root, string? table)
    {
        if (root.ValueKind == JsonValueKind.Array) return Rows(root, "$", table);
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("$ is neither an array of rows nor an object with \"counts\" or \"tables\"");
        if (root.TryGetProperty("counts", out JsonElement rows)) return Rows(rows, "$.counts", table);
        if (!root.TryGetProperty("tables", out JsonElement tables) || tables.ValueKind != JsonValueKind.Object)
            throw new FormatException("$ has neither \"counts\" nor an object \"tables\"");
        string[] names = [.. tables.EnumerateObject().Select(property => property.Name)];
        string choice = Choose(names, table);
        JsonElement chosen = tables.GetProperty(choice);
        string path = $"$.tables.{choice}";
        if (chosen.ValueKind != JsonValueKind.Object || !chosen.TryGetProperty("counts", out JsonElement counts))
            throw new FormatException($"{path} is no object with \"counts\"");
        TrialCounts read = Rows(counts, path + ".counts", null);
        if (chosen.TryGetProperty("trials", out JsonElement trials)
            && (trials.ValueKind != JsonValueKind.Number || !trials.TryGetInt64(out long total) || total != read.Total))
            throw new FormatException(Text($"{path}.trials is {trials}; the counts add up to {read.Total}"));
        return read;
    }

    private static string Choose(string[] names, string? table)
    {
        string all = names.Length == 0 ? "a table" : string.Join(", ", names.Take(20));
        if (table is null)
        {
            return names.Length == 1 ? names[0]
                : throw new FormatException($"has {names.Length} tables; right would be to name {all}");
        }
        return names.Contains(table) ? table : throw new FormatException($"has no table '{table}'; right would be {all}");
    }

    private static TrialCounts Rows(JsonElement rows, string path, string? table)
    {
        if (table is not null)
            throw new FormatException($"has one table without a name; right would be not to ask for '{table}'");
        CheckLength(rows, path, "rows, one for each pair of settings 00, 01, 10, 11");
        Span<long> cells = stackalloc long[TrialCounts.CellCount];
        for (int row = 0; row < 4; row++)
        {
            string at = Text($"{path}[{row}]");
            CheckLength(rows[row], at, "counts, one for each pair of outcomes 00, 01, 10, 11");
            for (int column = 0; column < 4; column++)
            {
                JsonElement cell = rows[row][column];
                if (cell.ValueKind != JsonValueKind.Number || !cell.TryGetInt64(out long count) || count < 0)
                    throw new FormatException(Text($"{at}[{column}] is {Short(cell)}; right would be a whole number from 0 up"));
                cells[(4 * row) + column] = count;
            }
        }
        try
        {
            return new TrialCounts(cells);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"{path}: {fault.Message}", fault);
        }
    }

    private static void CheckLength(JsonElement array, string path, string what)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() != 4)
            throw new FormatException($"{path} is {Short(array)}; right would be an array of four {what}");
    }

    private static string Short(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
