using Qit.Timing.TwoWay;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>From both stations' fringes to an answer, or to the reason why there is none.</summary>
internal static class TwoWayVerdict
{
    private const double PicosecondsPerSecond = 1e12;

    /// <summary>The answer that the fringes give.</summary>
    /// <param name="a">Station A: what came from B.</param>
    /// <param name="b">Station B: what came from A.</param>
    /// <param name="measurement">What is known beside.</param>
    public static ProtocolAnswer Answer(TwoWayStationPart a, TwoWayStationPart b, TwoWayMeasurement measurement)
    {
        var calibration = new TwoWayCalibration
        {
            WavelengthMetres = measurement.WavelengthMetres,
            WavelengthRelativeError = measurement.WavelengthRelativeStandardError,
            RateRelativeError = measurement.RateRelativeStandardError,
            RateMismatchError = measurement.RateMismatchStandardError,
            TravelSeconds = measurement.TravelPicoseconds / PicosecondsPerSecond,
            AsymmetryErrorSeconds = measurement.AsymmetryStandardErrorPicoseconds / PicosecondsPerSecond,
            StepRadiansA = a.StepRadians,
            StepRadiansB = b.StepRadians,
            Ports = new PortPrior(
                measurement.StepScaleStandardError, measurement.StepErrorRadians, RatioError: 0.5, measurement.VisibilitySpread),
            DeadTimeSeconds = measurement.DeadTimePicoseconds / PicosecondsPerSecond,
        };
        try
        {
            return Answer(TwoWayOffset.From(b.Fringes, a.Fringes, calibration, measurement.Solver()), calibration, a, b);
        }
        catch (TwoWayException none)
        {
            return new ProtocolAnswer { IsSimulated = false, Refusal = none.Message };
        }
    }

    private static ProtocolAnswer Answer(
        TwoWayOffset offset, TwoWayCalibration calibration, TwoWayStationPart a, TwoWayStationPart b)
    {
        TwoWaySolution solution = offset.Solution;
        double clicks = a.Fringes.Concat(b.Fringes).Sum(fringe => fringe.Steps.Sum(step => (double)step.Plus + step.Minus));
        (double stepsA, double stepsAError) = StepScale(offset.PortsA, calibration.StepRadiansA);
        (double stepsB, double stepsBError) = StepScale(offset.PortsB, calibration.StepRadiansB);
        return new ProtocolAnswer
        {
            IsSimulated = false,
            OffsetPicoseconds = solution.OffsetSeconds * PicosecondsPerSecond,
            StandardErrorPicoseconds = offset.ErrorSeconds * PicosecondsPerSecond,
            BoundPicoseconds = solution.BoundSeconds * PicosecondsPerSecond,
            AmbiguityPicoseconds = solution.AmbiguitySeconds * PicosecondsPerSecond,
            ErrorParts =
            [
                new("counting", solution.CountingErrorSeconds * PicosecondsPerSecond),
                new("drift", solution.ScatterErrorSeconds * PicosecondsPerSecond),
                new("quarterWaveSteps", offset.StepErrorSeconds * PicosecondsPerSecond),
                new("wavelength", offset.WavelengthErrorSeconds * PicosecondsPerSecond),
                new("rampRate", offset.RateErrorSeconds * PicosecondsPerSecond),
                new("asymmetry", offset.AsymmetryErrorSeconds * PicosecondsPerSecond),
            ],
            Quantities =
            [
                new("visibility", offset.Visibility, double.NaN, "1"),
                new("phaseAtRest", Math.IEEERemainder(solution.PhaseAtRest, 2 * Math.PI), double.NaN, "rad"),
                new("drift", solution.DriftRadiansPerSecond, double.NaN, "rad/s"),
                new("scatter", solution.ScatterRadians, double.NaN, "rad"),
                new("stepScaleA", stepsA, stepsAError, "1"),
                new("stepScaleB", stepsB, stepsBError, "1"),
                new("portRatioA", offset.PortsA.Model.PortRatio, Math.Sqrt(offset.PortsA.Covariance[0, 0]), "1"),
                new("portRatioB", offset.PortsB.Model.PortRatio, Math.Sqrt(offset.PortsB.Covariance[0, 0]), "1"),
                new("clicks", clicks, double.NaN, "1"),
                new("countingPValue", solution.PValue, double.NaN, "1"),
            ],
            Curves = Curves(solution),
        };
    }

    private static MeasuredCurve[] Curves(TwoWaySolution solution)
    {
        PhaseDifference[] phases = [.. solution.Phases.OrderBy(phase => phase.RateMetresPerSecond)];
        return
        [
            new("phase difference", "rate / (m/s)", "AB less BA / rad",
                [.. phases.Select(one => new CurvePoint(one.RateMetresPerSecond, one.Radians, one.ErrorRadians))],
                [.. phases.Select(one => new CurvePoint(one.RateMetresPerSecond, one.Radians - one.Residual))]),
            new("residual", "rate / (m/s)", "residual / mrad",
                [.. phases.Select(one => new CurvePoint(one.RateMetresPerSecond, 1e3 * one.Residual, 1e3 * one.ErrorRadians))],
                [new CurvePoint(phases[0].RateMetresPerSecond, 0), new CurvePoint(phases[^1].RateMetresPerSecond, 0)]),
        ];
    }

    /// <summary>By what the nominal phase steps have to be multiplied, least squares.</summary>
    private static (double Scale, double StandardError) StepScale(PortFit ports, IReadOnlyList<double> nominal)
    {
        double square = nominal.Sum(step => step * step);
        double scale = 0, variance = 0;
        // The first step is 0 by definition; its successors stand behind the two ratios.
        for (int i = 1; i < nominal.Count; i++)
        {
            scale += nominal[i] * ports.Model.StepRadians[i] / square;
            for (int j = 1; j < nominal.Count; j++)
                variance += nominal[i] * ports.Covariance[1 + i, 1 + j] * nominal[j] / (square * square);
        }

        return (scale, Math.Sqrt(variance));
    }
}
