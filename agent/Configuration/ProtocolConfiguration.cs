namespace Qit.Agent.Configuration;

/// <summary>One protocol of synchronization with devices of its own.</summary>
/// <typeparam name="TMeasurement">How it is measured.</typeparam>
/// <typeparam name="TWorld">The simulated world behind simulated links.</typeparam>
public sealed record ProtocolConfiguration<TMeasurement, TWorld>
    where TMeasurement : new()
    where TWorld : new()
{
    /// <summary>Its stations; names differ from all others.</summary>
    public IReadOnlyList<StationConfiguration> Stations { get; init; } = [];

    /// <summary>How it is measured, and what is known of the hardware.</summary>
    public TMeasurement Measurement { get; init; } = new();

    /// <summary>The simulated world behind stations whose link is "simulated".</summary>
    public TWorld World { get; init; } = new();
}
