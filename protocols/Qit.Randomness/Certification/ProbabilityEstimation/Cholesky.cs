namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>Solves small symmetric positive definite systems.</summary>
internal static class Cholesky
{
    /// <summary>Solves A x = b, A given by its lower triangle row by row, which is overwritten; A is scaled first.</summary>
    /// <returns>False when A is not positive definite within rounding.</returns>
    public static bool TrySolve(double[] a, double[] b, double[] x, int n)
    {
        var scale = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (!(a[(i * n) + i] > 0)) return false;
            scale[i] = 1 / Math.Sqrt(a[(i * n) + i]);
        }
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[(i * n) + j] * scale[i] * scale[j];
                for (int k = 0; k < j; k++) sum -= a[(i * n) + k] * a[(j * n) + k];
                if (i == j)
                {
                    if (!(sum > 1e-15)) return false;
                    a[(i * n) + i] = Math.Sqrt(sum);
                }
                else
                {
                    a[(i * n) + j] = sum / a[(j * n) + j];
                }
            }
        }
        for (int i = 0; i < n; i++)
        {
            double sum = b[i] * scale[i];
            for (int k = 0; k < i; k++) sum -= a[(i * n) + k] * x[k];
            x[i] = sum / a[(i * n) + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) sum -= a[(k * n) + i] * x[k];
            x[i] = sum / a[(i * n) + i];
        }
        for (int i = 0; i < n; i++) x[i] *= scale[i];
        return true;
    }
}
