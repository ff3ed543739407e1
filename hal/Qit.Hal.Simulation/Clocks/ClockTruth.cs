namespace Qit.Hal.Simulation;

/// <summary>
/// The true offset between the two clocks, for judging estimators. It runs its own copy of both clocks from the seed,
/// so asking costs the running world nothing and can never disturb it; the last stretch is kept, and a question about
/// an older time starts the copies again from the beginning.
/// </summary>
internal sealed class ClockTruth
{
    private const long FemtosecondsPerSlice = SimulatedWorld.SlicePicoseconds * 1000;

    private readonly WorldOptions _options;
    private readonly object _gate = new();
    private readonly int _capacity;
    private SimulatedClock _clockA;
    private SimulatedClock _clockB;
    private long[] _phaseA = [];
    private long[] _phaseB = [];
    private long _first;
    private long _end;

    public ClockTruth(WorldOptions options)
    {
        _options = options;
        _capacity = (options.TruthSeconds * (int)(1_000_000_000_000 / SimulatedWorld.SlicePicoseconds)) + 2;
        (_clockA, _clockB) = NewClocks(options);
    }

    public static (SimulatedClock A, SimulatedClock B) NewClocks(WorldOptions options) =>
        (new SimulatedClock(options.ClockA, options.Seed, "clock-a"),
         new SimulatedClock(options.ClockB, options.Seed, "clock-b"));

    /// <summary>Reading of B minus reading of A when A reads <paramref name="clockAPicoseconds"/>.</summary>
    /// <param name="clockAPicoseconds">A's reading; before the epoch it is the first offset.</param>
    /// <param name="endSlice">First slice that has not happened.</param>
    public long OffsetFemtoseconds(long clockAPicoseconds, long endSlice)
    {
        lock (_gate)
        {
            long slice = Find(clockAPicoseconds, endSlice);
            int at = Index(slice);
            int next = Index(slice + 1);
            long slopeA = _phaseA[next] - _phaseA[at];
            long slopeB = _phaseB[next] - _phaseB[at];
            double part = Math.Max(0, (double)SinceStart(clockAPicoseconds, slice)) / (FemtosecondsPerSlice + slopeA);
            return _phaseB[at] + _clockB.JumpFemtoseconds(slice) - _phaseA[at] - _clockA.JumpFemtoseconds(slice)
                + (long)Math.Round(part * (slopeB - slopeA));
        }
    }

    // The slice in which A reads this. The phase changes by at most parts in a thousand, so a few corrections suffice.
    // A reading that a forward jump leaves out counts as the jump; one that a backward jump repeats has two answers,
    // and the search, which depends on nothing but the reading, takes one of them.
    private long Find(long clockAPicoseconds, long endSlice)
    {
        long slice = SliceOf(clockAPicoseconds, (long)_options.ClockA.OffsetPicoseconds);
        while (true)
        {
            slice = Math.Min(slice, endSlice);
            Reach(slice);
            if (SinceStart(clockAPicoseconds, slice) < 0)
            {
                if (slice == 0 || SinceEnd(clockAPicoseconds, slice - 1) >= 0) return slice;
                slice--;
            }
            else if (SinceEnd(clockAPicoseconds, slice) < 0)
            {
                return slice;
            }
            else if (slice == endSlice)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(clockAPicoseconds),
                    clockAPicoseconds,
                    $"Clock A has not read this yet: the world has {endSlice} ms of true time behind it.");
            }
            else
            {
                long phase = (_phaseA[Index(slice)] + _clockA.JumpFemtoseconds(slice)) / 1000;
                slice = Math.Max(slice + 1, SliceOf(clockAPicoseconds, phase) - 1);
            }
        }
    }

    private static long SliceOf(long clockAPicoseconds, long phasePicoseconds) =>
        (long)Int128.Max(0, ((Int128)clockAPicoseconds - phasePicoseconds) / SimulatedWorld.SlicePicoseconds);

    private Int128 SinceStart(long clockAPicoseconds, long slice) =>
        (((Int128)clockAPicoseconds - (slice * SimulatedWorld.SlicePicoseconds)) * 1000)
        - _phaseA[Index(slice)] - _clockA.JumpFemtoseconds(slice);

    private Int128 SinceEnd(long clockAPicoseconds, long slice)
    {
        Reach(slice);
        return (((Int128)clockAPicoseconds - ((slice + 1) * SimulatedWorld.SlicePicoseconds)) * 1000)
            - _phaseA[Index(slice + 1)] - _clockA.JumpFemtoseconds(slice);
    }

    // Makes the phases at both ends of the slice available.
    private void Reach(long slice)
    {
        if (slice < _first)
        {
            (_clockA, _clockB) = NewClocks(_options);
            _first = 0;
            _end = 0;
        }

        if (_phaseA.Length == 0)
        {
            _phaseA = new long[_capacity];
            _phaseB = new long[_capacity];
        }

        while (_end <= slice + 1)
        {
            int at = Index(_end);
            _phaseA[at] = _clockA.SmoothFemtoseconds;
            _phaseB[at] = _clockB.SmoothFemtoseconds;
            _clockA.MoveNext();
            _clockB.MoveNext();
            _end++;
            if (_end - _first > _capacity) _first++;
        }
    }

    private int Index(long slice) => (int)(slice % _capacity);
}
