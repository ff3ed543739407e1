using Qit.Hal.DelayLine;
using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>The twin of the conveyor ramps of both stations. One thread at a time.</summary>
public sealed class SimulatedDelayRamp : IDelayRamp
{
    private readonly RoundTripOptions options;
    private readonly IMonotonicClock clock;
    private long changedMicroseconds;

    internal SimulatedDelayRamp(RoundTripOptions options, IMonotonicClock clock)
    {
        this.options = options;
        this.clock = clock;
        Cycle = new RampCycle(options, 0);
    }

    /// <summary>Truth: the rate that was asked for last, nanometres a second.</summary>
    public int RateNanometresPerSecond { get; private set; }

    internal RampCycle Cycle { get; private set; }

    /// <summary>Whether the ramps are on their clock at a time.</summary>
    internal bool IsLockedAt(long microseconds)
    {
        double since = (microseconds * 1e-6) - options.Ramp.UnlockAtSeconds;
        return options.Ramp.UnlockAtSeconds <= 0 || since < 0 || since >= options.Ramp.UnlockForSeconds;
    }

    /// <inheritdoc/>
    public HalStatus Run(int rateNanometresPerSecond)
    {
        long now = clock.NowMicroseconds;
        if (rateNanometresPerSecond != RateNanometresPerSecond)
        {
            RateNanometresPerSecond = rateNanometresPerSecond;
            Cycle = new RampCycle(options, rateNanometresPerSecond);
            changedMicroseconds = now;
        }

        if (now - changedMicroseconds < options.Ramp.SpinUpMicroseconds && changedMicroseconds > 0) return HalStatus.NotReady;
        return rateNanometresPerSecond == 0 || IsLockedAt(now) ? HalStatus.Ok : HalStatus.NoLock;
    }
}
