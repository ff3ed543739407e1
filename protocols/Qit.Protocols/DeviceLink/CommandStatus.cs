namespace Qit.Protocols.DeviceLink;

/// <summary>How a command ended.</summary>
public static class CommandStatus
{
    /// <summary>Done; the value is the result.</summary>
    public const byte Ok = 0;

    /// <summary>The device does not know the verb.</summary>
    public const byte UnknownVerb = 1;

    /// <summary>The device does not know the key for this verb.</summary>
    public const byte UnknownKey = 2;

    /// <summary>The value is outside the range of its key.</summary>
    public const byte OutOfRange = 3;

    /// <summary>The board lacks the part.</summary>
    public const byte NotFitted = 4;

    /// <summary>A queue is full.</summary>
    public const byte Full = 5;

    /// <summary>Not while the loop runs.</summary>
    public const byte Running = 6;

    /// <summary>A sentence for a person, saying what would be right.</summary>
    /// <param name="status">A status.</param>
    public static string Describe(byte status)
    {
        switch (status)
        {
            case Ok: return "ok";
            case UnknownVerb: return "the device does not know this command; update its firmware";
            case UnknownKey: return "the device does not know this parameter or loop";
            case OutOfRange: return "the value is outside the parameter's range";
            case NotFitted: return "the board lacks the part that this loop needs";
            case Full: return "the device's queue is full; send it again when something has been done";
            case Running: return "not while the loop runs; stop it first";
            default: return "the device answered with a status that this version does not know";
        }
    }
}
