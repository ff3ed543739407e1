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

    /// <summary>One-way timing with switched paths: go through the configurations, ship the tags of each.</summary>
    public const byte OneWayPaths = 6;

    /// <summary>The highest of them; they are numbered from 1 without gaps.</summary>
    public const byte Last = OneWayPaths;

    /// <summary>Whether there is such a loop.</summary>
    /// <param name="kind">Any number.</param>
    public static bool IsKnown(byte kind) => kind >= OneWay && kind <= Last;

    /// <summary>Its name, for people.</summary>
    /// <param name="kind">A loop.</param>
    public static string Describe(byte kind)
    {
        switch (kind)
        {
            case OneWay: return "time tags";
            case BellTrials: return "Bell trials";
            case RoundTrip: return "round trip";
            case TwoWay: return "two way";
            case Purification: return "purification";
            case OneWayPaths: return "one-way paths";
            default: return "a loop that this version does not know";
        }
    }
}
