using System.Globalization;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>The gateway, and how its publishing does.</summary>
public sealed record InfoPayload : Payload
{
    /// <summary>Puts a run and its counts together.</summary>
    public InfoPayload(RunIdentity run, long seq, long timeUnixNanoseconds, PublisherStatus status)
        : base(run, seq, timeUnixNanoseconds, run.IsSimulated, SecurityStatuses.None)
    {
        SoftwareVersion = run.SoftwareVersion;
        StartedTs = run.StartedUnixNanoseconds.ToString(CultureInfo.InvariantCulture);
        Stations = run.Stations;
        PublishedCount = status.PublishedCount;
        SupersededCount = status.SupersededCount;
        DroppedCount = status.DroppedCount;
        RejectedCount = status.RejectedCount;
        ConnectionCount = status.ConnectionCount;
        BrokerOverwrittenCount = status.BrokerOverwrittenCount;
    }

    /// <summary>Version of the program.</summary>
    public string SoftwareVersion { get; }

    /// <summary>Start of the run, ns since 1970 UTC, in decimal.</summary>
    public string StartedTs { get; }

    /// <summary>Names of the stations.</summary>
    public IReadOnlyList<string> Stations { get; }

    /// <summary>Messages the broker has acknowledged.</summary>
    public long PublishedCount { get; }

    /// <summary>State messages replaced by newer ones before they were sent.</summary>
    public long SupersededCount { get; }

    /// <summary>Data messages lost because the queue was full.</summary>
    public long DroppedCount { get; }

    /// <summary>Messages the broker refused.</summary>
    public long RejectedCount { get; }

    /// <summary>Connections made since start.</summary>
    public long ConnectionCount { get; }

    /// <summary>Messages the embedded broker dropped for slow subscribers; null with an external broker.</summary>
    public long? BrokerOverwrittenCount { get; }
}
