namespace Qit.Agent.Configuration;

/// <summary>One station: a name and where its device is.</summary>
public sealed record StationConfiguration
{
    /// <summary>Link of a station that the agent simulates in its own process.</summary>
    public const string SimulatedLink = "simulated";

    /// <summary>Name in topics and on the page: lower-case letters, digits, - and _; at most 32.</summary>
    public string Name { get; init; } = "";

    /// <summary>"simulated", tcp://host:port or serial:///dev/port?baud=N.</summary>
    public string Link { get; init; } = SimulatedLink;
}
