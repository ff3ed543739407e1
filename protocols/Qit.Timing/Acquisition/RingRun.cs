namespace Qit.Timing.Acquisition;

/// <summary>A ring at work: correlates trial skews, several at a time, and lists what stands out.</summary>
internal sealed class RingRun
{
    private readonly SkewRing ring;
    private readonly Worker[] workers;
    private readonly long[]? sharedB;
    private readonly long firstLag;
    private readonly int lags;

    public RingRun(SearchStage stage, SkewRing ring, (long Low, long High) offsets, int workers, long[]? sharedB, RingMemory memory)
    {
        Stage = stage;
        this.ring = ring;
        this.sharedB = sharedB;
        double bin = stage.BinPicoseconds;
        firstLag = (long)Math.Floor(offsets.Low / bin) - 2;
        lags = (int)Math.Min(stage.Bins, (offsets.High / bin) - firstLag + 3);
        int capacity = 8 + (stage.Bins >> 15);
        this.workers = new Worker[workers];
        for (int index = 0; index < workers; index++)
        {
            RingArray? sum = stage.Segments > 1 ? memory.Take(stage.Bins) : null;
            this.workers[index] = new Worker(memory.Take(stage.Bins), sum, new CandidateScan(capacity));
        }
    }

    public SearchStage Stage { get; }

    /// <summary>Middle of the span on A's timeline.</summary>
    public long Reference => ring.Reference;

    /// <summary>Correlations done at a time, two skews each.</summary>
    public int Workers => workers.Length;

    /// <summary>Highest floor met, pairs in a bin.</summary>
    public double HighestFloor => workers.Max(worker => worker.Scan.HighestFloor);

    /// <summary>Score below which a peak was not looked at.</summary>
    public double CutScore => workers.Max(worker => worker.Scan.CutScore);

    /// <summary>What stands out at some skews, best first.</summary>
    /// <param name="tagsB">All tags of B.</param>
    /// <param name="skews">At most two for each worker.</param>
    public List<Candidate> Propose(ReadOnlySpan<long> tagsB, List<double> skews)
    {
        int used = (skews.Count + 1) / 2;
        if (used == 1) Propose(workers[0], tagsB, skews, 0);
        else Parallel.For(0, used, index => Propose(workers[index], sharedB, skews, 2 * index));
        var all = new List<Candidate>();
        for (int index = 0; index < used; index++) all.AddRange(workers[index].Scan.Found);
        all.Sort((one, other) => other.Score.CompareTo(one.Score));
        return all;
    }

    private void Propose(Worker worker, ReadOnlySpan<long> tagsB, List<double> skews, int at)
    {
        bool both = at + 1 < skews.Count;
        worker.Scan.Clear();
        RingArray result = ring.Correlate(
            tagsB, skews[at], both ? skews[at + 1] : null, worker.Work, worker.Sum);
        worker.Scan.Scan(result.Real, skews[at], firstLag, lags);
        if (both) worker.Scan.Scan(result.Imaginary, skews[at + 1], firstLag, lags);
        worker.Scan.Sort();
    }

    private sealed record Worker(RingArray Work, RingArray? Sum, CandidateScan Scan);
}
