using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>
/// The round trip as station A's device sees it: pairs from A to B and back, the conveyor ramps of both stations, the swept
/// delay line and the counter behind the splitter. Time is the clock it is given. One thread at a time.
/// </summary>
public sealed class RoundTripExperiment
{
    /// <summary>Sets it up.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="clock">The device's clock, which is also the experiment's time.</param>
    /// <param name="interference">The dip of <see cref="RoundTripOptions.Photons"/>, when it has been computed already.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public RoundTripExperiment(RoundTripOptions options, IMonotonicClock clock, TwoPhotonInterference? interference = null)
    {
        RoundTripOptionsCheck.Check(options);
        ArgumentNullException.ThrowIfNull(clock);
        Options = options;
        Interference = interference ?? new TwoPhotonInterference(options.Photons);
        DelayLine = new SimulatedDelayLine(options.DelayLine, options.Seed, clock);
        Ramp = new SimulatedDelayRamp(options, clock);
        Counter = new SimulatedCoincidenceCounter(this, options.Seed, clock);
        double transmitted = 1 - options.Photons.Reflectivity, reflected = options.Photons.Reflectivity;
        SinglesAPerSecond = options.DarkCountsPerSecond + (options.PairsPerSecond
            * ((options.SignalTransmission * transmitted) + (options.IdlerTransmission * reflected)));
        SinglesBPerSecond = options.DarkCountsPerSecond + (options.PairsPerSecond
            * ((options.SignalTransmission * reflected) + (options.IdlerTransmission * transmitted)));
    }

    /// <summary>What it is made of.</summary>
    public RoundTripOptions Options { get; }

    /// <summary>The dip.</summary>
    public TwoPhotonInterference Interference { get; }

    /// <summary>The swept delay line.</summary>
    public SimulatedDelayLine DelayLine { get; }

    /// <summary>The conveyor ramps.</summary>
    public SimulatedDelayRamp Ramp { get; }

    /// <summary>The counter.</summary>
    public SimulatedCoincidenceCounter Counter { get; }

    /// <summary>Truth: expected clicks of the first detector a second.</summary>
    public double SinglesAPerSecond { get; }

    /// <summary>Truth: expected clicks of the second detector a second.</summary>
    public double SinglesBPerSecond { get; }

    /// <summary>Truth: expected accidental coincidences a second.</summary>
    public double AccidentalsPerSecond =>
        SinglesAPerSecond * SinglesBPerSecond * Options.CoincidenceWindowPicoseconds * 1e-12;

    /// <summary>Truth: expected coincidences a second of pairs, far from the dip.</summary>
    public double PlateauPerSecond => Options.PairsPerSecond * Options.SignalTransmission * Options.IdlerTransmission
        * Interference.CoincidenceProbability(1);

    /// <summary>Truth: visibility of the pairs' dip at its centre, without dispersion that smears it.</summary>
    public double Visibility => 1 - (Interference.CoincidenceProbability(0) / Interference.CoincidenceProbability(1));

    /// <summary>Truth: where the dip is on a faultless delay line with faultless ramps of a rate, metres.</summary>
    /// <param name="rateNanometresPerSecond">Rate of the ramps.</param>
    public double CentreMetres(int rateNanometresPerSecond) => Options.ZeroMetres + (rateNanometresPerSecond * 1e-21
        * ((4 * Options.ClockOffsetPicoseconds) + (2 * (Options.OutwardPicoseconds - Options.ReturnPicoseconds))));

    internal double PairRateAt(double linePathMetres, double rampPathMetres) =>
        Options.PairsPerSecond * Options.SignalTransmission * Options.IdlerTransmission
        * Interference.CoincidenceProbability(linePathMetres - Options.ZeroMetres - rampPathMetres);
}
