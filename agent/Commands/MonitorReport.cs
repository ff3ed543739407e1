using Qit.Agent.Monitoring;
using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;

namespace Qit.Agent.Commands;

/// <summary>A fault that was put in, and the alarm that named its clock and kind, if one did.</summary>
internal sealed record FaultFound(ClockFault Fault, MonitorAlarm? Alarm)
{
    public double? DelaySeconds => Alarm is MonitorAlarm alarm ? alarm.DetectedSeconds - Fault.AtSeconds : null;
}

/// <summary>What `qit monitor` found.</summary>
internal sealed class MonitorReport
{
    private MonitorReport(MonitorSeries series, ReferenceMonitor monitor, EnsembleStability stability)
    {
        (Series, Monitor) = (series, monitor);
        Curve = stability.Curve();
    }

    public MonitorSeries Series { get; }

    public ReferenceMonitor Monitor { get; }

    public List<MonitorAlarm> Alarms { get; } = [];

    public List<ReferenceSwitch> Switches { get; } = [];

    public IReadOnlyList<EnsemblePoint> Curve { get; private set; }

    public int EpochCount { get; private set; }

    public long ComparisonCount { get; private set; }

    public double LastSeconds { get; private set; }

    /// <summary>True if a clock is distrusted at the end, or another alarm is not older than the hold-off.</summary>
    public bool IsAlarmStanding { get; private set; }

    /// <summary>Of a simulation; empty of files.</summary>
    public IReadOnlyList<FaultFound> Faults { get; private set; } = [];

    /// <summary>Alarms that no fault explains; of a simulation.</summary>
    public int FalseAlarmCount { get; private set; }

    /// <summary>Watches a series.</summary>
    public static MonitorReport Watch(MonitorSeries series, MonitorOptions options)
    {
        var monitor = new ReferenceMonitor([.. Enumerable.Range(0, series.Stations.Count)], options);
        var stability = new EnsembleStability(series.Stations.Count, series.EpochSeconds);
        var report = new MonitorReport(series, monitor, stability);
        foreach ((double time, StationComparison[] comparisons) in series.Epochs)
        {
            monitor.HandleEpoch(time, comparisons);
            stability.Take(time, comparisons);
            while (monitor.TryTakeAlarm(out MonitorAlarm alarm))
            {
                report.Alarms.Add(alarm);
                stability.Forget(alarm);
            }

            while (monitor.TryTakeSwitch(out ReferenceSwitch change)) report.Switches.Add(change);
            report.EpochCount++;
            report.ComparisonCount += comparisons.Length;
            report.LastSeconds = time;
        }

        report.Curve = stability.Curve();
        report.IsAlarmStanding =
            Enumerable.Range(0, series.Stations.Count).Any(one => monitor.Standing(one) == StationStanding.Distrusted)
            || report.Alarms.Exists(one => one.DetectedSeconds > report.LastSeconds - options.HoldOffSeconds);
        return report;
    }

    /// <summary>Sets the alarms beside the faults that were put in.</summary>
    public void Compare(IReadOnlyList<ClockFault> faults)
    {
        Faults = [.. faults.Select(fault => new FaultFound(fault, First(fault)))];
        FalseAlarmCount = Alarms.Count(alarm => !faults.Any(fault => IsOf(alarm, fault)));
    }

    public string NameOf(int station) => station < 0 ? "nobody" : Series.Stations[station];

    public string Describe(MonitorAlarm alarm) => MonitorWords.Describe(alarm, Series.Stations);

    private MonitorAlarm? First(ClockFault fault)
    {
        int at = Alarms.FindIndex(alarm => IsOf(alarm, fault) && alarm.Owner == FaultOwner.Clock);
        return at < 0 ? null : Alarms[at];
    }

    private static bool IsOf(MonitorAlarm alarm, ClockFault fault) =>
        alarm.DetectedSeconds >= fault.AtSeconds && (alarm.Suspects >> fault.Clock & 1) != 0
        && (alarm.Kind == FaultKind.PhaseJump) == (fault.Kind == ClockFaultKind.Jump)
        && alarm.Size * fault.Size > 0;
}
