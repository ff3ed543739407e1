namespace Qit.Hal.Simulation;

/// <summary>One station from photons to ticks: detector, clock, tick counter, and the fault that drops tags.</summary>
internal sealed class TagProducer
{
    private readonly PhotonDetector _detector;
    private readonly SimulatedClock _clock;
    private readonly TickConverter _converter;
    private readonly SimulationPrng _drop;
    private readonly double _dropProbability;
    private long _untilDrop;
    private long[] _ticks = new long[4096];

    public TagProducer(PhotonDetector detector, SimulatedClock clock, TaggerOptions options, ulong seed, string name)
    {
        _detector = detector;
        _clock = clock;
        _converter = new TickConverter(options);
        _drop = new SimulationPrng(seed, name + "/drop");
        _dropProbability = options.DropOneIn > 0 ? 1.0 / options.DropOneIn : 0;
        _untilDrop = _drop.NextSuccess(_dropProbability);
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
        ReadOnlySpan<double> crossings = _detector.Detect(_clock.Slice, Photons);
        if (_ticks.Length < crossings.Length) _ticks = new long[2 * crossings.Length];
        _converter.Load(_clock);
        long[] ticks = _ticks;
        int count = 0;
        foreach (double crossing in crossings)
        {
            if (--_untilDrop == 0)
            {
                _untilDrop = _drop.NextSuccess(_dropProbability);
                continue;
            }

            ticks[count++] = _converter.Ticks(crossing);
        }

        long slice = _clock.Slice;
        bool restarts = slice == 0 || _clock.JumpFemtoseconds(slice) != _clock.JumpFemtoseconds(slice - 1);
        RestartTick = restarts ? _converter.Ticks(_detector.FinalBefore - SimulatedWorld.SlicePicoseconds) : null;
        EndTick = _converter.Ticks(_detector.FinalBefore);
        _detector.MoveNext();
        Photons.MoveNext();
        _clock.MoveNext();
        return ticks.AsSpan(0, count);
    }
}
