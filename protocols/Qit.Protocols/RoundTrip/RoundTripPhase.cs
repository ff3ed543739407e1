namespace Qit.Protocols.RoundTrip;

/// <summary>What the device is at.</summary>
public static class RoundTripPhase
{
    /// <summary>Stopped.</summary>
    public const byte Idle = 0;

    /// <summary>Follows the plan, or waits for more of it.</summary>
    public const byte Plan = 1;

    /// <summary>Scans.</summary>
    public const byte Search = 2;

    /// <summary>On the flanks of the dip.</summary>
    public const byte Track = 3;
}
