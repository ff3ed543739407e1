namespace Qit.Timing.Stability;

/// <summary>
/// Stability of a clock while it runs: takes one phase value at a time, at any time gives the curves over all values so far
/// at tau = 1, 2, 4, ... spacings, in memory that grows with the logarithm of the longest tau. No sample allocates.
/// <para>
/// ADEV and HDEV are those of <see cref="StabilityAnalysis"/>, term by term. The overlapping deviations, MDEV, TDEV and TIE
/// rms start a term at every s-th value instead of at every one, with s = max(1, m / <see cref="Overlap"/>): up to
/// m = Overlap they are those of StabilityAnalysis, above they estimate the same from fewer terms, which at an
/// overlap of 8 costs next to nothing, since neighbouring terms say the same.
/// </para>
/// <para>
/// MTIE of a window that slides by single values needs the window in memory. Here it is enclosed instead: the largest
/// peak-to-peak value of the windows at every s-th value is at most MTIE, that of windows longer by s at least MTIE. Up to
/// m = Overlap both are MTIE.
/// </para>
/// A NaN is a missing value and costs what it costs in StabilityAnalysis: the differences that use it and the windows that
/// hold it. Not thread safe.
/// </summary>
public sealed class StreamingStability
{
    /// <summary>Longest averaging factor that can be asked for.</summary>
    public const int LargestLongest = 1 << 30;

    private readonly StreamingLevel[] levels;
    private readonly StreamingSums[] sums;
    private double first = double.NaN;

    /// <summary>Starts with no values.</summary>
    /// <param name="intervalSeconds">Spacing of the values in seconds, above 0.</param>
    /// <param name="longest">Largest averaging factor, 1 to 2^30; the next power of two below it counts. Memory is about
    /// 1.3 kB for each octave of it at an overlap of 8.</param>
    /// <param name="overlap">Terms started in each tau, a power of two, 1 to 64. Memory and time grow with it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public StreamingStability(double intervalSeconds, int longest = 1 << 24, int overlap = 8)
    {
        if (!(intervalSeconds > 0 && double.IsFinite(intervalSeconds)))
            throw new ArgumentOutOfRangeException(nameof(intervalSeconds), intervalSeconds, "must be above 0");
        if (longest is < 1 or > LargestLongest)
            throw new ArgumentOutOfRangeException(nameof(longest), longest, "must be 1 to 2^30");
        if (overlap is < 1 or > 64 || !int.IsPow2(overlap))
            throw new ArgumentOutOfRangeException(nameof(overlap), overlap, "must be a power of two, 1 to 64");
        IntervalSeconds = intervalSeconds;
        Overlap = overlap;
        int octaves = int.Log2(longest) + 1;
        int within = int.Log2(overlap) + 1;
        sums = new StreamingSums[octaves];
        levels = new StreamingLevel[Math.Max(1, octaves - within + 1)];
        for (int index = 0; index < levels.Length; index++) levels[index] = new StreamingLevel(overlap);
    }

    /// <summary>Spacing of the values in seconds.</summary>
    public double IntervalSeconds { get; }

    /// <summary>Terms started in each tau above the first ones.</summary>
    public int Overlap { get; }

    /// <summary>Values taken, with the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>Missing values among them.</summary>
    public long Missing { get; private set; }

    /// <summary>Takes the next value. After a gap in time, call once with NaN for each value that should have come.</summary>
    /// <param name="phaseSeconds">Phase (time error) in seconds; NaN where missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite.</exception>
    public void Add(double phaseSeconds)
    {
        if (double.IsInfinity(phaseSeconds))
            throw new ArgumentOutOfRangeException(nameof(phaseSeconds), phaseSeconds, "must be finite or NaN");
        if (double.IsNaN(phaseSeconds)) Missing++;
        else if (double.IsNaN(first)) first = phaseSeconds;
        // No measure sees a constant, but sums would lose digits to it.
        double x = phaseSeconds - first;
        long index = Count++;
        for (int level = 0; level < levels.Length && (index & ((1L << level) - 1)) == 0; level++)
        {
            levels[level].AddPoint(x);
            Evaluate(level, index, blocks: false);
        }

        var block = new PhaseBlock(x);
        for (int level = 0; level < levels.Length; level++)
        {
            levels[level].AddBlock(block);
            Evaluate(level, index, blocks: true);
            if (!levels[level].TryPair(ref block)) break;
        }
    }

