namespace Qit.Protocols.DeviceLink;

/// <summary>A device's answer to a command.</summary>
public sealed class CommandReply
{
    /// <summary>The command it answers.</summary>
    public uint Id { get; internal set; }

    /// <summary>One of <see cref="CommandStatus"/>.</summary>
    public byte Status { get; internal set; }

    /// <summary>Result, when the status is <see cref="CommandStatus.Ok"/>; its unit is the key's.</summary>
    public long Value { get; internal set; }
}
