namespace Qit.Protocols.DeviceLink;

/// <summary>A command as the device gets it.</summary>
public sealed class DeviceCommand
{
    /// <summary>Names the command in its reply.</summary>
    public uint Id { get; internal set; }

    /// <summary>One of <see cref="CommandVerb"/>, or something newer.</summary>
    public byte Verb { get; internal set; }

    /// <summary>What the verb applies to.</summary>
    public byte Key { get; internal set; }

    /// <summary>Argument; its unit is the key's.</summary>
    public long Value { get; internal set; }
}
