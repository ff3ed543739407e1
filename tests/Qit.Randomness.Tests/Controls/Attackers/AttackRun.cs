using Qit.Randomness.Bell;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>Plays an attacker; no click is recorded as outcome 0, as the protocol says.</summary>
internal sealed class AttackRun
{
    private readonly SplitMix random;
    private readonly IAttacker attacker;

    public AttackRun(IAttacker attacker, int trials, ulong seed)
    {
        this.attacker = attacker;
        random = new SplitMix(~seed); // attackers draw from the seed itself: not the same stream
        Trials = new PackedTrials(trials);
        ClickedA = new bool[trials];
        ClickedB = new bool[trials];
    }

    public PackedTrials Trials { get; }

    public bool[] ClickedA { get; }

    public bool[] ClickedB { get; }

    public TrialHistory History { get; } = new();

    /// <summary>A whole run.</summary>
    public static AttackRun Play(IAttacker attacker, int trials, ulong seed)
    {
        var run = new AttackRun(attacker, trials, seed);
        while (run.History.Count < trials) run.Step();
        return run;
    }

    /// <summary>
    /// A run judged while it goes on: after each segment the test fits the factor that the attacker meets next.
    /// </summary>
    public static AttackRun PlayAgainst(
        PredictionBasedRatioTest test, IAttacker attacker, int trials, int segmentTrials, ulong seed)
    {
        var run = new AttackRun(attacker, trials, seed);
        while (run.History.Count < trials)
        {
            long[] before = [.. run.History.Cells];
            int first = run.History.Count;
            int last = Math.Min(first + segmentTrials, trials);
            while (run.History.Count < last) run.Step();
            long[] cells = [.. run.History.Cells.Zip(before, (now, then) => now - then)];
            test.Add(new TrialSegment(first, new TrialCounts(cells)));
        }
        return run;
    }

    /// <summary>Counts of the trials in which both stations clicked: what must never be judged.</summary>
    public TrialCounts PostSelected()
    {
        var cells = new long[TrialCounts.CellCount];
        for (int i = 0; i < History.Count; i++)
            if (ClickedA[i] && ClickedB[i]) cells[History[i]]++;
        return new TrialCounts(cells);
    }

    private void Step()
    {
        (double leanX, double leanY) = attacker is ISettingsAttacker leaning ? leaning.Lean(History) : (0.5, 0.5);
        int x = random.NextDouble() < leanX ? 1 : 0;
        int y = random.NextDouble() < leanY ? 1 : 0;
        Answer answer = attacker.Play(History, x, y);
        int trial = History.Count;
        (int a, int b) = (answer.ClickA ? answer.A : 0, answer.ClickB ? answer.B : 0);
        (ClickedA[trial], ClickedB[trial]) = (answer.ClickA, answer.ClickB);
        Trials.Set(trial, x, y, a, b);
        History.Add(x, y, a, b);
    }
}
