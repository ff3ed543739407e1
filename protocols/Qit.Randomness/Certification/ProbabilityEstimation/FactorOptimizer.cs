namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// The convex program of probability estimation: the factors F(c,z) that gain most at a behaviour p, among those with
/// sum_z mu(z) sum_c e(c|z)^(1 + beta) F(c,z) at most 1 for all extreme points e of the devices and mu of the settings.
/// </summary>
/// <remarks>
/// The unknowns are F - 1: at small violations the factors lie within a thousandth of 1, and the slack of a constraint
/// would drown in rounding. 1 - sum mu e^(1 + beta) is summed from -mu e expm1(beta ln e), which is exactly 0 where
/// it should be.
/// </remarks>
internal static class FactorOptimizer
{
    /// <summary>Optimizes; the result satisfies every constraint but for rounding, which the caller takes care of.</summary>
    /// <param name="behaviour">p(c|z), sixteen numbers.</param>
    /// <param name="power">beta, above 0.</param>
    /// <param name="vertices">Extreme points e.</param>
    /// <param name="settings">Extreme points mu.</param>
    public static double[] Optimize(
        IReadOnlyList<double> behaviour, double power, IEnumerable<double[]> vertices, double[][] settings)
    {
        const int Size = NoSignallingPolytope.CellCount;
        var problem = new LogBarrier(Size);
        for (int i = 0; i < Size; i++)
        {
            var unit = new double[Size];
            unit[i] = 1;
            problem.Add(behaviour[i] / 4, 1, unit);
        }
        foreach (double[] vertex in vertices)
        {
            foreach (double[] mu in settings)
            {
                var row = new double[Size];
                double slack = 0;
                for (int i = 0; i < Size; i++)
                {
                    if (vertex[i] <= 0) continue;
                    row[i] = -mu[i >> 2] * Math.Pow(vertex[i], 1 + power);
                    slack -= mu[i >> 2] * vertex[i] * double.ExpM1(power * Math.Log(vertex[i]));
                }
                problem.Add(0, slack, row);
            }
        }
        // Below 1 by a little is strictly feasible: every row is negative.
        var excess = new double[Size];
        Array.Fill(excess, -0.01);
        problem.Maximize(excess, 1e-15);
        return [.. excess.Select(g => 1 + g)];
    }
}
