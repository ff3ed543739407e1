namespace Qit.Timing.Estimation;

/// <summary>Small symmetric positive definite systems. Rows and columns are scaled to a unit diagonal first, so that
/// parameters of very different size do not spoil the pivots.</summary>
internal static class Cholesky
{
    private const double SmallestPivot = 1e-13;

    /// <summary>Solves matrix x = right in place. False, and right undefined, when the matrix is not positive definite.
    /// </summary>
    public static bool TrySolve(double[,] matrix, double[] right)
    {
        if (!TryFactor(matrix, out double[,] factor, out double[] scale)) return false;
        Solve(factor, scale, right);
        return true;
    }

    /// <summary>Inverse, or null when the matrix is not positive definite.</summary>
    public static double[,]? Inverse(double[,] matrix)
    {
        if (!TryFactor(matrix, out double[,] factor, out double[] scale)) return null;
        int count = scale.Length;
        double[,] inverse = new double[count, count];
        double[] column = new double[count];
        for (int index = 0; index < count; index++)
        {
            Array.Clear(column);
            column[index] = 1;
            Solve(factor, scale, column);
            for (int row = 0; row < count; row++) inverse[row, index] = column[row];
        }

        return inverse;
    }

    private static bool TryFactor(double[,] matrix, out double[,] factor, out double[] scale)
    {
        int count = matrix.GetLength(0);
        factor = new double[count, count];
        scale = new double[count];
        for (int index = 0; index < count; index++)
        {
            if (!(matrix[index, index] > 0)) return false;
            scale[index] = 1 / Math.Sqrt(matrix[index, index]);
        }

        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = matrix[row, column] * scale[row] * scale[column];
                for (int k = 0; k < column; k++) sum -= factor[row, k] * factor[column, k];
                if (row != column)
                {
                    factor[row, column] = sum / factor[column, column];
                    continue;
                }

                if (!(sum > SmallestPivot)) return false;
                factor[row, row] = Math.Sqrt(sum);
            }
        }

        return true;
    }

    private static void Solve(double[,] factor, double[] scale, double[] right)
    {
        int count = scale.Length;
        for (int row = 0; row < count; row++)
        {
            double sum = right[row] * scale[row];
            for (int k = 0; k < row; k++) sum -= factor[row, k] * right[k];
            right[row] = sum / factor[row, row];
        }

        for (int row = count - 1; row >= 0; row--)
        {
            double sum = right[row];
            for (int k = row + 1; k < count; k++) sum -= factor[k, row] * right[k];
            right[row] = sum / factor[row, row];
        }

        for (int row = 0; row < count; row++) right[row] *= scale[row];
    }
}
