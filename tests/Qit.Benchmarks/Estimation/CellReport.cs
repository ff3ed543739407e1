using System.Globalization;

namespace Qit.Benchmarks.Estimation;

/// <summary>A row of the table with its verdict.</summary>
internal sealed class CellReport
{
    private const double Sigmas = 3;
    private const double FewestSeeds = 100;
    private readonly EstimationCell cell;
    private readonly CellRun run;
    private readonly EstimationBound bound;
    private readonly List<string> faults = [];

    public CellReport(EstimationCell cell, CellRun run)
    {
        this.cell = cell;
        this.run = run;
        bound = EstimationBound.Of(cell.Response, run.Pairs, run.Floor, cell.Seconds, cell.Family);
        double asked = cell.Pairs >= 1000 && cell.Significance >= 8 ? 1.05 : 1.3;
        if (Ratio > asked * (1 + (Sigmas * RatioError))) faults.Add("rms");
        if (Math.Abs(run.MeanPull) > Sigmas / Math.Sqrt(run.Seeds)) faults.Add("bias");
        if (IsOutside(run.Within68, run.Seeds, 0.66, 0.70)) faults.Add("68 %");
        if (IsOutside(run.Within95, run.Seeds, 0.94, 0.96)) faults.Add("95 %");
        if (run.Failures > Math.Max(1, 0.01 * (run.Seeds + run.Failures))) faults.Add("no estimate");
    }

    public static string Header => "detectors        pairs floor     S from   seeds none | rms/bound +-    | mean pull +-   "
        + " sd    | in 68 %  in 95 % | skew: rms/bound 68 %  95 %";

    public bool IsMet => faults.Count == 0;

    public double Ratio => run.RmsError / bound.Offset;

    public double RatioError => 1 / Math.Sqrt(2.0 * run.Seeds);

    /// <summary>Whether a share lies outside a range by more than its error.</summary>
    public static bool IsOutside(double hits, double seeds, double low, double high)
    {
        // The error is only normal where hits and misses are not few.
        if (seeds < FewestSeeds) return false;
        double share = hits / seeds;
        double error = Math.Sqrt(low * (1 - low) / seeds);
        return share < low - (Sigmas * error) || share > high + (Sigmas * error);
    }

    public override string ToString()
    {
        double n = run.Seeds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.Detectors,-13}{cell.Pairs,9:0}{cell.FloorRatio,6:0.#}{cell.Significance,6:0} ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{(cell.IsFromTags ? "tags" : "counts"),-6}{run.Seeds + run.Failures,6}{run.Failures,5} | {Ratio,9:0.000} ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{RatioError,5:0.000} | {run.MeanPull,9:0.000} {1 / Math.Sqrt(n),5:0.000} {run.PullDeviation,5:0.00} | ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * run.Within68 / n,7:0.0}  {100 * run.Within95 / n,7:0.0} | {run.SlopeRmsError / bound.Slope,15:0.000}")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * run.SlopeWithin68 / n,6:0.0}{100 * run.SlopeWithin95 / n,6:0.0}  ")
            + (IsMet ? "met" : "NOT MET: " + string.Join(", ", faults));
    }
}
