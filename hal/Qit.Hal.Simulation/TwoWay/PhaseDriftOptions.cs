using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>How the phase of an interferometer wanders by itself.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PhaseDriftOptions
{
    /// <summary>Phase at the beginning, -1e3 to 1e3 rad.</summary>
    public double RestRadians { get; init; }

    /// <summary>Steady drift, -1e3 to 1e3 rad/s.</summary>
    public double RadiansPerSecond { get; init; }

    /// <summary>Random walk: rms change in a second, 0 to 1e3 rad; it grows with the root of time.</summary>
    public double RandomWalkRadians { get; init; }
}
