namespace Qit.Hal.Simulation;

/// <summary>
/// One seeded world for both stations: pair source, channels, detectors, clocks, taggers and the Bell test. Every twin
/// of the world looks at the same photons. The world works in slices of 1 ms of true time that start at multiples of 1
/// ms, and each process draws from its own random stream, so the records are the same whatever the pattern of calls or
/// the timing of threads. (Whether a buffer overflows, and when a Bell trial is played, depends on the reader by
/// nature; the outcomes of the trials do not.)
/// </summary>
/// <remarks>One thread may advance the world while others read its twins.</remarks>
public sealed class SimulatedWorld
{
    /// <summary>The grid: true time is simulated in whole slices of this length.</summary>
    public const long SlicePicoseconds = 1_000_000_000;

    private readonly object gate = new();
    private readonly PhotonPath pathA;
    private readonly PhotonPath pathB;
    private readonly IPhotonSource source;
    private readonly TagProducer producerA;
    private readonly TagProducer producerB;
    private readonly BellExperiment bell;
    private readonly SimulatedStation stationA;
    private readonly SimulatedStation stationB;
    private readonly ClockTruth truth;
    private readonly TagBacklog backlogA = new();
    private readonly TagBacklog backlogB = new();
    private long slice;
    private Mode mode;

    /// <summary>Builds a world at true time zero.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public SimulatedWorld(WorldOptions options)
    {
        WorldOptionsCheck.Check(options);
        Options = options;
        pathA = new PhotonPath(options.ChannelA);
        pathB = new PhotonPath(options.ChannelB);
        double detectedA = pathA.Transmission * options.DetectorA.Efficiency;
        double detectedB = pathB.Transmission * options.DetectorB.Efficiency;
        // Poisson times let lone photons count among the detectors' singles; other kinds have to emit them.
        bool isPoisson = options.Source is { Kind: LightSourceKind.Poisson, IsSplit: false };
        double pairs = isPoisson ? LightSource.RatePerSecond(options.Source) : 0;
        source = isPoisson
            ? NewPairSource(options, pathA, pathB, pairs * detectedA * detectedB)
            : new CellSource(options, pathA, pathB, detectedA, detectedB);
        (SimulatedClock clockA, SimulatedClock clockB) = ClockTruth.NewClocks(options);
        producerA = NewProducer(
            options, options.ChannelA, options.DetectorA, options.TaggerA, pathA, clockA,
            pairs * detectedA * (1 - detectedB), "detector-a");
        producerB = NewProducer(
            options, options.ChannelB, options.DetectorB, options.TaggerB, pathB, clockB,
            pairs * detectedB * (1 - detectedA), "detector-b");
        bell = new BellExperiment(options.Bell, options.Seed, gate);
        truth = new ClockTruth(options);
        stationA = new SimulatedStation(
            Simulation.Station.A,
            new SimulatedTimeTagger(options.TaggerA, gate),
            new SimulatedEntropySource(options.EntropyA, options.Seed, "entropy-a"),
            bell.SelectorA,
            bell.RecorderA);
        stationB = new SimulatedStation(
            Simulation.Station.B,
            new SimulatedTimeTagger(options.TaggerB, gate),
            new SimulatedEntropySource(options.EntropyB, options.Seed, "entropy-b"),
            bell.SelectorB,
            bell.RecorderB);
    }

    private enum Mode
    {
        Undecided,
        Taggers,
        Bulk,
    }

    /// <summary>What the world is made of.</summary>
    public WorldOptions Options { get; }

    /// <summary>What the light source states about itself.</summary>
    public LightSourceStatement Source => LightSource.Describe(Options.Source);

    /// <summary>True time that has been simulated, a multiple of <see cref="SlicePicoseconds"/>.</summary>
    public long NowPicoseconds
    {
        get
        {
            lock (gate) return slice * SlicePicoseconds;
        }
    }

    /// <summary>Bell trials played since the start.</summary>
    public long TrialCount
    {
        get
        {
            lock (gate) return bell.TrialCount;
        }
    }

    /// <summary>Delay of B's channel minus delay of A's, without the slow drift. A pair's tags differ by this
    /// (as B's clock measures it) plus the clock offset.</summary>
    public double PathDelayDifferencePicoseconds => pathB.NominalDelayPicoseconds - pathA.NominalDelayPicoseconds;

    /// <summary>The twins of one station.</summary>
    public SimulatedStation Station(Station station) => station switch
    {
        Simulation.Station.A => stationA,
        Simulation.Station.B => stationB,
        _ => throw new ArgumentOutOfRangeException(nameof(station), station, "There are stations A and B."),
    };

    /// <summary>Delay of a station's channel without the slow drift.</summary>
    public double PathDelayPicoseconds(Station station) => station switch
    {
        Simulation.Station.A => pathA.NominalDelayPicoseconds,
        Simulation.Station.B => pathB.NominalDelayPicoseconds,
        _ => throw new ArgumentOutOfRangeException(nameof(station), station, "There are stations A and B."),
    };

