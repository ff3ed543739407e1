namespace Qit.Timing.Monitoring;

/// <summary>
/// Watches the clocks of three or more stations by comparing them with each other, since no clock is good enough to judge
/// the best (ITU-T FG QIT4N D1.2, 7.1). Sequential tests on each comparison find that something changed; a majority vote
/// of the stations says whose clock it is; and the reference is moved away from it.
/// </summary>
/// <remarks>Two faulty clocks of five are told apart; of three stations, two faulty ones accuse the good one.</remarks>
public sealed class ReferenceMonitor
{
    private const double GuiltySigmas = 3;
    private const double SensitiveSigmas = 4;
    private const int ConfirmEpochs = 2;
    private const int PatienceEpochs = 32;

    private readonly int stations;
    private readonly PairWatch?[,] watches;
    private readonly ReferenceSelector selector;
    private readonly MonitorOptions options;
    private readonly Queue<MonitorAlarm> alarms = new();
    private readonly List<(double Change, double Sigma)> votes = [];
    private double previous = double.NaN;
    private double jumpFrom = double.NaN;
    private double jumpAt;
    private int jumpAge;
    private int frequencyAge;

    /// <summary>Starts watching.</summary>
    /// <param name="preference">Station numbers 0 to count - 1, the preferred reference first; at least three.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="ArgumentException">The preference is not an order of three or more stations, or learning is shorter
    /// than 30 epochs.</exception>
    public ReferenceMonitor(IReadOnlyList<int> preference, MonitorOptions options)
    {
        ArgumentNullException.ThrowIfNull(preference);
        ArgumentNullException.ThrowIfNull(options);
        stations = preference.Count;
        if (stations < 3 || !preference.Order().SequenceEqual(Enumerable.Range(0, stations)))
            throw new ArgumentException("must name each of three or more stations once", nameof(preference));
        if (options.LearningEpochs < 30) throw new ArgumentException("learning needs 30 epochs", nameof(options));
        this.options = options;
        watches = new PairWatch?[stations, stations];
        selector = new ReferenceSelector([.. preference], options);
    }

    /// <summary>The station to take time from; -1 while none is trusted.</summary>
    public int Reference => selector.Reference;

    /// <summary>How often the reference changed.</summary>
    public int SwitchCount => selector.SwitchCount;

    /// <summary>Steps that went back within two epochs: errors of a comparison, no clock's fault.</summary>
    public long GlitchCount { get; private set; }

    /// <summary>Takes an alarm, if there is one.</summary>
    /// <param name="alarm">The oldest not taken.</param>
    public bool TryTakeAlarm(out MonitorAlarm alarm) => alarms.TryDequeue(out alarm);

    /// <summary>Takes the comparisons of one epoch; any may be missing.</summary>
    /// <param name="timeSeconds">Of the epoch; above that of the one before.</param>
    /// <param name="comparisons">At most one of any two stations.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time does not grow, a station does not exist, or a value is not
    /// finite.</exception>
    public void HandleEpoch(double timeSeconds, ReadOnlySpan<StationComparison> comparisons)
    {
        if (!double.IsFinite(timeSeconds) || timeSeconds <= previous)
            throw new ArgumentOutOfRangeException(nameof(timeSeconds), timeSeconds, "must be finite and grow");
        foreach (StationComparison one in comparisons) Check(one);
        foreach (PairWatch? watch in watches) watch?.Skip();
        foreach (StationComparison one in comparisons)
        {
            bool turned = one.First > one.Second;
            int low = Math.Min(one.First, one.Second);
            int high = Math.Max(one.First, one.Second);
            (watches[low, high] ??= new PairWatch(options))
                .Take(timeSeconds, turned ? -one.DifferenceSeconds : one.DifferenceSeconds, one.ErrorSeconds);
        }

        LookForJump(timeSeconds);
        if (double.IsNaN(jumpFrom)) LookForFrequency(timeSeconds);
        selector.Choose(timeSeconds);
        previous = timeSeconds;
    }

    private void Check(StationComparison one)
    {
        if (one.First == one.Second || (uint)one.First >= (uint)stations || (uint)one.Second >= (uint)stations)
            throw new ArgumentOutOfRangeException(nameof(one), one, $"stations must differ and be 0 to {stations - 1}");
        if (!double.IsFinite(one.DifferenceSeconds) || !(one.ErrorSeconds >= 0 && double.IsFinite(one.ErrorSeconds)))
            throw new ArgumentOutOfRangeException(nameof(one), one, "must be finite, the error at least 0");
    }

