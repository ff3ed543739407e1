namespace Qit.Agent.TimeService;

/// <summary>What a correction rests on.</summary>
public enum TimeState
{
    /// <summary>Nothing: there is no correction.</summary>
    None,

    /// <summary>Photons of the newest interval.</summary>
    Tracking,

    /// <summary>A prediction from earlier intervals.</summary>
    Holdover,
}

/// <summary>Offset of station B's clock from station A's at one moment, and how far it can be trusted.</summary>
public sealed record TimeCorrection
{
    /// <summary>The moment, nanoseconds since 1970 UTC by the gateway's clock.</summary>
    public required long TimeUnixNanoseconds { get; init; }

    /// <summary>True when a device behind it is simulated.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>The reference.</summary>
    public required string StationA { get; init; }

    /// <summary>The clock compared.</summary>
    public required string StationB { get; init; }

    /// <summary>Tracking or holdover.</summary>
    public required TimeState State { get; init; }

    /// <summary>Security of the offset.</summary>
    public required SecurityAssessment Security { get; init; }

    /// <summary>Clock B minus clock A at the moment, path delays taken off, ps. Positive: B is ahead.</summary>
    public required ExtrapolatedOffset Offset { get; init; }

    /// <summary>Standard uncertainty until which it is valid, ps.</summary>
    public required double UncertaintyLimitPicoseconds { get; init; }

    /// <summary>Seconds from the moment for which <c>offset + frequency * seconds</c> stays within the limit.</summary>
    public required double ValidForSeconds { get; init; }

    /// <summary>Seconds since the time for which the offset was measured or predicted.</summary>
    public required double AgeSeconds { get; init; }

    /// <summary>Seconds since photons were behind the offset; 0 in tracking.</summary>
    public required double HoldoverSeconds { get; init; }

    /// <summary>Reading of A's clock at the moment, estimated, ps since A's start.</summary>
    public required long StationTimePicoseconds { get; init; }
}

/// <summary>Why there is no correction.</summary>
/// <param name="TimeUnixNanoseconds">When, nanoseconds since 1970 UTC by the gateway's clock.</param>
/// <param name="Code">One of <see cref="TimeRefusals"/>, for programs.</param>
/// <param name="Reason">A sentence for a person.</param>
/// <param name="Security">Security of the offsets.</param>
public sealed record TimeRefusal(long TimeUnixNanoseconds, string Code, string Reason, SecurityAssessment Security);

/// <summary>Why a correction is refused, for programs.</summary>
public static class TimeRefusals
{
    /// <summary>No offset since the start, or since a station booted.</summary>
    public const string NoOffset = "noOffset";

    /// <summary>The tracker has lost the peak and gives no predictions any more.</summary>
    public const string Lost = "lost";

    /// <summary>Offsets that had piled up are still being worked off, so their age is unknown.</summary>
    public const string Settling = "settling";

    /// <summary>The newest offset is too old.</summary>
    public const string Stale = "stale";

    /// <summary>The uncertainty is past the limit.</summary>
    public const string Uncertain = "uncertain";

    /// <summary>The newest offset is not a finite number.</summary>
    public const string NotFinite = "notFinite";

    /// <summary>A security test failed.</summary>
    public const string Security = "security";

    /// <summary>The request cannot be read.</summary>
    public const string BadRequest = "badRequest";
}
