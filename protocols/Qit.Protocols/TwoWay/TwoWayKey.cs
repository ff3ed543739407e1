namespace Qit.Protocols.TwoWay;

/// <summary>Keys of Configure and Query for the two-way loop.</summary>
public static class TwoWayKey
{
    /// <summary>First of all keys of this loop.</summary>
    public const byte First = 0x60;

    /// <summary>Last of all keys of this loop.</summary>
    public const byte Last = 0x7F;

    /// <summary>One of <see cref="TwoWayMode"/>; takes effect at the next start.</summary>
    public const byte Mode = 0x60;

    /// <summary>A quarter wave of optical path, 1/256 step of the phase shifter.</summary>
    public const byte QuarterWave = 0x61;

    /// <summary>Position of the phase shifter for the first of the four phase steps, steps.</summary>
    public const byte StepZero = 0x62;

    /// <summary>Dwell at a phase step on each visit, microseconds of live time.</summary>
    public const byte Dwell = 0x63;

    /// <summary>Longest gate of the counter, microseconds. A multiple of the ramps' period sees every part of a ramp equally.
    /// </summary>
    public const byte Gate = 0x64;

    /// <summary>Wait after the phase shifter has arrived, microseconds.</summary>
    public const byte Settle = 0x65;

    /// <summary>Wait after the ramps run, microseconds; alone: from the beginning of the slot, and long enough for the other
    /// station's ramps too.</summary>
    public const byte RampSettle = 0x66;

    /// <summary>Alone: lowest rate, nanometres a second.</summary>
    public const byte LowestRate = 0x67;

    /// <summary>Alone: how often the rate is doubled.</summary>
    public const byte Doublings = 0x68;

    /// <summary>Alone: length of a slot, microseconds.</summary>
    public const byte Slot = 0x69;

    /// <summary>Alone: passes up and down the four phase steps in a fringe.</summary>
    public const byte Cycles = 0x6A;

    /// <summary>Alone: the tracker's phase moves by 1/2^n of what a fringe says; 0 to 8.</summary>
    public const byte TrackShift = 0x6B;

    /// <summary>Number of settings, from <see cref="First"/> on.</summary>
    public const int SettingCount = 12;

    /// <summary>Configure only, under the gateway's plan: runs the ramps at this rate, nanometres a second, either sign. Once
    /// they do, a record without cycles says so.</summary>
    public const byte Rate = 0x70;

    /// <summary>Configure only, after that: counts a fringe (<see cref="FringeRecord.PackMeasure"/>).
    /// <see cref="DeviceLink.CommandStatus.Full"/> while the ramps do not run, or the last fringe is still under way.</summary>
    public const byte Measure = 0x71;

    /// <summary>Query only: one of <see cref="TwoWayPhase"/>.</summary>
    public const byte Phase = 0x72;

    /// <summary>Query only: the tracker's phase since rest, 2^-32 turn, or <see cref="FringeBlock.NoPhase"/>.</summary>
    public const byte TrackedPhase = 0x73;

    /// <summary>Query only: one step of the phase shifter's optical path in picometres, numerator of a ratio.</summary>
    public const byte StepNumerator = 0x74;

    /// <summary>Query only: the ratio's denominator.</summary>
    public const byte StepDenominator = 0x75;

    /// <summary>Query only: lowest position of the phase shifter, steps.</summary>
    public const byte LowestPosition = 0x76;

    /// <summary>Query only: highest position of the phase shifter, steps.</summary>
    public const byte HighestPosition = 0x77;

    /// <summary>Whether a key belongs to this loop.</summary>
    /// <param name="key">Any key.</param>
    public static bool IsOurs(byte key) => key >= First && key <= Last;
}
