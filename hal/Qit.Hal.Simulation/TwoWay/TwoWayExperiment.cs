using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>
/// The two-way protocol as both stations' devices see it: light of both directions through the ramps of both stations, phase
/// shifters and counters behind the ports. Time is the clock it is given. One thread at a time for each station.
/// </summary>
public sealed class TwoWayExperiment
{
    /// <summary>Sets it up.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="clock">The devices' clock, which is also the experiment's time.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public TwoWayExperiment(TwoWayOptions options, IMonotonicClock clock)
    {
        TwoWayOptionsCheck.Check(options);
        ArgumentNullException.ThrowIfNull(clock);
        Options = options;
        Passes = new InterferometerPasses(options);
        RadiansPerMetre = 2 * Math.PI / (options.WavelengthMetres * (1 + options.WavelengthError));
        Common = new PhaseDrift(options.CommonPhase, options.Seed, "two-way-common");
        Differential = new PhaseDrift(options.DifferentialPhase, options.Seed, "two-way-differential");
        A = new TwoWayStation(this, isA: true, clock);
        B = new TwoWayStation(this, isA: false, clock);
    }

    /// <summary>What it is made of.</summary>
    public TwoWayOptions Options { get; }

    /// <summary>Station A: counts the light from B.</summary>
    public TwoWayStation A { get; }

    /// <summary>Station B: counts the light from A.</summary>
    public TwoWayStation B { get; }

    internal Lock Sharing { get; } = new();

    internal InterferometerPasses Passes { get; }

    internal double RadiansPerMetre { get; }

    internal PhaseDrift Common { get; }

    internal PhaseDrift Differential { get; }

    /// <summary>Truth: mean clicks a second that dead time leaves.</summary>
    /// <param name="isPlus">Whether behind the port that is bright at phase 0.</param>
    /// <param name="fringe">Visibility times cosine of the phase, -1 to 1.</param>
    public double ClicksPerSecond(bool isPlus, double fringe)
    {
        double clicks = Options.DarkCountsPerSecond + (0.5 * Options.PhotonsPerSecond
            * (isPlus ? Options.PlusEfficiency * (1 + fringe) : Options.MinusEfficiency * (1 - fringe)));
        return clicks / (1 + (clicks * Options.DeadTimePicoseconds * 1e-12));
    }
}
