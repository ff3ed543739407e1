using System.Globalization;
using Qit.Benchmarks.Estimation;
using Qit.Timing.Estimation;

namespace Qit.Benchmarks.Timing;

/// <summary>The estimator in the timing table: precision in a few cells of the `estimation` table, and the time of a fit.
/// </summary>
internal static class EstimationRows
{
    private const int Seeds = 600;

    public static IEnumerable<BenchmarkRow> Measure()
    {
        foreach (EstimationCell cell in (EstimationCell[])
            [
                new(100, 0.1, false, false),
                new(1000, 1, false, false),
                new(1000, 1, true, false),
                new(1e6, 10, true, true),
            ])
        {
            CellRun run = CellRun.Of(cell, Seeds);
            var report = new CellReport(cell, run);
            string asked = cell.Pairs >= 1000 ? "rms at most 1.05 bounds" : "rms at most 1.3 bounds";
            yield return new BenchmarkRow(
                $"rms error, {cell.Pairs:0} pairs, floor {cell.FloorRatio}, {cell.Detectors}",
                string.Create(CultureInfo.InvariantCulture, $"{report.Ratio:0.00}+-{report.RatioError:0.00} bounds"),
                "Cramer-Rao bound",
                1 / report.Ratio,
                asked,
                report.IsMet);
        }

        yield return Time("fit of 1 s at 1 Mtag/s a station, 100 000 pairs", 1e5, 9e5, 1);
        yield return Time("fit of 1 s at 3 Mtag/s a station, 1 000 000 pairs", 1e6, 2e6, 1);
    }

    private static BenchmarkRow Time(string what, double pairs, double lone, double seconds)
    {
        const long Offset = 123_456;
        var tags = new EstimationTags();
        tags.Generate(
            new EstimationWorld { Pairs = pairs, LoneA = lone, LoneB = lone, Seconds = seconds, OffsetPicoseconds = Offset },
            new FastRandom(1));
        long span = (long)(seconds * 1e12);
        var line = new OffsetLine(span / 2, Offset + 50, 1e-10);
        var estimator = new OffsetEstimator();
        var differences = new PairDifferences();
        SideBySide time = SideBySide.Measure(
            () => Need(estimator.EstimateSpan(tags.A, tags.B, line, 1200, 0, span)),
            () =>
            {
                differences.Collect(tags.A, tags.B, line, 3400);
                double floor = Math.Max(1, differences.Count - pairs) / 6800;
                Need(new PairwisePeakFit(differences)
                    .Fit([0, 0, Math.Log(300), Math.Log(pairs), Math.Log(floor)]));
            },
            rounds: 3);
        return new BenchmarkRow(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{time.Seconds * 1e3:0.0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"per-pair Newton {time.ReferenceSeconds * 1e3:0} ms"),
            time.Ratio,
            pairs <= 1e5 ? "below 50 ms" : "",
            pairs > 1e5 || time.Seconds < 0.05);
    }

    private static void Need(object? estimate)
    {
        if (estimate is null) throw new InvalidOperationException("the fit found no peak");
    }
}
