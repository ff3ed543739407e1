using System.Globalization;
using System.Text.Json.Serialization;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>
/// What every JSON payload says first. The fields are the contract of docs/mqtt.md; a change that would break a reader
/// raises <see cref="SchemaVersion"/>.
/// </summary>
public abstract record Payload
{
    /// <summary>Takes the common fields from the run.</summary>
    protected Payload(RunIdentity run, long seq, long timeUnixNanoseconds, bool simulated, string securityStatus)
    {
        Gateway = run.Gateway;
        RunId = run.RunId;
        Seq = seq;
        Ts = timeUnixNanoseconds.ToString(CultureInfo.InvariantCulture);
        Simulated = simulated;
        SecurityStatus = securityStatus;
    }

    /// <summary>Version of the payloads' shape.</summary>
    [JsonPropertyOrder(-8)]
    public int SchemaVersion { get; } = 1;

    /// <summary>Name of the gateway.</summary>
    [JsonPropertyOrder(-7)]
    public string Gateway { get; }

    /// <summary>The run; (gateway, runId, seq) names a message: the same again is a repetition.</summary>
    [JsonPropertyOrder(-6)]
    public string RunId { get; }

    /// <summary>Rises with every new message of the run, over all topics.</summary>
    [JsonPropertyOrder(-5)]
    public long Seq { get; }

    /// <summary>When the gateway had the result, ns since 1970 UTC, in decimal: beyond 2^53 a JSON number would be
    /// rounded.</summary>
    [JsonPropertyOrder(-4)]
    public string Ts { get; }

    /// <summary>True when any device behind the values is simulated.</summary>
    [JsonPropertyOrder(-3)]
    public bool Simulated { get; }

    /// <summary>One of <see cref="SecurityStatuses"/>.</summary>
    [JsonPropertyOrder(-2)]
    public string SecurityStatus { get; }
}

/// <summary>What a payload claims about an adversary.</summary>
public static class SecurityStatuses
{
    /// <summary>The payload makes no claim: health and progress.</summary>
    public const string None = "none";

    /// <summary>A timing value: no Bell test on the timing pairs is evaluated; an adversary is not excluded.</summary>
    public const string Unverified = "unverified";

    /// <summary>A block of trials whose entropy was certified.</summary>
    public const string Certified = "certified";

    /// <summary>A block of trials that failed certification.</summary>
    public const string Refused = "refused";
}
