using System.Globalization;
using Qit.Agent.Protocols;
using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>One measurement by a protocol of synchronization.</summary>
public sealed record ProtocolPayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public ProtocolPayload(RunIdentity run, long seq, ProtocolResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.Unverified)
    {
        ProtocolAnswer answer = result.Answer;
        Protocol = result.Protocol;
        Stations = result.Stations;
        Refusal = answer.Refusal;
        Conclusion = answer.Conclusion;
        OffsetPicoseconds = answer.OffsetPicoseconds;
        StandardErrorPicoseconds = answer.StandardErrorPicoseconds;
        BoundPicoseconds = answer.BoundPicoseconds;
        AmbiguityPicoseconds = answer.AmbiguityPicoseconds;
        DeviceTimeMicroseconds = answer.DeviceTimeMicroseconds.ToString(CultureInfo.InvariantCulture);
        TruthPicoseconds = result.TruthPicoseconds;
        ErrorParts = answer.ErrorParts;
        Quantities = answer.Quantities;
    }

    /// <summary>round-trip, one-way, two-way or purification.</summary>
    public string Protocol { get; }

    /// <summary>The stations that took part.</summary>
    public IReadOnlyList<string> Stations { get; }

    /// <summary>Why there is no offset; null when there is one.</summary>
    public string? Refusal { get; }

    /// <summary>What was found, in words, by a protocol whose answer is no offset; else null.</summary>
    public string? Conclusion { get; }

    /// <summary>The offset in the protocol's own sense: docs/qts.md.</summary>
    public double OffsetPicoseconds { get; }

    /// <summary>Standard error, every part included.</summary>
    public double StandardErrorPicoseconds { get; }

    /// <summary>Cramer-Rao bound for the photons counted; null where the protocol has none.</summary>
    public double BoundPicoseconds { get; }

    /// <summary>Length of the interval in which the offset is unambiguous; null when it is everywhere.</summary>
    public double AmbiguityPicoseconds { get; }

    /// <summary>Middle of the measurement, microseconds since station A's device booted, in decimal.</summary>
    public string DeviceTimeMicroseconds { get; }

    /// <summary>True offset where a simulated world knows it; else null.</summary>
    public double? TruthPicoseconds { get; }

    /// <summary>What the standard error is made of.</summary>
    public IReadOnlyList<ErrorPart> ErrorParts { get; }

    /// <summary>What was measured besides.</summary>
    public IReadOnlyList<MeasuredQuantity> Quantities { get; }
}
