namespace Qit.Agent.Configuration;

/// <summary>Where results are published.</summary>
public sealed record MqttConfiguration
{
    /// <summary>True: start a broker in this process, on loopback. False: use the one at host and port.</summary>
    public bool Embedded { get; init; } = true;

    /// <summary>Host of the external broker.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port; for the embedded broker 0 lets the system choose.</summary>
    public int Port { get; init; } = 18_883;
}
