using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Timing.LinkPlanning;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit plan` for programs. Errors are rms picoseconds.</summary>
internal static class PlanReportJson
{
    private const int SchemaVersion = 1;
    private static readonly double[] Taus = [0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        WriteIndented = true,
    };

    public static void Write(PlanReport report, TextWriter output)
    {
        PairRates? rates = report.Plan.Rates;
        (ClassicalNoise a, ClassicalNoise b) = report.Plan.Classical;
        var value = new
        {
            SchemaVersion,
            report.Plan.Link,
            ClassicalPhotonsPerSecond = new { A = Describe(a), B = Describe(b) },
            Rates = rates is null ? null : new
            {
                rates.A,
                rates.B,
                rates.WindowPicoseconds,
                rates.PeakPicosecondsRms,
                rates.CoincidencesPerSecond,
                rates.TruePerSecond,
                rates.AccidentalsPerSecond,
                rates.MultiPairsPerSecond,
                CoincidenceToAccidentalRatio = Finite(rates.CoincidenceToAccidentalRatio),
                rates.Visibility,
            },
            Protocols = report.Rows.Select(row => new
            {
                row.Protocol.Name,
                row.Protocol.Obstacle,
                Facts = row.Protocol.Facts.Select(fact => new { fact.Name, Value = Finite(fact.Value), fact.Unit }),
                Error = row.Error is PlannedError error ? Describe(error) : null,
                Curve = row.Error is null ? null : Taus.Where(tau => tau <= report.Plan.Link.MaximumAveragingSeconds)
                    .Select(tau => Describe(row.Protocol.ErrorAt(tau))),
            }),
            Best = report.Best?.Protocol.Name,
            BestOfReport = report.BestOfReport?.Protocol.Name,
            DominantPart = report.Best is (_, PlannedError best) ? PlanReport.DominantPart(best) : null,
            Limits = report.Limits.Select(limit => new { limit.Name, limit.WithoutPicoseconds, limit.Factor }),
            report.BestPumpMilliwatts,
            ErrorAtBestPumpPicoseconds = report.AtBestPump,
            ClassMet = report.Met?.Mask.Name,
            Classes = report.Classes.Select(verdict => new { verdict.Mask.Name, verdict.AllowedPicoseconds, verdict.IsMet }),
            ClassAsked = report.Asked?.Name,
            report.IsGood,
        };
        output.WriteLine(JsonSerializer.Serialize(value, Options));
    }

    private static object Describe(PlannedError error) => new
    {
        AveragingSeconds = error.Seconds,
        CountingPicoseconds = Finite(error.Counting),
        CalibrationPicoseconds = error.Calibration,
        ClockPicoseconds = error.Clock,
        TotalPicoseconds = Finite(error.Total),
    };

    private static object Describe(ClassicalNoise noise) => new
    {
        noise.ForwardRaman, noise.BackwardRaman, noise.Leakage, noise.FourWaveMixing, noise.Total,
    };

    /// <summary>JSON knows no infinity: null where a time is too short, or there are no accidentals.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
