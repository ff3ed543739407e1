using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Protocols;

/// <summary>One command to a device.</summary>
/// <param name="Verb">A <see cref="CommandVerb"/>.</param>
/// <param name="Key">A <see cref="LoopKind"/> for start and stop, else the parameter.</param>
/// <param name="Value">Value to configure.</param>
internal readonly record struct ProtocolCommand(byte Verb, byte Key, long Value = 0)
{
    /// <summary>Starts a loop.</summary>
    public static ProtocolCommand Start(byte loop) => new(CommandVerb.Start, loop);

    /// <summary>Stops a loop.</summary>
    public static ProtocolCommand Stop(byte loop) => new(CommandVerb.Stop, loop);

    /// <summary>Sets a parameter.</summary>
    public static ProtocolCommand Set(byte key, long value) => new(CommandVerb.Configure, key, value);

    /// <summary>Asks for a parameter.</summary>
    public static ProtocolCommand Get(byte key) => new(CommandVerb.Query, key);
}
