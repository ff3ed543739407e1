namespace Qit.Timing.Monitoring;

/// <summary>What changed.</summary>
public enum FaultKind
{
    /// <summary>The phase stepped, and stayed.</summary>
    PhaseJump,

    /// <summary>The frequency changed, at once or slowly.</summary>
    Frequency,
}

/// <summary>Whose fault it is.</summary>
public enum FaultOwner
{
    /// <summary>One station's clock: nothing smaller explains all comparisons.</summary>
    Clock,

    /// <summary>One comparison, such as its fibre: its two stations agree with the others as before.</summary>
    Comparison,

    /// <summary>Several explanations are as good.</summary>
    Unknown,
}

/// <summary>An alarm.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Owner">Whose fault it is.</param>
/// <param name="Station">The station, or the lower of the comparison's two, from 0; -1 if unknown.</param>
/// <param name="Other">The higher of the comparison's two; -1 of a clock and if unknown.</param>
/// <param name="Suspects">Bit i is set for each station i that it may be; one bit of a clock.</param>
/// <param name="OnsetSeconds">Last time known to be before it.</param>
/// <param name="DetectedSeconds">When it was known.</param>
/// <param name="Size">Step of the phase in seconds, or of the fractional frequency, of the station's clock or of lower minus
/// higher station; of the most conspicuous comparison if unknown.</param>
/// <param name="SizeError">Its standard error.</param>
/// <param name="Against">Comparisons of the accused that show the change.</param>
/// <param name="Witnesses">Comparisons that could have shown it, the accused's and the others'.</param>
public readonly record struct MonitorAlarm(
    FaultKind Kind, FaultOwner Owner, int Station, int Other, uint Suspects, double OnsetSeconds, double DetectedSeconds,
    double Size, double SizeError, int Against, int Witnesses);

/// <summary>One comparison of two stations.</summary>
/// <param name="First">A station, from 0.</param>
/// <param name="Second">Another.</param>
/// <param name="DifferenceSeconds">Reading of the first minus reading of the second.</param>
/// <param name="ErrorSeconds">Its standard error, at least 0.</param>
public readonly record struct StationComparison(int First, int Second, double DifferenceSeconds, double ErrorSeconds);

/// <summary>A change of the reference.</summary>
/// <param name="TimeSeconds">Epoch at which it was made.</param>
/// <param name="From">Station before, -1 for none.</param>
/// <param name="To">Station after, -1 for none.</param>
public readonly record struct ReferenceSwitch(double TimeSeconds, int From, int To);
