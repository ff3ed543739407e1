using Qit.Agent.Protocols.OneWay;
using Qit.Agent.Protocols.RoundTrip;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>Every protocol that can be simulated.</summary>
internal static class ProtocolScenarios
{
    /// <summary>New scenarios, in the order of the report.</summary>
    public static IReadOnlyList<IProtocolScenario> Create() => [new RoundTripScenario(), new OneWayScenario()];
}
