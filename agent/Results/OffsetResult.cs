namespace Qit.Agent.Results;

/// <summary>The clock offset between two stations over one interval.</summary>
public sealed record OffsetResult(long TimeUnixNanoseconds, bool IsSimulated) : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>The station whose clock is the reference.</summary>
    public required string StationA { get; init; }

    /// <summary>The station whose clock is compared.</summary>
    public required string StationB { get; init; }

    /// <summary>Middle of the interval on A's own timeline, picoseconds since A's start.</summary>
    public required long StationTimePicoseconds { get; init; }

    /// <summary>Clock B minus clock A, path delays taken off, mean over the interval, ps. Positive: B is ahead.</summary>
    public required double OffsetPicoseconds { get; init; }

    /// <summary>Statistical standard error of the offset, ps.</summary>
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

    /// <summary>True offset, mean over the same interval, ps, where a simulated world knows it; else null.</summary>
    public double? TruthPicoseconds { get; init; }
}
