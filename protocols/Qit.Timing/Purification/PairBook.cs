namespace Qit.Timing.Purification;

/// <summary>
/// The book of purification: what both stations said about each comparison and each sampled pair, and which pairs live on.
/// One of them counts only when both halves are there, in time, without contradiction, and its pairs came through the
/// round before. What counts depends on which records came in time, not on their order; a contradiction takes a pair, and
/// what was built on it, out of the count again. Memory is bounded: comparisons expire, are forgotten, and beyond the
/// capacity the oldest go first; all of it is counted. A record about a pair older than one already forgotten is late, so
/// that nothing replayed is counted twice.
/// </summary>
/// <remarks>A state machine without clock: time is an argument, in microseconds of any epoch, and never goes back.</remarks>
public sealed class PairBook
{
    private const int BasisCount = 4;

    private readonly PairBookOptions options;
    private readonly Dictionary<(int Round, long Source, long Target), Comparison> comparisons = [];
    private readonly Dictionary<long, PairHistory> pairs = [];
    private readonly Queue<Comparison> expiring = new();
    private readonly Queue<Comparison> remembered = new();
    private readonly long[] kept;
    private readonly long[] dropped;
    private readonly SampleCount[] samples;
    private long now = long.MinValue;
    private long newestForgotten = -1;

