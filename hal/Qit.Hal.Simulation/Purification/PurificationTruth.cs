namespace Qit.Hal.Simulation;

/// <summary>What really happened in one run of purification, by round; index 0 is before the first.</summary>
public sealed class PurificationTruth
{
    private readonly double[] fidelities = new double[PurificationExperiment.MostRounds + 1];
    private readonly long[] pairs = new long[PurificationExperiment.MostRounds + 1];
    private readonly long[] compared = new long[PurificationExperiment.MostRounds + 1];
    private readonly long[] kept = new long[PurificationExperiment.MostRounds + 1];

    /// <summary>Pairs that the source made.</summary>
    public long MadeCount { get; internal set; }

    /// <summary>Pairs that found the memories full.</summary>
    public long RejectedCount { get; internal set; }

    /// <summary>Pairs that came through all rounds and were not sampled.</summary>
    public long DeliveredCount { get; internal set; }

    /// <summary>Measurements of which only one station has a record: halves lost before or while they were measured.</summary>
    public long SingleCount { get; internal set; }

    /// <summary>Pairs with both halves that came through so many rounds.</summary>
    /// <param name="rounds">0 to <see cref="PurificationExperiment.MostRounds"/>.</param>
    public long Pairs(int rounds) => pairs[rounds];

    /// <summary>Their mean fidelity at that moment; NaN when there are none.</summary>
    /// <param name="rounds">0 to <see cref="PurificationExperiment.MostRounds"/>.</param>
    public double Fidelity(int rounds) => pairs[rounds] == 0 ? double.NaN : fidelities[rounds] / pairs[rounds];

    /// <summary>Comparisons of a round that both stations have a bit of.</summary>
    /// <param name="round">From 1.</param>
    public long Compared(int round) => compared[round];

    /// <summary>Those whose bits agreed.</summary>
    /// <param name="round">From 1.</param>
    public long Kept(int round) => kept[round];

    internal void AddPair(int rounds, double fidelity)
    {
        pairs[rounds]++;
        fidelities[rounds] += fidelity;
    }

    internal void AddComparison(int round, bool isKept)
    {
        compared[round]++;
        if (isKept) kept[round]++;
    }
}
