using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>The switch that swaps the photons, with the one that chooses the length: as the light sees them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SwapSwitchOptions
{
    /// <summary>Delay to path 1 less delay to path 2 with the signal on path 1, -1e6 to 1e6 ps.</summary>
    public double DirectDelayPicoseconds { get; init; } = 310;

    /// <summary>The same with the idler on path 1, -1e6 to 1e6 ps.</summary>
    public double SwappedDelayPicoseconds { get; init; } = -275;

    /// <summary>Loss of each photon, 0 to 50 dB.</summary>
    public double InsertionLossDecibels { get; init; } = 1.5;

    /// <summary>Time without light while any switch moves and settles, 1000 to 1e7 us; the twin rounds it up to whole
    /// milliseconds.</summary>
    public int SwitchMicroseconds { get; init; } = 2_000;
}
