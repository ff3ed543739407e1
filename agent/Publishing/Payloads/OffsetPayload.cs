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
        State = result.State;
        FilteredStationTimePicoseconds = result.FilteredStationTimePicoseconds.ToString(CultureInfo.InvariantCulture);
        FilteredOffsetPicoseconds = result.FilteredOffsetPicoseconds;
        FilteredStandardErrorPicoseconds = result.FilteredStandardErrorPicoseconds;
        const double PartsPerBillionPerDay = 1e9 * 86_400;
        FrequencyDriftPartsPerBillionPerDay = result.FrequencyDrift * PartsPerBillionPerDay;
        FrequencyDriftStandardErrorPartsPerBillionPerDay = result.FrequencyDriftStandardError * PartsPerBillionPerDay;
        Events = [.. result.Events.Select(one => new OffsetEvent(one))];
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

    /// <summary>tracking, or holdover: then the offset is a prediction, from no photon of this interval.</summary>
    public string State { get; }

    /// <summary>Time the filtered values are valid for, ps since A's start, in decimal.</summary>
    public string FilteredStationTimePicoseconds { get; }

    /// <summary>Offset from this and all earlier intervals.</summary>
    public double FilteredOffsetPicoseconds { get; }

    /// <summary>Its standard error, the clocks' noise included.</summary>
    public double FilteredStandardErrorPicoseconds { get; }

    /// <summary>Change of the frequency offset.</summary>
    public double FrequencyDriftPartsPerBillionPerDay { get; }

    /// <summary>Its standard error.</summary>
    public double FrequencyDriftStandardErrorPartsPerBillionPerDay { get; }

    /// <summary>What happened in the interval; mostly empty.</summary>
    public IReadOnlyList<OffsetEvent> Events { get; }
}
