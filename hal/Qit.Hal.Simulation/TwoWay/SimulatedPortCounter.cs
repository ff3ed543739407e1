using Qit.Hal.CoincidenceCounter;
using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>The twin of the counter behind both ports of one direction. When a gate closes it works out what the
/// interferometer did meanwhile, ramp by ramp, and draws Poisson counts with the means that dead time leaves (their variance
/// is not lessened by it). A photon takes one port: there are no coincidences, and accidental ones are left out. One thread
/// at a time for each station.</summary>
public sealed class SimulatedPortCounter : ICoincidenceCounter
{
    /// <summary>Moments of a ramp, and of a millisecond with the ramps at rest, at which the phase is looked at: one at a random
    /// time in each part of equal length.</summary>
    private const int Moments = 8;

    private readonly TwoWayStation station;
    private readonly IMonotonicClock clock;
    private readonly SimulationPrng prng;
    private int gate;
    private long openedMicroseconds;
    private double plus;
    private double minus;

    internal SimulatedPortCounter(TwoWayStation station, ulong seed, string stream, IMonotonicClock clock)
    {
        this.station = station;
        this.clock = clock;
        prng = new SimulationPrng(seed, stream);
    }

    /// <inheritdoc/>
    public HalStatus Count(int gateMicroseconds, GateCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfNegative(gateMicroseconds);
        long now = clock.NowMicroseconds;
        if (gateMicroseconds != gate)
        {
            gate = gateMicroseconds;
            openedMicroseconds = now;
        }

        if (gate == 0) return HalStatus.Ok;
        if (now - openedMicroseconds < gate) return HalStatus.NotReady;
        gate = 0;
        // The stations' devices may run on threads of their own, and look at the same light.
        lock (station.Experiment.Sharing) Close(openedMicroseconds, gateMicroseconds, counts);
        return HalStatus.Ok;
    }

    private void Close(long opened, int length, GateCounts counts)
    {
        DelayRampOptions ramp = station.Experiment.Options.Ramp;
        long period = ramp.ActiveMicroseconds + ramp.FlybackMicroseconds;
        bool isAtRest = station.Ramp.RateNanometresPerSecond == 0;
        long guard = isAtRest ? 0 : (long)InterferometerPasses.GuardMicroseconds(station.Experiment.Options);
        long end = isAtRest ? period : ramp.ActiveMicroseconds - guard;
        long live = 0;
        plus = minus = 0;
        for (long number = opened / period; number * period < opened + length; number++)
        {
            long from = Math.Max(opened, (number * period) + guard);
            long to = Math.Min(opened + length, (number * period) + end);
            if (to <= from) continue;
            live += to - from;
            Add(number, period, from, to);
        }

        counts.LiveMicroseconds = (int)live;
        counts.Coincidences = 0;
        counts.SinglesA = Draw(plus);
        counts.SinglesB = Draw(minus);
    }

    private void Add(long ramp, long period, long from, long to)
    {
        double part = (double)(to - from) / Moments;
        for (int moment = 0; moment < Moments; moment++)
        {
            double at = from + (part * (moment + prng.NextUnit()));
            double fringe = station.Experiment.Options.Visibility * Math.Cos(station.PhaseAt(ramp, ramp * period, at));
            plus += part * 1e-6 * station.Experiment.ClicksPerSecond(isPlus: true, fringe);
            minus += part * 1e-6 * station.Experiment.ClicksPerSecond(isPlus: false, fringe);
        }
    }

    private int Draw(double mean) => (int)Math.Min(int.MaxValue, PoissonVariate.Of(mean, prng.NextUnit()));
}
