using System.Globalization;
using Qit.Timing.Formats;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>What the options say about the input of `qit stability`.</summary>
/// <param name="IsFrequency">True for frequency, false for phase.</param>
/// <param name="Column">Number (from 1) or name of the column of measurements; null to find it.</param>
/// <param name="TimeColumn">The same of times; null to find it.</param>
/// <param name="Unit">Unit of phase; null for the header's, else seconds.</param>
/// <param name="NominalHertz">The measurements are in hertz around this; null if fractional.</param>
/// <param name="IntervalSeconds">Spacing; null for that of the times, else 1 s.</param>
internal sealed record StabilityInputRequest(
    bool IsFrequency, string? Column, string? TimeColumn, TimeUnit? Unit, double? NominalHertz, double? IntervalSeconds);

/// <summary>Measurements in seconds or fractional frequency, NaN where missing, and what a comment says of their being
/// simulated.</summary>
internal sealed record StabilitySeries(double[] Values, double IntervalSeconds, bool? Simulated);

/// <summary>Reads the input of `qit stability`: a table of text, with or without header and time stamps.</summary>
internal static class StabilityInput
{
    private const int MostCharactersShown = 40;
    private const double DefaultIntervalSeconds = 1;

    // Squares of what is computed from it must stay finite; nothing physical comes near.
    private const double Largest = 1e100;

    /// <exception cref="BadInputException">A line cannot be understood, times are not evenly spaced, or there are fewer
    /// than 3 measurements.</exception>
    public static StabilitySeries Read(Stream stream, string path, StabilityInputRequest request)
    {
        using var reader = new StreamReader(stream);
        var values = new List<double>();
        var times = new List<double>();
        var lines = new List<int>();
        string[]? header = null;
        Layout? layout = null;
        bool? simulated = null;
        int number = 0;
        while (reader.ReadLine() is string line)
        {
            number++;
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            if (comment >= 0) Heed(line.AsSpan(comment + 1).Trim(), ref simulated);
            ReadOnlySpan<char> text = (comment < 0 ? line : line.AsSpan(0, comment)).Trim();
            if (text.IsEmpty || text[0] == '%') continue;
            string place = $"{path}: line {number}";
            if (layout is null)
            {
                string[] fields = Fields(text);
                if (header is null && fields.Any(IsName))
                {
                    header = fields;
                    continue;
                }

                layout = Layout.Of(place, request, header, fields.Length);
            }

            values.Add(Value(place, Field(place, text, layout.Value, layout.Columns)));
            if (layout.Time < 0) continue;
            times.Add(Time(place, Field(place, text, layout.Time, layout.Columns), layout.TimeUnitsPerSecond));
            lines.Add(number);
        }

        if (values.Count < 3)
            throw new BadInputException($"{path}: holds {values.Count} numbers; right would be at least 3");
        double[] measured = [.. values];
        Scale(measured, request, layout!);
        return times.Count == 0
            ? new StabilitySeries(measured, request.IntervalSeconds ?? DefaultIntervalSeconds, simulated)
            : Placed(path, measured, [.. times], lines, request.IntervalSeconds) with { Simulated = simulated };
    }

    // The same mark as in tag files; one who says "simulated" is believed over one who denies it.
    private static void Heed(ReadOnlySpan<char> comment, ref bool? simulated)
    {
        if (comment is "simulated: true") simulated = true;
        else if (comment is "simulated: false") simulated ??= false;
    }

    private static StabilitySeries Placed(
        string path, double[] measured, double[] times, List<int> lines, double? interval)
    {
        double spacing = interval ?? SampleGrid.Spacing(times);
        if (!(spacing is >= 1e-12 and <= 1e12))
            throw new BadInputException($"{path}: the times are {spacing:G6} s apart; right would be 1e-12 to 1e12 s");
        try
        {
            return new StabilitySeries(SampleGrid.Place(times, measured, spacing), spacing, Simulated: null);
        }
        catch (SampleGridException fault)
        {
            throw new BadInputException($"{path}: line {lines[fault.Index]}: the time {fault.Problem}", fault);
        }
    }

