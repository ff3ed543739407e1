namespace Qit.Timing.Monitoring;

/// <summary>What became of a suspicious step; glitches are counted in culprits.</summary>
internal sealed record StepOutcome(IReadOnlyList<MonitorAlarm> Alarms, int Glitches)
{
    public static StepOutcome None { get; } = new([], 0);
}

/// <summary>
/// A step of the phase is a jump, the first of a new frequency, or an error of one reading: the three epochs after it tell.
/// A jump stays, a frequency goes on, a reading in error comes back.
/// </summary>
internal sealed class StepJudge(MonitorOptions options, PairWatch?[,] watches)
{
    private const int ConfirmEpochs = 3;
    private const double ShowsSigmas = 4;

    // Of what a comparison does after the step, in steps: -1 if it comes back, 0 if it stays.
    private const double CameBack = -0.5;

    private long step = -1;
    private double stepSeconds;

    /// <summary>Epoch of the step that is looked into; -1 for none.</summary>
    public long StepTick => step;

    public bool IsPending => step >= 0;

    /// <summary>Looks at the steps of an epoch; true if one must be looked into.</summary>
    public bool Look(List<PairChange> steps, long tick)
    {
        int at = steps.FindIndex(pair => Math.Abs(pair.Change.Deviate) > options.AlarmSigmas);
        if (at < 0) return false;
        step = tick;
        stepSeconds = steps[at].Change.OnsetSeconds + steps[at].Change.SpanSeconds;
        return true;
    }

    /// <summary>Judges when it is time.</summary>
    /// <param name="tick">The present epoch.</param>
    /// <param name="now">Its time, seconds.</param>
    public StepOutcome Confirm(long tick, double now)
    {
        if (tick < step + ConfirmEpochs) return StepOutcome.None;
        // A comparison without a reading at the step has no vote; if that leaves it open, all vote on the next epoch.
        (List<PairChange> first, Verdict verdict) = Vote(step);
        if (first.Count == 0)
        {
            // So long without an epoch that the step is forgotten.
            step = -1;
            return StepOutcome.None;
        }

        long at = step;
        for (long next = step + 1; verdict.Findings.Count == 0 && next < Math.Min(tick, step + StepWatch.Reach); next++)
        {
            (List<PairChange> second, Verdict other) = Vote(next);
            if (other.Findings.Count > 0) (first, verdict, at) = (second, other, next);
        }

        PairChange worst = first.MaxBy(pair => Math.Abs(pair.Change.Deviate));
        bool isHeardAgain = Later(worst, at) is not null;
        if (!isHeardAgain && tick < step + StepWatch.Reach - 1) return StepOutcome.None;
        List<MonitorAlarm> alarms = [];
        int glitches = 0;
        foreach (Finding finding in verdict.Findings)
        {
            After after = Judge([.. first.Where(pair => finding.Culprit.Effect(pair) != 0)], at, tick);
            Correct(after, finding, verdict.Findings.Count == 1 ? first : [], at);
            if (after.IsGlitch) glitches++;
            else alarms.Add(AlarmFactory.Of(after.Kind, after.Scale(finding), worst.Change, after.SpanSeconds, now));
        }

        if (verdict.Findings.Count == 0)
        {
            After after = Judge(first, at, tick);
            Correct(after, null, first, at);
            PhaseChange change = worst.Change with { Seconds = worst.Change.Seconds * after.Ratio };
            if (after.IsGlitch) glitches++;
            else alarms.Add(AlarmFactory.Unknown(after.Kind, verdict.Suspects, change, after.SpanSeconds, now));
        }

        step = -1;
        return new StepOutcome(alarms, glitches);
    }

    private (List<PairChange> Changes, Verdict Verdict) Vote(long at)
    {
        var changes = new List<PairChange>();
        for (int low = 0; low < watches.GetLength(0); low++)
        {
            for (int high = low + 1; high < watches.GetLength(0); high++)
            {
                if (watches[low, high]?.Step(step - 1, at) is PhaseChange change)
                    changes.Add(new PairChange(low, high, change));
            }
        }

        return (changes, Explanation.Find(changes, watches.GetLength(0), options.AlarmSigmas));
    }

    /// <summary>What the culprit's comparisons did afterwards; a glitch or a jump is taken out of their records.</summary>
    private After Judge(IReadOnlyList<PairChange> own, long at, long tick)
    {
        IReadOnlyList<PairChange> telling = [.. own.Where(pair => Math.Abs(pair.Deviate) > ShowsSigmas)];
        var later = new List<(double Ratio, double Span)>();
        foreach (PairChange pair in telling)
        {
            if (Later(pair, at) is (double seconds, double span)) later.Add((seconds / pair.Change.Seconds, span));
        }

        later.Sort();
        double ratio = later.Count == 0 ? -1 : (later[(later.Count - 1) / 2].Ratio + later[later.Count / 2].Ratio) / 2;

        // A new frequency goes on as it began, or faster if it began between two epochs.
        double goesOn = (double)(tick - at) / (at - step + 1);
        if (ratio > goesOn / 2)
        {
            double span = later[later.Count / 2].Span;
            return new After(FaultKind.Frequency, ratio, Math.Sqrt(Math.Max(1, span / options.EpochSeconds)), span);
        }

        return new After(FaultKind.PhaseJump, ratio < CameBack ? 0 : 1, 1, 1);
    }

    /// <summary>Takes a glitch or a jump out of the records: of comparisons that show it what they show; of others, which may
    /// have no reading of that epoch, and of several culprits', what the culprit's size makes of them.</summary>
    private void Correct(After after, Finding? finding, List<PairChange> first, long at)
    {
        if (after.Kind == FaultKind.Frequency) return;
        for (int low = 0; low < watches.GetLength(0); low++)
        {
            for (int high = low + 1; high < watches.GetLength(0); high++)
            {
                if (watches[low, high] is not PairWatch watch) continue;
                PairChange pair = first.Find(one => one.Low == low && one.High == high);
                double shown = pair.High == high && Math.Abs(pair.Deviate) > ShowsSigmas ? pair.Change.Seconds : 0;
                double size = finding is Finding one
                    ? one.Culprit.Effect(new PairChange(low, high, default)) * one.Seconds : shown;
                if (size == 0) continue;
                if (after.IsGlitch) Forget(watch, at);
                else watch.Shift(stepSeconds, shown != 0 ? shown : size);
            }
        }
    }

    private void Forget(PairWatch watch, long last)
    {
        for (long tick = step; tick <= last; tick++) watch.Erase(tick);
    }

    /// <summary>Change of a comparison from one epoch to its newest reading, beyond its old frequency.</summary>
    private (double Seconds, double SpanSeconds)? Later(PairChange pair, long at)
    {
        PairWatch watch = watches[pair.Low, pair.High]!;
        if (watch.LastTick <= at || watch.Step(step - 1, watch.LastTick) is not PhaseChange all) return null;
        return (all.Seconds - pair.Change.Seconds, all.SpanSeconds - pair.Change.SpanSeconds);
    }

    /// <summary>What followed the step: its size is the step's times the ratio, its error times the spread.</summary>
    private readonly record struct After(FaultKind Kind, double Ratio, double Spread, double SpanSeconds)
    {
        public bool IsGlitch => Ratio == 0;

        public Finding Scale(Finding finding) => finding with
        {
            Seconds = finding.Seconds * Ratio, Sigma = finding.Sigma * Spread,
        };
    }
}
