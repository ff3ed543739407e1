namespace Qit.Protocols.TwoWay;

/// <summary>What the device is at.</summary>
public static class TwoWayPhase
{
    /// <summary>Stopped.</summary>
    public const byte Idle = 0;

    /// <summary>Does what the gateway asks for, fringe by fringe.</summary>
    public const byte Plan = 1;

    /// <summary>Alone, at rest and then on its way up the rates.</summary>
    public const byte Climb = 2;

    /// <summary>Alone, at the highest rate: follows the phase.</summary>
    public const byte Track = 3;
}
