using System.Globalization;
using Qit.Timing.Formats;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Commands;

/// <summary>Comparisons by epoch, from files or a simulation.</summary>
/// <param name="Stations">Names, the preferred reference first.</param>
/// <param name="EpochSeconds">Spacing of the epochs.</param>
/// <param name="Epochs">Time in seconds with the comparisons, growing.</param>
/// <param name="Simulated">True, false, or null if nobody said.</param>
internal sealed record MonitorSeries(
    IReadOnlyList<string> Stations, double EpochSeconds, IEnumerable<(double Time, StationComparison[] Comparisons)> Epochs,
    bool? Simulated);

/// <summary>Reads the input of `qit monitor`: text tables with a header that names the columns time, first, second,
/// difference and error; the times of one epoch are equal.</summary>
internal static class MonitorInput
{
    private const int MostCharactersShown = 40;
    private const double LargestSeconds = 1e6;
    private const double LargestTime = 1e11;

    /// <summary>Reads files.</summary>
    /// <param name="paths">One or more; lines may be in any order.</param>
    /// <param name="preference">Names, the preferred first; null for the order in which they appear.</param>
    /// <param name="unit">Of difference and error where the header says none; null for seconds.</param>
    /// <exception cref="BadInputException">Names file, line and what would be right.</exception>
    public static MonitorSeries Read(IReadOnlyList<string> paths, IReadOnlyList<string>? preference, TimeUnit? unit)
    {
        var names = new List<string>(preference ?? []);
        var epochs = new SortedDictionary<double, List<StationComparison>>();
        bool? simulated = null;
        bool isFirst = true;
        foreach (string path in paths)
        {
            bool? mark = OffsetInput.Read(path, stream => ReadFile(stream, path, names, preference is null, epochs, unit));
            mark = SimulatedMark.Of(path, mark);
            simulated = isFirst ? mark : SimulatedMark.Join(simulated, mark);
            isFirst = false;
        }

        if (names.Count is < 3 or > ReferenceMonitor.MostStations)
        {
            throw new BadInputException(
                $"{string.Join(", ", paths)}: {names.Count} stations; right would be 3 to {ReferenceMonitor.MostStations}");
        }

        if (epochs.Count < 2)
            throw new BadInputException($"{string.Join(", ", paths)}: {epochs.Count} epochs; right would be at least 2");
        double[] times = [.. epochs.Keys];
        double[] steps = [.. times.Zip(times.Skip(1), (one, next) => next - one).Order()];
        double spacing = steps[steps.Length / 2];
        int uneven = Array.FindIndex(times, 1, time => time - times[Array.BinarySearch(times, time) - 1] < spacing / 2);
        if (uneven > 0)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"{string.Join(", ", paths)}: times {times[uneven - 1]} s and {times[uneven]} s are two epochs, others are "
                + $"{spacing} s apart; right would be one time for all comparisons of an epoch"));
        }

        return new MonitorSeries(
            names, spacing, epochs.Select(epoch => (epoch.Key, epoch.Value.ToArray())), simulated);
    }

    private static bool? ReadFile(
        Stream stream, string path, List<string> names, bool takesNames,
        SortedDictionary<double, List<StationComparison>> epochs, TimeUnit? unit)
    {
        using var reader = new StreamReader(stream);
        bool? simulated = null;
        Columns? columns = null;
        for (int number = 1; reader.ReadLine() is string line; number++)
        {
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            if (comment >= 0)
            {
                string said = line[(comment + 1)..].Trim();
                if (said == "simulated: true") simulated = true;
                else if (said == "simulated: false") simulated ??= false;
                line = line[..comment];
            }

            if (string.IsNullOrWhiteSpace(line)) continue;
            string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
            string place = $"{path}: line {number}";
            if (columns is null)
            {
                columns = Columns.Of(place, fields, unit);
                continue;
            }

            if (fields.Length != columns.Count)
                throw new BadInputException($"{place}: has {fields.Length} columns; right would be {columns.Count}, as in the header");
            double time = Number(place, fields[columns.Time], LargestTime / columns.TimeScale) * columns.TimeScale;
            var one = new StationComparison(
                Station(place, fields[columns.First], names, takesNames), Station(place, fields[columns.Second], names, takesNames),
                Number(place, fields[columns.Difference], LargestSeconds / columns.DifferenceUnit) * columns.DifferenceUnit,
                Number(place, fields[columns.Error], LargestSeconds / columns.ErrorUnit) * columns.ErrorUnit);
            if (one.First == one.Second)
                throw new BadInputException($"{place}: compares '{Shown(fields[columns.First])}' with itself");
            if (one.ErrorSeconds < 0)
                throw new BadInputException($"{place}: the error is {Shown(fields[columns.Error])}; right would be 0 or more");
            if (!epochs.TryGetValue(time, out List<StationComparison>? epoch)) epochs[time] = epoch = [];
            if (epoch.Exists(other => IsSamePair(one, other)))
                throw new BadInputException($"{place}: compares two stations a second time in one epoch");
            epoch.Add(one);
        }

        return simulated;
    }

    private static bool IsSamePair(StationComparison one, StationComparison other) =>
        (one.First == other.First && one.Second == other.Second) || (one.First == other.Second && one.Second == other.First);

    private static int Station(string place, string name, List<string> names, bool takesNames)
    {
        int index = names.IndexOf(name);
        if (index >= 0) return index;
        if (name.Length == 0) throw new BadInputException($"{place}: a station has no name");
        if (!takesNames)
            throw new BadInputException($"{place}: station '{Shown(name)}' is not in --preference {string.Join(',', names)}");
        if (names.Count == ReferenceMonitor.MostStations)
            throw new BadInputException($"{place}: '{Shown(name)}' is one station too many; right would be at most {names.Count}");
        names.Add(name);
        return names.Count - 1;
    }

    private static double Number(string place, string text, double largest) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= largest
            ? value
            : throw new BadInputException($"{place}: '{Shown(text)}' is not a usable number; right would be one such as -1.5e-9");

    private static string Shown(string text) =>
        text.Length > MostCharactersShown ? $"{text[..MostCharactersShown]}..." : text;

    private sealed record Columns(
        int Count, int Time, int First, int Second, int Difference, int Error, double TimeScale,
        double DifferenceUnit, double ErrorUnit)
    {
        public static Columns Of(string place, string[] header, TimeUnit? unit)
        {
            int difference = Find(place, header, "difference");
            int error = Find(place, header, "error");
            int time = Find(place, header, "time");
            return new Columns(
                header.Length, time, Find(place, header, "first"), Find(place, header, "second"), difference, error,
                UnitOf(header[time], null), UnitOf(header[difference], unit), UnitOf(header[error], unit));
        }

        // time, time_s, difference_ps: a name, and perhaps a unit after it.
        private static int Find(string place, string[] header, string name)
        {
            int at = Array.FindIndex(header, field =>
                field == name || field.StartsWith(name + "_", StringComparison.OrdinalIgnoreCase));
            return at >= 0 ? at : throw new BadInputException(
                $"{place}: the header has no column '{name}'; right would be time_s,first,second,difference_ps,error_ps");
        }

        private static double UnitOf(string header, TimeUnit? otherwise) =>
            TimeUnits.Femtoseconds(StabilityColumns.UnitOf(header) ?? otherwise ?? TimeUnit.Seconds) * 1e-15;
    }
}
