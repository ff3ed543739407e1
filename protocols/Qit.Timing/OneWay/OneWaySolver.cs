using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Timing.OneWay;

/// <summary>Solves the one-way protocol over several lengths of the first path; equations in OneWaySystem.</summary>
public sealed class OneWaySolver
{
    private const int FewestLengths = 3;
    private const double SmallestResolvedDispersion = 10;
    private readonly OneWayCalibration calibration;

    /// <summary>A solver.</summary>
    /// <param name="calibration">What is known beside the peaks; null for nothing.</param>
    /// <exception cref="OneWayException">A number of it is not finite, or an error negative.</exception>
    public OneWaySolver(OneWayCalibration? calibration = null)
    {
        this.calibration = calibration ?? new OneWayCalibration();
        this.calibration.Check();
    }

    /// <summary>Solves for D, 1/Vs + 1/Vi, R2, t0 and the frequency offset.</summary>
    /// <param name="paths">The lengths R1.</param>
    /// <param name="dwells">At least one in each configuration of three lengths.</param>
    /// <exception cref="OneWayException">The measurements are too few, singular or inconsistent; its fault says which.
    /// </exception>
    public OneWaySolution Solve(IReadOnlyList<FirstPath> paths, IReadOnlyList<OneWayMeasurement> dwells)
    {
        Check(paths, dwells);
        var system = new OneWaySystem(paths, dwells, calibration);
        // How an error of R1 enters depends on the slopes: first without, then with the answer.
        double[] solution = new double[OneWaySystem.Parameters];
        Fit fit = default;
        for (int round = 0; round < 3; round++)
        {
            fit = FitOf(system, solution[0], solution[2]);
            solution = system.Apply(fit.Gain);
        }

        double chiSquare = system.ChiSquare(solution, fit.Weights);
        double p = ChiSquare.Exceeding(chiSquare, Math.Max(1, system.DegreesOfFreedom));
        if (system.DegreesOfFreedom > 0 && p < calibration.SmallestPValue)
        {
            throw new OneWayException(
                OneWayFault.Inconsistent,
                Text($"the dwells contradict the model: chi-square {chiSquare:G5} of {system.DegreesOfFreedom} degrees of ")
                + Text($"freedom, p = {p:G3}; check the lengths R1, the stated errors and the clocks' noise"));
        }

        double error = Math.Sqrt(fit.Covariance[0, 0]);
        if (Math.Abs(solution[0]) < SmallestResolvedDispersion * error)
        {
            throw new OneWayException(
                OneWayFault.NoDispersion,
                Text($"the dispersion D = {solution[0]:G4} ps/m, standard error {error:G4} ps/m, is not resolved, ")
                + Text($"so R2 and t0 are not determined; right would be at least {SmallestResolvedDispersion} standard errors: ")
                + "wavelengths further apart, longer paths or smaller errors");
        }

        double second = (solution[1] / solution[0]) - system.MiddleMetres;
        double offset = (solution[3] + (solution[2] * (second - system.MiddleMetres))) / 2;
        double[,] jacobian = Jacobian(solution, second, system.MiddleMetres);
        double[,] covariance = Propagate(jacobian, fit.Covariance);
        AddShared(covariance, solution[0], solution[2]);
        // In seconds a second from here on.
        for (int index = 0; index < OneWaySystem.Parameters; index++)
        {
            covariance[4, index] *= 1e-12;
            covariance[index, 4] *= 1e-12;
        }

        return new OneWaySolution(
            solution[0], solution[2], second, offset, solution[4] * 1e-12, system.ReferenceSeconds, covariance,
            PartsOf(system, fit, jacobian, solution), chiSquare, system.DegreesOfFreedom, p);
    }

