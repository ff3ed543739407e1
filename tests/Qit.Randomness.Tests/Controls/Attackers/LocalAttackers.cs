using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>Always the same of the sixteen strategies.</summary>
internal sealed class Deterministic(int strategy) : LocalAttacker($"deterministic {strategy}")
{
    protected override LocalPlan Choose(TrialHistory history) => new(strategy);
}

/// <summary>Draws a strategy for each trial from the list.</summary>
internal sealed class Mixture(string name, int[] strategies, ulong seed) : LocalAttacker(name)
{
    private readonly SplitMix random = new(seed);

    protected override LocalPlan Choose(TrialHistory history) => new(strategies[random.Next(strategies.Length)]);
}

/// <summary>Plays another attacker with both outcomes flipped by a shared fair bit: flat marginals, the same wins.</summary>
internal sealed class Hidden(LocalPlanner inner, ulong seed) : LocalAttacker($"hidden {inner.Name}")
{
    private readonly SplitMix random = new(seed);

    protected override LocalPlan Choose(TrialHistory history) =>
        new(inner.Plan(history).Strategy ^ (random.NextBit() == 1 ? 15 : 0));
}

/// <summary>A local attacker whose plan others may build on.</summary>
internal abstract class LocalPlanner(string name) : LocalAttacker(name)
{
    public abstract LocalPlan Plan(TrialHistory history);

    protected override LocalPlan Choose(TrialHistory history) => Plan(history);
}

/// <summary>
/// Picks the strategy with the largest value; ties go to the one that comes first after a place that moves on each trial.
/// </summary>
internal abstract class Greedy(string name) : LocalPlanner(name)
{
    public override LocalPlan Plan(TrialHistory history)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int i = 0; i < 16; i++)
        {
            int strategy = (i + (5 * history.Count)) & 15;
            double value = Value(history, strategy);
            if (value <= most) continue;
            most = value;
            best = strategy;
        }
        return new LocalPlan(best);
    }

    /// <summary>What the next trial is worth under a strategy.</summary>
    protected abstract double Value(TrialHistory history, int strategy);

    protected static int Cell(int strategy, int z) =>
        (4 * z) + (2 * ((strategy >> (z >> 1)) & 1)) + ((strategy >> (2 + (z & 1))) & 1);

    protected static bool Wins(int strategy, int z)
    {
        int cell = Cell(strategy, z);
        return (((cell >> 1) ^ cell) & 1) == (z == 3 ? 1 : 0);
    }
}
