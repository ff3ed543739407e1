using Qit.Timing.Estimation;

namespace Qit.Timing.Monitoring;

/// <summary>The variance of one clock of several that are only ever compared with each other.</summary>
/// <param name="Variance">Least-squares value; negative where chance, or correlation between clocks, makes it so.</param>
/// <param name="Deviation">Its square root; null where the variance is negative: the clock is then better than the
/// comparisons can show, and no number is made up.</param>
public readonly record struct HatVariance(double Variance, double? Deviation);

/// <summary>
/// The N-cornered hat: for uncorrelated clocks the variance of a comparison is the sum of both clocks' variances. Three
/// clocks give three equations (Gray and Allan, 28th Frequency Control Symposium (1974)); more are solved by least squares
/// with equal weights.
/// </summary>
public static class CorneredHat
{
    /// <summary>Separates the clocks.</summary>
    /// <param name="pairVariances">Symmetric table of, for example, Allan variances of comparison i, j at one tau; NaN where
    /// two clocks were not compared. Subtract the measurement's own variance before. The diagonal is not read.</param>
    /// <returns>One value for each clock; null if the comparisons do not determine them: fewer than three clocks, or no
    /// triangle or other odd ring of comparisons that reaches each clock.</returns>
    /// <exception cref="ArgumentException">The table is not square.</exception>
    public static IReadOnlyList<HatVariance>? Separate(double[,] pairVariances)
    {
        ArgumentNullException.ThrowIfNull(pairVariances);
        int count = pairVariances.GetLength(0);
        if (pairVariances.GetLength(1) != count) throw new ArgumentException("must be square", nameof(pairVariances));
        var normal = new double[count, count];
        var right = new double[count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double variance = pairVariances[i, j];
                if (double.IsNaN(variance)) continue;
                normal[i, i]++;
                normal[j, j]++;
                normal[i, j]++;
                normal[j, i]++;
                right[i] += variance;
                right[j] += variance;
            }
        }

        if (!Cholesky.TrySolve(normal, right)) return null;
        return [.. right.Select(value => new HatVariance(value, value < 0 ? null : Math.Sqrt(value)))];
    }
}
