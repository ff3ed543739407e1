using Qit.Randomness.Bell;

namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>The gambler's fallacy: loses where the settings have been most often (or least), wins elsewhere.</summary>
internal sealed class Gambler(bool losesAtFrequent) : Greedy(losesAtFrequent ? "gambler, frequent" : "gambler, rare")
{
    protected override double Value(TrialHistory history, int strategy)
    {
        double value = 0;
        for (int z = 0; z < 4; z++)
            value += (Wins(strategy, z) ? 1e6 : 0) + (Wins(strategy, z) == losesAtFrequent ? -history.Rows[z] : 0);
        return value;
    }
}

/// <summary>
/// Raises the estimate of S, whose denominators it knows: a loss costs least where the row is longest and already bad (the
/// memory loophole of Barrett, Collins, Hardy, Kent, Popescu 2002 turned against the plain estimator).
/// </summary>
internal sealed class GreedyS() : Greedy("greedy on S")
{
    protected override double Value(TrialHistory history, int strategy)
    {
        double value = 0;
        for (int z = 0; z < 4; z++)
        {
            double n = history.Rows[z];
            double correlation = (2 * history.Wins[z]) - n;
            double next = (correlation + (Wins(strategy, z) ? 1 : -1)) / (n + 1);
            value += next - (n == 0 ? 0 : correlation / n);
        }
        return value;
    }
}

/// <summary>Raises the estimate of Eberhard's J in the same way.</summary>
internal sealed class GreedyJ() : Greedy("greedy on J")
{
    protected override double Value(TrialHistory history, int strategy)
    {
        double value = 0;
        for (int z = 0; z < 4; z++)
        {
            double n = history.Rows[z] + 1.0;
            for (int c = 0; c < 4; c++)
            {
                double coefficient = BellFunctional.Eberhard[z >> 1, z & 1, c >> 1, c & 1];
                double hit = Cell(strategy, z) == (4 * z) + c ? 1 : 0;
                value += coefficient * (hit - (history.Cells[(4 * z) + c] / n)) / n;
            }
        }
        return value;
    }
}

/// <summary>
/// Block memory: gambles on J from the start of each block and falls silent as soon as it is ahead by what it wants, so that
/// the lead stays; the next block begins afresh. In the odd blocks it plays what won in the block before.
/// </summary>
internal sealed class BlockMemory(int blockTrials, double deviations) : Greedy("block memory")
{
    private readonly long[] atBlockStart = new long[16];
    private int favourite;

    public override LocalPlan Plan(TrialHistory history)
    {
        int place = history.Count % blockTrials;
        if (place == 0) Begin(history);
        double lead = Score(history);
        double counted = Counted(history);
        if (counted > 4 && lead >= deviations * Math.Sqrt(counted)) return new LocalPlan(0); // nobody clicks any more
        return history.Count / blockTrials % 2 == 1 ? new LocalPlan(favourite) : base.Plan(history);
    }

    protected override double Value(TrialHistory history, int strategy)
    {
        // Only strategies that can win at 00, in an order that changes with the past.
        int last = history.Count == 0 ? 0 : history[history.Count - 1];
        double value = 0;
        for (int z = 0; z < 4; z++)
        {
            int cell = Cell(strategy, z);
            value += BellFunctional.Eberhard[z >> 1, z & 1, (cell >> 1) & 1, cell & 1] * (last >> 2 == z ? 0.5 : 1);
        }
        return value + (strategy == 0 ? -1 : 0);
    }

    private void Begin(TrialHistory history)
    {
        double most = double.NegativeInfinity;
        for (int strategy = 1; strategy < 16 && history.Count > 0; strategy++)
        {
            double score = 0;
            for (int z = 0; z < 4; z++) score += history.Cells[Cell(strategy, z)] - atBlockStart[Cell(strategy, z)];
            if (score <= most) continue;
            most = score;
            favourite = strategy;
        }
        history.Cells.CopyTo(atBlockStart, 0);
    }

    private double Score(TrialHistory history) => Sum(history, coefficient => coefficient);

    private double Counted(TrialHistory history) => Sum(history, Math.Abs);

    private double Sum(TrialHistory history, Func<double, double> weight)
    {
        double sum = 0;
        for (int i = 0; i < 16; i++)
        {
            sum += weight(BellFunctional.Eberhard[i >> 3, (i >> 2) & 1, (i >> 1) & 1, i & 1])
                * (history.Cells[i] - atBlockStart[i]);
        }
        return sum;
    }
}

/// <summary>
/// Knows the factor that judges the trial. Plays the strategy with the largest mean of it, of its logarithm, or of its square
/// (the boldest gamble).
/// </summary>
internal sealed class FactorAware(string name, Func<int, double> factorOfCell, Func<double, double> utility)
    : Greedy($"factor-aware, {name}")
{
    protected override double Value(TrialHistory history, int strategy)
    {
        double value = 0;
        for (int z = 0; z < 4; z++) value += utility(factorOfCell(Cell(strategy, z)));
        return value;
    }
}
