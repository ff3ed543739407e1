using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit stability` for people: one table for each measure, then the mask.</summary>
internal static class StabilityReportText
{
    public static void Write(StabilityReport report, TextWriter output)
    {
        SimulatedMark.Write(report.Simulated, "the data are", output);
        output.WriteLine(
            $"file        {report.File}: {report.Measurements} measurements of "
            + $"{(report.Data.FromFrequency ? "frequency" : "phase")}, {report.Data.IntervalSeconds:G6} s apart"
            + (report.Data.Missing > 0 ? $", {report.Data.Missing} of them missing" : ""));
        foreach (StabilityCurve curve in report.Curves) Write(curve, output);
        if (report.Curves.SelectMany(curve => curve.Intervals).Any(interval => interval?.IsAlphaCarriedOver == true))
        {
            output.WriteLine();
            output.WriteLine(
                "*           too few points here to identify the noise: taken from the longest tau with enough");
        }

        if (report.Curves.SelectMany(curve => curve.Intervals).Any(interval => interval is not (null or { BiasRatio: 1 })))
        {
            output.WriteLine();
            output.WriteLine("bias        divide deviation and interval by it for an estimate without bias under that noise");
        }

        if (report.Mask is not null) Write(report, report.Mask, output);
    }

    private static void Write(StabilityCurve curve, TextWriter output)
    {
        output.WriteLine();
        string name = StabilityMeasures.ShortName(curve.Measure);
        if (curve.Points.Count == 0)
        {
            output.WriteLine($"{name}: too few measurements for a single term");
            return;
        }

        string unit = StabilityMeasures.IsInSeconds(curve.Measure) ? ", s" : "";
        bool withIntervals = curve.Intervals.Any(interval => interval is not null);
        bool withBias = curve.Intervals.Any(interval => interval is not (null or { BiasRatio: 1 }));
        output.WriteLine(
            $"{"tau, s",12}{name + unit,14}"
            + (withIntervals ? $"{"68 % from",14}{"to",14}   {"noise",-19}" : "")
            + (withBias ? $"{"bias",7}" : "")
            + $"{"terms",13}{"left out",10}");
        for (int index = 0; index < curve.Points.Count; index++)
        {
            StabilityPoint point = curve.Points[index];
            output.WriteLine(
                $"{point.TauSeconds,12:G6}{point.Value,14:0.0000e+00}"
                + (withIntervals ? Describe(curve.Intervals[index]) : "")
                + (withBias ? $"{Bias(curve.Intervals[index]),7}" : "")
                + $"{point.Terms,13}{point.LeftOut,10}");
        }
    }

    private static string Bias(StabilityInterval? interval) =>
        interval?.BiasRatio.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Describe(StabilityInterval? interval)
    {
        if (interval is not StabilityInterval known) return $"{"-",14}{"-",14}   {"-",-19}";
        string noise = NoiseName(known.Alpha) + (known.IsAlphaCarriedOver ? " *" : "");
        return $"{known.Low,14:0.0000e+00}{known.High,14:0.0000e+00}   {noise,-19}";
    }

    private static string NoiseName(int alpha) => alpha switch
    {
        2 => "white phase",
        1 => "flicker phase",
        0 => "white freq.",
        -1 => "flicker freq.",
        -2 => "random walk freq.",
        -3 => "flicker walk",
        _ => "random run",
    };

    private static void Write(StabilityReport report, TimingMask mask, TextWriter output)
    {
        output.WriteLine();
        List<MaskComparison> exceeded = [.. report.Comparisons.Where(comparison => !comparison.Holds)];
        output.WriteLine($"mask        {mask.Name}: {mask.Source}");
        if (mask.Condition.Length > 0) output.WriteLine($"note        {mask.Condition}");
        output.WriteLine(exceeded.Count == 0
            ? $"verdict     within the mask at all {report.Comparisons.Count} points compared"
            : $"verdict     EXCEEDED at {exceeded.Count} of {report.Comparisons.Count} points compared");
        foreach (MaskComparison one in exceeded)
        {
            string at = one.TauSeconds is double tau ? $" at tau {tau:G6} s" : "";
            output.WriteLine(
                $"            {one.Quantity}{at}: {one.ValueNanoseconds:G6} ns, limit {one.LimitNanoseconds:G6} ns, "
                + $"factor {one.Factor:0.00#}");
        }

        if (report.Unchecked() is string rest) output.WriteLine($"unchecked   {rest}");
    }
}
