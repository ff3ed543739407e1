// Clicks of a step: Poisson with mean dwell (a + k (b cos step - c sin step)), where b = a V cos phi, c = a V sin phi, and k is
// the port's contrast: what has the sign of the port, and is known, does not add a parameter. The mean is
// linear in (a, b, c), so the log-likelihood is concave and Newton's method with the expected information finds its one maximum.
// cos alone is even: two quadratures are needed for the sign of phi, three different steps to tell a, b and c apart.
using Qit.Timing.Estimation;

namespace Qit.Timing.TwoWay;

/// <summary>Phase of a fringe by Poisson maximum likelihood, with its standard error.</summary>
/// <param name="Radians">Phase, -pi..pi.</param>
/// <param name="ErrorRadians">Its standard error from the Fisher information; visibility and rate are fitted with it.</param>
/// <param name="Visibility">Fitted, 0 or more; noise may carry it past 1.</param>
/// <param name="MeanRate">Clicks per unit of dwell, averaged over the phase.</param>
public readonly record struct FringePhase(double Radians, double ErrorRadians, double Visibility, double MeanRate)
{
    private const int MostIterations = 100;
    private const double Converged = 1e-12;
    private const double SmallestShare = 1e-6;

    /// <summary>Fits a fringe; null when its steps and ports do not tell rate, visibility and phase apart (one port needs three
    /// different steps), or nothing was counted.</summary>
    public static FringePhase? Of(IReadOnlyList<FringeSample> samples)
    {
        double dwell = samples.Sum(sample => sample.Dwell);
        double counts = samples.Sum(sample => (double)sample.Counts);
        if (!(counts > 0) || !(dwell > 0)) return null;
        double[] fitted = [counts / dwell, 0, 0];
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            (double[,] information, double[] score) = Derivatives(samples, fitted);
            double[] step = score;
            if (!Cholesky.TrySolve(information, step)) return null;
            double length = LongestStep(samples, fitted, step);
            for (int index = 0; index < fitted.Length; index++) fitted[index] += length * step[index];
            if (step.Max(Math.Abs) < Converged * fitted[0]) break;
        }

        (double[,] final, _) = Derivatives(samples, fitted);
        if (Cholesky.Inverse(final) is not double[,] covariance) return null;
        (double a, double b, double c) = (fitted[0], fitted[1], fitted[2]);
        double square = (b * b) + (c * c);
        if (!(square > 0)) return null;
        double variance = ((c * c * covariance[1, 1]) - (2 * b * c * covariance[1, 2]) + (b * b * covariance[2, 2]))
            / (square * square);
        return new FringePhase(Math.Atan2(c, b), Math.Sqrt(variance), Math.Sqrt(square) / a, a);
    }

    /// <summary>Smallest standard error that any unbiased estimator of the phase can have (Cramer-Rao), visibility and rate
    /// unknown as well.</summary>
    /// <param name="radians">True phase.</param>
    /// <param name="visibility">True visibility, 0..1.</param>
    /// <param name="meanRate">True clicks per unit of dwell.</param>
    /// <param name="design">Steps and dwells; their counts are not looked at.</param>
    public static double Bound(double radians, double visibility, double meanRate, IReadOnlyList<FringeSample> design)
    {
        double[] truth =
        [
            meanRate, meanRate * visibility * Math.Cos(radians), meanRate * visibility * Math.Sin(radians),
        ];
        double[,] covariance = Cholesky.Inverse(Derivatives(design, truth).Information)
            ?? throw new ArgumentException("needs three different phase steps", nameof(design));
        double b = truth[1];
        double c = truth[2];
        double square = (b * b) + (c * c);
        return Math.Sqrt((c * c * covariance[1, 1]) - (2 * b * c * covariance[1, 2]) + (b * b * covariance[2, 2])) / square;
    }

    private static (double[,] Information, double[] Score) Derivatives(IReadOnlyList<FringeSample> samples, double[] at)
    {
        var information = new double[3, 3];
        var score = new double[3];
        foreach (FringeSample sample in samples)
        {
            double[] row = Row(sample);
            double rate = Math.Max(Rate(row, at), SmallestShare * at[0]);
            for (int i = 0; i < row.Length; i++)
            {
                score[i] += row[i] * ((sample.Counts / rate) - sample.Dwell);
                for (int j = 0; j < row.Length; j++) information[i, j] += sample.Dwell * row[i] * row[j] / rate;
            }
        }
        return (information, score);
    }

    /// <summary>The part of a step, at most all of it, after which every mean is still positive.</summary>
    private static double LongestStep(IReadOnlyList<FringeSample> samples, double[] at, double[] step)
    {
        double length = 1;
        foreach (FringeSample sample in samples)
        {
            double[] row = Row(sample);
            double now = Rate(row, at);
            double change = Rate(row, step);
            if (now + change < SmallestShare * at[0])
                length = Math.Min(length, Math.Max(0, 0.9 * (now - (SmallestShare * at[0])) / -change));
        }
        return length;
    }

    private static double[] Row(FringeSample sample) =>
        [1, sample.Contrast * Math.Cos(sample.StepRadians), -sample.Contrast * Math.Sin(sample.StepRadians)];

    private static double Rate(double[] row, double[] at) => (row[0] * at[0]) + (row[1] * at[1]) + (row[2] * at[2]);
}