    /// <summary>Standard error of t0 that dwells like these would give had they other counting errors: with the Cramer-Rao
    /// bound of each peak it is the bound of the whole.</summary>
    /// <param name="paths">The lengths R1.</param>
    /// <param name="dwells">The dwells that were solved, with the other errors, ps.</param>
    /// <param name="solution">Their solution.</param>
    public double OffsetErrorPicoseconds(
        IReadOnlyList<FirstPath> paths, IReadOnlyList<OneWayMeasurement> dwells, OneWaySolution solution)
    {
        Check(paths, dwells);
        var system = new OneWaySystem(paths, dwells, calibration);
        double middle = system.MiddleMetres;
        double second = solution.SecondPathMetres;
        double[] parameters =
        [
            solution.Dispersion, solution.Dispersion * (middle + second), solution.Slowness,
            (2 * solution.ClockOffsetPicoseconds) + (solution.Slowness * (middle - second)), solution.Frequency * 1e12,
        ];
        Fit fit = FitOf(system, solution.Dispersion, solution.Slowness);
        double[,] covariance = Propagate(Jacobian(parameters, second, middle), fit.Covariance);
        AddShared(covariance, solution.Dispersion, solution.Slowness);
        return Math.Sqrt(covariance[3, 3]);
    }

    private static void Check(IReadOnlyList<FirstPath> paths, IReadOnlyList<OneWayMeasurement> dwells)
    {
        for (int index = 0; index < paths.Count; index++)
        {
            FirstPath path = paths[index];
            if (!(path is { Metres: >= 0, ErrorMetres: >= 0 } && double.IsFinite(path.Metres + path.ErrorMetres)))
                throw Bad($"length {index + 1}: {path}; right would be finite numbers, 0 or more");
        }

        for (int index = 0; index < dwells.Count; index++)
        {
            OneWayMeasurement one = dwells[index];
            bool isGood = one.Path >= 0 && one.Path < paths.Count && double.IsFinite(one.Seconds)
                && double.IsFinite(one.SpanSeconds) && one.SpanSeconds >= 0 && double.IsFinite(one.DifferencePicoseconds)
                && double.IsFinite(one.ErrorPicoseconds) && one.ErrorPicoseconds > 0;
            if (!isGood)
            {
                throw Bad($"dwell {index + 1}: {one}; right would be one of {paths.Count} paths, finite numbers, a span of 0 "
                    + "or more and an error above 0");
            }
        }

        // Two spools of one length are no third point of the line.
        double[] both = [.. dwells.Where(one => !one.IsSwapped).Select(one => paths[one.Path].Metres).Intersect(
            dwells.Where(one => one.IsSwapped).Select(one => paths[one.Path].Metres))];
        bool areEqual = both.Length > 1 && both.Max() - both.Min() <= 3 * paths.Max(path => path.ErrorMetres);
        bool isOneLength = dwells.Count > 0 && dwells.Select(one => one.Path).Distinct().Count() >= FewestLengths
            && dwells.Select(one => paths[one.Path].Metres).Distinct().Count() < FewestLengths;
        if (areEqual || isOneLength)
        {
            throw new OneWayException(
                OneWayFault.EqualLengths,
                Text($"the lengths R1 lie between {both.Min()} and {both.Max()} m; ")
                + "right would be three that differ by more than their errors");
        }

        if (both.Length < FewestLengths)
        {
            throw new OneWayException(
                OneWayFault.TooFewLengths,
                $"{both.Length} lengths R1 were measured direct and swapped; right would be three or more");
        }
    }

    private static OneWayException Bad(string message) => new(OneWayFault.BadNumber, message);

    private Fit FitOf(OneWaySystem system, double dispersion, double slowness)
    {
        double[,] noise = system.Counting();
        Add(noise, system.Clocks());
        Add(noise, system.Lengths(dispersion, slowness));
        for (int parameter = 0; parameter < OneWaySystem.Parameters; parameter++) Add(noise, system.Known(parameter));
        var fit = system.Solve(noise) ?? throw new OneWayException(
            OneWayFault.UnresolvedFrequency,
            "the dwells' times do not tell the frequency offset from the configurations; right would be to go through the "
            + "configurations at least twice, or to state the frequency");
        return new Fit(fit.Gain, fit.Covariance, fit.Weights);
    }

