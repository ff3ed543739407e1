using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>What a tracker is doing.</summary>
public enum TrackerState
{
    /// <summary>No peak found yet.</summary>
    Acquiring,

    /// <summary>The peak is followed.</summary>
    Tracking,

    /// <summary>No trusted estimate now: offsets are predicted, with an uncertainty that grows.</summary>
    Holdover,

    /// <summary>The prediction has grown too uncertain to be of use; the peak is searched everywhere.</summary>
    Lost,
}

/// <summary>What can happen to a tracked peak.</summary>
public enum TrackerEventKind
{
    /// <summary>A search with no prior found the peak.</summary>
    Acquired,

    /// <summary>The offset stepped, and following intervals confirmed it.</summary>
    Step,

    /// <summary>A step by whole periods of the source or turns of a counter.</summary>
    CycleSlip,

    /// <summary>The frequency offset stepped; the offset may have, too.</summary>
    FrequencyStep,

    /// <summary>One estimate did not fit and nothing after it confirmed it: left out.</summary>
    Outlier,

    /// <summary>No trusted estimate any more: predictions from here on.</summary>
    SignalLost,

    /// <summary>Estimates again, in agreement with the prediction.</summary>
    SignalBack,

    /// <summary>A station's timeline began anew.</summary>
    Restarted,
}

/// <summary>Something that happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="TimePicoseconds">On A's timeline: start of the first interval that shows it.</param>
/// <param name="SizePicoseconds">Change of the offset against the prediction; 0 where there is none.</param>
/// <param name="SizeStandardErrorPicoseconds">Standard error of the size, the prediction's included.</param>
/// <param name="Cycles">Whole periods, for a cycle slip.</param>
public sealed record TrackerEvent(
    TrackerEventKind Kind, long TimePicoseconds, double SizePicoseconds = 0, double SizeStandardErrorPicoseconds = 0,
    long Cycles = 0);

/// <summary>What a tracker knows about one interval.</summary>
public sealed record TrackedOffset
{
    /// <summary>Start of the interval on A's timeline, picoseconds.</summary>
    public required long FromPicoseconds { get; init; }

    /// <summary>Its end, exclusive.</summary>
    public required long ToPicoseconds { get; init; }

    /// <summary>Time the filtered state is valid for: the middle; later when only a later part gave the estimate.</summary>
    public required long TimePicoseconds { get; init; }

    /// <summary>Tracking: an estimate went in. Holdover or lost: the filtered state is a prediction.</summary>
    public required TrackerState State { get; init; }

    /// <summary>The interval's own estimate, where there is a trusted one; over several intervals together when each
    /// was too weak. Null otherwise.</summary>
    public OffsetEstimate? Estimate { get; init; }

    /// <summary>Filtered offset tB - tA at the middle, femtoseconds.</summary>
    public required long OffsetFemtoseconds { get; init; }

    /// <summary>Its standard error, ps: photon statistics and the clocks' noise. While a step is suspected, but not
    /// confirmed, it covers the step.</summary>
    public required double OffsetStandardErrorPicoseconds { get; init; }

    /// <summary>Filtered frequency offset, s/s.</summary>
    public required double FrequencyOffset { get; init; }

    /// <summary>Its standard error.</summary>
    public required double FrequencyOffsetStandardError { get; init; }

    /// <summary>Filtered change of the frequency offset, 1/s.</summary>
    public required double FrequencyDrift { get; init; }

    /// <summary>Its standard error.</summary>
    public required double FrequencyDriftStandardError { get; init; }

    /// <summary>The whole covariance of offset, frequency offset and drift.</summary>
    public required ClockCovariance Covariance { get; init; }

    /// <summary>(Estimate - prediction)^2 over its variance; chi-square of one degree of freedom when the model of the
    /// clocks holds. NaN without an estimate.</summary>
    public double NormalizedInnovationSquared { get; init; } = double.NaN;

    /// <summary>What happened in it, in order; mostly nothing.</summary>
    public IReadOnlyList<TrackerEvent> Events { get; init; } = [];
}
