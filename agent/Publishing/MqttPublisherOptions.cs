namespace Qit.Agent.Publishing;

/// <summary>Where and how to publish.</summary>
public sealed record MqttPublisherOptions
{
    /// <summary>Name or address of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Its TCP port, 1..65535.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// MQTT keep-alive. A connection on which the broker has not answered for 1.5 of it is dropped. From 1 s.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for a connection to stand.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest wait before a new attempt.</summary>
    public TimeSpan BackoffMinimum { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest wait before a new attempt.</summary>
    public TimeSpan BackoffMaximum { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time a stop may spend on sending what waits.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often status and info are sent anew.</summary>
    public TimeSpan InfoPeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Values and data that may wait: at one offset a second, over two hours without a broker.</summary>
    public int QueueCapacityMessages { get; init; } = 10_000;

    /// <summary>Bytes of payload that may wait.</summary>
    public long QueueCapacityBytes { get; init; } = 64L << 20;

    /// <summary>Reads the embedded broker's count of dropped messages; null with an external broker.</summary>
    public Func<long>? BrokerOverwrittenCount { get; init; }

    /// <summary>
    /// Told of every change between connected and not, a new reason, a new rejection; on the publisher's thread.
    /// </summary>
    public Action<PublisherStatus>? StatusChanged { get; init; }
}