    private static void Scale(double[] measured, StabilityInputRequest request, Layout layout)
    {
        for (int index = 0; index < measured.Length; index++)
        {
            measured[index] = request.NominalHertz is double nominal
                ? (measured[index] - nominal) / nominal : measured[index] / layout.UnitsPerOne;
        }
    }

    private static double Value(string place, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Equals("nan", StringComparison.OrdinalIgnoreCase)) return double.NaN;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && Math.Abs(value) <= Largest)
            return value;
        throw new BadInputException(
            $"{place}: '{Shown(text)}' is not a usable number; right would be a number such as -1.5e-9, at most 1e100 in "
            + "size, nan or nothing for a missing one, or a # comment");
    }

    private static double Time(string place, ReadOnlySpan<char> text, double unitsPerSecond)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && Math.Abs(value) <= Largest)
            return value / unitsPerSecond;
        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
            return (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
        throw new BadInputException(
            $"{place}: '{Shown(text)}' is not a usable time; right would be a number or a moment such as "
            + "2026-01-31T12:00:00Z");
    }

    private static string Shown(ReadOnlySpan<char> text) =>
        text.Length > MostCharactersShown ? $"{text[..MostCharactersShown]}..." : text.ToString();

    private static bool IsName(string field) =>
        field.Length > 0 && char.IsLetter(field[0])
        && !field.StartsWith("nan", StringComparison.OrdinalIgnoreCase)
        && !field.StartsWith("inf", StringComparison.OrdinalIgnoreCase);

    private static char Separator(ReadOnlySpan<char> text) =>
        text.Contains(',') ? ',' : text.Contains(';') ? ';' : text.Contains('\t') ? '\t' : ' ';

    private static string[] Fields(ReadOnlySpan<char> text)
    {
        char separator = Separator(text);
        return text.ToString().Split(
            separator,
            StringSplitOptions.TrimEntries | (separator == ' ' ? StringSplitOptions.RemoveEmptyEntries : 0));
    }

    /// <summary>One field of a line, which must have as many as the first line.</summary>
    private static ReadOnlySpan<char> Field(string place, ReadOnlySpan<char> text, int wanted, int columns)
    {
        if (columns == 1 && Separator(text) == ' ' && !text.Contains(' ')) return text;
        string[] fields = Fields(text);
        return fields.Length == columns ? fields[wanted] : throw new BadInputException(
            $"{place}: has {fields.Length} columns; right would be {columns}, as in the lines before");
    }

    private sealed record Layout(int Columns, int Value, int Time, double UnitsPerOne, double TimeUnitsPerSecond)
    {
        public static Layout Of(string place, StabilityInputRequest request, string[]? header, int columns)
        {
            if (header is not null && header.Length != columns)
            {
                throw new BadInputException(
                    $"{place}: has {columns} columns; right would be {header.Length}, as in the header");
            }

            int value = StabilityColumns.OfValue(place, request.Column, header, columns, request.IsFrequency);
            int time = StabilityColumns.OfTime(place, request.TimeColumn, header, columns);
            if (time == value)
            {
                if (request.TimeColumn is not null)
                    throw new BadInputException($"{place}: --time-column is the column of the measurements");
                time = -1;
            }

            string name = header?[value] ?? "";
            double unitsPerOne = request.IsFrequency ? StabilityColumns.PartsOf(name)
                : PerSecond(request.Unit ?? StabilityColumns.UnitOf(name) ?? TimeUnit.Seconds);
            TimeUnit timeUnit = header is null || time < 0 ? TimeUnit.Seconds
                : StabilityColumns.UnitOf(header[time]) ?? TimeUnit.Seconds;
            return new Layout(columns, value, time, unitsPerOne, PerSecond(timeUnit));
        }

        private static double PerSecond(TimeUnit unit) => 1e15 / TimeUnits.Femtoseconds(unit);
    }
}
