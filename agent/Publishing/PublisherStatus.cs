namespace Qit.Agent.Publishing;

/// <summary>How publishing does at one moment. Counts are since start.</summary>
public sealed record PublisherStatus
{
    /// <summary>host:port of the broker.</summary>
    public required string Broker { get; init; }

    /// <summary>True between CONNACK and loss.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>Why not connected, for a person; null while connected.</summary>
    public string? Fault { get; init; }

    /// <summary>Connections made.</summary>
    public long ConnectionCount { get; init; }

    /// <summary>Messages the broker acknowledged.</summary>
    public long PublishedCount { get; init; }

    /// <summary>Messages waiting.</summary>
    public long QueuedCount { get; init; }

    /// <summary>State messages replaced by newer ones before they were sent: nothing is lost by it.</summary>
    public long SupersededCount { get; init; }

    /// <summary>Data messages lost because the queue was full.</summary>
    public long DroppedCount { get; init; }

    /// <summary>Messages the broker refused.</summary>
    public long RejectedCount { get; init; }

    /// <summary>What it refused last, and why; null when nothing.</summary>
    public string? LastRejection { get; init; }

    /// <summary>Messages the embedded broker dropped for slow subscribers; null with an external broker.</summary>
    public long? BrokerOverwrittenCount { get; init; }
}
