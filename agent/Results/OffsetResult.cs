using Qit.Timing.Tracking;

namespace Qit.Agent.Results;

/// <summary>The clock offset between two stations over one interval.</summary>
public sealed record OffsetResult(long TimeUnixNanoseconds, bool IsSimulated) : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>State of an interval with an estimate.</summary>
    public const string Tracking = "tracking";

    /// <summary>State of an interval whose offset is a prediction.</summary>
    public const string Holdover = "holdover";

    /// <summary>The station whose clock is the reference.</summary>
    public required string StationA { get; init; }

    /// <summary>The station whose clock is compared.</summary>
    public required string StationB { get; init; }

    /// <summary>Middle of the interval on A's own timeline, picoseconds since A's start.</summary>
    public required long StationTimePicoseconds { get; init; }

    /// <summary>tracking: an estimate from photons of this interval. holdover: a prediction, without any.</summary>
    public string State { get; init; } = Tracking;

    /// <summary>Clock B minus clock A, path delays taken off, ps: mean over the interval, or in holdover the prediction for
    /// its middle. Positive: B is ahead.</summary>
    public required double OffsetPicoseconds { get; init; }

    /// <summary>Statistical standard error of the offset, ps; in holdover the prediction's, the clocks' noise included.
    /// </summary>
    public required double StandardErrorPicoseconds { get; init; }

    /// <summary>Standard uncertainty of the path delay that was taken off, ps: it does not average away.</summary>
    public required double PathUncertaintyPicoseconds { get; init; }

    /// <summary>Frequency of B relative to A, dimensionless (1e-9 is 1 ns/s).</summary>
    public required double FrequencyOffset { get; init; }

    /// <summary>Standard error of the frequency offset.</summary>
    public required double FrequencyOffsetStandardError { get; init; }

    /// <summary>Coincidences of the interval, floor taken off.</summary>
    public required double Coincidences { get; init; }

    /// <summary>Accidental coincidences expected under the peak.</summary>
    public required double Accidentals { get; init; }

    /// <summary>Rms width of the coincidence peak, ps.</summary>
    public required double PeakWidthPicosecondsRms { get; init; }

    /// <summary>Middle of the newest interval on A's own timeline, ps, which the filtered values are valid for. The same as
    /// <see cref="StationTimePicoseconds"/> unless weak intervals were taken together.</summary>
    public long FilteredStationTimePicoseconds { get; init; }

    /// <summary>Offset from this and all earlier intervals, path delays taken off, ps.</summary>
    public double FilteredOffsetPicoseconds { get; init; } = double.NaN;

    /// <summary>Its standard error, ps: photon statistics and the clocks' noise.</summary>
    public double FilteredStandardErrorPicoseconds { get; init; } = double.NaN;

    /// <summary>Change of the frequency offset, 1/s.</summary>
    public double FrequencyDrift { get; init; } = double.NaN;

    /// <summary>Its standard error, 1/s.</summary>
    public double FrequencyDriftStandardError { get; init; } = double.NaN;

    /// <summary>What happened in the interval; mostly nothing.</summary>
    public IReadOnlyList<TrackerEvent> Events { get; init; } = [];

    /// <summary>True offset, mean over the same interval, ps, where a simulated world knows it; else null.</summary>
    public double? TruthPicoseconds { get; init; }
}
