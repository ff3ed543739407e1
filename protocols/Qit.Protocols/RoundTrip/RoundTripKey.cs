namespace Qit.Protocols.RoundTrip;

/// <summary>Keys of Configure and Query for the round-trip loop. Positions and lengths are steps of the delay line.</summary>
public static class RoundTripKey
{
    /// <summary>First of the keys that are settings.</summary>
    public const byte FirstSetting = 0x30;

    /// <summary>One of <see cref="RoundTripMode"/>; takes effect at the next start.</summary>
    public const byte Mode = 0x30;

    /// <summary>Lowest position of the scan, steps.</summary>
    public const byte ScanFrom = 0x31;

    /// <summary>Highest position of the scan, steps.</summary>
    public const byte ScanTo = 0x32;

    /// <summary>Rms width of the dip, 2 to 32767 steps: also the step of the scan.</summary>
    public const byte Width = 0x33;

    /// <summary>Distance of the tracker's flanks from the centre, steps; half to one and a half widths.</summary>
    public const byte Flank = 0x34;

    /// <summary>Dwell at a place of the scan, milliseconds of live time.</summary>
    public const byte ScanDwell = 0x35;

    /// <summary>Dwell at a place of the tracker, milliseconds of live time.</summary>
    public const byte TrackDwell = 0x36;

    /// <summary>Longest gate of the counter, microseconds: a dwell is made of several.</summary>
    public const byte Gate = 0x37;

    /// <summary>Wait after the delay line has arrived, microseconds.</summary>
    public const byte Settle = 0x38;

    /// <summary>Every place is approached from this many steps below it, so that backlash always lies on one side.</summary>
    public const byte Approach = 0x39;

    /// <summary>Rate of the conveyor ramps, nanometres a second, either sign; 0 is at rest.</summary>
    public const byte RampRate = 0x3A;

    /// <summary>The tracker moves its centre by 1/2^n of what a cycle says; 0 to 8.</summary>
    public const byte TrackShift = 0x3B;

    /// <summary>Number of settings.</summary>
    public const int SettingCount = 12;

    /// <summary>Configure only: one more point of the plan (<see cref="DwellPlan.Pack"/>). The answer is the number of points
    /// that still fit; <see cref="DeviceLink.CommandStatus.Full"/> when this one did not.</summary>
    public const byte PlanPoint = 0x40;

    /// <summary>Configure only: forgets the points that wait.</summary>
    public const byte ClearPlan = 0x41;

    /// <summary>Query only: the tracker's centre, 1/256 step.</summary>
    public const byte Centre = 0x42;

    /// <summary>Query only: one of <see cref="RoundTripPhase"/>.</summary>
    public const byte Phase = 0x43;

    /// <summary>Query only: one step of optical path in picometres, numerator of a ratio.</summary>
    public const byte StepNumerator = 0x44;

    /// <summary>Query only: the ratio's denominator.</summary>
    public const byte StepDenominator = 0x45;
}
