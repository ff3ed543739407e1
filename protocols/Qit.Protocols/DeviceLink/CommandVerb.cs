namespace Qit.Protocols.DeviceLink;

/// <summary>What a gateway may ask of a device. Every command has a key and a value, and is answered.</summary>
public static class CommandVerb
{
    /// <summary>Set the parameter named by the key to the value.</summary>
    public const byte Configure = 1;

    /// <summary>Start the loop named by the key (<see cref="LoopKind"/>).</summary>
    public const byte Start = 2;

    /// <summary>Stop the loop named by the key.</summary>
    public const byte Stop = 3;

    /// <summary>Calibrate the part named by the key.</summary>
    public const byte Calibrate = 4;

    /// <summary>Answer the value of the parameter named by the key.</summary>
    public const byte Query = 5;
}
