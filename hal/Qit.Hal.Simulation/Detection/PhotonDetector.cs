namespace Qit.Hal.Simulation;

/// <summary>
/// A detector: merges pair photons, single counts (lone photons, background, dark counts) and afterpulses in time
/// order, keeps only avalanches outside the dead time, and gives the times at which its output crosses the threshold.
/// </summary>
/// <remarks>
/// Times are picoseconds from the start of the slice at work. Jitter can put a crossing into the next slice, or behind
/// a crossing of the next slice: crossings nearer to the slice's end than the jitter's reach are held back, so that
/// what <see cref="Detect"/> returns is sorted over all slices. The reach is 10 standard deviations plus 40 tail
/// constants (exceeded less than once in 10^17 avalanches, and then clamped).
/// </remarks>
internal sealed class PhotonDetector
{
    private const double SliceEnd = SimulatedWorld.SlicePicoseconds;

    private readonly SimulationPrng singles;
    private readonly SimulationPrng lightOrDark;
    private readonly SimulationPrng afterpulse;
    private readonly SimulationPrng jitter;
    private readonly AfterpulseQueue releases = new();
    private readonly PhotonPath path;
    private readonly double deadTime;
    private readonly double darkCounts;
    private readonly double afterpulseProbability;
    private readonly double afterpulseDecay;
    private readonly double sigma;
    private readonly double tailFraction;
    private readonly double tail;
    private readonly double reach;
    private double singlesGap;
    private double darkShare;
    private double nextSingle;
    private double readyAt = double.NegativeInfinity;
    private long untilAfterpulse;
    private long untilTail;
    private double[] crossings = new double[4096];
    private int held;
    private int final;
    private int count;
    private double lastCrossing = double.NegativeInfinity;

    /// <param name="options">Checked options.</param>
    /// <param name="path">The channel in front, for its loss of light.</param>
    /// <param name="singlePhotonsPerSecond">Avalanches from photons without a detected partner.</param>
    /// <param name="extraJitterPicoseconds">Independent spread of each reading, added in quadrature (white phase noise
    /// of the clock: one draw serves both).</param>
    /// <param name="spreadPicoseconds">How far the queue's photons may come out of order across slices.</param>
    /// <param name="seed">The world's seed.</param>
    /// <param name="name">Name of the detector's random streams.</param>
    public PhotonDetector(
        DetectorOptions options,
        PhotonPath path,
        double singlePhotonsPerSecond,
        double extraJitterPicoseconds,
        double spreadPicoseconds,
        ulong seed,
        string name)
    {
        singles = new SimulationPrng(seed, name + "/singles");
        lightOrDark = new SimulationPrng(seed, name + "/light-or-dark");
        afterpulse = new SimulationPrng(seed, name + "/afterpulse");
        jitter = new SimulationPrng(seed, name + "/jitter");
        this.path = path;
        deadTime = options.DeadTimePicoseconds;
        darkCounts = options.DarkCountsPerSecond;
        afterpulseProbability = options.AfterpulseProbability;
        afterpulseDecay = options.AfterpulseDecayNanoseconds * 1000;
        double sigma = options.JitterPicosecondsRms;
        this.sigma = Math.Sqrt((sigma * sigma) + (extraJitterPicoseconds * extraJitterPicoseconds));
        tailFraction = options.JitterTailPicoseconds > 0 ? options.JitterTailFraction : 0;
        tail = options.JitterTailPicoseconds;
        reach = Math.Min((10 * (this.sigma + spreadPicoseconds)) + (tailFraction > 0 ? 40 * tail : 0), SliceEnd / 2);
        SetSinglePhotons(singlePhotonsPerSecond);
        untilAfterpulse = afterpulse.NextSuccess(afterpulseProbability);
        untilTail = jitter.NextSuccess(tailFraction);
    }

    /// <summary>Crossings before this, counted from the slice's start, are final when the slice is done.</summary>
    public double FinalBefore => SliceEnd - reach;

    /// <summary>Another rate of photons without a detected partner, from the next slice on.</summary>
    /// <param name="perSecond">Avalanches a second.</param>
    public void SetSinglePhotons(double perSecond)
    {
        double total = perSecond + darkCounts;
        singlesGap = 1e12 / total;
        darkShare = total > 0 ? darkCounts / total : 0;
        nextSingle = singlesGap * singles.NextExponential();
    }

    /// <summary>Works through one slice.</summary>
    /// <returns>Sorted crossings before <see cref="FinalBefore"/>; valid until the next call.</returns>
    public ReadOnlySpan<double> Detect(long slice, PhotonQueue photons)
    {
        int count = Avalanches(slice, photons, held);
        Sort(crossings.AsSpan(0, count), held);
        int final = count;
        while (final > 0 && crossings[final - 1] >= FinalBefore) final--;
        for (int i = 0; i < final && crossings[i] < lastCrossing; i++) crossings[i] = lastCrossing;
        if (final > 0) lastCrossing = crossings[final - 1];
        this.final = final;
        this.count = count;
        return crossings.AsSpan(0, final);
    }

    /// <summary>Makes the next slice the reference.</summary>
    public void MoveNext()
    {
        held = count - final;
        for (int i = 0; i < held; i++) crossings[i] = crossings[final + i] - SliceEnd;
        lastCrossing -= SliceEnd;
        readyAt -= SliceEnd;
        releases.MoveNext();
    }

    private int Avalanches(long slice, PhotonQueue photons, int count)
    {
        bool someDark = path.TryDark(slice, out double darkFrom, out double darkTo);
        double single = nextSingle;
        double pair = photons.First;
        double release = releases.Next;
        double readyAt = this.readyAt;
        while (true)
        {
            double t;
            if (single <= pair && single <= release)
            {
                t = single;
                if (t >= SliceEnd) break;
                bool lost = someDark && t >= darkFrom && t < darkTo && lightOrDark.NextUnit() >= darkShare;

                // Whatever would follow within the dead time is ignored anyway, and a Poisson stream has no memory.
                double from = t < readyAt ? readyAt : lost ? t : t + deadTime;
                single = from + (singlesGap * singles.NextExponential());
                if (lost) continue;
            }
            else if (pair <= release)
            {
                t = pair;
                if (t >= SliceEnd) break;
                photons.RemoveFirst();
                pair = photons.First;
                if (someDark && t >= darkFrom && t < darkTo) continue;
            }
            else
            {
                t = release;
                if (t >= SliceEnd) break;
                releases.RemoveNext();
                release = releases.Next;
            }

            if (t < readyAt) continue;
            readyAt = t + deadTime;
            if (--untilAfterpulse == 0)
            {
                releases.Add(readyAt + (afterpulseDecay * afterpulse.NextExponential()));
                release = releases.Next;
                untilAfterpulse = afterpulse.NextSuccess(afterpulseProbability);
            }

            double crossing = t + (sigma * jitter.NextNormal());
            if (--untilTail == 0)
            {
                crossing += tail * jitter.NextExponential();
                untilTail = jitter.NextSuccess(tailFraction);
            }

            if (count == crossings.Length) Array.Resize(ref crossings, 2 * count);
            crossings[count++] = crossing;
        }

        nextSingle = single - SliceEnd;
        this.readyAt = readyAt;
        return count;
    }

    // Nearly sorted already: dead time is usually longer than jitter.
    private static void Sort(Span<double> times, int sorted)
    {
        for (int i = Math.Max(1, sorted); i < times.Length; i++)
        {
            double time = times[i];
            int at = i;
            while (at > 0 && times[at - 1] > time)
            {
                times[at] = times[at - 1];
                at--;
            }

            times[at] = time;
        }
    }
}
