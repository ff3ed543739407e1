using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>Health and counts of one station.</summary>
public sealed record StationPayload : Payload
{
    /// <summary>Writes a result out.</summary>
    public StationPayload(RunIdentity run, long seq, StationResult result)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated, SecurityStatuses.None)
    {
        Station = result.Station;
        Link = result.Link;
        Online = result.IsOnline;
        Fault = result.Fault;
        DeviceId = result.DeviceId;
        BootId = result.BootId;
        BootCount = result.BootCount;
        FirmwareVersion = result.FirmwareVersion;
        UptimeSeconds = result.UptimeSeconds;
        SinglesPerSecond = result.SinglesPerSecond;
        TrialsPerSecond = result.TrialsPerSecond;
        TagCount = result.TagCount;
        TagsLostCount = result.TagsLostCount;
        TrialCount = result.TrialCount;
        TrialsLostCount = result.TrialsLostCount;
        ResultsReceivedCount = result.ResultsReceived;
        ResentCount = result.ResentCount;
        BadFrameCount = result.BadFrameCount;
        DuplicateCount = result.DuplicateCount;
        MissedCount = result.MissedCount;
        StaleCount = result.StaleCount;
        RingUsedCount = result.RingUsed;
        RingCapacityCount = result.RingCapacity;
        EntropyHealth = result.EntropyHealth;
    }

    /// <summary>Name in the configuration.</summary>
    public string Station { get; }

    /// <summary>Address of the link.</summary>
    public string Link { get; }

    /// <summary>The device is heard.</summary>
    public bool Online { get; }

    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    public string? Fault { get; }

    /// <summary>Device number; 0 before the first hello.</summary>
    public uint DeviceId { get; }

    /// <summary>Number of the present boot.</summary>
    public uint BootId { get; }

    /// <summary>Boots seen since the gateway started.</summary>
    public int BootCount { get; }

    /// <summary>Firmware version, or empty.</summary>
    public string FirmwareVersion { get; }

    /// <summary>Seconds since boot.</summary>
    public double UptimeSeconds { get; }

    /// <summary>Time tags per second.</summary>
    public double SinglesPerSecond { get; }

    /// <summary>Bell trials per second.</summary>
    public double TrialsPerSecond { get; }

    /// <summary>Tags since boot.</summary>
    public long TagCount { get; }

    /// <summary>Tags lost since boot.</summary>
    public long TagsLostCount { get; }

    /// <summary>Trials taken.</summary>
    public long TrialCount { get; }

    /// <summary>Trials lost.</summary>
    public long TrialsLostCount { get; }

    /// <summary>Results received, each once.</summary>
    public long ResultsReceivedCount { get; }

    /// <summary>Results sent more than once.</summary>
    public long ResentCount { get; }

    /// <summary>Bad frames at both ends.</summary>
    public long BadFrameCount { get; }

    /// <summary>Repeated results dropped.</summary>
    public long DuplicateCount { get; }

    /// <summary>Results the device had given up before this gateway heard it: lost.</summary>
    public long MissedCount { get; }

    /// <summary>Results of an earlier boot or of another device, dropped.</summary>
    public long StaleCount { get; }

    /// <summary>Unconfirmed results in the device.</summary>
    public int RingUsedCount { get; }

    /// <summary>Unconfirmed results the device can hold.</summary>
    public int RingCapacityCount { get; }

    /// <summary>off, starting, healthy or failed.</summary>
    public string EntropyHealth { get; }
}
