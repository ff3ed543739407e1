using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Agent.Monitoring;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit monitor` for programs. An Allan deviation that the comparisons cannot resolve is null.</summary>
internal static class MonitorReportJson
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        WriteIndented = true,
    };

    public static void Write(MonitorReport report, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            SchemaVersion,
            report.Series.Simulated,
            report.Series.EpochSeconds,
            report.EpochCount,
            report.ComparisonCount,
            Reference = report.Monitor.Reference < 0 ? null : report.NameOf(report.Monitor.Reference),
            report.IsAlarmStanding,
            report.Monitor.GlitchCount,
            Stations = report.Series.Stations.Select((name, index) => new
            {
                Name = name,
                Standing = MonitorWords.Of(report.Monitor.Standing(index)),
                AllanDeviation = report.Curve.Select(point => new
                {
                    point.TauSeconds, Deviation = point.Clocks?[index].Deviation,
                }),
            }),
            Alarms = report.Alarms.Select(alarm => Describe(report, alarm)),
            Switches = report.Switches.Select(one => new
            {
                one.TimeSeconds, From = report.NameOf(one.From), To = report.NameOf(one.To),
            }),
            Faults = report.Faults.Select(one => new
            {
                Station = report.NameOf(one.Fault.Clock),
                Kind = one.Fault.Kind.ToString(),
                one.Fault.Size,
                one.Fault.AtSeconds,
                one.Fault.OverSeconds,
                IsNamed = one.Alarm is not null,
                one.DelaySeconds,
            }),
            report.FalseAlarmCount,
        },
        Options));

    private static object Describe(MonitorReport report, MonitorAlarm alarm)
    {
        bool isJump = alarm.Kind == FaultKind.PhaseJump;
        return new
        {
            Kind = MonitorWords.Of(alarm.Kind),
            Owner = MonitorWords.Of(alarm.Owner),
            Stations = MonitorWords.Suspects(alarm, report.Series.Stations),
            alarm.OnsetSeconds,
            alarm.DetectedSeconds,
            SizeSeconds = isJump ? alarm.Size : (double?)null,
            SizeFractionalFrequency = isJump ? (double?)null : alarm.Size,
            alarm.SizeError,
            AgainstCount = alarm.Against,
            WitnessCount = alarm.Witnesses,
            Text = report.Describe(alarm),
        };
    }
}
