using Qit.Agent.Configuration;
using Qit.Agent.Protocols.Purification;
using Qit.Agent.Protocols.RoundTrip;
using Qit.Agent.Protocols.Simulation;
using Qit.Agent.Protocols.TwoWay;

namespace Qit.Agent.Protocols;

/// <summary>A configured protocol.</summary>
/// <param name="Bench">Its session, and the simulated world for links that are simulated.</param>
/// <param name="Stations">Its stations.</param>
internal sealed record ProtocolSetup(ProtocolBench Bench, IReadOnlyList<StationConfiguration> Stations)
{
    /// <summary>Every protocol that is configured.</summary>
    public static IReadOnlyList<ProtocolSetup> From(ProtocolsConfiguration protocols)
    {
        var setups = new List<ProtocolSetup>();
        if (protocols.RoundTrip is { } roundTrip)
            setups.Add(new(new RoundTripBench(roundTrip.World, roundTrip.Measurement), roundTrip.Stations));
        if (protocols.Purification is { } purification)
            setups.Add(new(new PurificationBench(purification.World, purification.Measurement), purification.Stations));
        if (protocols.TwoWay is { } twoWay)
            setups.Add(new(new TwoWayBench(twoWay.World, twoWay.Measurement), twoWay.Stations));
        return setups;
    }
}