    /// <summary>
    /// Simulates every slice that ends at or before <paramref name="truePicoseconds"/> and gives its records to the
    /// twins. A time that has passed already does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The world has generated tags in bulk before.</exception>
    public void AdvanceTo(long truePicoseconds)
    {
        while (true)
        {
            // The gate is left between slices so that readers get their turn.
            lock (gate)
            {
                if ((slice + 1) * SlicePicoseconds > truePicoseconds) return;
                Enter(Mode.Taggers);
                source.Emit(slice, producerA.Photons, producerB.Photons);
                ReadOnlySpan<long> tags = producerA.Produce();
                stationA.Tagger.Accept(tags, producerA.RestartTick, producerA.EndTick);
                tags = producerB.Produce();
                stationB.Tagger.Accept(tags, producerB.RestartTick, producerB.EndTick);
                bell.Run(slice);
                slice++;
            }
        }
    }

    /// <summary>
    /// Writes tags straight into the caller's buffers, for tools that want all of them fast: no tagger buffer, no
    /// counter that wraps, no rollover records, no Bell trials. Call again until it returns true.
    /// </summary>
    /// <param name="untilPicoseconds">True time to simulate up to, in whole slices.</param>
    /// <param name="ticksA">Takes A's next tags in order, in ticks of its tagger from its clock's zero.</param>
    /// <param name="ticksB">Takes B's next tags.</param>
    /// <param name="countA">Tags written to <paramref name="ticksA"/>.</param>
    /// <param name="countB">Tags written to <paramref name="ticksB"/>.</param>
    /// <returns>True when everything up to the end has been written.</returns>
    /// <exception cref="InvalidOperationException">The world has been advanced by <see cref="AdvanceTo"/>
    /// before.</exception>
    public bool GenerateTags(
        long untilPicoseconds, Span<long> ticksA, Span<long> ticksB, out int countA, out int countB)
    {
        if (ticksA.IsEmpty || ticksB.IsEmpty) throw new ArgumentException("Both buffers need room for a tag.");
        lock (gate)
        {
            Enter(Mode.Bulk);
            countA = backlogA.Drain(ticksA);
            countB = backlogB.Drain(ticksB);
            while (backlogA.IsEmpty && backlogB.IsEmpty && (slice + 1) * SlicePicoseconds <= untilPicoseconds)
            {
                source.Emit(slice, producerA.Photons, producerB.Photons);
                countA += backlogA.Offer(producerA.Produce(), ticksA[countA..]);
                countB += backlogB.Offer(producerB.Produce(), ticksB[countB..]);
                slice++;
            }

            return backlogA.IsEmpty && backlogB.IsEmpty;
        }
    }

    /// <summary>The truth to judge an estimator by: reading of clock B minus reading of clock A at the moment when A
    /// reads <paramref name="clockAPicoseconds"/>, in femtoseconds. Positive: B's tags are later. The clocks' white
    /// phase noise is not in it: like jitter it belongs to single tags.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A has not read this yet.</exception>
    public long TrueClockOffsetFemtoseconds(long clockAPicoseconds) =>
        truth.OffsetFemtoseconds(clockAPicoseconds, NowPicoseconds / SlicePicoseconds);

    /// <summary><see cref="TrueClockOffsetFemtoseconds"/> in picoseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A has not read this yet.</exception>
    public double TrueClockOffsetPicoseconds(long clockAPicoseconds) =>
        TrueClockOffsetFemtoseconds(clockAPicoseconds) / 1000.0;

    /// <summary>
    /// Mean of the true offset over an interval of A's readings, in picoseconds: what an estimate from the interval's tags
    /// has to be judged by. A single moment's offset strays from it by the clocks' own noise within the interval.
    /// </summary>
    /// <param name="fromPicoseconds">First reading of clock A.</param>
    /// <param name="toPicoseconds">Last reading of clock A, not before the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A has not read this yet.</exception>
    public double MeanTrueClockOffsetPicoseconds(long fromPicoseconds, long toPicoseconds)
    {
        const int Samples = 100;
        // The first value apart keeps the sum small, so that offsets of seconds lose no digits.
        double first = TrueClockOffsetPicoseconds(fromPicoseconds);
        double sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            long reading = fromPicoseconds + (long)((toPicoseconds - fromPicoseconds) * ((i + 0.5) / Samples));
            sum += TrueClockOffsetPicoseconds(reading) - first;
        }
        return first + (sum / Samples);
    }

    private static PairSource NewPairSource(WorldOptions options, PhotonPath pathA, PhotonPath pathB, double pairsPerSecond)
    {
        var pairs = new PairSource(options.Seed, options.Source.CorrelationTimePicosecondsRms);
        pairs.Use(pathA, pathB, pairsPerSecond);
        return pairs;
    }

    private static TagProducer NewProducer(
        WorldOptions options,
        ChannelOptions channel,
        DetectorOptions detector,
        TaggerOptions tagger,
        PhotonPath path,
        SimulatedClock clock,
        double lonePhotonsPerSecond,
        string name)
    {
        double spread = Math.Abs(channel.ChromaticSpreadPicosecondsRms) + options.Source.CorrelationTimePicosecondsRms;
        double background = channel.BackgroundPhotonsPerSecond * detector.Efficiency;
        var physics = new PhotonDetector(
            detector,
            path,
            lonePhotonsPerSecond + background,
            clock.WhitePhasePicosecondsRms,
            spread,
            options.Seed,
            name);
        return new TagProducer(physics, clock, tagger, options.Seed, name);
    }

    private void Enter(Mode mode)
    {
        if (this.mode != Mode.Undecided && this.mode != mode)
            throw new InvalidOperationException(
                "A world either feeds its twins (AdvanceTo) or generates tags in bulk (GenerateTags), not both.");
        this.mode = mode;
    }
}
