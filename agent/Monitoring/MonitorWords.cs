using System.Globalization;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Monitoring;

/// <summary>What the monitoring finds, in the words of its topics and of people.</summary>
internal static class MonitorWords
{
    public static string Of(StationStanding standing) => standing switch
    {
        StationStanding.Absent => "absent",
        StationStanding.Learning => "learning",
        StationStanding.Trusted => "trusted",
        _ => "distrusted",
    };

    public static string Of(FaultKind kind) => kind == FaultKind.PhaseJump ? "phaseJump" : "frequency";

    public static string Of(FaultOwner owner) => owner switch
    {
        FaultOwner.Clock => "clock",
        FaultOwner.Comparison => "comparison",
        _ => "unknown",
    };

    /// <summary>Names of the stations that it is or may be.</summary>
    public static string[] Suspects(MonitorAlarm alarm, IReadOnlyList<string> names) =>
        [.. names.Where((_, index) => (alarm.Suspects >> index & 1) != 0)];

    /// <summary>One line: whose, what, by how much, on what evidence.</summary>
    public static string Describe(MonitorAlarm alarm, IReadOnlyList<string> names)
    {
        string whose = alarm.Owner switch
        {
            FaultOwner.Clock => $"clock of {names[alarm.Station]}",
            FaultOwner.Comparison => $"comparison of {names[alarm.Station]} with {names[alarm.Other]}, no clock",
            _ => $"a clock or comparison of {string.Join(", ", Suspects(alarm, names))}, which cannot be told",
        };
        string what = alarm.Kind == FaultKind.PhaseJump
            ? string.Create(CultureInfo.InvariantCulture,
                $"phase jumped by {alarm.Size * 1e12:0.0} ps +- {alarm.SizeError * 1e12:0.0}")
            : string.Create(CultureInfo.InvariantCulture,
                $"frequency changed by {alarm.Size:0.00e+0} +- {alarm.SizeError:0.0e+0}");
        return alarm.Owner == FaultOwner.Unknown ? $"{whose}: {what}"
            : $"{whose}: {what}; {alarm.Against} comparisons show it, {alarm.Witnesses} could";
    }
}
