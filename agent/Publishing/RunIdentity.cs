using Qit.Agent.Results;

namespace Qit.Agent.Publishing;

/// <summary>What every reader has to know about a run.</summary>
/// <param name="gateway">See <see cref="Gateway"/>.</param>
/// <param name="runId">See <see cref="RunId"/>.</param>
/// <param name="isSimulated">True when it is known from the start that a device is simulated.</param>
/// <param name="startedUnixNanoseconds">See <see cref="StartedUnixNanoseconds"/>.</param>
/// <param name="softwareVersion">See <see cref="SoftwareVersion"/>.</param>
/// <param name="stations">See <see cref="Stations"/>.</param>
public sealed class RunIdentity(
    string gateway, string runId, bool isSimulated, long startedUnixNanoseconds, string softwareVersion,
    IReadOnlyList<string> stations)
{
    private volatile bool isSimulated = isSimulated;

    /// <summary>Name of the gateway: one MQTT topic level, see <see cref="TopicNames"/>.</summary>
    public string Gateway { get; } = gateway;

    /// <summary>Names this run; never used again. With a payload's seq it identifies a message.</summary>
    public string RunId { get; } = runId;

    /// <summary>True once any device of the run is known to be simulated; never false again.</summary>
    public bool IsSimulated => isSimulated;

    /// <summary>Start of the run, nanoseconds since 1970 UTC.</summary>
    public long StartedUnixNanoseconds { get; } = startedUnixNanoseconds;

    /// <summary>Version of this program.</summary>
    public string SoftwareVersion { get; } = softwareVersion;

    /// <summary>Names of the stations: one MQTT topic level each.</summary>
    public IReadOnlyList<string> Stations { get; } = stations;

    /// <summary>Takes note of a result: a device behind a real link says only in its hello that it is simulated.</summary>
    public void Observe(AgentResult result)
    {
        if (result.IsSimulated)
            isSimulated = true;
    }
}
