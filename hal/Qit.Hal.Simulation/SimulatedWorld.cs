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

    private readonly object _gate = new();
    private readonly PhotonPath _pathA;
    private readonly PhotonPath _pathB;
    private readonly PairSource _source;
    private readonly TagProducer _producerA;
    private readonly TagProducer _producerB;
    private readonly BellExperiment _bell;
    private readonly SimulatedStation _stationA;
    private readonly SimulatedStation _stationB;
    private readonly ClockTruth _truth;
    private readonly TagBacklog _backlogA = new();
    private readonly TagBacklog _backlogB = new();
    private long _slice;
    private Mode _mode;

    /// <summary>Builds a world at true time zero.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public SimulatedWorld(WorldOptions options)
    {
        WorldOptionsCheck.Check(options);
        Options = options;
        _pathA = new PhotonPath(options.ChannelA);
        _pathB = new PhotonPath(options.ChannelB);
        double detectedA = _pathA.Transmission * options.DetectorA.Efficiency;
        double detectedB = _pathB.Transmission * options.DetectorB.Efficiency;
        double pairs = options.Source.PairsPerSecond;
        _source = new PairSource(options, _pathA, _pathB, pairs * detectedA * detectedB);
        (SimulatedClock clockA, SimulatedClock clockB) = ClockTruth.NewClocks(options);
        _producerA = NewProducer(
            options, options.ChannelA, options.DetectorA, options.TaggerA, _pathA, clockA,
            pairs * detectedA * (1 - detectedB), "detector-a");
        _producerB = NewProducer(
            options, options.ChannelB, options.DetectorB, options.TaggerB, _pathB, clockB,
            pairs * detectedB * (1 - detectedA), "detector-b");
        _bell = new BellExperiment(options.Bell, options.Seed, _gate);
        _truth = new ClockTruth(options);
        _stationA = new SimulatedStation(
            Simulation.Station.A,
            new SimulatedTimeTagger(options.TaggerA, _gate),
            new SimulatedEntropySource(options.EntropyA, options.Seed, "entropy-a"),
            _bell.SelectorA,
            _bell.RecorderA);
        _stationB = new SimulatedStation(
            Simulation.Station.B,
            new SimulatedTimeTagger(options.TaggerB, _gate),
            new SimulatedEntropySource(options.EntropyB, options.Seed, "entropy-b"),
            _bell.SelectorB,
            _bell.RecorderB);
    }

    private enum Mode
    {
        Undecided,
        Taggers,
        Bulk,
    }

    /// <summary>What the world is made of.</summary>
    public WorldOptions Options { get; }

    /// <summary>True time that has been simulated, a multiple of <see cref="SlicePicoseconds"/>.</summary>
    public long NowPicoseconds
    {
        get
        {
            lock (_gate) return _slice * SlicePicoseconds;
        }
    }

    /// <summary>Bell trials played since the start.</summary>
    public long TrialCount
    {
        get
        {
            lock (_gate) return _bell.TrialCount;
        }
    }

    /// <summary>Delay of B's channel minus delay of A's, without the slow drift. A pair's tags differ by this
    /// (as B's clock measures it) plus the clock offset.</summary>
    public double PathDelayDifferencePicoseconds => _pathB.NominalDelayPicoseconds - _pathA.NominalDelayPicoseconds;

    /// <summary>The twins of one station.</summary>
    public SimulatedStation Station(Station station) => station switch
    {
        Simulation.Station.A => _stationA,
        Simulation.Station.B => _stationB,
        _ => throw new ArgumentOutOfRangeException(nameof(station), station, "There are stations A and B."),
    };

    /// <summary>Delay of a station's channel without the slow drift.</summary>
    public double PathDelayPicoseconds(Station station) => station switch
    {
        Simulation.Station.A => _pathA.NominalDelayPicoseconds,
        Simulation.Station.B => _pathB.NominalDelayPicoseconds,
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
            lock (_gate)
            {
                if ((_slice + 1) * SlicePicoseconds > truePicoseconds) return;
                Enter(Mode.Taggers);
                _source.Emit(_slice, _producerA.Photons, _producerB.Photons);
                ReadOnlySpan<long> tags = _producerA.Produce();
                _stationA.Tagger.Accept(tags, _producerA.RestartTick, _producerA.EndTick);
                tags = _producerB.Produce();
                _stationB.Tagger.Accept(tags, _producerB.RestartTick, _producerB.EndTick);
                _bell.Run(_slice);
                _slice++;
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
        lock (_gate)
        {
            Enter(Mode.Bulk);
            countA = _backlogA.Drain(ticksA);
            countB = _backlogB.Drain(ticksB);
            while (_backlogA.IsEmpty && _backlogB.IsEmpty && (_slice + 1) * SlicePicoseconds <= untilPicoseconds)
            {
                _source.Emit(_slice, _producerA.Photons, _producerB.Photons);
                countA += _backlogA.Offer(_producerA.Produce(), ticksA[countA..]);
                countB += _backlogB.Offer(_producerB.Produce(), ticksB[countB..]);
                _slice++;
            }

            return _backlogA.IsEmpty && _backlogB.IsEmpty;
        }
    }

    /// <summary>The truth to judge an estimator by: reading of clock B minus reading of clock A at the moment when A
    /// reads <paramref name="clockAPicoseconds"/>, in femtoseconds. Positive: B's tags are later. The clocks' white
    /// phase noise is not in it: like jitter it belongs to single tags.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A has not read this yet.</exception>
    public long TrueClockOffsetFemtoseconds(long clockAPicoseconds) =>
        _truth.OffsetFemtoseconds(clockAPicoseconds, NowPicoseconds / SlicePicoseconds);

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
        if (_mode != Mode.Undecided && _mode != mode)
            throw new InvalidOperationException(
                "A world either feeds its twins (AdvanceTo) or generates tags in bulk (GenerateTags), not both.");
        _mode = mode;
    }
}
