using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>The conveyor ramps of both stations and what they do wrong.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DelayRampOptions
{
    /// <summary>Linear part of a ramp, 100 to 1e7 us.</summary>
    public int ActiveMicroseconds { get; init; } = 9_000;

    /// <summary>Flyback, 0 to 1e7 us.</summary>
    public int FlybackMicroseconds { get; init; } = 1_000;

    /// <summary>Both ramps run at the set rate times 1 + this, -0.1 to 0.1.</summary>
    public double RateError { get; init; }

    /// <summary>B's ramps run faster than A's by this part, -0.1 to 0.1. The dip then walks during every ramp, by 4 v times
    /// this times its length.</summary>
    public double RateMismatch { get; init; }

    /// <summary>Bow of A's ramp against B's: path error in the middle of the ramp, -1e-3 to 1e-3 m.</summary>
    public double BowMetres { get; init; }

    /// <summary>Rms jitter of each ramp's start against its clock, each station on its own, 0 to 1e9 ps.</summary>
    public double StartJitterPicosecondsRms { get; init; }

    /// <summary>Time to get up to a new rate, 0 to 1e8 us.</summary>
    public int SpinUpMicroseconds { get; init; } = 100_000;

    /// <summary>Fault: the ramps lose their clock at this time; 0 is never. Seconds of the device clock.</summary>
    public double UnlockAtSeconds { get; init; }

    /// <summary>Fault: and have it back after so long, 0 to 1e6 s.</summary>
    public double UnlockForSeconds { get; init; }
}
