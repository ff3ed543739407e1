using System.Globalization;
using Qit.Timing.Formats;

namespace Qit.Timing.Estimation;

/// <summary>Histogram of time differences with bins of one width.</summary>
public sealed class DifferenceHistogram
{
    private const double NanosecondsToPicoseconds = 1000;

    /// <summary>A histogram from its bins.</summary>
    /// <param name="sourceName">Where it comes from.</param>
    /// <param name="firstCentrePicoseconds">Middle of the first bin.</param>
    /// <param name="binPicoseconds">Width of a bin, above 0.</param>
    /// <param name="counts">Counts, none negative, at least 8 bins.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public DifferenceHistogram(string sourceName, double firstCentrePicoseconds, double binPicoseconds, long[] counts)
    {
        if (!(binPicoseconds > 0)) throw new ArgumentException("must be above 0", nameof(binPicoseconds));
        if (counts.Length < 8) throw new ArgumentException("needs at least 8 bins", nameof(counts));
        if (counts.Any(count => count < 0)) throw new ArgumentException("holds a negative count", nameof(counts));
        SourceName = sourceName;
        FirstCentrePicoseconds = firstCentrePicoseconds;
        BinPicoseconds = binPicoseconds;
        Counts = counts;
    }

    /// <summary>Where it comes from.</summary>
    public string SourceName { get; }

    /// <summary>Middle of the first bin, in picoseconds.</summary>
    public double FirstCentrePicoseconds { get; }

    /// <summary>Width of a bin, in picoseconds.</summary>
    public double BinPicoseconds { get; }

    /// <summary>Counts a bin.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Whether the file says that it is simulated; null when it says nothing.</summary>
    public bool? Simulated { get; private init; }

    /// <summary>Middle of a bin, in picoseconds.</summary>
    public double Centre(double bin) => FirstCentrePicoseconds + (bin * BinPicoseconds);

    /// <summary>Reads text with a line a bin: time in nanoseconds, counts, and further columns that are not used. Lines
    /// starting with # are comments; "# simulated: true" (or false) among them is heeded.</summary>
    /// <exception cref="TagFileException">Names the line and what would be right.</exception>
    public static DifferenceHistogram Read(TextReader reader, string sourceName)
    {
        var times = new List<double>();
        var counts = new List<long>();
        bool? simulated = null;
        long lineNumber = 0;
        const string Form = "expected time in ns, counts[, error], separated by blanks or commas";
        while (reader.ReadLine() is string line)
        {
            lineNumber++;
            line = line.Trim();
            if (line.StartsWith('#'))
            {
                string comment = line.TrimStart('#', ' ');
                if (comment == "simulated: true") simulated = true;
                if (comment == "simulated: false") simulated ??= false;
            }

            if (line.Length == 0 || line[0] == '#') continue;
            string[] fields = line.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 2 || !TryParse(fields[0], out double time) || !TryParse(fields[1], out double count))
                throw new TagFileException(sourceName, "line", lineNumber, $"'{Shorten(line)}' is not a bin; {Form}");
            if (count < 0 || count != Math.Floor(count) || count > 1e15)
                throw new TagFileException(sourceName, "line", lineNumber,
                    $"count {fields[1]} is not a whole number of pairs, 0 or more");
            times.Add(time);
            counts.Add((long)count);
        }

        if (counts.Count < 8)
            throw new TagFileException(
                sourceName, $"holds {counts.Count} bins; a histogram needs at least 8 lines: {Form}");
        double width = (times[^1] - times[0]) / (times.Count - 1);
        for (int index = 1; index < times.Count; index++)
        {
            if (width > 0 && Math.Abs(times[index] - times[index - 1] - width) <= 0.01 * width) continue;
            throw new TagFileException(sourceName,
                $"bins {index} and {index + 1} are not one bin width apart; times must ascend in equal steps");
        }

        return new DifferenceHistogram(
            sourceName, times[0] * NanosecondsToPicoseconds, width * NanosecondsToPicoseconds, [.. counts])
        {
            Simulated = simulated,
        };
    }

    private static bool TryParse(string field, out double value) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Shorten(string line) => line.Length <= 40 ? line : line[..40] + "...";
}
