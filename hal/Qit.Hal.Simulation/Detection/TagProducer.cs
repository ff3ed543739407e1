namespace Qit.Hal.Simulation;

/// <summary>One station from photons to ticks: detector, clock, tick counter, and the fault that drops tags.</summary>
internal sealed class TagProducer
{
    private readonly PhotonDetector detector;
    private readonly SimulatedClock clock;
    private readonly TickConverter converter;
    private readonly SimulationPrng drop;
    private readonly double dropProbability;
    private long untilDrop;
    private long[] ticks = new long[4096];

    public TagProducer(PhotonDetector detector, SimulatedClock clock, TaggerOptions options, ulong seed, string name)
    {
        this.detector = detector;
        this.clock = clock;
        converter = new TickConverter(options);
        drop = new SimulationPrng(seed, name + "/drop");
        dropProbability = options.DropOneIn > 0 ? 1.0 / options.DropOneIn : 0;
        untilDrop = drop.NextSuccess(dropProbability);
    }

    public PhotonQueue Photons { get; } = new();

    /// <summary>Every later tag, if the clock does not jump back, is at or after this tick.</summary>
    public long EndTick { get; private set; }

    /// <summary>The tick from which this slice's tags are counted, when it does not follow the last slice's
    /// <see cref="EndTick"/>: at the start and after a jump of the clock.</summary>
    public long? RestartTick { get; private set; }

    /// <summary>Works through the next slice.</summary>
    /// <returns>Its tags; valid until the next call.</returns>
    public ReadOnlySpan<long> Produce()
    {
        ReadOnlySpan<double> crossings = detector.Detect(clock.Slice, Photons);
        if (this.ticks.Length < crossings.Length) this.ticks = new long[2 * crossings.Length];
        converter.Load(clock);
        long[] ticks = this.ticks;
        int count = 0;
        foreach (double crossing in crossings)
        {
            if (--untilDrop == 0)
            {
                untilDrop = drop.NextSuccess(dropProbability);
                continue;
            }

            ticks[count++] = converter.Ticks(crossing);
        }

        long slice = clock.Slice;
        bool restarts = slice == 0 || clock.JumpFemtoseconds(slice) != clock.JumpFemtoseconds(slice - 1);
        RestartTick = restarts ? converter.Ticks(detector.FinalBefore - SimulatedWorld.SlicePicoseconds) : null;
        EndTick = converter.Ticks(detector.FinalBefore);
        detector.MoveNext();
        Photons.MoveNext();
        clock.MoveNext();
        return ticks.AsSpan(0, count);
    }
}
