using System.Text.Json.Serialization;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>
/// Whether the gateway, or a station, is there. It has neither number nor time, because the same words serve as the will,
/// which is written before anything happens.
/// </summary>
/// <param name="Gateway">Name of the gateway.</param>
/// <param name="RunId">The run.</param>
/// <param name="Simulated">True when the devices are known to be simulated.</param>
/// <param name="State">online or offline.</param>
public sealed record PresencePayload(string Gateway, string RunId, bool Simulated, string State)
{
    /// <summary>Version of the payloads' shape.</summary>
    [JsonPropertyOrder(-1)]
    public int SchemaVersion { get; } = 1;

    /// <summary>The presence of a run's gateway or of one of its stations.</summary>
    public static PresencePayload Of(RunIdentity run, bool isSimulated, bool isOnline) =>
        new(run.Gateway, run.RunId, isSimulated, isOnline ? "online" : "offline");
}
