namespace Qit.Timing.Monitoring;

/// <summary>How the stations are watched. Counts are of epochs, at which all stations are compared.</summary>
public sealed record MonitorOptions
{
    /// <summary>Epochs, at least 30, from which each comparison learns its frequency and noise; no alarm meanwhile. Also
    /// the time constant with which it follows them afterwards.</summary>
    public int LearningEpochs { get; init; } = 720;

    /// <summary>A phase step beyond this many standard deviations is looked into. Gaussian noise passes 6 once in 5e8
    /// epochs and comparison.</summary>
    public double JumpSigmas { get; init; } = 6;

    /// <summary>Allowance k of the frequency's CUSUM, standard deviations of an epoch's step: slower wander than this is
    /// not called a fault.</summary>
    public double CusumAllowance { get; init; } = 1;

    /// <summary>Decision level h of the CUSUM, standard deviations. For k = 1 and h = 10, Siegmund's approximation, exp(2 k
    /// (h + 1.166)) / (2 k^2), is one false alarm in 2e9 epochs for each comparison and direction.</summary>
    public double CusumLevel { get; init; } = 10;

    /// <summary>A station with an alarm is trusted again after this long without another, seconds.</summary>
    public double HoldOffSeconds { get; init; } = 86_400;

    /// <summary>The reference is not changed again sooner than this for mere preference, seconds; an alarm of the reference
    /// itself is not waited with.</summary>
    public double DwellSeconds { get; init; } = 3600;
}

/// <summary>What is wrong.</summary>
public enum FaultKind
{
    /// <summary>A clock's phase stepped.</summary>
    PhaseJump,

    /// <summary>A clock's frequency changed.</summary>
    Frequency,

    /// <summary>Comparisons disagree with their past, but no majority says whose fault it is.</summary>
    Unattributed,
}

/// <summary>An alarm.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Station">Whose clock, from 0; -1 if unattributed.</param>
/// <param name="OnsetSeconds">When it began, as the comparisons show it.</param>
/// <param name="DetectedSeconds">When it was known.</param>
/// <param name="Size">Step of the phase in seconds, or of the fractional frequency; 0 if unattributed.</param>
/// <param name="Guilty">Stations whose comparison with it shows the fault.</param>
/// <param name="Innocent">Stations whose comparison would have shown it, and does not.</param>
public readonly record struct MonitorAlarm(
    FaultKind Kind, int Station, double OnsetSeconds, double DetectedSeconds, double Size, int Guilty, int Innocent);

/// <summary>One comparison of two stations.</summary>
/// <param name="First">A station, from 0.</param>
/// <param name="Second">Another.</param>
/// <param name="DifferenceSeconds">Reading of the first minus reading of the second.</param>
/// <param name="ErrorSeconds">Its standard error, at least 0.</param>
public readonly record struct StationComparison(int First, int Second, double DifferenceSeconds, double ErrorSeconds);
