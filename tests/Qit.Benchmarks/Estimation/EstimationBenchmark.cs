using System.Diagnostics;
using System.Globalization;

namespace Qit.Benchmarks.Estimation;

/// <summary>The estimator against the Cramer-Rao bound over a grid: `estimation [--seeds N] [--quick]`.</summary>
internal static class EstimationBenchmark
{
    public static int Run(string[] arguments)
    {
        int most = 4000;
        double budget = 5;
        string only = "";
        for (int index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == "--quick") (most, budget) = (400, 0.4);
            else if (arguments[index] == "--seeds" && index + 1 < arguments.Length
                && int.TryParse(arguments[index + 1], CultureInfo.InvariantCulture, out most) && most > 1) index++;
            else if (arguments[index] == "--cells" && index + 1 < arguments.Length) only = arguments[++index];
            else
            {
                Console.Error.WriteLine("usage: estimation [--seeds N, at least 2] [--quick]");
                return 2;
            }
        }

        var watch = Stopwatch.StartNew();
        Console.WriteLine("jitter dead  pairs  floor    S   seeds fail tails   rms/crb  +-    mean pull +-    sd     68%   95%   skew rms/crb 68% 95%   s");
        foreach (bool dead in new[] { false, true })
        foreach (bool tails in new[] { false, true })
        foreach (double pairs in new[] { 1e2, 1e3, 1e4, 1e5, 1e6 })
        foreach (double ratio in new[] { 0, 0.1, 1, 10, 100 })
        {
            var cell = new EstimationCell(pairs, ratio, tails, dead);
            string name = $"{(tails ? "T" : "G")}{(dead ? "D" : "P")}{pairs:0e0}/{ratio}";
            if (only.Length > 0 && !name.Contains(only)) continue;
            if (cell.Significance < 5) continue;
            int seeds = (int)Math.Clamp(budget / cell.Cost, 20, most);
            double start = watch.Elapsed.TotalSeconds;
            CellRun run = CellRun.Of(cell, seeds);
            EstimationBound bound = EstimationBound.Of(cell.Response, run.Pairs, run.Floor, cell.Seconds, cell.Family);
            double n = run.Seeds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-12} {(cell.IsFromTags ? "tags" : "bins")} N={run.Pairs,-9:0} r={run.Floor * 4 * cell.Response.RmsPicoseconds / run.Pairs,-7:0.###} {cell.Significance,6:0.0} {seeds,5} {run.Failures,3} {run.WithTails / n,5:0.00}  {run.RmsError / bound.Offset,6:0.000} {1 / Math.Sqrt(2 * n),5:0.000}  {run.MeanPull,6:0.000} {1 / Math.Sqrt(n),5:0.000}  {run.PullDeviation,5:0.000}  {100 * run.Within68 / n,5:0.0} {100 * run.Within95 / n,5:0.0}   {run.SlopeRmsError / bound.Slope,5:0.000} {100 * run.SlopeWithin68 / n,5:0.0} {100 * run.SlopeWithin95 / n,5:0.0}  {watch.Elapsed.TotalSeconds - start,5:0.0}"));
        }

        return 0;
    }
}
