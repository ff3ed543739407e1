using System.Globalization;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Which columns of a table hold the measurements and their times, from the options and the header.</summary>
internal static class StabilityColumns
{
    private static readonly string[] PhaseNames = ["offset", "phase", "timeerror", "time_error", "tie", "te", "x"];
    private static readonly string[] FrequencyNames = ["frequency", "freq", "fractionalfrequency", "fractional_frequency", "y"];
    private static readonly string[] TimeNames = ["time", "t", "timestamp", "elapsed", "utc"];

    private static readonly (string Word, TimeUnit Unit)[] UnitWords =
    [
        ("femtoseconds", TimeUnit.Femtoseconds), ("picoseconds", TimeUnit.Picoseconds),
        ("nanoseconds", TimeUnit.Nanoseconds), ("microseconds", TimeUnit.Microseconds),
        ("milliseconds", TimeUnit.Milliseconds), ("seconds", TimeUnit.Seconds),
    ];

    /// <summary>The column of the measurements.</summary>
    /// <exception cref="BadInputException">The choice is none of the columns, or there is none and more than one could be
    /// meant.</exception>
    public static int OfValue(string place, string? choice, string[]? header, int columns, bool frequency)
    {
        if (choice is not null) return Chosen(place, "--column", choice, header, columns);
        if (columns == 1) return 0;
        int found = header is null ? -1 : Named(header, frequency ? FrequencyNames : PhaseNames);
        return found >= 0 ? found : throw new BadInputException(
            $"{place}: has {columns} columns{Listed(header)}; right would be --column with the number or name of one");
    }

    /// <summary>The column of the times; -1 if there is none.</summary>
    /// <exception cref="BadInputException">The choice is none of the columns.</exception>
    public static int OfTime(string place, string? choice, string[]? header, int columns) =>
        choice is not null ? Chosen(place, "--time-column", choice, header, columns)
        : header is null ? -1 : Named(header, TimeNames);

    /// <summary>The unit that a header names, such as offset_ps, "offset (ps)" or offsetPicoseconds; null if none.</summary>
    public static TimeUnit? UnitOf(string header)
    {
        Split(header, out TimeUnit? unit);
        return unit;
    }

    /// <summary>What a column of frequencies is to be divided by: 1e9 for ..._ppb, 1e6 for ..._ppm, else 1.</summary>
    public static double PartsOf(string header)
    {
        string name = header.Trim().TrimEnd(')', ']');
        return name.EndsWith("ppb", StringComparison.OrdinalIgnoreCase) ? 1e9
            : name.EndsWith("ppm", StringComparison.OrdinalIgnoreCase) ? 1e6 : 1;
    }

    private static int Chosen(string place, string option, string choice, string[]? header, int columns)
    {
        if (int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number >= 1 && number <= columns ? number - 1 : throw new BadInputException(
                $"{place}: {option} is {number}; right would be 1 to {columns}");
        }

        int found = header is null ? -1
            : Array.FindIndex(header, name => name.Equals(choice, StringComparison.OrdinalIgnoreCase));
        if (found < 0 && header is not null) found = Named(header, [choice]);
        return found >= 0 ? found : throw new BadInputException(
            $"{place}: {option} is '{choice}', but "
            + (header is null ? $"no header names the {columns} columns" : $"the header has{Listed(header)}"));
    }

    private static int Named(string[] header, string[] names)
    {
        int[] found = [.. Enumerable.Range(0, header.Length).Where(index =>
            names.Contains(Split(header[index], out _), StringComparer.OrdinalIgnoreCase))];
        return found.Length == 1 ? found[0] : -1;
    }

    // The name without its unit.
    private static string Split(string header, out TimeUnit? unit)
    {
        string name = header.Trim().TrimEnd(')', ']');
        foreach ((string word, TimeUnit known) in UnitWords)
        {
            // A column "seconds" has a name, not a unit.
            if (name.Length <= word.Length || !name.EndsWith(word, StringComparison.OrdinalIgnoreCase)) continue;
            unit = known;
            return name[..^word.Length].TrimEnd('_', ' ', '(', '[');
        }

        int at = name.LastIndexOfAny(['_', ' ', '(', '[']);
        if (at > 0 && TimeUnits.TryParse(name[(at + 1)..], out TimeUnit shortly))
        {
            unit = shortly;
            return name[..at].TrimEnd('_', ' ', '(', '[');
        }

        unit = null;
        return name;
    }

    private static string Listed(string[]? header) => header is null ? "" : $" ({string.Join(", ", header)})";
}
