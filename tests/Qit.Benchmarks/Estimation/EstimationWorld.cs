// Tags of two stations with known truth, made as fast as possible: the table needs some 1e10 of them. Detection follows
// Qit.Hal.Simulation's detector: non-paralysable dead time between avalanches, an afterpulse with a given probability an
// exponential time after the end of the dead time (afterpulses have afterpulses), jitter and tail after that.
namespace Qit.Benchmarks.Estimation;

/// <summary>What is simulated.</summary>
internal sealed record EstimationWorld
{
    /// <summary>True pairs whose photons both reach a detector.</summary>
    public double Pairs { get; init; }

    /// <summary>Other counts of A, dead time not yet applied.</summary>
    public double LoneA { get; init; }

    public double LoneB { get; init; }

    public double Seconds { get; init; }

    public double SigmaA { get; init; } = 200;

    public double SigmaB { get; init; } = 200;

    public (double Share, double Tail) TailA { get; init; }

    public (double Share, double Tail) TailB { get; init; }

    public double DeadTimePicoseconds { get; init; }

    public double AfterpulseProbability { get; init; }

    public double AfterpulseDecayPicoseconds { get; init; } = 40_000;

    public double OffsetPicoseconds { get; init; }

    public double Skew { get; init; }
}

/// <summary>Makes tags of a world. Buffers are reused.</summary>
internal sealed class EstimationTags
{
    private double[] pairs = [];
    private double[] lone = [];
    private readonly Station a = new();
    private readonly Station b = new();
    private readonly List<(double Time, int Pair)> releases = [];

    public ReadOnlySpan<long> A => a.Tags.AsSpan(0, a.Count);

    public ReadOnlySpan<long> B => b.Tags.AsSpan(0, b.Count);

    /// <summary>Pairs of which both photons were detected.</summary>
    public int Coincidences { get; private set; }

    public void Generate(EstimationWorld world, FastRandom random)
    {
        double span = world.Seconds * 1e12;
        int count = Poisson(ref pairs, world.Pairs, span, random);
        a.Reset(count);
        b.Reset(count);
        int loneA = Poisson(ref lone, world.LoneA, span, random);
        Detect(a, count, loneA, world, world.SigmaA, world.TailA, random);
        int loneB = Poisson(ref lone, world.LoneB, span, random);
        Detect(b, count, loneB, world, world.SigmaB, world.TailB, random);
        double half = span / 2;
        for (int tag = 0; tag < b.Count; tag++)
            b.Times[tag] += world.OffsetPicoseconds + (world.Skew * (b.Times[tag] - half));
        a.Register();
        b.Register();
        Coincidences = 0;
        for (int pair = 0; pair < count; pair++)
        {
            if (a.Detected[pair] && b.Detected[pair]) Coincidences++;
        }
    }

    /// <summary>Ascending times of a Poisson process with a mean number of events.</summary>
    private static int Poisson(ref double[] times, double mean, double span, FastRandom random)
    {
        if (mean <= 0) return 0;
        int most = (int)(mean + (10 * Math.Sqrt(mean)) + 100);
        if (times.Length < most) times = new double[most];
        double gap = span / mean;
        double time = 0;
        int count = 0;
        while (count < most)
        {
            time += gap * random.NextExponential();
            if (time >= span) break;
            times[count++] = time;
        }

        return count;
    }

    private void Detect(Station station, int pairCount, int loneCount, EstimationWorld world, double sigma,
        (double Share, double Tail) tail, FastRandom random)
    {
        int pair = 0;
        int single = 0;
        double ready = double.NegativeInfinity;
        releases.Clear();
        while (true)
        {
            double pairTime = pair < pairCount ? pairs[pair] : double.PositiveInfinity;
            double loneTime = single < loneCount ? lone[single] : double.PositiveInfinity;
            double release = double.PositiveInfinity;
            int releaseAt = -1;
            for (int index = 0; index < releases.Count; index++)
            {
                if (releases[index].Time >= release) continue;
                release = releases[index].Time;
                releaseAt = index;
            }

            double time = Math.Min(Math.Min(pairTime, loneTime), release);
            if (double.IsPositiveInfinity(time)) return;
            int isPair = -1;
            if (time == pairTime) isPair = pair++;
            else if (time == loneTime) single++;
            else releases.RemoveAt(releaseAt);
            if (time < ready) continue;
            ready = time + world.DeadTimePicoseconds;
            if (world.AfterpulseProbability > 0 && random.NextUnit() < world.AfterpulseProbability)
                releases.Add((ready + (world.AfterpulseDecayPicoseconds * random.NextExponential()), -1));
            if (isPair >= 0) station.Detected[isPair] = true;
            double crossing = time + (sigma * random.NextNormal());
            if (tail.Share > 0 && random.NextUnit() < tail.Share) crossing += tail.Tail * random.NextExponential();
            station.Add(crossing);
        }
    }

    private sealed class Station
    {
        public double[] Times = [];
        public long[] Tags = [];
        public bool[] Detected = [];

        public int Count { get; private set; }

        public void Reset(int pairs)
        {
            Count = 0;
            if (Detected.Length < pairs) Detected = new bool[pairs];
            Array.Clear(Detected, 0, pairs);
        }

        public void Add(double time)
        {
            if (Count == Times.Length) Array.Resize(ref Times, Math.Max(1024, 2 * Count));
            Times[Count++] = time;
        }

        /// <summary>Whole picoseconds, in order. Nearly in order already.</summary>
        public void Register()
        {
            if (Tags.Length < Count) Tags = new long[Times.Length];
            for (int tag = 0; tag < Count; tag++)
            {
                long time = (long)Math.Floor(Times[tag]);
                int at = tag;
                while (at > 0 && Tags[at - 1] > time)
                {
                    Tags[at] = Tags[at - 1];
                    at--;
                }

                Tags[at] = time;
            }
        }
    }
}
