using Qit.Hal.MonotonicClock;

namespace Qit.Hal.Simulation;

/// <summary>
/// The one-way protocol's world: pairs of two wavelengths at station A, of which one photon goes over a path of selectable
/// length to A's own detector and the other over the second path to B's. Works in slices of a millisecond like
/// <see cref="SimulatedWorld"/>, whose source, detectors, clocks and taggers it is made of. One thread may advance it while
/// others read its twins.
/// </summary>
/// <remarks>Photons without a detected partner change their rate with the switch at once; those of pairs, which make the peak,
/// arrive when their fibre lets them.</remarks>
public sealed class OneWayExperiment
{
    private readonly object gate = new();
    private readonly PairSource source;
    private readonly PhotonDetector detectorA;
    private readonly PhotonDetector detectorB;
    private readonly TagProducer producerA;
    private readonly TagProducer producerB;
    private readonly ClockTruth truth;
    private readonly OneWayFibre fibre;
    private readonly (PhotonPath A, PhotonPath B)[] paths;
    private long slice;
    private int inUse = -1;

    /// <summary>Sets it up at true time zero.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="clock">The clock of station A's device, which is also true time.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public OneWayExperiment(OneWayOptions options, IMonotonicClock clock)
    {
        OneWayOptionsCheck.Check(options);
        ArgumentNullException.ThrowIfNull(clock);
        Options = options;
        WorldOptions world = OneWayOptionsCheck.CommonPart(options);
        fibre = new OneWayFibre(options.Fibre);
        paths = new (PhotonPath, PhotonPath)[2 * options.FirstPaths.Count];
        for (int index = 0; index < paths.Length; index++) paths[index] = NewPaths(index / 2, index % 2 == 1);
        source = new PairSource(options.Seed, options.Source.CorrelationTimePicosecondsRms);
        (SimulatedClock clockA, SimulatedClock clockB) = ClockTruth.NewClocks(world);
        detectorA = NewDetector(options.DetectorA, path => path.A, clockA, "detector-a");
        detectorB = NewDetector(options.DetectorB, path => path.B, clockB, "detector-b");
        producerA = new TagProducer(detectorA, clockA, options.TaggerA, options.Seed, "detector-a");
        producerB = new TagProducer(detectorB, clockB, options.TaggerB, options.Seed, "detector-b");
        truth = new ClockTruth(world);
        TaggerA = new SimulatedTimeTagger(options.TaggerA, gate);
        TaggerB = new SimulatedTimeTagger(options.TaggerB, gate);
        PathSelector = new SimulatedPathSelector(options, clock, gate);
    }

    /// <summary>What it is made of.</summary>
    public OneWayOptions Options { get; }

    /// <summary>Station A's tagger.</summary>
    public SimulatedTimeTagger TaggerA { get; }

    /// <summary>Station B's tagger.</summary>
    public SimulatedTimeTagger TaggerB { get; }

    /// <summary>The switches, at station A.</summary>
    public SimulatedPathSelector PathSelector { get; }

    /// <summary>Truth: D = 1/Vs - 1/Vi, ps/m.</summary>
    public double DispersionPicosecondsPerMetre =>
        fibre.SlownessAt(Options.SignalNanometres) - fibre.SlownessAt(Options.IdlerNanometres);

    /// <summary>Truth: 1/Vs + 1/Vi, ps/m.</summary>
    public double SlownessPicosecondsPerMetre =>
        fibre.SlownessAt(Options.SignalNanometres) + fibre.SlownessAt(Options.IdlerNanometres);

    /// <summary>Truth: what clock A shows more than clock B when A reads this, ps.</summary>
    /// <param name="clockAPicoseconds">A's reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A has not read this yet.</exception>
    public double ClockOffsetPicoseconds(long clockAPicoseconds)
    {
        long end;
        lock (gate) end = slice;
        return -truth.OffsetFemtoseconds(clockAPicoseconds, end) / 1000.0;
    }

    /// <summary>Truth: time(detector 1) - time(detector 2) of a pair less the clocks' offset, without the second path's drift,
    /// ps.</summary>
    /// <param name="length">Which length.</param>
    /// <param name="isSwapped">Which position of the switch.</param>
    public double PathDifferencePicoseconds(int length, bool isSwapped)
    {
        (PhotonPath a, PhotonPath b) = paths[(2 * length) + (isSwapped ? 1 : 0)];
        return a.NominalDelayPicoseconds - b.NominalDelayPicoseconds;
    }

