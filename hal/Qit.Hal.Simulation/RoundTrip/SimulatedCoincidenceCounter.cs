using Qit.Hal.CoincidenceCounter;
using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>The twin of the coincidence counter behind the splitter. When a gate closes it works out what the interferometer
/// did meanwhile, ramp by ramp, and draws Poisson counts. One thread at a time.</summary>
public sealed class SimulatedCoincidenceCounter : ICoincidenceCounter
{
    /// <summary>Moments of a ramp, and of a gate with the ramps at rest, at which the path is looked at: one at a random time
    /// in each part of equal length.</summary>
    private const int Moments = 8;

    private readonly RoundTripExperiment experiment;
    private readonly IMonotonicClock clock;
    private readonly SimulationPrng prng;
    private int gate;
    private long openedMicroseconds;

    internal SimulatedCoincidenceCounter(RoundTripExperiment experiment, ulong seed, IMonotonicClock clock)
    {
        this.experiment = experiment;
        this.clock = clock;
        prng = new SimulationPrng(seed, "coincidence-counter");
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
        Close(openedMicroseconds, gateMicroseconds, counts);
        return HalStatus.Ok;
    }

    private void Close(long opened, int length, GateCounts counts)
    {
        double coincidences;
        long live = length;
        if (experiment.Ramp.RateNanometresPerSecond == 0)
            coincidences = AtRest(opened, length);
        else
            coincidences = Ramped(opened, length, out live);
        double seconds = live * 1e-6;
        counts.LiveMicroseconds = (int)live;
        counts.Coincidences = Draw(coincidences + (experiment.AccidentalsPerSecond * seconds));
        counts.SinglesA = Draw(experiment.SinglesAPerSecond * seconds);
        counts.SinglesB = Draw(experiment.SinglesBPerSecond * seconds);
    }

    private double AtRest(long opened, int length)
    {
        double sum = 0;
        for (int moment = 0; moment < Moments; moment++)
        {
            double at = opened + (length * (moment + prng.NextUnit()) / Moments);
            sum += experiment.PairRateAt(experiment.DelayLine.PathMetresAt(at), 0);
        }

        return sum * length * 1e-6 / Moments;
    }

    private double Ramped(long opened, int length, out long live)
    {
        DelayRampOptions ramp = experiment.Options.Ramp;
        long period = ramp.ActiveMicroseconds + ramp.FlybackMicroseconds;
        long guard = (long)RampCycle.GuardMicroseconds(experiment.Options);
        double sum = 0;
        live = 0;
        for (long start = opened / period * period; start < opened + length; start += period)
        {
            long from = Math.Max(opened, start + guard);
            long to = Math.Min(opened + length, start + ramp.ActiveMicroseconds - guard);
            if (to <= from) continue;
            live += to - from;
            // Off its clock, a ramp begins anywhere.
            double jitterA = experiment.Ramp.IsLockedAt(start)
                ? ramp.StartJitterPicosecondsRms * prng.NextNormal()
                : 1e6 * period * prng.NextUnit();
            double jitterB = ramp.StartJitterPicosecondsRms * prng.NextNormal();
            double rates = 0;
            for (int moment = 0; moment < Moments; moment++)
            {
                double at = from + ((to - from) * (moment + prng.NextUnit()) / Moments);
                double ramped = experiment.Ramp.Cycle.PathMetres((at - start) * 1e6, jitterA, jitterB);
                rates += experiment.PairRateAt(experiment.DelayLine.PathMetresAt(at), ramped);
            }

            sum += rates * (to - from) * 1e-6 / Moments;
        }

        return sum;
    }

    private int Draw(double mean) => (int)Math.Min(int.MaxValue, PoissonVariate.Of(mean, prng.NextUnit()));
}
