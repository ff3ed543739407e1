using Qit.Agent.Protocols.Purification;
using Qit.Agent.Protocols.RoundTrip;
using Qit.Agent.Protocols.TwoWay;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>Every protocol that can be simulated.</summary>
internal static class ProtocolScenarios
{
    /// <summary>New scenarios, in the order of the report.</summary>
    public static IReadOnlyList<IProtocolScenario> Create() =>
        [new RoundTripScenario(), new TwoWayScenario(), new PurificationScenario()];
}
