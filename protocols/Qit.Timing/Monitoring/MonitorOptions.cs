namespace Qit.Timing.Monitoring;

/// <summary>How the stations are watched.</summary>
public sealed record MonitorOptions
{
    /// <summary>Nominal spacing of the epochs, seconds, above 0. An epoch that does not come is one without comparisons.
    /// </summary>
    public double EpochSeconds { get; init; } = 120;

    /// <summary>Epochs, at least 30, in which a comparison learns its noise before it can raise an alarm, and in which a
    /// station that has come, or come back, is not trusted yet.</summary>
    public int LearningEpochs { get; init; } = 720;

    /// <summary>A change beyond this many standard deviations is looked into; 4 to 20. Gaussian noise passes 6 in one test
    /// of 5e8; see docs/monitoring.md for the number of tests.</summary>
    public double AlarmSigmas { get; init; } = 6;

    /// <summary>A station with an alarm is trusted again at the earliest after this long without another, seconds.</summary>
    public double HoldOffSeconds { get; init; } = 86_400;

    /// <summary>A clock whose frequency changed is trusted again only when the changes found since add up to less than this,
    /// fractional, and 3 standard errors of the sum: when it was repaired.</summary>
    public double FrequencyTolerance { get; init; } = 1e-13;

    /// <summary>The reference is not changed again sooner than this for mere preference, seconds; an alarm of the reference
    /// itself is not waited with.</summary>
    public double DwellSeconds { get; init; } = 3600;

    /// <summary>A station without comparison for more epochs than this has left; 1 or more.</summary>
    public int AbsentEpochs { get; init; } = 8;

    internal void Check()
    {
        if (LearningEpochs < 30) throw new ArgumentException("learning needs 30 epochs", nameof(LearningEpochs));
        if (AbsentEpochs < 1) throw new ArgumentException("must be at least 1", nameof(AbsentEpochs));
        if (!(AlarmSigmas is >= 4 and <= 20)) throw new ArgumentException("must be 4 to 20", nameof(AlarmSigmas));
        if (!(EpochSeconds > 0 && double.IsFinite(EpochSeconds)))
            throw new ArgumentException("must be above 0 and finite", nameof(EpochSeconds));
        if (!(HoldOffSeconds >= 0 && DwellSeconds >= 0 && FrequencyTolerance >= 0))
            throw new ArgumentException("hold-off, dwell and tolerance must be at least 0", nameof(HoldOffSeconds));
    }
}
