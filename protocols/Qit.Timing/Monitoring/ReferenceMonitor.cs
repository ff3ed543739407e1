namespace Qit.Timing.Monitoring;

/// <summary>
/// Watches the clocks of three or more stations by comparing them with each other, since no clock is good enough to judge
/// the best (ITU-T FG QIT4N D1.2, 7.1). Tests on each comparison find that something changed; a majority vote over all
/// comparisons says whose clock, or whose comparison, it is; and the reference is moved away from it.
/// </summary>
/// <remarks>Two faulty clocks of five are told apart; of three stations, two that fail alike accuse the good one. Not safe
/// for several threads.</remarks>
public sealed class ReferenceMonitor
{
    /// <summary>Most stations.</summary>
    public const int MostStations = 16;

    // Beyond the coarsest scale's memory nothing of the past is of use.
    private const long LongestGap = 4 * 4096;

    // A whole window of looks at a change that nobody can be blamed for.
    private const int PatienceLooks = 4;

    private readonly int stations;
    private readonly PairWatch?[,] watches;
    private readonly ReferenceSelector selector;
    private readonly MonitorOptions options;
    private readonly StepJudge steps;
    private readonly Queue<MonitorAlarm> alarms = new();
    private readonly List<PairChange> changes = [];
    private readonly int[] undecided = new int[PairWatch.Multiples.Length];
    private double previous = double.NaN;
    private long lastTick = -1;

    /// <summary>Starts watching.</summary>
    /// <param name="preference">Station numbers 0 to count - 1, the preferred reference first; three to sixteen.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="ArgumentException">The preference is not an order of three to sixteen stations, or an option is
    /// out of range.</exception>
    public ReferenceMonitor(IReadOnlyList<int> preference, MonitorOptions options)
    {
        ArgumentNullException.ThrowIfNull(preference);
        ArgumentNullException.ThrowIfNull(options);
        stations = preference.Count;
        if (stations is < 3 or > MostStations || !preference.Order().SequenceEqual(Enumerable.Range(0, stations)))
            throw new ArgumentException("must name each of three to sixteen stations once", nameof(preference));
        options.Check();
        this.options = options;
        watches = new PairWatch?[stations, stations];
        selector = new ReferenceSelector([.. preference], options);
        steps = new StepJudge(options, watches);
    }

    /// <summary>The station to take time from; -1 while none is trusted.</summary>
    public int Reference => selector.Reference;

    /// <summary>How often the reference changed.</summary>
    public int SwitchCount => selector.SwitchCount;

    /// <summary>Readings that were far off and came back within three epochs: errors of a measurement, no alarm.</summary>
    public long GlitchCount { get; private set; }

    /// <summary>Where a station stands.</summary>
    /// <param name="station">From 0.</param>
    public StationStanding Standing(int station) => selector.Standing(station);

    /// <summary>Takes an alarm, if there is one.</summary>
    /// <param name="alarm">The oldest not taken.</param>
    public bool TryTakeAlarm(out MonitorAlarm alarm) => alarms.TryDequeue(out alarm);

    /// <summary>Takes a change of the reference, if there is one.</summary>
    /// <param name="change">The oldest not taken.</param>
    public bool TryTakeSwitch(out ReferenceSwitch change) => selector.TryTakeSwitch(out change);

    /// <summary>Trusts a station again after its hold-off, whatever its frequency has become: somebody looked at it.</summary>
    /// <param name="station">From 0.</param>
    public void Acknowledge(int station) => selector.Acknowledge(station);

    /// <summary>Takes the comparisons of one epoch; any may be missing, and so may epochs.</summary>
    /// <param name="timeSeconds">Of the epoch; above that of the one before, by half the nominal spacing or more.</param>
    /// <param name="comparisons">At most one of any two stations.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time does not grow, a station does not exist, two stations are compared
    /// twice, or a value is not finite.</exception>
    public void HandleEpoch(double timeSeconds, ReadOnlySpan<StationComparison> comparisons)
    {
        long tick = Tick(timeSeconds);
        Check(comparisons);
        foreach (PairWatch? watch in watches) watch?.EndEpochs(lastTick + 1, tick - 1);
        uint present = 0;
        foreach (StationComparison one in comparisons) present |= Take(tick, timeSeconds, one);
        foreach (PairWatch? watch in watches) watch?.EndEpochs(tick, tick);
        selector.NotePresent(present, tick);
        if (steps.IsPending) ConfirmStep(tick, timeSeconds);
        else if (!steps.Look(Pairs(watch => watch.Step(tick - 1, tick)), tick)) LookForFrequency(tick, timeSeconds);
        selector.Choose(timeSeconds, tick);
        lastTick = tick;
        previous = timeSeconds;
    }

    private long Tick(double time)
    {
        if (!double.IsFinite(time) || time <= previous)
            throw new ArgumentOutOfRangeException(nameof(time), time, "must be finite and grow");
        if (lastTick < 0) return 0;
        double epochs = Math.Round((time - previous) / options.EpochSeconds);
        if (epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(time), time, "must be half an epoch or more after the last");
        return lastTick + (long)Math.Min(epochs, LongestGap);
    }

