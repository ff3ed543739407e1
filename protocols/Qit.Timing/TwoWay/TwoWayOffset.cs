namespace Qit.Timing.TwoWay;

/// <summary>tA - tB from the clicks of both stations, with its errors in parts.</summary>
public sealed record TwoWayOffset
{
    /// <summary>The line through the phases: offset, ambiguity, drift, bound.</summary>
    public required TwoWaySolution Solution { get; init; }

    /// <summary>Ports and phase steps of station B, which counts A to B.</summary>
    public required PortFit PortsB { get; init; }

    /// <summary>Ports and phase steps of station A, which counts B to A.</summary>
    public required PortFit PortsA { get; init; }

    /// <summary>Mean visibility of all fringes, the plus ports'.</summary>
    public required double Visibility { get; init; }

    /// <summary>Part of the standard error from the phase steps and the ports, seconds.</summary>
    public required double StepErrorSeconds { get; init; }

    /// <summary>Part from the wavelength, seconds; grows with the offset.</summary>
    public required double WavelengthErrorSeconds { get; init; }

    /// <summary>Part from the rates of the ramps, seconds: v grows with the offset, the stations' difference with the travel
    /// time.</summary>
    public required double RateErrorSeconds { get; init; }

    /// <summary>Part from unequal travel times, seconds.</summary>
    public required double AsymmetryErrorSeconds { get; init; }

    /// <summary>Standard error from everything together, seconds: the parts are independent.</summary>
    public double ErrorSeconds => Math.Sqrt(Square(Solution.CountingErrorSeconds) + Square(Solution.ScatterErrorSeconds)
        + Square(StepErrorSeconds) + Square(WavelengthErrorSeconds) + Square(RateErrorSeconds) + Square(AsymmetryErrorSeconds));

    /// <summary>Fits ports and steps of each station, then solves.</summary>
    /// <param name="toB">What B has counted.</param>
    /// <param name="toA">What A has counted, at the same rates.</param>
    /// <param name="calibration">What is known beside.</param>
    /// <param name="solver">How to solve.</param>
    /// <exception cref="TwoWayException">There is no answer; its fault says why.</exception>
    public static TwoWayOffset From(
        IReadOnlyList<PortFringe> toB, IReadOnlyList<PortFringe> toA, TwoWayCalibration calibration, TwoWaySolver solver)
    {
        PortFit portsB = Ports(toB, calibration.StepRadiansB, calibration);
        PortFit portsA = Ports(toA, calibration.StepRadiansA, calibration);
        List<Fringe> fringesB = [.. toB.Select(portsB.Model.Apply)];
        List<Fringe> fringesA = [.. toA.Select(portsA.Model.Apply)];
        TwoWaySolution solution = solver.Solve(fringesB, fringesA);
        double variance = Variance(portsB, toB, solution.Phases) + Variance(portsA, toA, solution.Phases);
        double offset = Math.Abs(solution.OffsetSeconds);
        return new TwoWayOffset
        {
            Solution = solution,
            PortsB = portsB,
            PortsA = portsA,
            Visibility = fringesB.Concat(fringesA).Average(fringe => FringePhase.Of(fringe.Samples)!.Value.Visibility),
            StepErrorSeconds = Math.Sqrt(variance),
            WavelengthErrorSeconds = offset * calibration.WavelengthRelativeError,
            RateErrorSeconds = double.Hypot(
                offset * calibration.RateRelativeError, 0.5 * calibration.TravelSeconds * calibration.RateMismatchError),
            AsymmetryErrorSeconds = 0.5 * calibration.AsymmetryErrorSeconds,
        };
    }

    private static PortFit Ports(
        IReadOnlyList<PortFringe> fringes, IReadOnlyList<double> steps, TwoWayCalibration calibration) => PortFit.Of(
        fringes, new PortModel(1, 1, steps, calibration.DeadTimeSeconds), calibration.Ports);

    /// <summary>What the uncertainty of a station's ports makes of the offset, to first order.</summary>
    private static double Variance(PortFit ports, IReadOnlyList<PortFringe> fringes, IReadOnlyList<PhaseDifference> differences)
    {
        const double part = 0.1;
        double[] at = ports.Model.ToVector();
        double[] slope = new double[at.Length];
        double[] phases = [.. fringes.Select(fringe => PhaseOf(ports.Model, fringe))];
        for (int index = 0; index < at.Length; index++)
        {
            double change = part * Math.Sqrt(ports.Covariance[index, index]);
            double[] moved = (double[])at.Clone();
            moved[index] += change;
            PortModel model = ports.Model.With(moved);
            for (int fringe = 0; fringe < phases.Length; fringe++)
            {
                double difference = Math.IEEERemainder(PhaseOf(model, fringes[fringe]) - phases[fringe], 2 * Math.PI);
                slope[index] += differences[fringe].SecondsPerRadian * difference / change;
            }
        }

        double variance = 0;
        for (int i = 0; i < at.Length; i++)
        {
            for (int j = 0; j < at.Length; j++) variance += slope[i] * ports.Covariance[i, j] * slope[j];
        }

        return Math.Max(0, variance);
    }

    private static double PhaseOf(PortModel model, PortFringe fringe) => FringePhase.Of(model.Apply(fringe).Samples)!.Value.Radians;

    private static double Square(double value) => value * value;
}
