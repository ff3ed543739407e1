namespace Qit.Timing.Purification;

/// <summary>What synchronization comes to after a number of rounds.</summary>
/// <param name="Rounds">Number n of rounds.</param>
/// <param name="Fidelity">F_n.</param>
/// <param name="SuccessProbability">Probability that a comparison of round n keeps its pair; 1 for n = 0.</param>
/// <param name="SurvivingPairs">Expected number of pairs left: N p_1 ... p_n / 2^n.</param>
/// <param name="ErrorSeconds">Expected error of the time difference, seconds: equation (1).</param>
public readonly record struct PurificationRow(
    int Rounds, double Fidelity, double SuccessProbability, double SurvivingPairs, double ErrorSeconds);

/// <summary>
/// How many rounds of purification to do before synchronizing: each round at least halves the pairs and raises their
/// fidelity, and the expected error, equation (1) of ITU-T FG QIT4N D1.2, has a least value in between. The report stops
/// at n = 0.
/// </summary>
public sealed class PurificationPlan
{
    private const int MostRounds = 60;

    private PurificationPlan(IReadOnlyList<PurificationRow> rows, PurificationRow best)
    {
        Rows = rows;
        Best = best;
    }

    /// <summary>One row for each n from 0 on, as long as one pair is expected to be left.</summary>
    public IReadOnlyList<PurificationRow> Rows { get; }

    /// <summary>The row of the smallest error; of equal ones the first.</summary>
    public PurificationRow Best { get; }

    /// <summary>True if any number of rounds beats none.</summary>
    public bool IsWorthIt => Best.Rounds > 0;

    /// <summary>How many times smaller the best error is than that without purification; 1 if no round is worth it.
    /// </summary>
    public double Gain => Best.ErrorSeconds > 0 ? Rows[0].ErrorSeconds / Best.ErrorSeconds : 1;

    /// <summary>Equation (1): (1/w) sqrt(2^n/N + 1 - F_n), w = 2 pi f.</summary>
    /// <param name="frequencyHertz">Clock frequency f, above 0.</param>
    /// <param name="pairs">Pairs N to begin with, above 0.</param>
    /// <param name="rounds">Rounds n, at least 0.</param>
    /// <param name="infidelity">1 - F_n, 0 to 1.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double ErrorSeconds(double frequencyHertz, double pairs, int rounds, double infidelity)
    {
        CheckAboveZero(frequencyHertz, nameof(frequencyHertz));
        CheckAboveZero(pairs, nameof(pairs));
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        if (!(infidelity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(infidelity), infidelity, "must be 0 to 1");
        return Math.Sqrt((Math.Pow(2, rounds) / pairs) + infidelity) / (2 * Math.PI * frequencyHertz);
    }

    /// <summary>Makes the table and finds the best row.</summary>
    /// <param name="frequencyHertz">Clock frequency, above 0.</param>
    /// <param name="pairs">Pairs N to begin with, at least 1.</param>
    /// <param name="state">Their state.</param>
    /// <param name="protocol">What a round is.</param>
    /// <param name="countsSuccess">True if pairs lost to disagreeing bits count: N p_1 ... p_n stands for N in equation (1).
    /// False is the report's equation as printed.</param>
    /// <param name="noise">What gates and measurements do wrong; nothing by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency or the number of pairs is out of its range.</exception>
    public static PurificationPlan Compute(
        double frequencyHertz, double pairs, BellDiagonal state, PurificationProtocol protocol, bool countsSuccess,
        LocalNoise noise = default)
    {
        if (!(pairs >= 1 && double.IsFinite(pairs)))
            throw new ArgumentOutOfRangeException(nameof(pairs), pairs, "must be at least 1");
        var rows = new List<PurificationRow>();
        double kept = 1;
        double success = 1;
        for (int n = 0; n <= MostRounds; n++)
        {
            if (n > 0)
            {
                (state, success) = PurificationRound.Apply(protocol, state, noise);
                kept *= success;
            }

            double surviving = Math.ScaleB(pairs * kept, -n);
            if (surviving < 1) break;
            double counted = countsSuccess ? pairs * kept : pairs;
            double error = ErrorSeconds(frequencyHertz, counted, n, Math.Min(1, state.Infidelity));
            rows.Add(new PurificationRow(n, state.A, success, surviving, error));
        }

        return new PurificationPlan(rows, rows.MinBy(row => row.ErrorSeconds));
    }

    private static void CheckAboveZero(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, "must be above 0");
    }
}
