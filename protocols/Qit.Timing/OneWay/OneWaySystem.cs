// Direct:  d = R1/Vs + t0 - R2/Vi.   Swapped: s = R1/Vi + t0 - R2/Vs.
// The report prints the same right side for both, and R1 - R2 in the dispersion's place; physics.md section 4 derives what
// stands here. With D = 1/Vs - 1/Vi, S = 1/Vs + 1/Vi and lengths m = R1 - Rm about a middle, which keeps the system well
// conditioned, u = D (Rm + R2) and w = 2 t0 + S (Rm - R2):
//     d = (m S + w + m D + u)/2 + f (T - T0)       s = (m S + w - m D - u)/2 + f (T - T0)
// is linear in (D, u, S, w, f). Generalized least squares, because dwells on one spool share the error of its length and
// the clocks' noise is a walk through all dwells.
// Errors that every direct or every swapped dwell shares (switch, connectors, cables) look exactly like a change of u and
// w: no weighting helps against them, and they are added to the solution's covariance afterwards.
using Qit.Timing.Estimation;
using Qit.Timing.Tracking;

namespace Qit.Timing.OneWay;

/// <summary>The linear system of the dwells, with the covariance of each source of noise.</summary>
internal sealed class OneWaySystem
{
    /// <summary>D, u, S, w, f.</summary>
    public const int Parameters = 5;

    private readonly IReadOnlyList<FirstPath> paths;
    private readonly IReadOnlyList<OneWayMeasurement> dwells;
    private readonly OneWayCalibration calibration;
    private readonly List<(double[] Row, double Value, double Error)> known = [];
    private readonly int count;

    public OneWaySystem(
        IReadOnlyList<FirstPath> paths, IReadOnlyList<OneWayMeasurement> dwells, OneWayCalibration calibration)
    {
        this.paths = paths;
        this.dwells = dwells;
        this.calibration = calibration;
        MiddleMetres = dwells.Average(one => paths[one.Path].Metres);
        ReferenceSeconds = dwells.Average(one => one.Seconds);
        const double PicosecondsPerSecond = 1e12;
        if (calibration.Dispersion is { } dispersion)
            known.Add(([1, 0, 0, 0, 0], dispersion.Value, dispersion.StandardError));
        if (calibration.Slowness is { } slowness) known.Add(([0, 0, 1, 0, 0], slowness.Value, slowness.StandardError));
        if (calibration.Frequency is { } frequency)
        {
            known.Add(([0, 0, 0, 0, 1], frequency.Value * PicosecondsPerSecond,
                frequency.StandardError * PicosecondsPerSecond));
        }

        count = dwells.Count + known.Count;
        Rows = new double[count][];
        Values = new double[count];
        for (int index = 0; index < count; index++)
        {
            if (index < dwells.Count) (Rows[index], Values[index]) = RowOf(dwells[index]);
            else (Rows[index], Values[index], _) = known[index - dwells.Count];
        }
    }

    public double MiddleMetres { get; }

    public double ReferenceSeconds { get; }

    public double[][] Rows { get; }

    public double[] Values { get; }

    public int DegreesOfFreedom => count - Parameters;

    /// <summary>Variances from counting.</summary>
    public double[,] Counting()
    {
        var matrix = new double[count, count];
        for (int index = 0; index < dwells.Count; index++)
            matrix[index, index] = dwells[index].ErrorPicoseconds * dwells[index].ErrorPicoseconds;
        return matrix;
    }

    /// <summary>Variance of one known value.</summary>
    /// <param name="parameter">Index of the parameter.</param>
    public double[,] Known(int parameter)
    {
        var matrix = new double[count, count];
        for (int index = 0; index < known.Count; index++)
        {
            if (known[index].Row[parameter] != 0)
                matrix[dwells.Count + index, dwells.Count + index] = known[index].Error * known[index].Error;
        }

        return matrix;
    }

    /// <summary>Dwells on one spool share the error of its length.</summary>
    /// <param name="dispersion">D, ps/m.</param>
    /// <param name="slowness">S, ps/m.</param>
    public double[,] Lengths(double dispersion, double slowness)
    {
        var matrix = new double[count, count];
        for (int row = 0; row < dwells.Count; row++)
        {
            for (int column = 0; column < dwells.Count; column++)
            {
                if (dwells[row].Path != dwells[column].Path) continue;
                double error = paths[dwells[row].Path].ErrorMetres;
                matrix[row, column] = error * error * Slope(dwells[row]) * Slope(dwells[column]);
            }
        }

        return matrix;

        double Slope(OneWayMeasurement one) => (slowness + (one.IsSwapped ? -dispersion : dispersion)) / 2;
    }

