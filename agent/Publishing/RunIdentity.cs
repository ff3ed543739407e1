namespace Qit.Agent.Publishing;

/// <summary>What every reader has to know about a run before its first result.</summary>
/// <param name="Gateway">Name of the gateway: one MQTT topic level, see <see cref="TopicNames"/>.</param>
/// <param name="RunId">Names this run; never used again. With a payload's seq it identifies a message.</param>
/// <param name="IsSimulated">True when any device of the run is simulated.</param>
/// <param name="StartedUnixNanoseconds">Start of the run, nanoseconds since 1970 UTC.</param>
/// <param name="SoftwareVersion">Version of this program.</param>
/// <param name="Stations">Names of the stations: one MQTT topic level each.</param>
public sealed record RunIdentity(
    string Gateway,
    string RunId,
    bool IsSimulated,
    long StartedUnixNanoseconds,
    string SoftwareVersion,
    IReadOnlyList<string> Stations);