    private uint Take(long tick, double time, StationComparison one)
    {
        int low = Math.Min(one.First, one.Second);
        int high = Math.Max(one.First, one.Second);
        double phase = one.First > one.Second ? -one.DifferenceSeconds : one.DifferenceSeconds;
        (watches[low, high] ??= new PairWatch(options))
            .Take(tick, new PhasePoint(time, phase, one.ErrorSeconds * one.ErrorSeconds));
        return (1u << low) | (1u << high);
    }

    private void Check(ReadOnlySpan<StationComparison> comparisons)
    {
        Span<uint> seen = stackalloc uint[MostStations];
        foreach (StationComparison one in comparisons)
        {
            if (one.First == one.Second || (uint)one.First >= (uint)stations || (uint)one.Second >= (uint)stations)
                throw new ArgumentOutOfRangeException(nameof(comparisons), one, $"stations must differ and be 0 to {stations - 1}");
            if (!double.IsFinite(one.DifferenceSeconds) || !(one.ErrorSeconds >= 0 && double.IsFinite(one.ErrorSeconds)))
                throw new ArgumentOutOfRangeException(nameof(comparisons), one, "must be finite, the error at least 0");
            int low = Math.Min(one.First, one.Second);
            uint high = 1u << Math.Max(one.First, one.Second);
            if ((seen[low] & high) != 0)
                throw new ArgumentOutOfRangeException(nameof(comparisons), one, "is the second of the same two stations");
            seen[low] |= high;
        }
    }

    private List<PairChange> Pairs(Func<PairWatch, PhaseChange?> select)
    {
        changes.Clear();
        for (int low = 0; low < stations; low++)
        {
            for (int high = low + 1; high < stations; high++)
            {
                if (watches[low, high] is PairWatch watch && select(watch) is PhaseChange change)
                    changes.Add(new PairChange(low, high, change));
            }
        }

        return changes;
    }

    private void ConfirmStep(long tick, double now)
    {
        long step = steps.StepTick;
        StepOutcome outcome = steps.Confirm(tick, now);
        if (steps.IsPending) return;
        GlitchCount += outcome.Glitches;
        foreach (MonitorAlarm alarm in outcome.Alarms)
        {
            Raise(alarm);
            if (alarm.Kind == FaultKind.Frequency) Restart(alarm);
        }

        // Another may have stepped meanwhile.
        for (long later = Math.Max(step + 1, tick - StepWatch.Reach); later <= tick && !steps.IsPending; later++)
        {
            long at = later;
            steps.Look(Pairs(watch => watch.Step(at - 1, at)), at);
        }
    }

    private void LookForFrequency(long tick, double now)
    {
        bool isSuspicious = false;
        for (int scale = 0; scale < PairWatch.Multiples.Length; scale++)
        {
            if (!PairWatch.IsDue(scale, tick)) continue;
            int which = scale;
            List<PairChange> found = Pairs(watch => watch.Frequency(which));
            if (!found.Exists(pair => Math.Abs(pair.Change.Deviate) > options.AlarmSigmas))
            {
                undecided[scale] = 0;
                continue;
            }

            isSuspicious = true;
            JudgeFrequency(found, scale, now);
        }

        if (isSuspicious) return;
        foreach (PairWatch? watch in watches) watch?.Learn(tick);
    }

    private void JudgeFrequency(List<PairChange> found, int scale, double now)
    {
        Verdict verdict = Explanation.Find(found, stations, options.AlarmSigmas);
        bool isDecided = verdict.Findings.Count > 0;
        if (!isDecided && ++undecided[scale] < PatienceLooks) return;
        undecided[scale] = 0;
        PhaseChange worst = found.MaxBy(pair => Math.Abs(pair.Change.Deviate)).Change;
        if (isDecided)
        {
            foreach (Finding one in verdict.Findings)
            {
                MonitorAlarm alarm = AlarmFactory.Of(FaultKind.Frequency, one, worst, worst.SpanSeconds, now);
                Raise(alarm);
                Restart(alarm);
            }
        }
        else
        {
            Raise(AlarmFactory.Unknown(FaultKind.Frequency, verdict.Suspects, worst, worst.SpanSeconds, now));
            foreach (PairChange pair in found.Where(pair => Math.Abs(pair.Change.Deviate) > options.AlarmSigmas / 2))
                watches[pair.Low, pair.High]!.Restart();
        }
    }

    private void Restart(MonitorAlarm alarm)
    {
        for (int low = 0; low < stations; low++)
        {
            for (int high = low + 1; high < stations; high++)
            {
                bool isHit = alarm.Owner switch
                {
                    FaultOwner.Clock => low == alarm.Station || high == alarm.Station,
                    FaultOwner.Comparison => low == alarm.Station && high == alarm.Other,
                    _ => (alarm.Suspects >> low & alarm.Suspects >> high & 1) != 0,
                };
                if (isHit) watches[low, high]?.Restart();
            }
        }
    }

    private void Raise(MonitorAlarm alarm)
    {
        alarms.Enqueue(alarm);
        if (alarm.Owner == FaultOwner.Clock) selector.Distrust(alarm);
    }
}
