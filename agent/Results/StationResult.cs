namespace Qit.Agent.Results;

/// <summary>Health and counts of one station, about once a second.</summary>
public sealed record StationResult(long TimeUnixNanoseconds, bool IsSimulated) : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>Name of the station in the configuration.</summary>
    public required string Station { get; init; }

    /// <summary>Address of its link.</summary>
    public required string Link { get; init; }

    /// <summary>True while the device is heard.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>Device number, 0 before the first hello.</summary>
    public uint DeviceId { get; init; }

    /// <summary>Number of the device's present boot.</summary>
    public uint BootId { get; init; }

    /// <summary>Boots seen since the agent started.</summary>
    public int BootCount { get; init; }

    /// <summary>Firmware version, or empty.</summary>
    public string FirmwareVersion { get; init; } = "";

    /// <summary>Seconds since the device booted.</summary>
    public double UptimeSeconds { get; init; }

    /// <summary>Tags a second over the last report interval.</summary>
    public double SinglesPerSecond { get; init; }

    /// <summary>Trials a second over the last report interval.</summary>
    public double TrialsPerSecond { get; init; }

    /// <summary>Tags taken since boot.</summary>
    public long TagCount { get; init; }

    /// <summary>Tags lost since the agent first heard the station, over all its boots.</summary>
    public long TagsLostCount { get; init; }

    /// <summary>Bell trials taken.</summary>
    public long TrialCount { get; init; }

    /// <summary>Bell trials lost since the agent first heard the station, over all its boots.</summary>
    public long TrialsLostCount { get; init; }

    /// <summary>Results received in order, each once.</summary>
    public long ResultsReceived { get; init; }

    /// <summary>Results the device sent more than once.</summary>
    public long ResentCount { get; init; }

    /// <summary>Bad frames seen at both ends.</summary>
    public long BadFrameCount { get; init; }

    /// <summary>Duplicate results dropped.</summary>
    public long DuplicateCount { get; init; }

    /// <summary>Results that the device had given up before this gateway came to hear it: lost.</summary>
    public long MissedCount { get; init; }

    /// <summary>Results of an earlier boot or of another device, dropped.</summary>
    public long StaleCount { get; init; }

    /// <summary>Unconfirmed results in the device's ring.</summary>
    public int RingUsed { get; init; }

    /// <summary>Capacity of the ring.</summary>
    public int RingCapacity { get; init; }

    /// <summary>off, starting, healthy or failed: health tests of the settings' entropy source.</summary>
    public string EntropyHealth { get; init; } = "off";
}
