using Qit.Firmware.Host;

namespace Qit.Agent.Protocols.Simulation;

/// <summary>One simulated world for one protocol: its devices, the gateway's session, and the truth.</summary>
internal abstract class ProtocolBench
{
    /// <summary>The devices, on twins of their parts.</summary>
    public abstract SimulatedDevices Devices { get; }

    /// <summary>The session that measures in this world.</summary>
    public abstract IProtocolSession Session { get; }

    /// <summary>What the answer would be without any error, ps; NaN where it has no offset.</summary>
    /// <param name="answer">An answer of this world's session.</param>
    public abstract double TruthPicoseconds(ProtocolAnswer answer);

    /// <summary>What a measured quantity would be without any error, in its own unit; null where nobody knows.</summary>
    /// <param name="name">Name of the quantity.</param>
    public virtual double? TruthOf(string name) => null;
}
