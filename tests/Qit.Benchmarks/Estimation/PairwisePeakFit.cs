// The plain reference: an unbinned likelihood of a Gaussian on a flat floor, every pair evaluated in every Newton step, with
// the exact Hessian.
using Qit.Timing.Estimation;

namespace Qit.Benchmarks.Estimation;

/// <summary>Fit of offset, slope, ln sigma, ln coincidences, ln floor to single pairs.</summary>
internal sealed class PairwisePeakFit(PairDifferences pairs) : IObjective
{
    private const int Parameters = 5;

    public int Count => Parameters;

    /// <summary>Fits from a start; returns offset and its standard error in picoseconds, null when there is no fit.</summary>
    public (double Offset, double Error)? Fit(double[] start)
    {
        var fit = new NewtonFit(this, [true, true, true, true, true]);
        double[,]? covariance = fit.Minimize(start);
        return covariance is null || !fit.Converged ? null : (start[0], Math.Sqrt(covariance[0, 0]));
    }

    public double Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian)
    {
        double sigma = Math.Exp(parameters[2]);
        double signal = Math.Exp(parameters[3]);
        double floor = Math.Exp(parameters[4]);
        double floorPairs = 2 * pairs.HalfWindowPicoseconds * floor;
        double value = signal + floorPairs - (0.5 * parameters[4]);
        Array.Clear(gradient);
        Array.Clear(hessian);
        gradient[3] = hessian[3, 3] = signal;
        gradient[4] = floorPairs - 0.5;
        hessian[4, 4] = floorPairs;
        Span<double> g = stackalloc double[Parameters];
        Span<double> dz = stackalloc double[Parameters];
        for (int index = 0; index < pairs.Count; index++)
        {
            double t = pairs.Times[index];
            double z = (pairs.Residuals[index] - parameters[0] - (parameters[1] * t)) / sigma;
            double peak = signal * NormalDistribution.Density(z) / sigma;
            double lambda = peak + floor;
            value -= Math.Log(lambda);
            double share = peak / lambda;
            // d ln(peak) = -z dz - d ln(sigma) + d ln(signal); dz in the first three parameters.
            (dz[0], dz[1], dz[2]) = (-1 / sigma, -t / sigma, -z);
            for (int row = 0; row < 3; row++) g[row] = -z * dz[row];
            g[2] -= 1;
            g[3] = 1;
            g[4] = 0;
            for (int row = 0; row < Parameters; row++)
            {
                double first = row == 4 ? floor / lambda : share * g[row];
                gradient[row] -= first;
                for (int column = 0; column <= row; column++)
                {
                    double second = column == 4 ? floor / lambda : share * g[column];
                    hessian[row, column] += first * second;
                    if (row == 4 && column < 4) continue;
                    double curvature = row == 4 ? floor / lambda : share * ((g[row] * g[column]) + Mixed(row, column, dz, z, sigma, t));
                    hessian[row, column] -= curvature;
                }
            }
        }

        for (int row = 0; row < Parameters; row++)
        {
            for (int column = row + 1; column < Parameters; column++) hessian[row, column] = hessian[column, row];
        }

        return double.IsFinite(value) ? value : double.PositiveInfinity;
    }

    /// <summary>Second derivative of ln(peak): -dz dz' - z d2z.</summary>
    private static double Mixed(int row, int column, ReadOnlySpan<double> dz, double z, double sigma, double t)
    {
        if (row > 2 || column > 2) return 0;
        double curvature = (row, column) switch
        {
            (2, 0) => 1 / sigma,
            (2, 1) => t / sigma,
            (2, 2) => z,
            _ => 0,
        };
        return -(dz[row] * dz[column]) - (z * curvature);
    }
}