    /// <summary>A curve over all values so far; averaging factors without a whole term are left out.</summary>
    /// <param name="measure">ADEV, HDEV, their overlapping kin, MDEV, TDEV or TIE rms.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another measure; MTIE has a method of its own.</exception>
    public IReadOnlyList<StabilityPoint> Curve(StabilityMeasure measure)
    {
        var points = new List<StabilityPoint>(sums.Length);
        for (int octave = 0; octave < sums.Length; octave++)
        {
            int m = 1 << octave;
            double tau = m * IntervalSeconds;
            ref readonly StreamingSums at = ref sums[octave];
            (TermSum sum, double divisor) = measure switch
            {
                StabilityMeasure.Allan => (at.Allan, Math.Sqrt(2) * tau),
                StabilityMeasure.OverlappingAllan => (at.OverlappingAllan, Math.Sqrt(2) * tau),
                StabilityMeasure.Hadamard => (at.Hadamard, Math.Sqrt(6) * tau),
                StabilityMeasure.OverlappingHadamard => (at.OverlappingHadamard, Math.Sqrt(6) * tau),
                StabilityMeasure.ModifiedAllan => (at.Modified, Math.Sqrt(2) * m * tau),
                StabilityMeasure.Time => (at.Modified, Math.Sqrt(6) * m),
                StabilityMeasure.TimeIntervalErrorRms => (at.TimeIntervalError, 1),
                _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "is not computed from a stream"),
            };
            if (sum.Terms == 0) continue;
            points.Add(new StabilityPoint(m, tau, Math.Sqrt(sum.Squares / sum.Terms) / divisor, sum.Terms, sum.LeftOut));
        }

        return points;
    }

    /// <summary>Bounds of MTIE over all values so far; averaging factors without a whole window at an s-th value are left
    /// out.</summary>
    public IReadOnlyList<MtieBounds> MaximumTimeIntervalError()
    {
        var bounds = new List<MtieBounds>(sums.Length);
        int within = int.Log2(Overlap);
        for (int octave = 0; octave < sums.Length; octave++)
        {
            ref readonly StreamingSums at = ref sums[octave];
            if (at.Windows == 0) continue;
            int level = Math.Max(0, octave - within);
            double high = at.LargestSpread;
            if (level > 0)
            {
                double newest = levels[level].WideSpread(Overlap, Unfinished(level));
                high = Math.Max(high, Math.Max(at.LargestWideSpread, newest));
            }

            int m = 1 << octave;
            bounds.Add(new MtieBounds(m, m * IntervalSeconds, at.LargestSpread, high, at.Windows, at.WindowsLeftOut));
        }

        return bounds;
    }

    private void Evaluate(int level, long index, bool blocks)
    {
        int within = int.Log2(Overlap);
        // Level 0 serves all averaging factors up to the overlap, every other level one.
        int from = level == 0 ? 0 : level + within;
        int to = Math.Min(sums.Length - 1, level + within);
        for (int octave = from; octave <= to; octave++)
        {
            if (blocks) levels[level].AddModified(ref sums[octave], 1 << (octave - level));
            else levels[level].AddDifferences(ref sums[octave], 1 << (octave - level), (index & ((1L << octave) - 1)) == 0);
        }
    }

    // What has come since the last whole block of a level.
    private PhaseBlock Unfinished(int level)
    {
        PhaseBlock all = PhaseBlock.Empty;
        for (int below = level - 1; below >= 0; below--) all = all.With(levels[below].Pending);
        return all;
    }
}

/// <summary>What a stream says of MTIE at one tau.</summary>
/// <param name="Multiple">Averaging factor m.</param>
/// <param name="TauSeconds">Averaging time in seconds.</param>
/// <param name="LowSeconds">MTIE over the windows that were looked at; the true one is not below.</param>
/// <param name="HighSeconds">The true one is not above.</param>
/// <param name="Windows">Windows looked at.</param>
/// <param name="LeftOut">Windows that a gap has cost.</param>
public readonly record struct MtieBounds(
    int Multiple, double TauSeconds, double LowSeconds, double HighSeconds, long Windows, long LeftOut);
