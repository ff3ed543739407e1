namespace Qit.Protocols.DeviceLink;

/// <summary>The measurement loops a device can run, as keys of commands and bits of the status.</summary>
public static class LoopKind
{
    /// <summary>One-way timing: ship the tags of the local detector.</summary>
    public const byte OneWay = 1;

    /// <summary>Bell trials: choose settings, ship settings and outcomes.</summary>
    public const byte BellTrials = 2;

    /// <summary>Round-trip timing: dwell along a delay line, count coincidences.</summary>
    public const byte RoundTrip = 3;

    /// <summary>Purification: ship what the quantum memory has measured.</summary>
    public const byte Purification = 5;

    /// <summary>Two-way timing: run ramps, count the ports of an interferometer at four phase steps.</summary>
    public const byte TwoWay = 4;
}
