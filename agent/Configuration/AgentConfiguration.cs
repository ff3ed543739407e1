using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>What the agent does, as its configuration file says it. Defaults are the simulated two-station
/// bench: stations of the size that an ESP32 can serve.</summary>
public sealed record AgentConfiguration
{
    /// <summary>Name of this gateway in topics: lower-case letters, digits, - and _; at most 32.</summary>
    public string Gateway { get; init; } = "bench";

    /// <summary>Station A (the reference clock) and station B.</summary>
    public IReadOnlyList<StationConfiguration> Stations { get; init; } =
    [
        new() { Name = "alice" },
        new() { Name = "bob" },
    ];

    /// <summary>The simulated world behind stations whose link is "simulated".</summary>
    public WorldOptions World { get; init; } = new();

    /// <summary>Speed of the simulated world: seconds of it in a second.</summary>
    public double WorldSpeed { get; init; } = 1;

    /// <summary>One-way timing.</summary>
    public TimingConfiguration Timing { get; init; } = new();

    /// <summary>Round trip, one way, two way, purification.</summary>
    public ProtocolsConfiguration Protocols { get; init; } = new();

    /// <summary>Certified randomness.</summary>
    public RandomnessConfiguration Randomness { get; init; } = new();

    /// <summary>Telling the time correction.</summary>
    public TimeServiceConfiguration TimeService { get; init; } = new();

    /// <summary>Publishing.</summary>
    public MqttConfiguration Mqtt { get; init; } = new();

    /// <summary>The page.</summary>
    public DashboardConfiguration Dashboard { get; init; } = new();
}