    /// <summary>Simulates every slice that ends at or before a true time. Call it before the device looks at its parts at that
    /// time.</summary>
    /// <param name="truePicoseconds">True time.</param>
    public void AdvanceTo(long truePicoseconds)
    {
        while (true)
        {
            // The gate is left between slices so that readers get their turn.
            lock (gate)
            {
                if ((slice + 1) * SimulatedWorld.SlicePicoseconds > truePicoseconds) return;
                FollowSwitch();
                source.Emit(slice, producerA.Photons, producerB.Photons);
                TaggerA.Accept(producerA.Produce(), producerA.RestartTick, producerA.EndTick);
                TaggerB.Accept(producerB.Produce(), producerB.RestartTick, producerB.EndTick);
                slice++;
            }
        }
    }

    private void FollowSwitch()
    {
        const int Dark = -2;
        int wanted = PathSelector.HasLight(slice) ? (2 * PathSelector.Length) + (PathSelector.IsSwapped ? 1 : 0) : Dark;
        if (wanted == inUse) return;
        inUse = wanted;
        (PhotonPath a, PhotonPath b) = paths[Math.Max(0, wanted)];
        double pairs = wanted == Dark ? 0 : Options.Source.PairsPerSecond;
        double detectedA = a.Transmission * Options.DetectorA.Efficiency;
        double detectedB = b.Transmission * Options.DetectorB.Efficiency;
        source.Use(a, b, pairs * detectedA * detectedB);
        detectorA.SetSinglePhotons(pairs * detectedA * (1 - detectedB));
        detectorB.SetSinglePhotons(pairs * detectedB * (1 - detectedA));
    }

    private (PhotonPath A, PhotonPath B) NewPaths(int length, bool isSwapped)
    {
        FirstPathOptions first = Options.FirstPaths[length];
        double metres = first.StatedMetres + first.ErrorMetres + Options.CommonLengthErrorMetres;
        double atSwitch = isSwapped ? Options.Switch.SwappedDelayPicoseconds : Options.Switch.DirectDelayPicoseconds;
        double perKelvin = Options.Fibre.DelayPicosecondsPerKilometreKelvin * Options.SecondPathMetres / 1000;
        ChannelOptions second = Channel(Options.SecondPathMetres, !isSwapped) with
        {
            DelayDriftPicoseconds = perKelvin * Options.SecondPathDriftKelvin,
            DelayDriftPeriodSeconds = Options.SecondPathDriftPeriodSeconds,
        };
        // The switch's difference stands in the first path, so that no delay is negative where it need not be.
        return (
            new PhotonPath(Channel(Math.Max(0, metres), isSwapped), Math.Max(0, atSwitch)),
            new PhotonPath(second, Math.Max(0, -atSwitch) + (perKelvin * Options.SecondPathKelvin)));
    }

    private ChannelOptions Channel(double metres, bool isIdler)
    {
        double nanometres = isIdler ? Options.IdlerNanometres : Options.SignalNanometres;
        double ratio = nanometres / Options.IdlerNanometres;
        // Equal and opposite in frequency; a photon of higher frequency has the shorter wavelength.
        double bandwidth = Options.IdlerBandwidthNanometresRms * ratio * ratio;
        return new ChannelOptions
        {
            LengthMetres = metres,
            GroupIndex = fibre.GroupIndexAt(nanometres),
            AttenuationDecibelsPerKilometre =
                isIdler ? Options.Fibre.IdlerDecibelsPerKilometre : Options.Fibre.SignalDecibelsPerKilometre,
            InsertionLossDecibels = Options.Switch.InsertionLossDecibels,
            ChromaticSpreadPicosecondsRms = -fibre.DispersionAt(nanometres) * metres / 1000 * bandwidth,
        };
    }

    private PhotonDetector NewDetector(
        DetectorOptions options, Func<(PhotonPath A, PhotonPath B), PhotonPath> side, SimulatedClock clock, string name)
    {
        double spread = paths.Max(path => Math.Abs(side(path).ChromaticSpreadPicoseconds))
            + Options.Source.CorrelationTimePicosecondsRms;
        return new PhotonDetector(
            options, side(paths[0]), 0, clock.WhitePhasePicosecondsRms, spread, Options.Seed, name);
    }
}
