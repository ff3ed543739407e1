using System.Buffers;

namespace Qit.Agent.Publishing;

/// <summary>
/// The MQTT topics of one gateway, see docs/mqtt.md. A level is lower case letters, digits, '-' and '_': no wildcard,
/// no blank, nothing that two brokers or file systems could read differently.
/// </summary>
public sealed class TopicNames
{
    private static readonly SearchValues<char> LevelCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    // A station of one of these names would publish on the gateway's own topics.
    private static readonly string[] ReservedStationNames = ["status", "info", "timing", "randomness", "protocols", "time"];

    private readonly string root;

    /// <summary>The topics of the gateway of this name.</summary>
    /// <exception cref="ArgumentException">The name is not a topic level.</exception>
    public TopicNames(string gateway)
    {
        ThrowIfNotLevel("gateway", gateway);
        root = "qit/" + gateway;
        Status = root + "/status";
        Info = root + "/info";
        TimingOffset = root + "/timing/offset";
        TimingState = root + "/timing/state";
        RandomnessProgress = root + "/randomness/progress";
        RandomnessBlock = root + "/randomness/block";
        TimeRequest = root + "/time/request";
        TimeState = root + "/time/state";
    }

    /// <summary>online or offline: the gateway.</summary>
    public string Status { get; }

    /// <summary>What the gateway is and how its publishing does.</summary>
    public string Info { get; }

    /// <summary>Every offset.</summary>
    public string TimingOffset { get; }

    /// <summary>State of the tracker.</summary>
    public string TimingState { get; }

    /// <summary>How far the present block is.</summary>
    public string RandomnessProgress { get; }

    /// <summary>Every verdict.</summary>
    public string RandomnessBlock { get; }

    /// <summary>Where the gateway listens for questions for the time correction.</summary>
    public string TimeRequest { get; }

    /// <summary>How answering them, and feeding chronyd, does.</summary>
    public string TimeState { get; }

    /// <summary>Every measurement of a protocol.</summary>
    public string ProtocolMeasurement(string protocol) => $"{root}/protocols/{protocol}/measurement";

    /// <summary>What a protocol is doing.</summary>
    public string ProtocolState(string protocol) => $"{root}/protocols/{protocol}/state";

    /// <summary>online or offline: one station.</summary>
    public string Availability(string station) => $"{root}/{station}/availability";

    /// <summary>Health and counts of one station.</summary>
    public string State(string station) => $"{root}/{station}/state";

    /// <summary>Refuses a station name that cannot be a topic level or is one of the gateway's own.</summary>
    /// <exception cref="ArgumentException">Says which name, why, and what would be right.</exception>
    public static void ThrowIfNotStation(string station)
    {
        ThrowIfNotLevel("station", station);
        if (ReservedStationNames.Contains(station))
        {
            throw new ArgumentException(
                $"The station name '{station}' is taken by the gateway's own topics " +
                $"({string.Join(", ", ReservedStationNames)}); choose another, such as 'alice'.");
        }
    }

    private static void ThrowIfNotLevel(string what, string name)
    {
        if (string.IsNullOrEmpty(name) || name.AsSpan().ContainsAnyExcept(LevelCharacters))
        {
            throw new ArgumentException(
                $"The {what} name '{name}' cannot be an MQTT topic level: use lower case letters, digits, '-' and " +
                "'_', at least one.");
        }
    }
}
