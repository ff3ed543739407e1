using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// A linear function sum c(ab|xy) p(ab|xy) of the conditional probabilities: what every Bell inequality bounds. Its value on
/// a table of frequencies and the standard error, trials taken as independent. Immutable.
/// </summary>
/// <remarks>
/// The three functionals here are one facet of the local polytope written in three ways: without signalling
/// J = CH = (S - 2) / 4. They differ in their errors, because S reads the sixteen frequencies, J only the four that count
/// against or for local realism at few clicks, and CH the marginals over both settings of the other station.
/// </remarks>
public sealed class BellFunctional
{
    private readonly double[] coefficients; // index 4 (2x + y) + 2a + b

    /// <summary>Takes sixteen coefficients.</summary>
    /// <param name="coefficients">At index 4 (2x + y) + 2a + b; finite.</param>
    /// <param name="localBound">Largest value with local realism.</param>
    /// <exception cref="ArgumentException">Not sixteen finite coefficients.</exception>
    public BellFunctional(ReadOnlySpan<double> coefficients, double localBound)
    {
        if (coefficients.Length != TrialCounts.CellCount)
            throw new ArgumentException(
                $"A functional has {TrialCounts.CellCount} coefficients, not {coefficients.Length}.",
                nameof(coefficients));
        foreach (double coefficient in coefficients)
        {
            if (!double.IsFinite(coefficient))
                throw new ArgumentException($"Coefficient {coefficient} is not a finite number.", nameof(coefficients));
        }
        this.coefficients = coefficients.ToArray();
        LocalBound = localBound;
    }

    /// <summary>Clauser, Horne, Shimony, Holt 1969: S = E00 + E01 + E10 - E11, at most 2.</summary>
    public static BellFunctional Chsh { get; } = new(
        [1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, -1, 1, 1, -1], 2);

    /// <summary>
    /// Eberhard, Phys. Rev. A 47, R747 (1993): J = p(11|00) - p(10|01) - p(01|10) - p(11|11), 1 a click, at most 0. Made
    /// for states that are not maximally entangled and detectors that lose photons.
    /// </summary>
    public static BellFunctional Eberhard { get; } = new(
        [0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 0, 0, 0, -1], 0);

    /// <summary>
    /// Clauser and Horne, Phys. Rev. D 10, 526 (1974): p(11|00) + p(11|01) + p(11|10) - p(11|11) - pA(1|x=0) - pB(1|y=0),
    /// at most 0, each marginal the mean over the two settings of the other station.
    /// </summary>
    public static BellFunctional ClauserHorne { get; } = new(
        [0, -0.5, -0.5, 0, 0, 0, -0.5, 0.5, 0, -0.5, 0, 0.5, 0, 0, 0, -1], 0);

    /// <summary>Largest value with local realism.</summary>
    public double LocalBound { get; }

    /// <summary>Coefficient of p(ab|xy), arguments 0 or 1.</summary>
    public double this[int x, int y, int a, int b] => coefficients[(8 * x) + (4 * y) + (2 * a) + b];

    /// <summary>
    /// Value on the frequencies of a table; not a number while a pair of settings has no trial.
    /// </summary>
    public double Value(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double value = 0;
        for (int z = 0; z < 4; z++) value += Row(counts, z).Mean;
        return value;
    }

    /// <summary>
    /// Standard error of the value: the four rows are multinomial, so the variance is the sum of (mean c^2 - (mean c)^2) / n.
    /// </summary>
    public double StandardError(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double variance = 0;
        for (int z = 0; z < 4; z++)
        {
            (double mean, double square, long n) = Row(counts, z);
            variance += (square - (mean * mean)) / n;
        }
        return Math.Sqrt(Math.Max(0, variance) + (0 * variance)); // keeps not-a-number, drops a rounding below zero
    }

    private (double Mean, double MeanSquare, long Trials) Row(TrialCounts counts, int z)
    {
        long n = counts.SettingsTotal(z >> 1, z & 1);
        double sum = 0;
        double squares = 0;
        for (int c = 0; c < 4; c++)
        {
            double coefficient = coefficients[(4 * z) + c];
            double weighted = coefficient * counts[z >> 1, z & 1, c >> 1, c & 1];
            sum += weighted;
            squares += weighted * coefficient;
        }
        return (sum / n, squares / n, n);
    }
}
