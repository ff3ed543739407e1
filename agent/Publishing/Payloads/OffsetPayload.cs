using System.Globalization;
using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>Clock B minus clock A over one interval.</summary>
public sealed record OffsetPayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public OffsetPayload(RunIdentity run, long seq, OffsetResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.Unverified)
    {
        StationA = result.StationA;
        StationB = result.StationB;
        StationTimePicoseconds = result.StationTimePicoseconds.ToString(CultureInfo.InvariantCulture);
        OffsetPicoseconds = result.OffsetPicoseconds;
        StandardErrorPicoseconds = result.StandardErrorPicoseconds;
        PathUncertaintyPicoseconds = result.PathUncertaintyPicoseconds;
        FrequencyOffsetPartsPerBillion = result.FrequencyOffset * 1e9;
        FrequencyOffsetStandardErrorPartsPerBillion = result.FrequencyOffsetStandardError * 1e9;
        CoincidenceCount = result.Coincidences;
        AccidentalCount = result.Accidentals;
        PeakWidthPicosecondsRms = result.PeakWidthPicosecondsRms;
        TruthPicoseconds = result.TruthPicoseconds;
    }

    /// <summary>The reference.</summary>
    public string StationA { get; }

    /// <summary>The clock compared.</summary>
    public string StationB { get; }

    /// <summary>Middle of the interval, ps since A's start, in decimal (2^53 ps are 2.5 hours).</summary>
    public string StationTimePicoseconds { get; }

    /// <summary>Positive: B is ahead.</summary>
    public double OffsetPicoseconds { get; }

    /// <summary>Statistical standard error.</summary>
    public double StandardErrorPicoseconds { get; }

    /// <summary>Standard uncertainty of the path delays taken off; does not average away.</summary>
    public double PathUncertaintyPicoseconds { get; }

    /// <summary>Rate of B relative to A; 1 is 1 ns/s.</summary>
    public double FrequencyOffsetPartsPerBillion { get; }

    /// <summary>Its standard error.</summary>
    public double FrequencyOffsetStandardErrorPartsPerBillion { get; }

    /// <summary>Coincidences, floor taken off.</summary>
    public double CoincidenceCount { get; }

    /// <summary>Accidentals expected under the peak.</summary>
    public double AccidentalCount { get; }

    /// <summary>Rms width of the peak.</summary>
    public double PeakWidthPicosecondsRms { get; }

    /// <summary>True offset where a simulated world knows it; else null.</summary>
    public double? TruthPicoseconds { get; }
}
