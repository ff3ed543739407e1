namespace Qit.Agent.Results;

/// <summary>Where one monitored station stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Clock">Kind of its clock, as configured.</param>
/// <param name="Standing">trusted, learning, distrusted or absent.</param>
public sealed record MonitoredStation(string Name, string Clock, string Standing);

/// <summary>State of the monitoring after an epoch.</summary>
public sealed record ReferenceResult(long TimeUnixNanoseconds, bool IsSimulated)
    : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>Middle of the epoch, nanoseconds since 1970 UTC by the gateways' clocks.</summary>
    public required long EpochUnixNanoseconds { get; init; }

    /// <summary>The station to take time from; null while none is trusted.</summary>
    public required string? Reference { get; init; }

    /// <summary>All stations, the preferred first.</summary>
    public required IReadOnlyList<MonitoredStation> Stations { get; init; }

    /// <summary>Comparisons of the epoch.</summary>
    public required int Comparisons { get; init; }

    /// <summary>Changes of the reference since start.</summary>
    public required int Switches { get; init; }

    /// <summary>Alarms since start.</summary>
    public required long Alarms { get; init; }

    /// <summary>Readings far off that came back, since start.</summary>
    public required long Glitches { get; init; }

    /// <summary>Offsets used, since start.</summary>
    public required long OffsetsUsed { get; init; }

    /// <summary>Offsets that came again, since start.</summary>
    public required long OffsetsRepeated { get; init; }

    /// <summary>Offsets that came after their epoch was judged, or were ahead of this gateway's clock, since start.</summary>
    public required long OffsetsOutOfTime { get; init; }

    /// <summary>Messages that could not be understood or were of no monitored station, since start.</summary>
    public required long OffsetsRejected { get; init; }

    /// <summary>Why the last one was rejected; null when none was.</summary>
    public string? LastRejection { get; init; }
}
