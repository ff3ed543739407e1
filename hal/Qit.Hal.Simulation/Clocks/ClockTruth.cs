namespace Qit.Hal.Simulation;

/// <summary>
/// The true offset between the two clocks, for judging estimators. It runs its own copy of both clocks from the seed,
/// so asking costs the running world nothing and can never disturb it; the last stretch is kept, and a question about
/// an older time starts the copies again from the beginning.
/// </summary>
internal sealed class ClockTruth
{
    private const long FemtosecondsPerSlice = SimulatedWorld.SlicePicoseconds * 1000;

    private readonly WorldOptions options;
    private readonly object gate = new();
    private readonly int capacity;
    private SimulatedClock clockA;
    private SimulatedClock clockB;
    private long[] phaseA = [];
    private long[] phaseB = [];
    private long first;
    private long end;

    public ClockTruth(WorldOptions options)
    {
        this.options = options;
        capacity = (options.TruthSeconds * (int)(1_000_000_000_000 / SimulatedWorld.SlicePicoseconds)) + 2;
        (clockA, clockB) = NewClocks(options);
    }

    public static (SimulatedClock A, SimulatedClock B) NewClocks(WorldOptions options) =>
        (new SimulatedClock(options.ClockA, options.Seed, "clock-a"),
         new SimulatedClock(options.ClockB, options.Seed, "clock-b"));

    /// <summary>Reading of B minus reading of A when A reads <paramref name="clockAPicoseconds"/>.</summary>
    /// <param name="clockAPicoseconds">A's reading; before the epoch it is the first offset.</param>
    /// <param name="endSlice">First slice that has not happened.</param>
    public long OffsetFemtoseconds(long clockAPicoseconds, long endSlice)
    {
        lock (gate)
        {
            long slice = Find(clockAPicoseconds, endSlice);
            int at = Index(slice);
            int next = Index(slice + 1);
            long slopeA = phaseA[next] - phaseA[at];
            long slopeB = phaseB[next] - phaseB[at];
            double part = Math.Max(0, (double)SinceStart(clockAPicoseconds, slice)) / (FemtosecondsPerSlice + slopeA);
            return phaseB[at] + clockB.JumpFemtoseconds(slice) - phaseA[at] - clockA.JumpFemtoseconds(slice)
                + (long)Math.Round(part * (slopeB - slopeA));
        }
    }

    // The slice in which A reads this. The phase changes by at most parts in a thousand, so a few corrections suffice.
    // A reading that a forward jump leaves out counts as the jump; one that a backward jump repeats has two answers,
    // and the search, which depends on nothing but the reading, takes one of them.
    private long Find(long clockAPicoseconds, long endSlice)
    {
        long slice = SliceOf(clockAPicoseconds, (long)options.ClockA.OffsetPicoseconds);
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
                long phase = (phaseA[Index(slice)] + clockA.JumpFemtoseconds(slice)) / 1000;
                slice = Math.Max(slice + 1, SliceOf(clockAPicoseconds, phase) - 1);
            }
        }
    }

    private static long SliceOf(long clockAPicoseconds, long phasePicoseconds) =>
        (long)Int128.Max(0, ((Int128)clockAPicoseconds - phasePicoseconds) / SimulatedWorld.SlicePicoseconds);

    private Int128 SinceStart(long clockAPicoseconds, long slice) =>
        (((Int128)clockAPicoseconds - (slice * SimulatedWorld.SlicePicoseconds)) * 1000)
        - phaseA[Index(slice)] - clockA.JumpFemtoseconds(slice);

    private Int128 SinceEnd(long clockAPicoseconds, long slice)
    {
        Reach(slice);
        return (((Int128)clockAPicoseconds - ((slice + 1) * SimulatedWorld.SlicePicoseconds)) * 1000)
            - phaseA[Index(slice + 1)] - clockA.JumpFemtoseconds(slice);
    }

    // Makes the phases at both ends of the slice available.
    private void Reach(long slice)
    {
        if (slice < first)
        {
            (clockA, clockB) = NewClocks(options);
            first = 0;
            end = 0;
        }

        if (phaseA.Length == 0)
        {
            phaseA = new long[capacity];
            phaseB = new long[capacity];
        }

        while (end <= slice + 1)
        {
            int at = Index(end);
            phaseA[at] = clockA.SmoothFemtoseconds;
            phaseB[at] = clockB.SmoothFemtoseconds;
            clockA.MoveNext();
            clockB.MoveNext();
            end++;
            if (end - first > capacity) first++;
        }
    }

    private int Index(long slice) => (int)(slice % capacity);
}
