using Qit.Timing.Estimation;

namespace Qit.Timing.TwoWay;

/// <summary>Difference of both directions' phases at one rate.</summary>
/// <param name="Rate">v, m/s.</param>
/// <param name="Time">Seconds from the mean time.</param>
/// <param name="Phase">Radians.</param>
/// <param name="Error">Its standard error from counting.</param>
/// <param name="Index">Place of its fringes in the input.</param>
internal readonly record struct PhasePoint(double Rate, double Time, double Phase, double Error, int Index = 0);

/// <summary>phase = p0 rate + p1 + p2 time by weighted least squares, with as many of the parameters as are wanted.</summary>
internal sealed record PhaseLine(double[] Fitted, double[,] Covariance, double[,] CountingCovariance)
{
    private const int MostParameters = 3;

    /// <summary>Fits; null when rates and times do not tell the parameters apart.</summary>
    /// <param name="points">The points.</param>
    /// <param name="parameters">1 to 3.</param>
    /// <param name="scatter">Standard deviation of every point beyond counting, radians.</param>
    /// <param name="priors">Values and standard deviations believed beforehand, a standard deviation of 0 for none; null for
    /// none at all.</param>
    public static PhaseLine? Fit(
        IReadOnlyList<PhasePoint> points, int parameters, double scatter = 0, IReadOnlyList<(double Value, double Sigma)>? priors = null)
    {
        double[,] information = new double[parameters, parameters];
        double[,] noise = new double[parameters, parameters];
        double[] right = new double[parameters];
        for (int index = 0; priors is not null && index < parameters; index++)
        {
            if (priors[index].Sigma <= 0) continue;
            double weight = 1 / (priors[index].Sigma * priors[index].Sigma);
            information[index, index] += weight;
            right[index] += weight * priors[index].Value;
        }

        Span<double> row = stackalloc double[MostParameters];
        foreach (PhasePoint point in points)
        {
            Fill(row, point);
            double counting = point.Error * point.Error;
            double weight = 1 / (counting + (scatter * scatter));
            for (int i = 0; i < parameters; i++)
            {
                right[i] += weight * row[i] * point.Phase;
                for (int j = 0; j < parameters; j++)
                {
                    information[i, j] += weight * row[i] * row[j];
                    noise[i, j] += weight * weight * counting * row[i] * row[j];
                }
            }
        }

        double[,]? covariance = Cholesky.Inverse(information);
        if (covariance is null || !Cholesky.TrySolve(information, right)) return null;
        return new PhaseLine(right, covariance, Sandwich(covariance, noise));
    }

    /// <summary>Phase at a point.</summary>
    public double At(PhasePoint point)
    {
        Span<double> row = stackalloc double[MostParameters];
        Fill(row, point);
        double sum = 0;
        for (int index = 0; index < Fitted.Length; index++) sum += row[index] * Fitted[index];
        return sum;
    }

    /// <summary>Standard error of <see cref="At"/>.</summary>
    public double ErrorAt(PhasePoint point)
    {
        Span<double> row = stackalloc double[MostParameters];
        Fill(row, point);
        double variance = 0;
        for (int i = 0; i < Fitted.Length; i++)
        {
            for (int j = 0; j < Fitted.Length; j++) variance += row[i] * Covariance[i, j] * row[j];
        }

        return Math.Sqrt(Math.Max(0, variance));
    }

    /// <summary>By how much the first parameter moves with a point's phase.</summary>
    /// <param name="point">One of the points that were fitted.</param>
    /// <param name="scatter">Standard deviation beyond counting, as it was fitted.</param>
    public double Leverage(PhasePoint point, double scatter)
    {
        Span<double> row = stackalloc double[MostParameters];
        Fill(row, point);
        double sum = 0;
        for (int index = 0; index < Fitted.Length; index++) sum += Covariance[0, index] * row[index];
        return sum / ((point.Error * point.Error) + (scatter * scatter));
    }

    /// <summary>Sum of squared residuals in standard errors.</summary>
    /// <param name="points">The points.</param>
    /// <param name="scatter">Standard deviation beyond counting.</param>
    public double ChiSquare(IReadOnlyList<PhasePoint> points, double scatter = 0)
    {
        double sum = 0;
        foreach (PhasePoint point in points)
        {
            double residual = point.Phase - At(point);
            sum += residual * residual / ((point.Error * point.Error) + (scatter * scatter));
        }

        return sum;
    }

    private static void Fill(Span<double> row, PhasePoint point)
    {
        row[0] = point.Rate;
        row[1] = 1;
        row[2] = point.Time;
    }

    private static double[,] Sandwich(double[,] outer, double[,] inner)
    {
        int count = outer.GetLength(0);
        double[,] result = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                for (int k = 0; k < count; k++)
                {
                    for (int l = 0; l < count; l++) result[i, j] += outer[i, k] * inner[k, l] * outer[l, j];
                }
            }
        }

        return result;
    }
}
