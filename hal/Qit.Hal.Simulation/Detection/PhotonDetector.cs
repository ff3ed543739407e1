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

    private readonly SimulationPrng _singles;
    private readonly SimulationPrng _lightOrDark;
    private readonly SimulationPrng _afterpulse;
    private readonly SimulationPrng _jitter;
    private readonly AfterpulseQueue _releases = new();
    private readonly PhotonPath _path;
    private readonly double _deadTime;
    private readonly double _singlesGap;
    private readonly double _darkShare;
    private readonly double _afterpulseProbability;
    private readonly double _afterpulseDecay;
    private readonly double _sigma;
    private readonly double _tailFraction;
    private readonly double _tail;
    private readonly double _reach;
    private double _nextSingle;
    private double _readyAt = double.NegativeInfinity;
    private long _untilAfterpulse;
    private long _untilTail;
    private double[] _crossings = new double[4096];
    private int _held;
    private int _final;
    private int _count;
    private double _lastCrossing = double.NegativeInfinity;

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
        _singles = new SimulationPrng(seed, name + "/singles");
        _lightOrDark = new SimulationPrng(seed, name + "/light-or-dark");
        _afterpulse = new SimulationPrng(seed, name + "/afterpulse");
        _jitter = new SimulationPrng(seed, name + "/jitter");
        _path = path;
        _deadTime = options.DeadTimePicoseconds;
        double singlesPerSecond = singlePhotonsPerSecond + options.DarkCountsPerSecond;
        _singlesGap = 1e12 / singlesPerSecond;
        _darkShare = singlesPerSecond > 0 ? options.DarkCountsPerSecond / singlesPerSecond : 0;
        _afterpulseProbability = options.AfterpulseProbability;
        _afterpulseDecay = options.AfterpulseDecayNanoseconds * 1000;
        double sigma = options.JitterPicosecondsRms;
        _sigma = Math.Sqrt((sigma * sigma) + (extraJitterPicoseconds * extraJitterPicoseconds));
        _tailFraction = options.JitterTailPicoseconds > 0 ? options.JitterTailFraction : 0;
        _tail = options.JitterTailPicoseconds;
        _reach = Math.Min((10 * (_sigma + spreadPicoseconds)) + (_tailFraction > 0 ? 40 * _tail : 0), SliceEnd / 2);
        _nextSingle = _singlesGap * _singles.NextExponential();
        _untilAfterpulse = _afterpulse.NextSuccess(_afterpulseProbability);
        _untilTail = _jitter.NextSuccess(_tailFraction);
    }

    /// <summary>Crossings before this, counted from the slice's start, are final when the slice is done.</summary>
    public double FinalBefore => SliceEnd - _reach;

    /// <summary>Works through one slice.</summary>
    /// <returns>Sorted crossings before <see cref="FinalBefore"/>; valid until the next call.</returns>
    public ReadOnlySpan<double> Detect(long slice, PhotonQueue photons)
    {
        int count = Avalanches(slice, photons, _held);
        Sort(_crossings.AsSpan(0, count), _held);
        int final = count;
        while (final > 0 && _crossings[final - 1] >= FinalBefore) final--;
        for (int i = 0; i < final && _crossings[i] < _lastCrossing; i++) _crossings[i] = _lastCrossing;
        if (final > 0) _lastCrossing = _crossings[final - 1];
        _final = final;
        _count = count;
        return _crossings.AsSpan(0, final);
    }

    /// <summary>Makes the next slice the reference.</summary>
    public void MoveNext()
    {
        _held = _count - _final;
        for (int i = 0; i < _held; i++) _crossings[i] = _crossings[_final + i] - SliceEnd;
        _lastCrossing -= SliceEnd;
        _readyAt -= SliceEnd;
        _releases.MoveNext();
    }

    private int Avalanches(long slice, PhotonQueue photons, int count)
    {
        bool someDark = _path.TryDark(slice, out double darkFrom, out double darkTo);
        double single = _nextSingle;
        double pair = photons.First;
        double release = _releases.Next;
        double readyAt = _readyAt;
        while (true)
        {
            double t;
            if (single <= pair && single <= release)
            {
                t = single;
                if (t >= SliceEnd) break;
                bool lost = someDark && t >= darkFrom && t < darkTo && _lightOrDark.NextUnit() >= _darkShare;

                // Whatever would follow within the dead time is ignored anyway, and a Poisson stream has no memory.
                double from = t < readyAt ? readyAt : lost ? t : t + _deadTime;
                single = from + (_singlesGap * _singles.NextExponential());
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
                _releases.RemoveNext();
                release = _releases.Next;
            }

            if (t < readyAt) continue;
            readyAt = t + _deadTime;
            if (--_untilAfterpulse == 0)
            {
                _releases.Add(readyAt + (_afterpulseDecay * _afterpulse.NextExponential()));
                release = _releases.Next;
                _untilAfterpulse = _afterpulse.NextSuccess(_afterpulseProbability);
            }

            double crossing = t + (_sigma * _jitter.NextNormal());
            if (--_untilTail == 0)
            {
                crossing += _tail * _jitter.NextExponential();
                _untilTail = _jitter.NextSuccess(_tailFraction);
            }

            if (count == _crossings.Length) Array.Resize(ref _crossings, 2 * count);
            _crossings[count++] = crossing;
        }

        _nextSingle = single - SliceEnd;
        _readyAt = readyAt;
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
