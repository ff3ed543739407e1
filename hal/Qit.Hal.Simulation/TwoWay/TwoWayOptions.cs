using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>Everything that a <see cref="TwoWayExperiment"/> is made of. The same options give the same counts.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TwoWayOptions
{
    /// <summary>The one seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>tA - tB, -1e9 to 1e9 ps: positive when A's clock starts its ramp later than B's.</summary>
    public double ClockOffsetPicoseconds { get; init; } = 400_000;

    /// <summary>Travel time from A to B, 0 to 1e9 ps.</summary>
    public double OutwardPicoseconds { get; init; } = 5e7;

    /// <summary>Travel time from B to A, 0 to 1e9 ps. Where it differs from the other, the answer is wrong by half of the
    /// difference (outward - return).</summary>
    public double ReturnPicoseconds { get; init; } = 5e7;

    /// <summary>Wavelength that the stations believe in, 1e-7 to 1e-4 m.</summary>
    public double WavelengthMetres { get; init; } = 1.55e-6;

    /// <summary>The light's real wavelength is that times 1 + this, -0.1 to 0.1.</summary>
    public double WavelengthError { get; init; }

    /// <summary>Photons of each direction that reach the output of the interferometer, 0 to 1e9 a second.</summary>
    public double PhotonsPerSecond { get; init; } = 1e6;

    /// <summary>Visibility of the fringe, 0 to 1: coherence, polarization, overlap of the arms.</summary>
    public double Visibility { get; init; } = 0.95;

    /// <summary>Efficiency of the detector behind the port that is bright at phase 0, 0 to 1.</summary>
    public double PlusEfficiency { get; init; } = 0.2;

    /// <summary>Efficiency of the other detector, 0 to 1.</summary>
    public double MinusEfficiency { get; init; } = 0.16;

    /// <summary>Clicks of each detector without light, 0 to 1e7 a second.</summary>
    public double DarkCountsPerSecond { get; init; } = 500;

    /// <summary>Time after a click in which a detector is blind, 0 to 1e8 ps.</summary>
    public double DeadTimePicoseconds { get; init; } = 50_000;

    /// <summary>Phase that both directions see: the two arms differ in length.</summary>
    public PhaseDriftOptions CommonPhase { get; init; } = new();

    /// <summary>Phase that direction A to B sees more than B to A.</summary>
    public PhaseDriftOptions DifferentialPhase { get; init; } = new();

    /// <summary>Phase shifter of A, in the light from B.</summary>
    public DelayLineOptions ShifterA { get; init; } = Piezo;

    /// <summary>Phase shifter of B, in the light from A.</summary>
    public DelayLineOptions ShifterB { get; init; } = Piezo;

    /// <summary>The conveyor ramps of both stations. A bow, and a loss of the clock, are A's.</summary>
    public DelayRampOptions Ramp { get; init; } = new();

    private static DelayLineOptions Piezo { get; } = new()
    {
        StepPicometres = 1000, MaxSteps = 5000, StepsPerSecond = 1e7, SettlingMicroseconds = 1000,
    };
}
