using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// A test factor F(abxy) &gt;= 0 against local realism: its mean is at most 1 for each of the sixteen local deterministic
/// strategies and each distribution of settings that the bias bound allows, hence for all of local realism. The inverse of its
/// product over trials is a p-value at any time of stopping. Immutable; feasible by construction.
/// </summary>
public sealed class BellTestFactor
{
    // Four products, three sums and two divisions of doubles: the relative rounding error is below 10 times 2^-53.
    private const double RoundingMargin = 1 + 4e-15;

    private readonly double[] values;
    private readonly double[] logarithms;

    private BellTestFactor(double[] values)
    {
        this.values = values;
        logarithms = Array.ConvertAll(values, Math.Log);
        LnLeast = logarithms.Min();
    }

    /// <summary>The factor that bets nothing: 1 everywhere.</summary>
    public static BellTestFactor Neutral { get; } = new([.. Enumerable.Repeat(1.0, TrialCounts.CellCount)]);

    /// <summary>F(abxy); arguments are 0 or 1.</summary>
    public double this[int x, int y, int a, int b] => values[(8 * x) + (4 * y) + (2 * a) + b];

    /// <summary>Natural logarithm of the least value: what a trial can cost at most.</summary>
    public double LnLeast { get; }

    /// <summary>True for <see cref="Neutral"/>.</summary>
    public bool IsNeutral => ReferenceEquals(this, Neutral);

    /// <summary>Sum of n ln F over a table: what the trials add to the logarithm of the evidence.</summary>
    public double LnScore(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double sum = 0;
        for (int i = 0; i < TrialCounts.CellCount; i++)
        {
            long n = counts[i >> 3, (i >> 2) & 1, (i >> 1) & 1, i & 1];
            if (n > 0) sum += n * logarithms[i]; // 0 times minus infinity is no number
        }
        return sum;
    }

    /// <summary>Mean of ln F under frequencies of the sixteen cells, nats a trial.</summary>
    internal double LnGain(ReadOnlySpan<double> frequencies)
    {
        double sum = 0;
        for (int i = 0; i < TrialCounts.CellCount; i++)
            if (frequencies[i] > 0) sum += frequencies[i] * logarithms[i];
        return sum;
    }

    /// <summary>
    /// Makes positive values feasible by dividing by the largest local mean, a rounding margin included, so that the bound
    /// holds for the numbers as they are stored and not only up to the accuracy of whoever found them.
    /// </summary>
    internal static BellTestFactor FromValues(ReadOnlySpan<double> values, SettingsPolytope settings)
    {
        double largest = 0;
        foreach (IReadOnlyList<double> vertex in settings.Vertices)
        {
            for (int strategy = 0; strategy < LocalStrategies.Count; strategy++)
            {
                double mean = 0;
                for (int z = 0; z < 4; z++) mean += vertex[z] * values[LocalStrategies.Cell(strategy, z)];
                largest = Math.Max(largest, mean);
            }
        }
        var feasible = new double[TrialCounts.CellCount];
        for (int i = 0; i < feasible.Length; i++) feasible[i] = values[i] / (largest * RoundingMargin);
        return new BellTestFactor(feasible);
    }
}
