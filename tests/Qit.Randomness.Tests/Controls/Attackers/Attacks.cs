namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>All local attackers, made anew for each run: some keep state.</summary>
internal static class Attacks
{
    private static readonly int[] WinningThree = [.. Enumerable.Range(0, 16).Where(s => Support.TrialSampler.WinsOf(s) == 3)];

    /// <summary>The sixteen deterministic strategies.</summary>
    public static IEnumerable<LocalAttacker> DeterministicStrategies() =>
        Enumerable.Range(0, 16).Select(s => new Deterministic(s));

    /// <summary>Mixtures, greedy ones and those with block memory.</summary>
    public static IEnumerable<LocalAttacker> MixturesAndMemory(ulong seed) =>
    [
        new Mixture("mixture of all", [.. Enumerable.Range(0, 16)], seed),
        new Mixture("mixture on the facet", WinningThree, seed),
        new Mixture("mixture, mostly silent", [0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 5, 10], seed),
        new Gambler(losesAtFrequent: true),
        new Gambler(losesAtFrequent: false),
        new GreedyS(),
        new GreedyJ(),
        new Hidden(new GreedyS(), seed),
        new BlockMemory(500, 1.5),
        new DetectionLoophole(seed),
    ];

    /// <summary>Attackers who know the factor in force, given as a function of the cell 4 (2x + y) + 2a + b.</summary>
    public static IEnumerable<LocalAttacker> KnowingTheFactor(Func<int, double> factorOfCell) =>
    [
        new FactorAware("largest mean", factorOfCell, f => f),
        new FactorAware("largest growth", factorOfCell, f => Math.Log(Math.Max(f, 1e-300))),
        new FactorAware("boldest", factorOfCell, f => f * f),
    ];
}
