using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>Everything that a <see cref="RoundTripExperiment"/> is made of. The same options give the same counts.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RoundTripOptions
{
    /// <summary>The one seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>tau = t0_a - t0_b, -1e9 to 1e9 ps: positive when A's clock starts its ramp later than B's.</summary>
    public double ClockOffsetPicoseconds { get; init; } = 3_000_000;

    /// <summary>Travel time from A to B, 0 to 1e9 ps.</summary>
    public double OutwardPicoseconds { get; init; } = 5e6;

    /// <summary>Travel time from B to A, 0 to 1e9 ps. Where it differs from the other, tau comes out wrong by half of the
    /// difference (outward - return).</summary>
    public double ReturnPicoseconds { get; init; } = 5e6;

    /// <summary>Pairs sent, 0 to 1e9 a second.</summary>
    public double PairsPerSecond { get; init; } = 1e6;

    /// <summary>Probability that a signal photon that is sent makes a click, 0 to 1, all losses included.</summary>
    public double SignalTransmission { get; init; } = 0.1;

    /// <summary>The same for an idler photon.</summary>
    public double IdlerTransmission { get; init; } = 0.1;

    /// <summary>Clicks of each detector without light, 0 to 1e7 a second.</summary>
    public double DarkCountsPerSecond { get; init; } = 500;

    /// <summary>Full width of the coincidence window, 0 to 1e6 ps.</summary>
    public double CoincidenceWindowPicoseconds { get; init; } = 2_000;

    /// <summary>Position of the swept delay line at which the paths are equal, -1 to 1 m.</summary>
    public double ZeroMetres { get; init; }

    /// <summary>The photon pairs.</summary>
    public TwoPhotonOptions Photons { get; init; } = new();

    /// <summary>The swept delay line.</summary>
    public DelayLineOptions DelayLine { get; init; } = new();

    /// <summary>The conveyor ramps.</summary>
    public DelayRampOptions Ramp { get; init; } = new();
}
