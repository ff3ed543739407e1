namespace Qit.Protocols.OneWay;

/// <summary>Keys of Configure and Query for the loop that goes through the one-way configurations.</summary>
public static class PathKey
{
    /// <summary>First key of this loop.</summary>
    public const byte First = 0x50;

    /// <summary>Last key of this loop.</summary>
    public const byte Last = 0x5F;

    /// <summary>One of <see cref="PathMode"/>; takes effect at the next start.</summary>
    public const byte Mode = 0x50;

    /// <summary>Dwell in a configuration when the device goes through them alone, 1000 to 3.6e9 microseconds.</summary>
    public const byte Dwell = 0x51;

    /// <summary>Wait after the switches have arrived, 0 to 6e7 microseconds: longer than light is on its way in a fibre.
    /// </summary>
    public const byte Settle = 0x52;

    /// <summary>Lengths to go through alone: 0 to this less 1.</summary>
    public const byte Lengths = 0x53;

    /// <summary>Configure only: one more dwell of the plan (<see cref="PathPlan.Pack"/>). The answer is the number that still
    /// fit; <see cref="DeviceLink.CommandStatus.Full"/> when this one did not.</summary>
    public const byte PlanDwell = 0x58;

    /// <summary>Configure only: forgets the dwells that wait.</summary>
    public const byte ClearPlan = 0x59;

    /// <summary>Query only: number of lengths that the board has.</summary>
    public const byte LengthCount = 0x5A;

    /// <summary>Query only: last answer of the switches, as a HAL status.</summary>
    public const byte SelectorStatus = 0x5B;

    /// <summary>Query only: one of <see cref="PathStage"/>.</summary>
    public const byte Stage = 0x5C;

    /// <summary>Query only: dwells finished since the start.</summary>
    public const byte DwellCount = 0x5D;

    /// <summary>Query only: dwells begun anew since the start because a switch had lost its place.</summary>
    public const byte LostDwellCount = 0x5E;
}