    /// <summary>The clocks' phase wanders away from the reference time in both directions: by q1 |T - T0| in variance, and by
    /// the integral of the frequency's walk. A dwell gives the mean over its span; means of a walk over disjoint spans have
    /// the covariance q1 times the nearer one's mean distance, and the mean over [a, b] away from T0 the variance
    /// q1 (a + (b - a)/3). For the slow walk of the frequency the middle of the dwell is good enough.</summary>
    public double[,] Clocks()
    {
        const double SquarePicoseconds = 1e24;
        ClockNoise noise = calibration.Noise;
        var matrix = new double[count, count];
        for (int row = 0; row < dwells.Count; row++)
        {
            for (int column = 0; column < dwells.Count; column++)
            {
                double a = dwells[row].Seconds - ReferenceSeconds;
                double b = dwells[column].Seconds - ReferenceSeconds;
                double near = Math.Min(Math.Abs(a), Math.Abs(b));
                double far = Math.Max(Math.Abs(a), Math.Abs(b));
                OneWayMeasurement nearer = dwells[Math.Abs(a) <= Math.Abs(b) ? row : column];
                double phase = row == column ? MeanVariance(a, nearer.SpanSeconds)
                    : Reach(nearer, Math.Sign(Math.Abs(a) <= Math.Abs(b) ? b : a));
                double frequency = a * b > 0 ? near * near * ((3 * far) - near) / 6 : 0;
                matrix[row, column] = SquarePicoseconds
                    * ((noise.WhiteFrequency * phase) + (noise.RandomWalkFrequency * frequency));
            }
        }

        return matrix;
    }

    /// <summary>Variance of the mean over a span of a walk of unit intensity from 0.</summary>
    private static double MeanVariance(double middle, double span)
    {
        double half = span / 2;
        double distance = Math.Abs(middle);
        if (distance >= half) return distance - (span / 6);
        double before = half - distance;
        double after = half + distance;
        return ((before * before * before) + (after * after * after)) / (3 * span * span);
    }

    /// <summary>Mean over a dwell of the time from T0 on one side; the other side counts as 0.</summary>
    private double Reach(OneWayMeasurement one, int side)
    {
        double middle = (one.Seconds - ReferenceSeconds) * side;
        double half = one.SpanSeconds / 2;
        if (middle <= -half) return 0;
        if (middle >= half) return middle;
        return (middle + half) * (middle + half) / (2 * one.SpanSeconds);
    }

    /// <summary>Weights and covariance of the parameters: solution = gain . values.</summary>
    /// <param name="covariance">Of the values.</param>
    /// <returns>Null when the values do not determine the parameters.</returns>
    public (double[,] Gain, double[,] Covariance, double[,] Weights)? Solve(double[,] covariance)
    {
        double[,]? weights = Cholesky.Inverse(covariance);
        if (weights is null) return null;
        var weighted = new double[Parameters, count];
        var information = new double[Parameters, Parameters];
        for (int parameter = 0; parameter < Parameters; parameter++)
        {
            for (int column = 0; column < count; column++)
            {
                for (int row = 0; row < count; row++)
                    weighted[parameter, column] += Rows[row][parameter] * weights[row, column];
            }
        }

        for (int i = 0; i < Parameters; i++)
        {
            for (int j = 0; j < Parameters; j++)
            {
                for (int row = 0; row < count; row++) information[i, j] += weighted[i, row] * Rows[row][j];
            }
        }

        double[,]? inverse = Cholesky.Inverse(information);
        if (inverse is null) return null;
        var gain = new double[Parameters, count];
        for (int i = 0; i < Parameters; i++)
        {
            for (int column = 0; column < count; column++)
            {
                for (int j = 0; j < Parameters; j++) gain[i, column] += inverse[i, j] * weighted[j, column];
            }
        }

        return (gain, inverse, weights);
    }

    /// <summary>The parameters that weights give.</summary>
    public double[] Apply(double[,] gain)
    {
        var solution = new double[Parameters];
        for (int parameter = 0; parameter < Parameters; parameter++)
        {
            for (int index = 0; index < count; index++) solution[parameter] += gain[parameter, index] * Values[index];
        }

        return solution;
    }

    /// <summary>Sum of squares of the residuals, weighted.</summary>
    public double ChiSquare(double[] solution, double[,] weights)
    {
        var residuals = new double[count];
        for (int index = 0; index < count; index++)
        {
            residuals[index] = Values[index];
            for (int parameter = 0; parameter < Parameters; parameter++)
                residuals[index] -= Rows[index][parameter] * solution[parameter];
        }

        double sum = 0;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++) sum += residuals[row] * weights[row, column] * residuals[column];
        }

        return sum;
    }

    private (double[] Row, double Value) RowOf(OneWayMeasurement one)
    {
        double half = one.IsSwapped ? -0.5 : 0.5;
        double length = paths[one.Path].Metres - MiddleMetres;
        double atSwitch = one.IsSwapped ? calibration.SwappedSwitchPicoseconds.Value : calibration.DirectSwitchPicoseconds.Value;
        return ([half * length, half, 0.5 * length, 0.5, one.Seconds - ReferenceSeconds], one.DifferencePicoseconds - atSwitch);
    }
}