    // The first step of a new frequency looks like a jump, and so does a measurement gone wrong: the next epochs tell.
    private void LookForJump(double now)
    {
        if (double.IsNaN(jumpFrom))
        {
            foreach (PairWatch? watch in watches)
            {
                if (watch is null || Math.Abs(watch.Z) <= options.JumpSigmas) continue;
                jumpFrom = previous;
                jumpAt = now;
                jumpAge = 0;
                return;
            }

            return;
        }

        if (++jumpAge < ConfirmEpochs) return;
        (int station, double size, int guilty, int innocent) = Vote(jumpFrom, jumpAt);
        if (station >= 0)
        {
            double part = Median(station, jumpAt, now) / size;
            if (part < -0.5) GlitchCount++;
            else if (part <= 0.5)
                Raise(new MonitorAlarm(FaultKind.PhaseJump, station, jumpAt, now, size, guilty, innocent));
        }
        else
        {
            GlitchCount++;
        }

        jumpFrom = double.NaN;
    }

    private void LookForFrequency(double now)
    {
        PairWatch? alarmed = null;
        foreach (PairWatch? watch in watches)
        {
            if (watch is { IsFrequencyAlarm: true } && (alarmed is null || watch.OnsetSeconds > alarmed.OnsetSeconds))
                alarmed = watch;
        }

        if (alarmed is null)
        {
            frequencyAge = 0;
            return;
        }

        double onset = alarmed.OnsetSeconds;
        (int station, double change, int guilty, int innocent) = Vote(onset, now);
        if (station >= 0)
        {
            double size = change / (now - onset);
            for (int other = 0; other < stations; other++)
            {
                if (other != station) Watch(station, other)?.Rebase(station < other ? size : -size);
            }

            Raise(new MonitorAlarm(FaultKind.Frequency, station, onset, now, size, guilty, innocent));
            frequencyAge = 0;
        }
        else if (++frequencyAge > PatienceEpochs)
        {
            alarmed.Rebase(alarmed.Change(onset, now) is (double seconds, _) ? seconds / (now - onset) : 0);
            alarms.Enqueue(new MonitorAlarm(FaultKind.Unattributed, -1, onset, now, 0, 0, 0));
            frequencyAge = 0;
        }
    }

    private void Raise(MonitorAlarm alarm)
    {
        alarms.Enqueue(alarm);
        selector.Distrust(alarm.Station, alarm.DetectedSeconds);
    }

    private PairWatch? Watch(int one, int other) => watches[Math.Min(one, other), Math.Max(one, other)];

    /// <summary>The station that more of the others find changed than unchanged, at least two of them; -1 if there is none,
    /// or two are as bad. A comparison too noisy to show the change has no vote.</summary>
    private (int Station, double Size, int Guilty, int Innocent) Vote(double from, double to)
    {
        var best = (Station: -1, Size: 0.0, Guilty: 1, Innocent: 0);
        for (int station = 0; station < stations; station++)
        {
            double size = Median(station, from, to);
            int guilty = 0;
            int innocent = 0;
            foreach ((double change, double sigma) in votes)
            {
                if (Math.Abs(change) > GuiltySigmas * sigma && change * size > 0) guilty++;
                else if (Math.Abs(size) > SensitiveSigmas * sigma) innocent++;
            }

            if (guilty <= innocent || guilty < best.Guilty) continue;
            if (guilty > best.Guilty) best = (station, size, guilty, innocent);
            else if (best.Station >= 0) best.Station = -1;
        }

        return best;
    }

    private double Median(int station, double from, double to)
    {
        votes.Clear();
        for (int other = 0; other < stations; other++)
        {
            if (other == station || Watch(station, other)?.Change(from, to) is not (double change, double sigma)) continue;
            votes.Add((station < other ? change : -change, sigma));
        }

        if (votes.Count == 0) return 0;
        votes.Sort((one, other) => one.Change.CompareTo(other.Change));
        return (votes[(votes.Count - 1) / 2].Change + votes[votes.Count / 2].Change) / 2;
    }
}
