using Qit.Agent.Protocols.Purification;
using Qit.Agent.Protocols.RoundTrip;
using Qit.Agent.Protocols.TwoWay;
using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>The protocols of synchronization that run beside the tag streams; null are those that do not.</summary>
public sealed record ProtocolsConfiguration
{
    /// <summary>Round trip: one station, with the delay line and the counter.</summary>
    public ProtocolConfiguration<RoundTripMeasurement, RoundTripOptions>? RoundTrip { get; init; }

    /// <summary>Purification: two stations with quantum memories.</summary>
    public ProtocolConfiguration<PurificationMeasurement, PurificationOptions>? Purification { get; init; }

    /// <summary>Two way: A, which counts the light from B, and B.</summary>
    public ProtocolConfiguration<TwoWayMeasurement, TwoWayOptions>? TwoWay { get; init; }

    /// <summary>The stations of all of them.</summary>
    internal IEnumerable<StationConfiguration> AllStations() =>
        [.. RoundTrip?.Stations ?? [], .. TwoWay?.Stations ?? [], .. Purification?.Stations ?? []];
}
