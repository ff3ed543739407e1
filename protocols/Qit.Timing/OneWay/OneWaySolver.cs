// Direct:  d = R1/Vs + t0 - R2/Vi.   Swapped: s = R1/Vi + t0 - R2/Vs.
// The report prints the same right side for both, and R1 - R2 in the dispersion's place; physics.md section 4 derives what
// stands here. With D = 1/Vs - 1/Vi and S = 1/Vs + 1/Vi,
//     d - s = D R1 + D R2            d + s = S R1 + 2 t0 - S R2
// are two straight lines over R1: linear in (D, u = D (Rm + R2), S, w = 2 t0 - S R2 + S Rm) about the mean length Rm, which
// keeps the system well conditioned. Generalized least squares, because an error of R1 moves d and s together.
using System.Globalization;
using Qit.Timing.Estimation;
using Qit.Timing.Stability;

namespace Qit.Timing.OneWay;

/// <summary>Solves the one-way protocol over several lengths of the first path.</summary>
public sealed class OneWaySolver
{
    private const int Parameters = 4;
    private const double SmallestResolvedDispersion = 10;

    /// <summary>Known 1/Vs + 1/Vi in picoseconds a metre with its standard error, such as from
    /// <see cref="FibreDispersion"/>; null to determine it too, which three lengths allow.</summary>
    public (double PicosecondsPerMetre, double Error)? KnownSlowness { get; init; }

    /// <summary>Measurements less likely than this under the model are refused. 0..1, default 0.001.</summary>
    public double SmallestPValue { get; init; } = 1e-3;

    /// <summary>Solves for D, R2 and t0.</summary>
    /// <param name="measurements">At least three, at different lengths.</param>
    /// <exception cref="OneWayException">The measurements are too few, singular or inconsistent; its fault says which.
    /// </exception>
    public OneWaySolution Solve(IReadOnlyList<OneWayMeasurement> measurements)
    {
        Check(measurements);
        double middle = measurements.Average(measurement => measurement.FirstPathMetres);
        // How an error of R1 enters depends on the slopes: once with a guess, once with the answer.
        double[] slopes = Slopes(measurements, middle);
        double[] solution = [];
        double[,] covariance = new double[0, 0];
        for (int round = 0; round < 2; round++)
        {
            (double[,] information, double[] right) = NormalEquations(measurements, middle, slopes);
            covariance = Cholesky.Inverse(information)
                ?? throw new OneWayException(OneWayFault.EqualLengths, "the lengths R1 do not differ enough for a slope");
            solution = Product(covariance, right);
            slopes = [solution[0], solution[2]];
        }
        return Describe(measurements, middle, solution, covariance);
    }

    private static void Check(IReadOnlyList<OneWayMeasurement> measurements)
    {
        if (measurements.Count < 3)
        {
            throw new OneWayException(
                OneWayFault.TooFewLengths, $"{measurements.Count} lengths R1 are given; right would be three or more");
        }
        for (int index = 0; index < measurements.Count; index++)
        {
            OneWayMeasurement one = measurements[index];
            bool isGood = double.IsFinite(one.FirstPathMetres) && one.FirstPathMetres >= 0
                && double.IsFinite(one.FirstPathErrorMetres) && one.FirstPathErrorMetres >= 0
                && double.IsFinite(one.DirectPicoseconds) && double.IsFinite(one.SwappedPicoseconds)
                && double.IsFinite(one.DirectErrorPicoseconds) && one.DirectErrorPicoseconds > 0
                && double.IsFinite(one.SwappedErrorPicoseconds) && one.SwappedErrorPicoseconds > 0;
            if (!isGood)
            {
                throw new OneWayException(
                    OneWayFault.BadNumber,
                    $"measurement {index + 1}: {one}; right would be finite numbers, R1 and its error 0 or more, and the "
                    + "errors of the time differences above 0");
            }
        }
        double shortest = measurements.Min(one => one.FirstPathMetres);
        double longest = measurements.Max(one => one.FirstPathMetres);
        double uncertain = measurements.Max(one => one.FirstPathErrorMetres);
        if (measurements.Select(one => one.FirstPathMetres).Distinct().Count() < 3 || longest - shortest <= 3 * uncertain)
        {
            throw new OneWayException(
                OneWayFault.EqualLengths,
                Text($"the lengths R1 lie between {shortest} and {longest} m; ")
                + "right would be three that differ by more than their errors");
        }
    }

    private static double[] Slopes(IReadOnlyList<OneWayMeasurement> measurements, double middle)
    {
        double square = measurements.Sum(one => Square(one.FirstPathMetres - middle));
        return
        [
            measurements.Sum(one => (one.FirstPathMetres - middle) * Difference(one)) / square,
            measurements.Sum(one => (one.FirstPathMetres - middle) * Sum(one)) / square,
        ];
    }

