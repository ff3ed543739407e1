namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// Maximizes sum_k w_k log l_k(x) over a polytope l_k(x) >= 0, all l_k affine, by Newton's method on
/// sum_k (w_k + mu) log l_k with mu going to 0 (Nesterov and Nemirovskii's path following; Boyd and Vandenberghe, Convex
/// Optimization, chapter 11). Small and dense: some ten unknowns, some thousand terms.
/// </summary>
/// <remarks>
/// A term with w = 0 is a constraint. Every term has weight mu at least, which makes the function divided by mu
/// self-concordant: the damped step 1 / (1 + lambda) stays feasible and needs no search along the line. At the end the
/// value is below the optimum by at most (number of terms) mu. Nothing rests on that: who uses the result checks it.
/// </remarks>
internal sealed class LogBarrier
{
    private readonly int size;
    private readonly List<double[]> rows = [];
    private readonly List<double> constants = [];
    private readonly List<double> weights = [];

    /// <summary>Makes a problem.</summary>
    /// <param name="size">Number of unknowns.</param>
    public LogBarrier(int size) => this.size = size;

    /// <summary>Adds w log(constant + row x).</summary>
    public void Add(double weight, double constant, double[] row)
    {
        weights.Add(weight);
        constants.Add(constant);
        rows.Add(row);
    }

    /// <summary>Maximizes from a start where every term is positive.</summary>
    /// <param name="start">The start; overwritten by the result.</param>
    /// <param name="lastMu">mu of the last step, relative to weights that add up to about 1.</param>
    public void Maximize(double[] start, double lastMu)
    {
        var gradient = new double[size];
        var hessian = new double[size * size];
        var step = new double[size];
        for (double mu = 1e-2; ; mu = Math.Max(lastMu, mu / 8))
        {
            for (int iteration = 0; iteration < 100; iteration++)
            {
                Differentiate(start, mu, gradient, hessian);
                // A Hessian that rounding made singular: the point is as good as doubles allow.
                if (!Cholesky.TrySolve(hessian, gradient, step, size)) return;
                double decrement = 0;
                for (int i = 0; i < size; i++) decrement += gradient[i] * step[i];
                decrement = Math.Sqrt(Math.Max(0, decrement));
                double length = decrement < 0.25 ? 1 : 1 / (1 + decrement);
                if (!Advance(start, step, length)) return;
                if (decrement < 1e-4) break;
            }
            if (mu <= lastMu) return;
        }
    }

    private void Differentiate(double[] x, double mu, double[] gradient, double[] hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        for (int k = 0; k < rows.Count; k++)
        {
            double[] row = rows[k];
            double value = Value(k, x);
            double weight = (weights[k] / mu) + 1;
            double first = weight / value;
            double second = first / value;
            for (int i = 0; i < size; i++)
            {
                if (row[i] == 0) continue;
                gradient[i] += first * row[i];
                double scaled = second * row[i];
                for (int j = 0; j <= i; j++) hessian[(i * size) + j] += scaled * row[j];
            }
        }
    }

    // Halves the step while rounding takes a term to 0 or below; false when none is left.
    private bool Advance(double[] x, double[] step, double length)
    {
        var next = new double[size];
        for (int halvings = 0; halvings < 40; halvings++, length /= 2)
        {
            for (int i = 0; i < size; i++) next[i] = x[i] + (length * step[i]);
            bool feasible = true;
            for (int k = 0; k < rows.Count && feasible; k++) feasible = Value(k, next) > 0;
            if (!feasible) continue;
            next.CopyTo(x, 0);
            return true;
        }
        return false;
    }

    private double Value(int k, double[] x)
    {
        double[] row = rows[k];
        double value = constants[k];
        for (int i = 0; i < size; i++) value += row[i] * x[i];
        return value;
    }
}
