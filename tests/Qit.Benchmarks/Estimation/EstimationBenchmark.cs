using System.Diagnostics;
using System.Globalization;

namespace Qit.Benchmarks.Estimation;

/// <summary>The estimator against the Cramer-Rao bound over a grid: `estimation [--seeds N] [--first N] [--quick] [--cells TEXT]`.
/// </summary>
internal static class EstimationBenchmark
{
    private const int FewSeeds = 500;

    private static readonly string[] Rules =
    [
        "floor    accidentals within two rms widths either side of the peak, over coincidences",
        "S        significance in that window: expected coincidences over the root of all expected counts",
        "asked    rms/bound at most 1.05 where 1000 coincidences stand out (N at least 1000 and S at least 8), at most 1.3 at",
        "         100 (S at least 5); 68 % intervals cover 66 to 70 %, 95 % intervals 94 to 96 %; no bias. S below 5: left out",
        "bound    Cramer-Rao, full Fisher information over offset, slope, width, tails, coincidences and floor; for symmetric",
        "         peaks the same as with known shape",
        "verdict  NOT MET when a figure is outside by more than 3 of its own standard errors: rms 1/sqrt(2n), mean pull",
        "         1/sqrt(n), coverage sqrt(p(1-p)/n), n seeds; also for more than 1 % of seeds without an estimate;",
        "         coverage of a row of its own is judged from 100 seeds on, that of fewer in the sums below the table",
        "from     tags: both stations' tags made and estimated whole; counts: the fit's bins drawn (too many pairs for tags)",
        "tails    each detector 200 ps rms, and for 30 % of counts an exponential delay of 400 ps; plain: 200 ps rms",
        "dead     22 ns dead time, 5 % afterpulses of 40 ns, half as many tags at B; without: a tag in up to 6 pairs",
    ];

    public static int Run(string[] arguments)
    {
        if (!TryParse(arguments, out int least, out int most, out double budget, out string only, out int first))
        {
            Console.Error.WriteLine("usage: estimation [--seeds N, 2 or more] [--first N, the first seed] [--quick] [--cells TEXT]");
            Console.Error.WriteLine("example: estimation --quick --cells tails");
            return 2;
        }

        var watch = Stopwatch.StartNew();
        foreach (string rule in Rules) Console.WriteLine(rule);
        Console.WriteLine(GeneratorCheck.Line());
        Console.WriteLine(CellReport.Header);
        bool isMet = true;
        var pool = new CoveragePool();
        foreach (EstimationCell cell in EstimationCell.Grid())
        {
            if (!cell.Name.Contains(only, StringComparison.Ordinal) || cell.Significance < 5) continue;
            int seeds = Measure(cell);
            // Tags show that all of it works; counts then give the seeds that tags are too slow for.
            if (cell.IsFromTags && seeds < Math.Min(FewSeeds, most)) Measure(cell with { ForceCounts = true });
        }

        foreach (string line in pool.Lines()) Console.WriteLine(line);
        isMet &= pool.IsMet;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(isMet ? "all met" : "NOT all met")}; {watch.Elapsed.TotalSeconds:0} s"));
        return isMet ? 0 : 1;

        int Measure(EstimationCell cell)
        {
            int seeds = (int)Math.Clamp(budget / cell.Cost, Math.Min(least, most), most);
            CellRun run = CellRun.Of(cell, seeds, first);
            var report = new CellReport(cell, run);
            isMet &= report.IsMet;
            pool.Add(cell, run);
            Console.WriteLine(report);
            return seeds;
        }
    }

    private static bool TryParse(string[] arguments, out int least, out int most, out double budget, out string only,
        out int first)
    {
        least = 20;
        most = 3000;
        budget = 3;
        only = "";
        first = 1;
        for (int index = 0; index < arguments.Length; index++)
        {
            bool more = index + 1 < arguments.Length;
            if (arguments[index] == "--quick") (least, most, budget) = (5, 300, 0.15);
            else if (arguments[index] == "--cells" && more) only = arguments[++index];
            else if (arguments[index] == "--first" && more
                && int.TryParse(arguments[++index], NumberStyles.None, CultureInfo.InvariantCulture, out first)) continue;
            else if (arguments[index] == "--seeds" && more
                && int.TryParse(arguments[++index], NumberStyles.None, CultureInfo.InvariantCulture, out most) && most > 1)
                budget = double.PositiveInfinity;
            else return false;
        }

        return true;
    }
}
