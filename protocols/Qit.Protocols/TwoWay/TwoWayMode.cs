namespace Qit.Protocols.TwoWay;

/// <summary>Who decides about rates.</summary>
public static class TwoWayMode
{
    /// <summary>The gateway. Both stations have to run at the same rate while either counts, and only it knows of both: it sets
    /// a rate, hears from both that the ramps run, and only then lets both count.</summary>
    public const byte Plan = 0;

    /// <summary>The device: rest, then the lowest rate, doubled from slot to slot, then the highest for good. Both stations,
    /// started within the ramps' settling time of each other, keep in step by their slots.</summary>
    public const byte Alone = 1;
}