    /// <summary>Opens an empty book.</summary>
    /// <param name="options">Limits.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public PairBook(PairBookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        kept = new long[options.MostRounds + 1];
        dropped = new long[options.MostRounds + 1];
        samples = new SampleCount[(options.MostRounds + 1) * BasisCount];
    }

    /// <summary>Comparisons of which not all is known yet, and that are not too old.</summary>
    public int UndecidedCount { get; private set; }

    /// <summary>Comparisons not decided in time: a half was lost, or came late.</summary>
    public long ExpiredCount { get; private set; }

    /// <summary>Comparisons with contradictory records, or of pairs lost before.</summary>
    public long VoidCount { get; private set; }

    /// <summary>Comparisons that counted, until a record came that contradicts them; in the void count too.</summary>
    public long WithdrawnCount { get; private set; }

    /// <summary>Comparisons forgotten before their time for lack of room.</summary>
    public long EvictedCount { get; private set; }

    /// <summary>Comparisons remembered now, at most the capacity.</summary>
    public int RememberedCount => remembered.Count;

    /// <summary>Records that came twice.</summary>
    public long DuplicateCount { get; private set; }

    /// <summary>Records with another bit than the same station sent before.</summary>
    public long ConflictCount { get; private set; }

    /// <summary>Records of comparisons expired or forgotten.</summary>
    public long LateCount { get; private set; }

    /// <summary>Records that make no sense by themselves.</summary>
    public long InvalidCount { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> has something to do; <see cref="long.MaxValue"/> if nothing is
    /// remembered.</summary>
    public long DeadlineMicroseconds =>
        expiring.TryPeek(out Comparison? next) ? Later(next, options.TimeoutMicroseconds)
        : remembered.TryPeek(out next) ? Later(next, options.RetentionMicroseconds)
        : long.MaxValue;

    /// <summary>What counts of a round.</summary>
    /// <param name="round">1 to the most rounds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such round.</exception>
    public RoundCount Count(int round)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(round, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(round, options.MostRounds);
        return new RoundCount(kept[round], dropped[round]);
    }

    /// <summary>Sampled pairs that count.</summary>
    /// <param name="rounds">Rounds that they came through, 0 to the most rounds.</param>
    /// <param name="basis">X, Y or Z.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such round or basis.</exception>
    public SampleCount Samples(int rounds, MeasuredBasis basis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounds, options.MostRounds);
        if (basis is < MeasuredBasis.X or > MeasuredBasis.Z)
            throw new ArgumentOutOfRangeException(nameof(basis), basis, "must be X, Y or Z");
        return samples[(rounds * BasisCount) + (int)basis];
    }

    /// <summary>True if the pair is known to have come through this round; false too when it was forgotten.</summary>
    /// <param name="pair">Its identifier.</param>
    /// <param name="round">At least 1.</param>
    public bool IsKept(long pair, int round) =>
        pairs.TryGetValue(pair, out PairHistory? history)
        && history.AsSource(round) is { IsSample: false, Verdict: Verdict.Kept };

    /// <summary>Takes a record from a station.</summary>
    /// <param name="station">Whose.</param>
    /// <param name="record">What it says.</param>
    /// <param name="nowMicroseconds">When it came; a time before that of an earlier call counts as that one.</param>
    public RecordOutcome HandleRecord(PairStation station, in PairRecord record, long nowMicroseconds)
    {
        HandleTimeout(nowMicroseconds);
        if (record.Round < (record.IsSample ? 0 : 1) || record.Round > options.MostRounds || record.Source < 0
            || record.Target < 0 || record.IsSample != (record.Source == record.Target)
            || record.Basis is < MeasuredBasis.Target or > MeasuredBasis.Z)
        {
            InvalidCount++;
            return RecordOutcome.Invalid;
        }

        (int Round, long Source, long Target) key = Comparison.KeyOf(record);
        if (!comparisons.TryGetValue(key, out Comparison? comparison))
        {
            if (IsForgotten(record.Source) || IsForgotten(record.Target)) return Late();
            comparison = new Comparison(key.Round, key.Source, key.Target, record.Basis, now);
            comparison.Take(station, record.Basis, record.Bit);
            Open(key, comparison);
            return RecordOutcome.Taken;
        }

        if (comparison.Verdict == Verdict.Expired) return Late();
        RecordOutcome outcome = comparison.Take(station, record.Basis, record.Bit);
        if (outcome == RecordOutcome.Duplicate) DuplicateCount++;
        if (outcome == RecordOutcome.Conflict) ConflictCount++;
        Decide(comparison);
        return outcome;
    }

    /// <summary>Lets what is too old expire, and forgets what is older.</summary>
    /// <param name="nowMicroseconds">The time.</param>
    public void HandleTimeout(long nowMicroseconds)
    {
        now = Math.Max(now, nowMicroseconds);
        while (expiring.TryPeek(out Comparison? oldest) && Later(oldest, options.TimeoutMicroseconds) <= now)
        {
            expiring.Dequeue();
            Expire(oldest);
        }

        while (remembered.TryPeek(out Comparison? oldest) && Later(oldest, options.RetentionMicroseconds) <= now)
            ForgetOldest();
    }

    private static long Later(Comparison comparison, long microseconds) =>
        comparison.FirstMicroseconds > long.MaxValue - microseconds
            ? long.MaxValue : comparison.FirstMicroseconds + microseconds;

    private RecordOutcome Late()
    {
        LateCount++;
        return RecordOutcome.Late;
    }

    private bool IsForgotten(long pair) => pair <= newestForgotten && !pairs.ContainsKey(pair);

    private void Open((int Round, long Source, long Target) key, Comparison comparison)
    {
        comparisons.Add(key, comparison);
        expiring.Enqueue(comparison);
        remembered.Enqueue(comparison);
        UndecidedCount++;
        PairHistory source = HistoryOf(comparison.Source);
        PairHistory target = HistoryOf(comparison.Target);
        bool spoilsSource = source.Add(comparison);
        bool spoilsTarget = !comparison.IsSample && target.Add(comparison);
        if (spoilsSource) DecideAll(source);
        if (spoilsTarget) DecideAll(target);
        Decide(comparison);
        if (remembered.Count <= options.Capacity) return;
        EvictedCount++;
        if (expiring.TryPeek(out Comparison? oldest) && ReferenceEquals(oldest, remembered.Peek()))
            Expire(expiring.Dequeue());
        ForgetOldest();
    }

    private PairHistory HistoryOf(long pair)
    {
        if (!pairs.TryGetValue(pair, out PairHistory? history)) pairs.Add(pair, history = new PairHistory(pair));
        return history;
    }

    private void DecideAll(PairHistory history)
    {
        foreach (Comparison comparison in history.Comparisons) Decide(comparison);
    }

    private void Expire(Comparison comparison)
    {
        if (comparison.Verdict is Verdict.Open or Verdict.Waiting) Set(comparison, Verdict.Expired);
    }

    private void ForgetOldest()
    {
        Comparison oldest = remembered.Dequeue();
        comparisons.Remove((oldest.Round, oldest.Source, oldest.Target));
        RemoveFrom(oldest.Source, oldest);
        if (!oldest.IsSample) RemoveFrom(oldest.Target, oldest);
    }

    private void RemoveFrom(long pair, Comparison comparison)
    {
        PairHistory history = pairs[pair];
        history.Remove(comparison);
        if (history.Comparisons.Count > 0) return;
        pairs.Remove(pair);
        newestForgotten = Math.Max(newestForgotten, pair);
    }

    // Void and expired are final. Kept and dropped become void when a contradiction shows, but stay when what they were
    // built on has been forgotten.
    private void Decide(Comparison comparison)
    {
        if (comparison.Verdict is Verdict.Void or Verdict.Expired) return;
        Verdict verdict = Judge(comparison);
        bool isDecided = comparison.Verdict is Verdict.Kept or Verdict.Dropped;
        if (verdict != comparison.Verdict && (!isDecided || verdict == Verdict.Void)) Set(comparison, verdict);
    }

    private Verdict Judge(Comparison comparison)
    {
        PairHistory source = pairs[comparison.Source];
        PairHistory target = pairs[comparison.Target];
        if (comparison.IsContradicted || source.IsImpossible || target.IsImpossible) return Verdict.Void;
        if (!comparison.IsComplete) return Verdict.Open;
        if (comparison.Round > 1)
        {
            Verdict ofSource = source.AsSource(comparison.Round - 1)?.Verdict ?? Verdict.Open;
            Verdict ofTarget = target.AsSource(comparison.Round - 1)?.Verdict ?? Verdict.Open;
            if (IsLost(ofSource) || IsLost(ofTarget)) return Verdict.Void;
            if (ofSource != Verdict.Kept || ofTarget != Verdict.Kept) return Verdict.Waiting;
        }

        return comparison.IsAsPhiPlus ? Verdict.Kept : Verdict.Dropped;
    }

    private static bool IsLost(Verdict verdict) => verdict is Verdict.Dropped or Verdict.Void or Verdict.Expired;

    private void Set(Comparison comparison, Verdict verdict)
    {
        if (comparison.Verdict is Verdict.Kept or Verdict.Dropped) WithdrawnCount++;
        Add(comparison, -1);
        comparison.Verdict = verdict;
        Add(comparison, 1);

        // A comparison of the next round may have waited for this one, or was built on it.
        foreach (Comparison next in pairs[comparison.Source].Comparisons)
        {
            if (next.Round == comparison.Round + 1) Decide(next);
        }
    }

    private void Add(Comparison comparison, int change)
    {
        switch (comparison.Verdict)
        {
            case Verdict.Kept or Verdict.Dropped when comparison.IsSample: AddSample(comparison, change); break;
            case Verdict.Kept: kept[comparison.Round] += change; break;
            case Verdict.Dropped: dropped[comparison.Round] += change; break;
            case Verdict.Void: VoidCount += change; break;
            case Verdict.Expired: ExpiredCount += change; break;
            default: UndecidedCount += change; break;
        }
    }

    private void AddSample(Comparison sample, int change)
    {
        ref SampleCount count = ref samples[((sample.Round - 1) * BasisCount) + (int)sample.Basis];
        bool isAsPhiPlus = sample.Verdict == Verdict.Kept;
        count = new SampleCount(count.AsPhiPlus + (isAsPhiPlus ? change : 0), count.Other + (isAsPhiPlus ? 0 : change));
    }
}
