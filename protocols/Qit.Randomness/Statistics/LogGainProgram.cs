namespace Qit.Randomness.Statistics;

/// <summary>
/// The concave program: maximize sum w_i ln F_i over F &gt; 0 with A F &lt;= 1. It finds the bet with the largest rate of
/// growth among those that are fair to every row of A: test factors, and with other rows estimation factors.
/// </summary>
/// <remarks>
/// Logarithmic barrier with Newton steps (Boyd and Vandenberghe, Convex Optimization, section 11.3). The iterate stays
/// strictly feasible, and the multipliers prove how far it can be from the optimum (<see cref="Solution.Gap"/>).
/// </remarks>
internal static class LogGainProgram
{
    private const int NewtonStepsMaximum = 200;

    /// <summary>A strictly feasible point and the proof of its quality.</summary>
    /// <param name="Values">F.</param>
    /// <param name="Multipliers">One for each row, at least 0.</param>
    /// <param name="Gap">The optimum exceeds the value at F by at most this, in units of the objective.</param>
    public readonly record struct Solution(double[] Values, double[] Multipliers, double Gap);

    /// <summary>Solves the program.</summary>
    /// <param name="weights">w, each above 0.</param>
    /// <param name="rows">Rows of A, entries at least 0, each variable in one row at least.</param>
    /// <param name="gap">Distance from the optimum to reach, in units of the objective.</param>
    public static Solution Maximize(double[] weights, double[][] rows, double gap)
    {
        int n = weights.Length;
        double scale = 0.5 / rows.Max(row => row.Sum());
        int[][] support = [.. rows.Select(row => Enumerable.Range(0, n).Where(i => row[i] != 0).ToArray())];
        double[] values = [.. Enumerable.Repeat(scale, n)];
        var slacks = new double[rows.Length];
        double barrier = 0.1;
        double target = gap / rows.Length;
        double[] direction = Centre(values, slacks, weights, rows, support, barrier);
        while (barrier > target)
        {
            barrier = Math.Max(target, barrier / 30);
            direction = Centre(values, slacks, weights, rows, support, barrier);
        }
        // At the centre w_i / F_i = sum_j (barrier / slack_j) A_ji: the multipliers of the dual bound. The last Newton
        // direction corrects them for slacks so small that the rounding of 1 - A F shows.
        var multipliers = new double[rows.Length];
        for (int j = 0; j < rows.Length; j++)
        {
            double change = 0;
            for (int i = 0; i < values.Length; i++) change += rows[j][i] * direction[i];
            multipliers[j] = barrier / slacks[j] * Math.Max(0, 1 + (change / slacks[j]));
        }
        return new Solution(values, multipliers, barrier * rows.Length);
    }

    // Newton's method for sum w ln F + barrier sum ln(1 - A F); returns the direction that is left.
    private static double[] Centre(
        double[] values, double[] slacks, double[] weights, double[][] rows, int[][] support, double barrier)
    {
        int n = values.Length;
        var gradient = new double[n];
        var hessian = new double[n * n];
        var trial = new double[n];
        for (int step = 0; ; step++)
        {
            double value = Value(values, slacks, weights, rows, support, barrier);
            Differentiate(values, slacks, weights, rows, support, barrier, gradient, hessian);
            double[] direction = SolveCholesky(hessian, gradient, n);
            double decrement = 0;
            for (int i = 0; i < n; i++) decrement += direction[i] * gradient[i];
            // Self-concordance in units of the barrier: the value is then within barrier * 1e-6 of the centre's.
            if (decrement <= 1e-6 * barrier || step == NewtonStepsMaximum) return direction;
            double length = 1;
            while (true)
            {
                for (int i = 0; i < n; i++) trial[i] = values[i] + (length * direction[i]);
                double next = Value(trial, slacks, weights, rows, support, barrier);
                if (next >= value + (0.1 * length * decrement)) break;
                length /= 2;
                if (length > 1e-12) continue;
                Value(values, slacks, weights, rows, support, barrier);
                return direction; // no longer resolved by doubles: this is the centre
            }
            trial.CopyTo(values, 0);
        }
    }

    private static double Value(
        double[] values, double[] slacks, double[] weights, double[][] rows, int[][] support, double barrier)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] > 0)) return double.NegativeInfinity;
            sum += weights[i] * Math.Log(values[i]);
        }
        double logarithms = 0;
        for (int j = 0; j < rows.Length; j++)
        {
            double slack = 1;
            double[] row = rows[j];
            foreach (int i in support[j]) slack -= row[i] * values[i];
            if (!(slack > 0)) return double.NegativeInfinity;
            slacks[j] = slack;
            logarithms += Math.Log(slack);
        }
        return sum + (barrier * logarithms);
    }

    private static void Differentiate(
        double[] values, double[] slacks, double[] weights, double[][] rows, int[][] support, double barrier,
        double[] gradient, double[] hessian)
    {
        int n = values.Length;
        Array.Clear(hessian);
        for (int i = 0; i < n; i++)
        {
            gradient[i] = weights[i] / values[i];
            hessian[(i * n) + i] = gradient[i] / values[i];
        }
        for (int j = 0; j < rows.Length; j++)
        {
            double[] row = rows[j];
            double multiplier = barrier / slacks[j];
            double curvature = multiplier / slacks[j];
            foreach (int i in support[j])
            {
                gradient[i] -= multiplier * row[i];
                foreach (int k in support[j])
                    if (k <= i) hessian[(i * n) + k] += curvature * row[i] * row[k];
            }
        }
    }

    /// <summary>
    /// Solves H d = g for a positive definite H, given by its lower triangle, which is overwritten.
    /// </summary>
    internal static double[] SolveCholesky(double[] h, double[] g, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k <= i; k++)
            {
                double sum = h[(i * n) + k];
                for (int j = 0; j < k; j++) sum -= h[(i * n) + j] * h[(k * n) + j];
                h[(i * n) + k] = k == i ? Math.Sqrt(Math.Max(sum, double.Epsilon)) : sum / h[(k * n) + k];
            }
        }
        var d = new double[n];
        for (int i = 0; i < n; i++)
        {
            double sum = g[i];
            for (int j = 0; j < i; j++) sum -= h[(i * n) + j] * d[j];
            d[i] = sum / h[(i * n) + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = d[i];
            for (int j = i + 1; j < n; j++) sum -= h[(j * n) + i] * d[j];
            d[i] = sum / h[(i * n) + i];
        }
        return d;
    }
}
