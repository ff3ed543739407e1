using System.Globalization;
using Qit.Agent.Monitoring;
using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit monitor` for people.</summary>
internal static class MonitorReportText
{
    private const double SecondsPerDay = 86_400;

    public static void Write(MonitorReport report, TextWriter output)
    {
        SimulatedMark.Write(report.Series.Simulated, "the comparisons are", output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Series.Stations.Count} stations, {report.EpochCount} epochs of {report.Series.EpochSeconds:G6} s, "
            + $"{report.ComparisonCount} comparisons, {report.LastSeconds / SecondsPerDay:0.##} days"));
        output.WriteLine();
        WriteDeviations(report, output);
        output.WriteLine();
        foreach (MonitorAlarm alarm in report.Alarms)
            output.WriteLine($"{Day(alarm.DetectedSeconds)}  ALARM  {report.Describe(alarm)} (began {Day(alarm.OnsetSeconds).Trim()})");
        if (report.Alarms.Count == 0) output.WriteLine("no alarm");
        foreach (ReferenceSwitch one in report.Switches)
            output.WriteLine($"{Day(one.TimeSeconds)}  SWITCH {report.NameOf(one.From)} -> {report.NameOf(one.To)}");
        if (report.Monitor.GlitchCount > 0) output.WriteLine($"{report.Monitor.GlitchCount} readings were far off and came back");
        output.WriteLine();
        for (int station = 0; station < report.Series.Stations.Count; station++)
            output.WriteLine($"{report.NameOf(station),-12} {MonitorWords.Of(report.Monitor.Standing(station))}");
        output.WriteLine($"the reference is {report.NameOf(report.Monitor.Reference)}; "
            + (report.IsAlarmStanding ? "an alarm stands" : "no alarm stands"));
        WriteFaults(report, output);
    }

    private static void WriteDeviations(MonitorReport report, TextWriter output)
    {
        output.WriteLine("Allan deviation of each clock (cornered hat of all comparisons, their errors taken off)");
        output.WriteLine("tau / s     " + string.Concat(report.Series.Stations.Select(name => $"  {name,-12}")));
        foreach (EnsemblePoint point in report.Curve)
        {
            IEnumerable<string> cells = report.Series.Stations.Select((_, index) => point.Clocks switch
            {
                null => "undetermined",
                var clocks when clocks[index].Deviation is double value => value.ToString("0.00e+0", CultureInfo.InvariantCulture),
                _ => "unresolved",
            });
            output.WriteLine(
                $"{point.TauSeconds.ToString("G6", CultureInfo.InvariantCulture),-12}" + string.Concat(cells.Select(cell => $"  {cell,-12}")));
        }
    }

    private static void WriteFaults(MonitorReport report, TextWriter output)
    {
        if (report.Faults.Count == 0) return;
        output.WriteLine();
        foreach (FaultFound one in report.Faults)
        {
            output.WriteLine($"truth: {report.NameOf(one.Fault.Clock)} {MonitorFault.Describe(one.Fault)}: "
                + (one.DelaySeconds is double delay
                    ? string.Create(CultureInfo.InvariantCulture,
                        $"named after {delay:0} s ({delay / report.Series.EpochSeconds:0} epochs), {Size(one)}")
                    : "NOT named"));
        }

        output.WriteLine($"alarms that no fault explains: {report.FalseAlarmCount}");
    }

    private static string Size(FaultFound one)
    {
        double size = one.Alarm!.Value.Size;
        return one.Fault.Kind == ClockFaultKind.Jump
            ? string.Create(CultureInfo.InvariantCulture, $"size {size * 1e12:0.0} ps")
            : string.Create(CultureInfo.InvariantCulture, $"size {size:0.00e+0}");
    }

    private static string Day(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"day {seconds / SecondsPerDay,9:0.0000}");
}
