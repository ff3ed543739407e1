using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>The swept delay line and what it does wrong. The defaults are the step of a motorized line of 5.08 mm a turn,
/// without faults.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DelayLineOptions
{
    /// <summary>Nominal step of optical path, 1 to 1e9 pm.</summary>
    public int StepPicometres { get; init; } = 155_029;

    /// <summary>Highest position; the lowest is its negative. 1 to 1e9 steps.</summary>
    public int MaxSteps { get; init; } = 20_000;

    /// <summary>Speed, 1 to 1e9 steps a second.</summary>
    public double StepsPerSecond { get; init; } = 20_000;

    /// <summary>The real step is the nominal one times 1 + this, -0.1 to 0.1.</summary>
    public double ScaleError { get; init; }

    /// <summary>Backlash: play between drive and carriage, 0 to 1e6 steps.</summary>
    public double BacklashSteps { get; init; }

    /// <summary>Periodic error of the screw: amplitude, 0 to 1e-3 m.</summary>
    public double PeriodicErrorMetres { get; init; }

    /// <summary>Period of the screw, 1e-9 to 1 m of optical path.</summary>
    public double ScrewPeriodMetres { get; init; } = 1e-3;

    /// <summary>Bow over the travel: path error at both ends, -1e-3 to 1e-3 m, falling to 0 with the square of the position.
    /// </summary>
    public double BowMetres { get; init; }

    /// <summary>Rms error of an arrival, drawn anew for each, 0 to 1e6 steps.</summary>
    public double RepeatabilityStepsRms { get; init; }

    /// <summary>How far the carriage swings beyond its place on arrival, 0 to 1e6 steps.</summary>
    public double OvershootSteps { get; init; }

    /// <summary>Time constant with which that dies away, 0 to 1e7 us.</summary>
    public double SettlingMicroseconds { get; init; } = 5_000;
}
