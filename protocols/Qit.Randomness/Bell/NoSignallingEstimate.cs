using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// The conditional probabilities without signalling under which the counts are most likely: what a test factor is fitted to,
/// since the plain frequencies signal by chance and a bet on chance loses.
/// </summary>
/// <remarks>
/// Half a count is added to each cell, so that no outcome is held to be impossible because it has not come up yet. The eight
/// parameters are p(a=1|x), p(b=1|y) and p(11|xy); Newton's method on the concave log-likelihood.
/// </remarks>
internal static class NoSignallingEstimate
{
    private const int Parameters = 8; // A0 A1 B0 B1, C at 4 + 2x + y
    private const double Prior = 0.5;

    /// <summary>p(ab|xy) at 4 (2x + y) + 2a + b, all above 0.</summary>
    public static double[] MaximumLikelihood(TrialCounts counts)
    {
        double[] theta = [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25];
        var trial = new double[Parameters];
        var gradient = new double[Parameters];
        var hessian = new double[Parameters * Parameters];
        double total = counts.Total + (Prior * TrialCounts.CellCount);
        for (int step = 0; step < 500; step++)
        {
            double value = LogLikelihood(theta, counts);
            Differentiate(theta, counts, gradient, hessian);
            double[] direction = LogGainProgram.SolveCholesky(hessian, gradient, Parameters);
            double decrement = 0;
            for (int i = 0; i < Parameters; i++) decrement += direction[i] * gradient[i];
            double length = 1;
            while (true)
            {
                for (int i = 0; i < Parameters; i++) trial[i] = theta[i] + (length * direction[i]);
                double next = LogLikelihood(trial, counts);
                if (next >= value + (0.1 * length * decrement) || length < 1e-12) break;
                length /= 2;
            }
            if (length < 1e-12) break; // no longer resolved by doubles
            trial.CopyTo(theta, 0);
            if (decrement <= 1e-12 * total) break; // below a millionth of a standard error at 1e12 trials
        }
        var table = new double[TrialCounts.CellCount];
        for (int i = 0; i < table.Length; i++) table[i] = Probability(theta, i);
        return table;
    }

    private static double LogLikelihood(double[] theta, TrialCounts counts)
    {
        double sum = 0;
        for (int i = 0; i < TrialCounts.CellCount; i++)
        {
            double p = Probability(theta, i);
            if (!(p > 0)) return double.NegativeInfinity;
            sum += Weight(counts, i) * Math.Log(p);
        }
        return sum;
    }

    private static void Differentiate(double[] theta, TrialCounts counts, double[] gradient, double[] hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        Span<int> index = stackalloc int[3];
        for (int i = 0; i < TrialCounts.CellCount; i++)
        {
            double p = Probability(theta, i);
            double first = Weight(counts, i) / p;
            (index[0], index[1], index[2]) = (i >> 3, 2 + ((i >> 2) & 1), 4 + (i >> 2));
            (int a, int b) = ((i >> 1) & 1, i & 1);
            // p(11) = C, p(10) = A - C, p(01) = B - C, p(00) = 1 - A - B + C.
            ReadOnlySpan<double> slope = [b == 1 ? 0 : a == 1 ? 1 : -1, a == 1 ? 0 : b == 1 ? 1 : -1, a == b ? 1 : -1];
            for (int j = 0; j < 3; j++)
            {
                gradient[index[j]] += first * slope[j];
                for (int k = 0; k <= j; k++)
                    hessian[(index[j] * Parameters) + index[k]] += first / p * slope[j] * slope[k];
            }
        }
    }

    private static double Probability(double[] theta, int cell)
    {
        double a = theta[cell >> 3];
        double b = theta[2 + ((cell >> 2) & 1)];
        double c = theta[4 + (cell >> 2)];
        return (cell & 3) switch { 0 => 1 - a - b + c, 1 => b - c, 2 => a - c, _ => c };
    }

    private static double Weight(TrialCounts counts, int i) =>
        counts[i >> 3, (i >> 2) & 1, (i >> 1) & 1, i & 1] + Prior;
}
