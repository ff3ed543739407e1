// phi_AB = (2 pi / lambda) 2 v [L/c + (tA - tB)],  phi_BA = (2 pi / lambda) 2 v [L/c + (tB - tA)]  (equations 7 and 8), so
//     phi_AB - phi_BA = (8 pi v / lambda) (tA - tB).
// The report's (9) prints 4 pi v, which its own (7) and (8) contradict by a factor of two.
//
// The difference is known modulo 2 pi. At the slowest rate it is taken nearest to what the expected offset gives; from there
// every faster rate is predicted by the line through the slower ones, and refused where that prediction is too vague.
using System.Globalization;
using Qit.Timing.Estimation;
using Qit.Timing.Stability;

namespace Qit.Timing.TwoWay;

/// <summary>Difference of the two directions' phases that is there without any rate.</summary>
public enum RestPhase
{
    /// <summary>None: the protocol as the report has it.</summary>
    Zero,

    /// <summary>A constant is fitted; needs two rates.</summary>
    Constant,

    /// <summary>A constant and a linear drift are fitted; needs three rates, and times that do not simply rise with them. From
    /// one rate to the next the drift must be small against a turn.</summary>
    Drifting,
}

/// <summary>Solves the two-way protocol (Mach-Zehnder) over a ramp of delay-line rates.</summary>
public sealed class TwoWaySolver
{
    private const double Sigmas = 5;

    /// <summary>Wavelength in metres; above 0.</summary>
    public required double WavelengthMetres { get; init; }

    /// <summary>What tA - tB is believed to be, seconds. Default 0.</summary>
    public double ExpectedOffsetSeconds { get; init; }

    /// <summary>How far it may be from that, seconds, above 0: an offset further away would be answered wrongly, so the
    /// slowest rate must leave room for it.</summary>
    public required double ExpectedOffsetErrorSeconds { get; init; }

    /// <summary>What is fitted beside the offset. Default <see cref="RestPhase.Zero"/>.</summary>
    public RestPhase Rest { get; init; }

    /// <summary>Phases less likely than this under the model are refused. 0..1, default 0.001.</summary>
    public double SmallestPValue { get; init; } = 1e-3;

    private int Parameters => 1 + (int)Rest;

    /// <summary>Solves for tA - tB.</summary>
    /// <param name="toB">Fringes of direction A to B, a rate each.</param>
    /// <param name="toA">Fringes of direction B to A at the same rates.</param>
    /// <exception cref="TwoWayException">There is no answer; its fault says why.</exception>
    public TwoWaySolution Solve(IReadOnlyList<Fringe> toB, IReadOnlyList<Fringe> toA)
    {
        List<PhasePoint> points = Points(toB, toA);
        double interval = WavelengthMetres / (4 * points[0].Rate);
        Unwrap(points, interval);
        (double[] fitted, double[,] covariance) = Fit(points);
        double chiSquare = points.Sum(point => Square((point.Phase - Predict(point, fitted)) / point.Error));
        int freedom = points.Count - fitted.Length;
        double p = freedom > 0 ? ChiSquare.Exceeding(chiSquare, freedom) : 1;
        if (p < SmallestPValue)
        {
            throw new TwoWayException(
                TwoWayFault.Inconsistent,
                Text($"the phases contradict the model: chi-square {chiSquare:G5} of {freedom} degrees of freedom, p = {p:G3}; ")
                + "check the rates, and whether the fringe drifts or has a phase at rest");
        }

        double secondsPerSlope = WavelengthMetres / (8 * Math.PI);
        return new TwoWaySolution(
            fitted[0] * secondsPerSlope, Math.Sqrt(covariance[0, 0]) * secondsPerSlope, interval,
            fitted.ElementAtOrDefault(1), fitted.ElementAtOrDefault(2), chiSquare, freedom, p);
    }

    private List<PhasePoint> Points(IReadOnlyList<Fringe> toB, IReadOnlyList<Fringe> toA)
    {
        if (!(WavelengthMetres > 0) || !(ExpectedOffsetErrorSeconds > 0) || !double.IsFinite(ExpectedOffsetSeconds))
        {
            throw new TwoWayException(
                TwoWayFault.BadInput, "the wavelength and the expected offset's error must be above 0, the offset finite");
        }
        if (toB.Count != toA.Count || toB.Count < Parameters)
        {
            throw new TwoWayException(
                TwoWayFault.BadInput,
                $"{toB.Count} fringes A to B and {toA.Count} fringes B to A; right would be as many of both, {Parameters} or more");
        }

        var points = new List<PhasePoint>();
        for (int index = 0; index < toB.Count; index++)
        {
            double rate = toB[index].RateMetresPerSecond;
            if (!(rate > 0) || rate != toA[index].RateMetresPerSecond)
            {
                throw new TwoWayException(
                    TwoWayFault.BadInput,
                    Text($"fringe {index + 1}: rates {rate} and {toA[index].RateMetresPerSecond} m/s; ")
                    + "right would be equal and above 0");
            }
            FringePhase forth = PhaseOf(toB[index], index, "A to B");
            FringePhase back = PhaseOf(toA[index], index, "B to A");
            double error = Math.Sqrt(Square(forth.ErrorRadians) + Square(back.ErrorRadians));
            double time = (toB[index].TimeSeconds + toA[index].TimeSeconds) / 2;
            points.Add(new PhasePoint(rate, time, forth.Radians - back.Radians, error));
        }
        double middle = points.Average(point => point.Time);
        for (int index = 0; index < points.Count; index++)
            points[index] = points[index] with { Time = points[index].Time - middle };
        points.Sort((one, other) => one.Rate.CompareTo(other.Rate));
        return points;
    }

