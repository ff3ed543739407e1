using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// A Bell test: pairs in cos t |HH> + sin t |VV> mixed with white noise, a polarizer at each station, one detector
/// behind it. Outcome 1 is a click, outcome 0 is none (whether the photon took the other port or was lost), so no trial
/// is ever dropped. With the default angles, visibility 1 and no loss, P(a xor b = x and y) = (2 + sqrt 2) / 4 for
/// every x, y.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BellOptions
{
    /// <summary>Rate of the common trial clock while both stations have settings, 0.001 to 1e8 per second.</summary>
    public double TrialsPerSecond { get; init; } = 10_000;

    /// <summary>Weight of the pure state, 0 to 1; the rest is white noise (Werner state for t = 45 degrees).</summary>
    public double Visibility { get; init; } = 0.98;

    /// <summary>t, 0 to 90 degrees; 45 is maximally entangled.</summary>
    public double StateAngleDegrees { get; init; } = 45;

    /// <summary>Polarizer angle at A for setting 0, -360 to 360 degrees from H.</summary>
    public double AngleA0Degrees { get; init; }

    /// <summary>Polarizer angle at A for setting 1.</summary>
    public double AngleA1Degrees { get; init; } = 45;

    /// <summary>Polarizer angle at B for setting 0.</summary>
    public double AngleB0Degrees { get; init; } = 22.5;

    /// <summary>Polarizer angle at B for setting 1.</summary>
    public double AngleB1Degrees { get; init; } = -22.5;

    /// <summary>Probability that a photon passed to A's detector clicks, all losses included, 0 to 1.</summary>
    public double EfficiencyA { get; init; } = 0.97;

    /// <summary>Probability that a photon passed to B's detector clicks, all losses included, 0 to 1.</summary>
    public double EfficiencyB { get; init; } = 0.97;

    /// <summary>Probability of a click without a photon in a trial's window, at each station, 0 to 1.</summary>
    public double DarkCountProbability { get; init; } = 1e-6;

    /// <summary>Control: replaces the quantum state by a coin shared by both stations, which both output whatever their
    /// settings. Every trial but x = y = 1 is won: 3/4, the most that local hidden variables can do.</summary>
    public bool LocalHiddenVariables { get; init; }

    /// <summary>Fault: probability that B's outcome is replaced by A's setting, 0 to 1. Tests have to see it.</summary>
    public double SignallingProbability { get; init; }

    /// <summary>Settings that each basis selector's queue holds, 8 to 1e9, a multiple of 8.</summary>
    public int SelectorQueueTrials { get; init; } = 1 << 16;

    /// <summary>Trials that each recorder holds, 8 to 1e9, a multiple of 8. What does not fit is a gap.</summary>
    public int RecorderBufferTrials { get; init; } = 1 << 20;
}
