namespace Qit.Timing.Monitoring;

/// <summary>From a verdict to alarms.</summary>
internal static class AlarmFactory
{
    public static MonitorAlarm Of(FaultKind kind, Finding one, PhaseChange worst, double spanSeconds, double now)
    {
        double divisor = kind == FaultKind.Frequency ? spanSeconds : 1;
        return new MonitorAlarm(
            kind, one.Culprit.IsClock ? FaultOwner.Clock : FaultOwner.Comparison, one.Culprit.Low, one.Culprit.High,
            one.Culprit.Stations, worst.OnsetSeconds, now, one.Seconds / divisor, one.Sigma / divisor, one.Against,
            one.Witnesses);
    }

    public static MonitorAlarm Unknown(FaultKind kind, uint suspects, PhaseChange worst, double spanSeconds, double now)
    {
        double divisor = kind == FaultKind.Frequency ? spanSeconds : 1;
        return new MonitorAlarm(
            kind, FaultOwner.Unknown, -1, -1, suspects, worst.OnsetSeconds, now, worst.Seconds / divisor,
            worst.Sigma / divisor, 0, 0);
    }
}
