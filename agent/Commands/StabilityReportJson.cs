using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit stability` for programs. A point has either a deviation (dimensionless) or a
/// deviationSeconds; the other is null.</summary>
internal static class StabilityReportJson
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        WriteIndented = true,
    };

    public static void Write(StabilityReport report, TextWriter output)
    {
        var value = new
        {
            SchemaVersion,
            report.Simulated,
            report.File,
            Data = report.Data.FromFrequency ? "frequency" : "phase",
            Tau0Seconds = report.Data.IntervalSeconds,
            MeasurementCount = report.Measurements,
            MissingCount = report.Data.Missing,
            Curves = report.Curves.Select(curve => new
            {
                Name = StabilityMeasures.ShortName(curve.Measure),
                Points = curve.Points.Select((point, index) => Describe(curve.Measure, point, curve.Intervals[index])),
            }),
            Mask = report.Mask is null ? null : new
            {
                report.Mask.Name,
                report.Mask.Source,
                report.Mask.Condition,
                Holds = report.Comparisons.All(comparison => comparison.Holds),
                Unchecked = report.Unchecked(),
                report.Comparisons,
            },
        };
        output.WriteLine(JsonSerializer.Serialize(value, Options));
    }

    private static object Describe(StabilityMeasure measure, StabilityPoint point, StabilityInterval? interval)
    {
        bool seconds = StabilityMeasures.IsInSeconds(measure);
        return new
        {
            AveragingFactor = point.Multiple,
            point.TauSeconds,
            Deviation = seconds ? (double?)null : point.Value,
            DeviationSeconds = seconds ? point.Value : (double?)null,
            TermCount = point.Terms,
            LeftOutCount = point.LeftOut,
            Interval = interval is not StabilityInterval known ? null : new
            {
                StabilityConfidence.Probability,
                LowDeviation = seconds ? (double?)null : known.Low,
                HighDeviation = seconds ? (double?)null : known.High,
                LowDeviationSeconds = seconds ? known.Low : (double?)null,
                HighDeviationSeconds = seconds ? known.High : (double?)null,
                NoiseExponent = known.Alpha,
                NoiseCarriedOver = known.IsAlphaCarriedOver,
                known.DegreesOfFreedom,
                known.BiasRatio,
            },
        };
    }
}
