using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>One station of the two-way twin: its ramps, and what is in the light that comes in.</summary>
public sealed class TwoWayStation
{
    private readonly bool isA;

    internal TwoWayStation(TwoWayExperiment experiment, bool isA, IMonotonicClock clock)
    {
        Experiment = experiment;
        this.isA = isA;
        TwoWayOptions options = experiment.Options;
        double scale = (1 + options.Ramp.RateError) * (isA ? 1 : 1 + options.Ramp.RateMismatch);
        string name = isA ? "two-way-a" : "two-way-b";
        Ramp = new SimulatedPhaseRamp(options.Ramp, clock, scale, isFaulty: isA);
        Shifter = new SimulatedDelayLine(isA ? options.ShifterA : options.ShifterB, SplitMix64.Key(options.Seed, name), clock);
        Ports = new SimulatedPortCounter(this, options.Seed, name, clock);
    }

    /// <summary>The ramps, in the light that goes out and, turned round, in the light that comes in.</summary>
    public SimulatedPhaseRamp Ramp { get; }

    /// <summary>The phase shifter in the light that comes in.</summary>
    public SimulatedDelayLine Shifter { get; }

    /// <summary>The counter behind both ports of the light that comes in.</summary>
    public SimulatedPortCounter Ports { get; }

    internal TwoWayExperiment Experiment { get; }

    /// <summary>Phase of the light that comes in, radians.</summary>
    /// <param name="ramp">Number of the ramp.</param>
    /// <param name="startMicroseconds">When B's clock starts it, device clock.</param>
    /// <param name="microseconds">Device clock.</param>
    internal double PhaseAt(long ramp, long startMicroseconds, double microseconds)
    {
        double since = (microseconds - startMicroseconds) * 1e6;
        double rateA = Experiment.A.Ramp.TrueRate, rateB = Experiment.B.Ramp.TrueRate;
        bool isLocked = Experiment.A.Ramp.IsLockedAt(startMicroseconds);
        double path = isA
            ? Experiment.Passes.ToA(ramp, since, rateA, rateB, isLocked)
            : Experiment.Passes.ToB(ramp, since, rateA, rateB, isLocked);
        path += Shifter.PathMetresAt(microseconds);
        return (Experiment.RadiansPerMetre * path) + Experiment.Common.At(microseconds)
            + ((isA ? -0.5 : 0.5) * Experiment.Differential.At(microseconds));
    }
}
