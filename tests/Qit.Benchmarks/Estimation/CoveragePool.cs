using System.Globalization;

namespace Qit.Benchmarks.Estimation;

/// <summary>Coverage pooled over cells: few seeds a cell tell little about each, all together tell much.</summary>
internal sealed class CoveragePool
{
    private readonly SortedDictionary<double, (long Seeds, long In68, long In95, long Slope68, long Slope95)> sums = [];
    private readonly Dictionary<double, (double Sum, int Cells)> ratios = [];

    public bool IsMet => sums.Values.All(Good);

    public void Add(EstimationCell cell, CellRun run)
    {
        sums.TryGetValue(cell.Pairs, out var sum);
        sums[cell.Pairs] = (sum.Seeds + run.Seeds, sum.In68 + run.Within68, sum.In95 + run.Within95,
            sum.Slope68 + run.SlopeWithin68, sum.Slope95 + run.SlopeWithin95);
        var report = new CellReport(cell, run);
        ratios.TryGetValue(cell.Pairs, out var ratio);
        ratios[cell.Pairs] = (ratio.Sum + report.Ratio, ratio.Cells + 1);
    }

    /// <summary>A line for each number of coincidences.</summary>
    public IEnumerable<string> Lines()
    {
        foreach ((double pairs, var sum) in sums)
        {
            double n = sum.Seeds;
            (double ratio, int cells) = ratios[pairs];
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"all cells of {pairs,7:0}: {sum.Seeds,6} seeds; in 68 %: {100 * sum.In68 / n:0.0} +- {100 * Math.Sqrt(0.2176 / n):0.0}, ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"in 95 %: {100 * sum.In95 / n:0.0} +- {100 * Math.Sqrt(0.0475 / n):0.0}; mean of rms/bound {ratio / cells:0.000}; ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"skew: {100 * sum.Slope68 / n:0.0}, {100 * sum.Slope95 / n:0.0}  ")
                + (Good(sum) ? "met" : "NOT MET");
        }
    }

    private static bool Good((long Seeds, long In68, long In95, long Slope68, long Slope95) sum) =>
        !CellReport.IsOutside(sum.In68, sum.Seeds, 0.66, 0.70) && !CellReport.IsOutside(sum.In95, sum.Seeds, 0.94, 0.96);
}
