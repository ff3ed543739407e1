namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>Real symmetric matrices of size 4, row by row in 16 numbers; Jacobi rotations.</summary>
internal static class Symmetric4
{
    /// <summary>Adds s (left right^T + right left^T) / 2.</summary>
    public static void AddProduct(Span<double> matrix, double s, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                matrix[(4 * i) + j] += 0.5 * s * ((left[i] * right[j]) + (left[j] * right[i]));
    }

    /// <summary>The largest eigenvalue; the matrix is overwritten.</summary>
    public static double LargestEigenvalue(Span<double> matrix)
    {
        Diagonalize(matrix, default);
        return Math.Max(Math.Max(matrix[0], matrix[5]), Math.Max(matrix[10], matrix[15]));
    }

    /// <summary>
    /// Makes the matrix diagonal; the columns of <paramref name="vectors"/>, when given, become the eigenvectors.
    /// </summary>
    public static void Diagonalize(Span<double> matrix, Span<double> vectors)
    {
        if (!vectors.IsEmpty)
        {
            vectors.Clear();
            for (int i = 0; i < 4; i++) vectors[5 * i] = 1;
        }
        for (int sweep = 0; sweep < 20; sweep++)
        {
            double off = 0;
            double diagonal = 0;
            for (int i = 0; i < 4; i++)
            {
                diagonal += matrix[5 * i] * matrix[5 * i];
                for (int j = i + 1; j < 4; j++) off += matrix[(4 * i) + j] * matrix[(4 * i) + j];
            }
            if (off <= 1e-34 * diagonal) return;
            for (int p = 0; p < 3; p++)
                for (int q = p + 1; q < 4; q++) Rotate(matrix, vectors, p, q);
        }
    }

    private static void Rotate(Span<double> m, Span<double> vectors, int p, int q)
    {
        double off = m[(4 * p) + q];
        if (Math.Abs(off) < 1e-200) return;
        double theta = (m[5 * q] - m[5 * p]) / (2 * off);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        for (int k = 0; k < 4; k++) Turn(ref m[(4 * k) + p], ref m[(4 * k) + q], c, s);
        for (int k = 0; k < 4; k++) Turn(ref m[(4 * p) + k], ref m[(4 * q) + k], c, s);
        if (vectors.IsEmpty) return;
        for (int k = 0; k < 4; k++) Turn(ref vectors[(4 * k) + p], ref vectors[(4 * k) + q], c, s);
    }

    private static void Turn(ref double x, ref double y, double c, double s)
    {
        double old = x;
        x = (c * old) - (s * y);
        y = (s * old) + (c * y);
    }
}
