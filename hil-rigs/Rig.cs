using System.Text.Json.Serialization;
using Qit.Agent.Configuration;

namespace Qit.Rigs;

/// <summary>One rig file: a bench, how long it runs, and what must come out.</summary>
public sealed record Rig
{
    /// <summary>Points editors to rig.schema.json; not used here.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>What the rig is for, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Stations, world and pipelines, as in the agent's configuration file. Real devices by their links, twins by
    /// "simulated". Broker and page are not started.</summary>
    public AgentConfiguration Agent { get; init; } = new();

    /// <summary>How long it runs, seconds.</summary>
    public double RunSeconds { get; init; } = 20;

    /// <summary>Limits by the name of a measure, see <see cref="RigMeasures.Names"/>.</summary>
    public IReadOnlyDictionary<string, Limit> Limits { get; init; } = new Dictionary<string, Limit>();
}