    private (double[,] Information, double[] Right) NormalEquations(
        IReadOnlyList<OneWayMeasurement> measurements, double middle, double[] slopes)
    {
        var information = new double[Parameters, Parameters];
        var right = new double[Parameters];
        foreach (OneWayMeasurement one in measurements)
        {
            double length = one.FirstPathMetres - middle;
            double[] difference = [length, 1, 0, 0];
            double[] sum = [0, 0, length, 1];
            (double ww, double wv, double vv) = Weights(one, slopes);
            for (int row = 0; row < Parameters; row++)
            {
                double left = (ww * difference[row]) + (wv * sum[row]);
                double other = (wv * difference[row]) + (vv * sum[row]);
                right[row] += (left * Difference(one)) + (other * Sum(one));
                for (int column = 0; column < Parameters; column++)
                    information[row, column] += (left * difference[column]) + (other * sum[column]);
            }
        }
        if (KnownSlowness is (double known, double error))
        {
            information[2, 2] += 1 / (error * error);
            right[2] += known / (error * error);
        }
        return (information, right);
    }

    /// <summary>Inverse of the covariance of (d - s, d + s).</summary>
    private static (double, double, double) Weights(OneWayMeasurement one, double[] slopes)
    {
        double direct = Square(one.DirectErrorPicoseconds);
        double swapped = Square(one.SwappedErrorPicoseconds);
        double length = Square(one.FirstPathErrorMetres);
        double a = direct + swapped + (length * slopes[0] * slopes[0]);
        double b = direct - swapped + (length * slopes[0] * slopes[1]);
        double c = direct + swapped + (length * slopes[1] * slopes[1]);
        double determinant = (a * c) - (b * b);
        return (c / determinant, -b / determinant, a / determinant);
    }

    private OneWaySolution Describe(
        IReadOnlyList<OneWayMeasurement> measurements, double middle, double[] solution, double[,] covariance)
    {
        double dispersion = solution[0];
        double error = Math.Sqrt(covariance[0, 0]);
        double slowness = solution[2];
        double chiSquare = ChiSquareOf(measurements, middle, solution);
        int freedom = (2 * measurements.Count) - Parameters + (KnownSlowness is null ? 0 : 1);
        double p = ChiSquare.Exceeding(chiSquare, freedom);
        if (p < SmallestPValue)
        {
            throw new OneWayException(
                OneWayFault.Inconsistent,
                Text($"the measurements contradict the model: chi-square {chiSquare:G5} of {freedom} degrees of freedom, ")
                + Text($"p = {p:G3}; check the lengths R1, the swap switch's delay and the stated errors"));
        }
        if (Math.Abs(dispersion) < SmallestResolvedDispersion * error)
        {
            throw new OneWayException(
                OneWayFault.NoDispersion,
                Text($"the dispersion D = {dispersion:G4} ps/m, standard error {error:G4} ps/m, is not resolved, ")
                + Text($"so R2 and t0 are not determined; right would be at least {SmallestResolvedDispersion} standard errors: ")
                + "wavelengths further apart, longer paths or smaller errors");
        }

        double second = (solution[1] / dispersion) - middle;
        double offset = (solution[3] + (slowness * (second - middle))) / 2;
        // Rows: D, S, R2, t0; columns: D, u, S, w.
        double secondByD = -solution[1] / (dispersion * dispersion);
        double[,] jacobian =
        {
            { 1, 0, 0, 0 },
            { 0, 0, 1, 0 },
            { secondByD, 1 / dispersion, 0, 0 },
            { slowness * secondByD / 2, slowness / (2 * dispersion), (second - middle) / 2, 0.5 },
        };
        return new OneWaySolution(
            dispersion, slowness, second, offset, Propagate(jacobian, covariance), chiSquare, freedom, p);
    }

    private double ChiSquareOf(IReadOnlyList<OneWayMeasurement> measurements, double middle, double[] solution)
    {
        double sum = 0;
        foreach (OneWayMeasurement one in measurements)
        {
            double length = one.FirstPathMetres - middle;
            double x = Difference(one) - (solution[0] * length) - solution[1];
            double y = Sum(one) - (solution[2] * length) - solution[3];
            (double ww, double wv, double vv) = Weights(one, [solution[0], solution[2]]);
            sum += (ww * x * x) + (2 * wv * x * y) + (vv * y * y);
        }
        if (KnownSlowness is (double known, double error))
            sum += Square((solution[2] - known) / error);
        return sum;
    }

    private static double[,] Propagate(double[,] jacobian, double[,] covariance)
    {
        var result = new double[Parameters, Parameters];
        for (int row = 0; row < Parameters; row++)
        {
            for (int column = 0; column < Parameters; column++)
            {
                for (int i = 0; i < Parameters; i++)
                {
                    for (int j = 0; j < Parameters; j++)
                        result[row, column] += jacobian[row, i] * covariance[i, j] * jacobian[column, j];
                }
            }
        }
        return result;
    }

    private static double[] Product(double[,] matrix, double[] vector)
    {
        var product = new double[Parameters];
        for (int row = 0; row < Parameters; row++)
        {
            for (int column = 0; column < Parameters; column++)
                product[row] += matrix[row, column] * vector[column];
        }
        return product;
    }

    private static double Difference(OneWayMeasurement one) => one.DirectPicoseconds - one.SwappedPicoseconds;

    private static double Sum(OneWayMeasurement one) => one.DirectPicoseconds + one.SwappedPicoseconds;

    private static double Square(double value) => value * value;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