    /// <summary>Rows: D, S, R2, t0, f; columns: D, u, S, w, f.</summary>
    private static double[,] Jacobian(double[] solution, double second, double middle)
    {
        double dispersion = solution[0];
        double slowness = solution[2];
        double byD = -solution[1] / (dispersion * dispersion);
        return new[,]
        {
            { 1, 0, 0, 0, 0 },
            { 0, 0, 1, 0, 0 },
            { byD, 1 / dispersion, 0, 0, 0 },
            { slowness * byD / 2, slowness / (2 * dispersion), (second - middle) / 2, 0.5, 0 },
            { 0, 0, 0, 0, 1 },
        };
    }

    /// <summary>A switch's error e shifts u by +-e and w by e; one of all lengths shifts R2 by itself and t0 by S times
    /// itself.</summary>
    private void AddShared(double[,] covariance, double dispersion, double slowness)
    {
        double direct = calibration.DirectSwitchPicoseconds.StandardError;
        double swapped = calibration.SwappedSwitchPicoseconds.StandardError;
        double common = calibration.CommonLengthErrorMetres;
        double ratio = slowness / dispersion;
        AddOuter(covariance, direct / dispersion, direct * (ratio + 1) / 2);
        AddOuter(covariance, -swapped / dispersion, swapped * (1 - ratio) / 2);
        AddOuter(covariance, common, common * slowness);
        AddOuter(covariance, 0, calibration.ConstantErrorPicoseconds);
    }

    private static void AddOuter(double[,] covariance, double second, double offset)
    {
        covariance[2, 2] += second * second;
        covariance[2, 3] += second * offset;
        covariance[3, 2] += second * offset;
        covariance[3, 3] += offset * offset;
    }

    private OneWayErrorParts PartsOf(OneWaySystem system, Fit fit, double[,] jacobian, double[] solution)
    {
        int count = system.Values.Length;
        double[] gain = new double[count];
        for (int index = 0; index < count; index++)
        {
            for (int parameter = 0; parameter < OneWaySystem.Parameters; parameter++)
                gain[index] += jacobian[3, parameter] * fit.Gain[parameter, index];
        }

        double ratio = solution[2] / solution[0];
        double common = calibration.CommonLengthErrorMetres * solution[2];
        double lengths = Part(gain, system.Lengths(solution[0], solution[2]));
        double direct = calibration.DirectSwitchPicoseconds.StandardError * (ratio + 1) / 2;
        double swapped = calibration.SwappedSwitchPicoseconds.StandardError * (1 - ratio) / 2;
        return new OneWayErrorParts(
            Part(gain, system.Counting()), Part(gain, system.Clocks()), double.Hypot(lengths, common),
            double.Hypot(direct, swapped), Part(gain, system.Known(2)), Part(gain, system.Known(0)),
            Part(gain, system.Known(4)), calibration.ConstantErrorPicoseconds);
    }

    private static double Part(double[] gain, double[,] noise)
    {
        double variance = 0;
        for (int row = 0; row < gain.Length; row++)
        {
            for (int column = 0; column < gain.Length; column++) variance += gain[row] * noise[row, column] * gain[column];
        }

        return Math.Sqrt(Math.Max(0, variance));
    }

    private static double[,] Propagate(double[,] jacobian, double[,] covariance)
    {
        const int Count = OneWaySystem.Parameters;
        var result = new double[Count, Count];
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column < Count; column++)
            {
                for (int i = 0; i < Count; i++)
                {
                    for (int j = 0; j < Count; j++)
                        result[row, column] += jacobian[row, i] * covariance[i, j] * jacobian[column, j];
                }
            }
        }

        return result;
    }

    private static void Add(double[,] sum, double[,] matrix)
    {
        for (int row = 0; row < sum.GetLength(0); row++)
        {
            for (int column = 0; column < sum.GetLength(1); column++) sum[row, column] += matrix[row, column];
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Fit(double[,] Gain, double[,] Covariance, double[,] Weights);
}
