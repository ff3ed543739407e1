using Qit.Hal.MonotonicClock;
using Qit.Hal.PathSelector;

namespace Qit.Hal.Simulation;

/// <summary>The twin of the switches of the one-way protocol. Safe to use while another thread advances the world.</summary>
public sealed class SimulatedPathSelector : IPathSelector
{
    private const long MicrosecondsPerSlice = SimulatedWorld.SlicePicoseconds / 1_000_000;

    private readonly IMonotonicClock clock;
    private readonly object gate;
    private readonly int switchMicroseconds;
    private long readyMicroseconds;

    internal SimulatedPathSelector(OneWayOptions options, IMonotonicClock clock, object gate)
    {
        this.gate = gate;
        this.clock = clock;
        switchMicroseconds = options.Switch.SwitchMicroseconds;
        LengthCount = options.FirstPaths.Count;
    }

    /// <inheritdoc/>
    public int LengthCount { get; }

    /// <summary>Truth: length that the switches stand at, or move to.</summary>
    public int Length { get; private set; }

    /// <summary>Truth: whether they swap, or will.</summary>
    public bool IsSwapped { get; private set; }

    /// <inheritdoc/>
    public HalStatus Select(int length, bool isSwapped)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(length, LengthCount);
        long now = clock.NowMicroseconds;
        lock (gate)
        {
            if (length != Length || isSwapped != IsSwapped)
            {
                Length = length;
                IsSwapped = isSwapped;
                // The light comes and goes with the world's slices.
                long ready = now + switchMicroseconds + MicrosecondsPerSlice - 1;
                readyMicroseconds = ready - (ready % MicrosecondsPerSlice);
            }

            return now >= readyMicroseconds ? HalStatus.Ok : HalStatus.NotReady;
        }
    }

    /// <summary>Whether light passes in a slice that has not been simulated yet. The caller holds the gate.</summary>
    internal bool HasLight(long slice) => slice * MicrosecondsPerSlice >= readyMicroseconds;
}
