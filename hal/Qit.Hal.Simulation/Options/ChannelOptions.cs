using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>A fibre or free-space path from the source to one detector.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChannelOptions
{
    /// <summary>0 to 1e7 m.</summary>
    public double LengthMetres { get; init; }

    /// <summary>Group index, 1 to 5; silica fibre at 810 nm is about 1.467.</summary>
    public double GroupIndex { get; init; } = 1.467;

    /// <summary>0 to 1000 dB/km; silica at 810 nm is about 3, at 1550 nm 0.2.</summary>
    public double AttenuationDecibelsPerKilometre { get; init; } = 3;

    /// <summary>Couplers, filters and splices together, 0 to 200 dB.</summary>
    public double InsertionLossDecibels { get; init; } = 2;

    /// <summary>
    /// Group delay across the pair's spectrum for one standard deviation of detuning, -1e6 to 1e6 ps, positive when the
    /// photon of higher frequency is later. Signal and idler are detuned oppositely, so the width added to the
    /// coincidence peak is |A + B|: equal signs add, opposite signs cancel (Franson, Phys. Rev. A 45, 3126 (1992)).
    /// </summary>
    public double ChromaticSpreadPicosecondsRms { get; init; }

    /// <summary>Amplitude of the slow sine in the delay (temperature), 0 to 1e7 ps. Starts at zero, rising.</summary>
    public double DelayDriftPicoseconds { get; init; }

    /// <summary>Period of that sine, 1 to 1e7 s.</summary>
    public double DelayDriftPeriodSeconds { get; init; } = 86_400;

    /// <summary>Uncorrelated photons that reach the detector, before its efficiency, 0 to 1e9 per second.</summary>
    public double BackgroundPhotonsPerSecond { get; init; }

    /// <summary>Fault: no light arrives from this true time on. Seconds, 0 or more; no fault while
    /// <see cref="DarkToSeconds"/> is not greater.</summary>
    public double DarkFromSeconds { get; init; }

    /// <summary>End of the loss of light, exclusive. Seconds, 0 or more.</summary>
    public double DarkToSeconds { get; init; }
}
