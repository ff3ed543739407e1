namespace Qit.Protocols.RoundTrip;

/// <summary>Who decides where the delay line goes.</summary>
public static class RoundTripMode
{
    /// <summary>The gateway, by its plan.</summary>
    public const byte Plan = 0;

    /// <summary>The device: it scans until it finds the dip, then keeps to its flanks.</summary>
    public const byte Alone = 1;

    /// <summary>The device scans, again and again.</summary>
    public const byte Sweep = 2;
}
