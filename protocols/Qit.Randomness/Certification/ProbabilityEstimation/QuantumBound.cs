namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// Proves a bound on what any quantum devices and adversary can make of factors: a covering of all pairs of measurement
/// angles by cells, each bounded by <see cref="SchurTest"/>, split where the bound is not good enough yet.
/// </summary>
internal static class QuantumBound
{
    internal static Action<double, double, double, int>? Trace;
    private const int Divisions = 16;
    private const int DepthMaximum = 24;

    /// <summary>Tries to prove that the sum stays within a limit.</summary>
    /// <param name="factors">F(c,z).</param>
    /// <param name="power">beta.</param>
    /// <param name="settings">Extreme points of the settings.</param>
    /// <param name="limit">Above 1 for factors that are tight somewhere.</param>
    /// <param name="cellsMaximum">Cells to spend before giving up.</param>
    /// <param name="cells">Cells spent.</param>
    /// <returns>True when it is proved; false says nothing.</returns>
    public static bool TryProve(
        IReadOnlyList<double> factors, double power, double[][] settings, double limit, long cellsMaximum, out long cells)
    {
        cells = 0;
        const double Half = Math.PI / (2 * Divisions);
        foreach (double[] mu in settings)
        {
            var test = new SchurTest(factors, power, mu);
            for (int i = 0; i < Divisions * Divisions; i++)
            {
                double a = Half * ((2 * (i / Divisions)) + 1);
                double b = Half * ((2 * (i % Divisions)) + 1);
                var t = new double[16];
                for (int k = 0; k < 4; k++) t[5 * k] = 1;
                if (!Prove(test, a, b, Half, t, limit, 0, cellsMaximum, ref cells)) return false;
            }
        }
        return true;
    }

    private static bool Prove(
        SchurTest test, double a, double b, double h, ReadOnlySpan<double> above, double limit, int depth, long cellsMaximum,
        ref long cells)
    {
        if (Trace != null) Trace(a, b, h, depth);
        if (++cells > cellsMaximum || depth > DepthMaximum) return false;
        Span<double> t = stackalloc double[16];
        above.CopyTo(t);
        if (test.At(a, b, t, depth == 0 ? 6 : 3) <= limit)
        {
            for (int f = 0; f < 8; f++)
            {
                if (test.Over(a, b, h, t, Math.Pow(10, -f - 1)) <= limit) return true;
            }
        }
        double half = h / 2;
        return Prove(test, a - half, b - half, half, t, limit, depth + 1, cellsMaximum, ref cells)
            && Prove(test, a - half, b + half, half, t, limit, depth + 1, cellsMaximum, ref cells)
            && Prove(test, a + half, b - half, half, t, limit, depth + 1, cellsMaximum, ref cells)
            && Prove(test, a + half, b + half, half, t, limit, depth + 1, cellsMaximum, ref cells);
    }
}