    private static FringePhase PhaseOf(Fringe fringe, int index, string direction)
    {
        FringePhase? phase = FringePhase.Of(fringe.Samples);
        // Where the amplitude drowns in its own noise the phase is uniform, and its standard error no error bar.
        if (phase is FringePhase good && good.ErrorRadians < 1 / Sigmas) return good;
        throw new TwoWayException(
            TwoWayFault.NoFringe,
            $"fringe {index + 1}, {direction}: "
            + (phase is FringePhase poor
                ? Text($"visibility {poor.Visibility:G3} leaves the phase uncertain by {poor.ErrorRadians:G3} rad; count for longer")
                : "no phase; right would be three different phase steps and some clicks"));
    }

    private void Unwrap(List<PhasePoint> points, double interval)
    {
        double slope = 8 * Math.PI / WavelengthMetres;
        PhasePoint first = points[0];
        double expected = slope * ExpectedOffsetSeconds * first.Rate;
        double reach = (slope * ExpectedOffsetErrorSeconds * first.Rate) + (Sigmas * first.Error);
        if (reach > Math.PI)
        {
            throw new TwoWayException(
                TwoWayFault.Ambiguous,
                Text($"an offset known to {ExpectedOffsetErrorSeconds:G3} s does not fit the ambiguity interval of {interval:G3} s ")
                + Text($"at {first.Rate} m/s; right would be a slowest rate below ")
                + Text($"{WavelengthMetres / (8 * ExpectedOffsetErrorSeconds):G3} m/s"));
        }
        points[0] = first with { Phase = Nearest(first.Phase, expected) };
        double known = slope * ExpectedOffsetErrorSeconds;
        for (int index = 1; index < points.Count; index++)
        {
            PhasePoint point = points[index];
            (double predicted, double error) = Extrapolate(points[..index], point, known);
            if (error + (Sigmas * point.Error) > Math.PI)
            {
                throw new TwoWayException(
                    TwoWayFault.RampTooSteep,
                    Text($"from {points[index - 1].Rate} to {point.Rate} m/s the phase cannot be followed: the slower rates leave ")
                    + Text($"it uncertain by {error:G3} rad; right would be a smaller step of the rate, or more counts"));
            }
            points[index] = point with { Phase = Nearest(point.Phase, predicted) };
        }
    }

    /// <summary>Phase at the next rate and the bound on its error: five standard errors of what is fitted so far, or what the
    /// expected offset allows, whichever is closer.</summary>
    private (double Phase, double Error) Extrapolate(List<PhasePoint> before, PhasePoint next, double known)
    {
        double slope = 8 * Math.PI / WavelengthMetres;
        if (before.Count < Parameters)
        {
            // Not all can be fitted yet: the expected offset alone bounds what comes.
            double step = next.Rate - before[^1].Rate;
            return (before[^1].Phase + (slope * ExpectedOffsetSeconds * step), (known * step) + (Sigmas * before[^1].Error));
        }
        (double[] fitted, double[,] covariance) = Fit(before);
        double[] row = Row(next);
        double variance = 0;
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < row.Length; j++) variance += row[i] * covariance[i, j] * row[j];
        }
        return (Predict(next, fitted), Sigmas * Math.Sqrt(variance));
    }

    private (double[] Fitted, double[,] Covariance) Fit(List<PhasePoint> points)
    {
        int count = Parameters;
        var information = new double[count, count];
        var right = new double[count];
        foreach (PhasePoint point in points)
        {
            double[] row = Row(point);
            double weight = 1 / Square(point.Error);
            for (int i = 0; i < count; i++)
            {
                right[i] += weight * row[i] * point.Phase;
                for (int j = 0; j < count; j++) information[i, j] += weight * row[i] * row[j];
            }
        }
        double[,]? covariance = Cholesky.Inverse(information);
        if (covariance is null || !Cholesky.TrySolve(information, right))
        {
            throw new TwoWayException(
                TwoWayFault.BadInput,
                "rates and times do not tell offset, phase at rest and drift apart; right would be more different rates, and a "
                + "ramp that also runs back");
        }
        return (right, covariance);
    }

    private double[] Row(PhasePoint point) => Rest switch
    {
        RestPhase.Zero => [point.Rate],
        RestPhase.Constant => [point.Rate, 1],
        _ => [point.Rate, 1, point.Time],
    };

    private double Predict(PhasePoint point, double[] fitted) =>
        Row(point).Zip(fitted, (one, other) => one * other).Sum();

    private static double Nearest(double phase, double expected) =>
        phase + (2 * Math.PI * Math.Round((expected - phase) / (2 * Math.PI)));

    private static double Square(double value) => value * value;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct PhasePoint(double Rate, double Time, double Phase, double Error);
}
