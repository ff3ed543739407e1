using Qit.Hal.DelayLine;
using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>The twin of one station's conveyor ramps in the two-way protocol. One thread moves it; others may look
/// at its rate.</summary>
public sealed class SimulatedPhaseRamp : IDelayRamp
{
    private readonly DelayRampOptions options;
    private readonly IMonotonicClock clock;
    private readonly double scale;
    private readonly bool isFaulty;
    private long changedMicroseconds = long.MinValue / 2;

    internal SimulatedPhaseRamp(DelayRampOptions options, IMonotonicClock clock, double scale, bool isFaulty)
    {
        this.options = options;
        this.clock = clock;
        this.scale = scale;
        this.isFaulty = isFaulty;
    }

    /// <summary>Truth: the rate that was asked for last, nanometres a second.</summary>
    public int RateNanometresPerSecond { get; private set; }

    /// <summary>Truth: the rate that it runs at, metres a second.</summary>
    public double TrueRate => RateNanometresPerSecond * 1e-9 * scale;

    /// <summary>Whether the ramps are on their clock at a time.</summary>
    internal bool IsLockedAt(double microseconds)
    {
        double since = (microseconds * 1e-6) - options.UnlockAtSeconds;
        return !isFaulty || options.UnlockAtSeconds <= 0 || since < 0 || since >= options.UnlockForSeconds;
    }

    /// <inheritdoc/>
    public HalStatus Run(int rateNanometresPerSecond)
    {
        long now = clock.NowMicroseconds;
        if (rateNanometresPerSecond != RateNanometresPerSecond)
        {
            RateNanometresPerSecond = rateNanometresPerSecond;
            changedMicroseconds = now;
        }

        if (now - changedMicroseconds < options.SpinUpMicroseconds) return HalStatus.NotReady;
        return rateNanometresPerSecond == 0 || IsLockedAt(now) ? HalStatus.Ok : HalStatus.NoLock;
    }
}
