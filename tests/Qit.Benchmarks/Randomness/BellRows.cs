using System.Globalization;
using System.Text.Json;
using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Benchmarks.Randomness;

/// <summary>
/// Tests of local realism side by side: trials to a p-value for a photonic source (the recorded tables) and an event-ready one,
/// and how far the prediction-based ratio reaches the statistical strength. Counts in expectation, so every run prints the same.
/// </summary>
internal static class BellRows
{
    private const double Bias = 1e-3;
    private static readonly SettingsPolytope Fair = new(0);
    private static readonly SettingsPolytope Biased = new(Bias);

    public static void Print(string[] arguments)
    {
        Console.WriteLine("bell: tests of local realism, trials to a p-value (counts in expectation)");
        foreach (string table in new[] { "A", "B", "D" })
        {
            if (Read(table) is { } counts) PrintSource($"photonic table {table}", counts);
            else Console.WriteLine($"photonic table {table}: skipped, shared/data/bell-counts.json is not at hand");
        }
        PrintSource("event-ready, S = 2.6", EventReady(2.6, 1_000_000_000));
        PrintExtremes();
        PrintTimes();
    }

    private static void PrintSource(string name, TrialCounts recorded)
    {
        double[] frequencies = Frequencies(recorded);
        TrainedFactor fair = PredictionBasedRatio.Optimize(frequencies, Fair);
        TrainedFactor biased = PredictionBasedRatio.Optimize(frequencies, Biased);
        double s = BellFunctional.Chsh.Value(Expected(frequencies, 1L << 50));
        Line($"{name}: S = {s:0.00000000}");
        double reached = fair.GainNats / fair.StrengthBoundNats;
        Line($"  gain {fair.GainNats:g6} nats a trial, strength {fair.StrengthBoundNats:g6}, reached {reached:0.0000000}");
        Line($"  with settings bias 1e-3: gain {biased.GainNats:g6}, strength {biased.StrengthBoundNats:g6}");
        Line($"  {"method",-58}{"p = 1e-6",16}{"p = 1e-100",16}{"ratio at 1e-6",15}");
        long best = Trials(-6, n => -fair.GainNats * n / Math.Log(10));
        void Row(string method, Func<long, double> log10) =>
            Line($"  {method,-58}{Show(Trials(-6, log10)),16}{Show(Trials(-100, log10)),16}{Ratio(Trials(-6, log10), best),15}");

        Row("prediction-based ratio, factor known", n => -fair.GainNats * n / Math.Log(10));
        Row("prediction-based ratio, trained as it runs (20 segments)", n => Adaptive(frequencies, n, Fair));
        Row("prediction-based ratio, trained, settings bias 1e-3", n => Adaptive(frequencies, n, Biased));
        Row("relevant trials of J, any time of stopping", n => EberhardTest.Log10PValueAtAnyTime(Expected(frequencies, n)));
        Row("CHSH game, exact binomial, n fixed", n => LocalRealismTest.Log10PValue(Expected(frequencies, n)));
        Row("CHSH game, any time of stopping", n => LocalRealismTest.Log10PValueAtAnyTime(Expected(frequencies, n)));
        Row("CHSH game, exact binomial, settings bias 1e-3", n => LocalRealismTest.Log10PValue(Expected(frequencies, n), Bias));
        Row("J, Azuma-Hoeffding, n fixed", n => EberhardTest.Log10Hoeffding(Expected(frequencies, n)));
    }

    private static void PrintExtremes()
    {
        Console.WriteLine("extreme p-values, event-ready S = 2.6:");
        foreach (long trials in new[] { 1_000_000L, 100_000_000, 10_000_000_000, 1_000_000_000_000 })
        {
            TrialCounts counts = EventReady(2.6, trials);
            double game = LocalRealismTest.Log10PValue(counts);
            double ratio = Adaptive(Frequencies(counts), trials, Fair);
            Line($"  {trials,17:N0} trials: log10 p = {game:0.00} (game), {ratio:0.00} (prediction-based ratio)");
        }
    }

    private static void PrintTimes()
    {
        TrialCounts counts = EventReady(2.6, 1_000_000);
        foreach ((string name, SettingsPolytope settings) in new[] { ("16 constraints", Fair), ("64 constraints", Biased) })
        {
            SideBySide time = SideBySide.Measure(
                () => PredictionBasedRatio.Train(counts, settings), () => NoSignallingTest.From(counts), rounds: 20);
            Line($"training a factor, {name}: {time.Seconds * 1e3:0.00} ms");
        }
    }

    // In 20 equal segments, the first for training alone.
    private static double Adaptive(double[] frequencies, long trials, SettingsPolytope settings)
    {
        var test = new PredictionBasedRatioTest(settings);
        for (int i = 1; i <= 20; i++)
        {
            // What the whole run should have by now less what it has: roundings do not add up.
            long[] seen = test.Seen.ToArray();
            long[] until = Expected(frequencies, trials / 20 * i).ToArray();
            test.Add(new TrialSegment(test.NextTrial, new TrialCounts([.. until.Zip(seen, (now, then) => now - then)])));
        }
        return test.Log10PValue;
    }

    // Least number of trials, to a thousandth, at which a p-value that falls with them is reached; -1: not at 1e11.
    private static long Trials(double target, Func<long, double> log10)
    {
        long high = 16;
        while (log10(high) > target)
        {
            if (high > 100_000_000_000) return -1;
            high *= 2;
        }
        long low = high / 2;
        while (high - low > Math.Max(1, high / 1000))
        {
            long middle = low + ((high - low) / 2);
            if (log10(middle) <= target) high = middle;
            else low = middle;
        }
        return high;
    }

    private static string Show(long trials) =>
        trials < 0 ? "> 1e11" : trials.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ratio(long trials, long best) =>
        trials < 0 ? "" : (trials / (double)best).ToString("0.0", CultureInfo.InvariantCulture);

    // The odd correlation at 11, so that the game and J look at the violated facet.
    private static double[] Frequencies(TrialCounts counts)
    {
        bool renamed = BellFunctional.Chsh.Value(counts) < BellFunctional.Chsh.Value(counts.RenameSettings(true, true));
        double[] p = PredictionBasedRatio.NoSignallingFit(renamed ? counts.RenameSettings(true, true) : counts);
        return [.. p.Select(value => value / 4)];
    }

    private static TrialCounts Expected(double[] frequencies, long trials) =>
        new([.. frequencies.Select(f => (long)Math.Round(f * trials))]);

    private static TrialCounts EventReady(double s, long trials)
    {
        double w = 0.5 + (s / 8);
        var cells = new long[TrialCounts.CellCount];
        for (int i = 0; i < cells.Length; i++)
        {
            bool equal = ((i >> 1) & 1) == (i & 1);
            cells[i] = (long)Math.Round((equal == (i >> 2 != 3) ? w : 1 - w) * trials / 8);
        }
        return new TrialCounts(cells);
    }

    private static TrialCounts? Read(string table)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", "bell-counts.json");
            if (!File.Exists(path)) continue;
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement rows = document.RootElement.GetProperty("tables").GetProperty(table).GetProperty("counts");
            return new TrialCounts(
                [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(cell => cell.GetInt64())]);
        }
        return null;
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
