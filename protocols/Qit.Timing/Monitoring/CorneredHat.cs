using Qit.Timing.Estimation;

namespace Qit.Timing.Monitoring;

/// <summary>The variance of one clock of several that are only ever compared with each other.</summary>
/// <param name="Variance">Least-squares value; negative where chance, or correlation between clocks, makes it so.</param>
/// <param name="StandardError">Its standard error, from those of the comparisons; 0 if they were not given.</param>
/// <param name="Deviation">Its square root; null where the variance is below two standard errors or negative: the clock is
/// then better than the comparisons can show, and no number is made up.</param>
public readonly record struct HatVariance(double Variance, double StandardError, double? Deviation);

/// <summary>
/// The N-cornered hat: for uncorrelated clocks the variance of a comparison is the sum of both clocks' variances. Three
/// clocks give three equations (Gray and Allan, 28th Frequency Control Symposium (1974)); more are solved by least squares.
/// </summary>
public static class CorneredHat
{
    private const double ResolvedErrors = 2;

    // Better comparisons than this do not weigh more: the equations must stay solvable.
    private const double SmallestRelativeError = 1e-6;

    /// <summary>Separates the clocks.</summary>
    /// <param name="pairVariances">Symmetric table of, for example, Allan variances of comparison i, j at one tau; NaN where
    /// two clocks were not compared. Subtract the measurement's own variance before. The diagonal is not read.</param>
    /// <param name="standardErrors">Their standard errors, above 0, which weigh them; null for equal weights.</param>
    /// <returns>One value for each clock; null if the comparisons do not determine them: fewer than three clocks, or no
    /// triangle or other odd ring of comparisons that reaches each clock.</returns>
    /// <exception cref="ArgumentException">A table is not square, or they differ in size.</exception>
    public static IReadOnlyList<HatVariance>? Separate(double[,] pairVariances, double[,]? standardErrors = null)
    {
        ArgumentNullException.ThrowIfNull(pairVariances);
        int count = pairVariances.GetLength(0);
        if (pairVariances.GetLength(1) != count) throw new ArgumentException("must be square", nameof(pairVariances));
        if (standardErrors is not null && (standardErrors.GetLength(0) != count || standardErrors.GetLength(1) != count))
            throw new ArgumentException("must be as large as the variances", nameof(standardErrors));
        double least = standardErrors is null ? 1 : SmallestRelativeError * standardErrors.Cast<double>().Where(double.IsFinite).Max();
        var normal = new double[count, count];
        foreach ((int i, int j) in Compared(pairVariances))
        {
            double weight = Weight(standardErrors, i, j, least);
            normal[i, i] += weight;
            normal[j, j] += weight;
            normal[i, j] += weight;
            normal[j, i] += weight;
        }

        if (Cholesky.Inverse(normal) is not double[,] inverse) return null;
        var found = new HatVariance[count];
        for (int clock = 0; clock < count; clock++)
        {
            double variance = 0;
            double square = 0;
            foreach ((int i, int j) in Compared(pairVariances))
            {
                double share = (inverse[clock, i] + inverse[clock, j]) * Weight(standardErrors, i, j, least);
                variance += share * pairVariances[i, j];
                double error = share * (standardErrors?[i, j] ?? 0);
                square += error * error;
            }

            double standardError = Math.Sqrt(square);
            bool isResolved = variance >= 0 && variance >= ResolvedErrors * standardError;
            found[clock] = new HatVariance(variance, standardError, isResolved ? Math.Sqrt(variance) : null);
        }

        return found;
    }

    private static IEnumerable<(int I, int J)> Compared(double[,] variances)
    {
        for (int i = 0; i < variances.GetLength(0); i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!double.IsNaN(variances[i, j])) yield return (i, j);
            }
        }
    }

    private static double Weight(double[,]? errors, int i, int j, double least)
    {
        if (errors is null) return 1;
        double error = Math.Max(errors[i, j], least);
        return 1 / (error * error);
    }
}
