// phi_AB = (2 pi / lambda) 2 v [L/c + (tA - tB)],  phi_BA = (2 pi / lambda) 2 v [L/c + (tB - tA)]  (equations 7 and 8), so
//     phi_AB - phi_BA = (8 pi v / lambda) (tA - tB).
// The report's (9) prints 4 pi v, which its own (7) and (8) contradict by a factor of two.
//
// The difference is known modulo 2 pi. Each phase is taken nearest to what the expected offset and the phases before it
// predict, and refused where that prediction is too vague to tell one turn from the next.
using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Timing.TwoWay;

/// <summary>Difference of the two directions' phases that is there without any rate.</summary>
public enum RestPhase
{
    /// <summary>None: the protocol as the report has it.</summary>
    Zero,

    /// <summary>A constant is fitted; needs two rates.</summary>
    Constant,

    /// <summary>A constant and a linear drift are fitted; needs three fringes whose times do not simply rise with the rate.
    /// </summary>
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

    /// <summary>Drifting: how fast the phase at rest may drift, rad/s, above 0. It is needed only until the fringes themselves
    /// tell. Default 0.2.</summary>
    public double LargestDriftRadiansPerSecond { get; init; } = 0.2;

    /// <summary>Phases less likely than this under the model are refused. 0..1, default 0.001.</summary>
    public double SmallestPValue { get; init; } = 1e-3;

    /// <summary>So much may a phase difference scatter beyond counting, rms radians, 0 or more: it is then estimated and enters
    /// the error. Default 0.</summary>
    public double LargestScatterRadians { get; init; }

    private int Parameters => 1 + (int)Rest;

    private double RadiansPerRate => 8 * Math.PI / WavelengthMetres;

    /// <summary>Solves for tA - tB.</summary>
    /// <param name="toB">Fringes of direction A to B, a rate each.</param>
    /// <param name="toA">Fringes of direction B to A at the same rates.</param>
    /// <exception cref="TwoWayException">There is no answer; its fault says why.</exception>
    public TwoWaySolution Solve(IReadOnlyList<Fringe> toB, IReadOnlyList<Fringe> toA)
    {
        List<PhasePoint> points = Points(toB, toA);
        double lever = Lever(points);
        Unwrap(points, lever);
        PhaseLine bound = Fit(points, 0);
        int freedom = points.Count - Parameters;
        double chiSquare = bound.ChiSquare(points);
        double scatter = Scatter(points, freedom);
        PhaseLine line = Fit(points, scatter);
        double remaining = line.ChiSquare(points, scatter);
        if (freedom > 0 && ChiSquare.Exceeding(remaining, freedom) < SmallestPValue)
        {
            throw new TwoWayException(
                TwoWayFault.Inconsistent,
                Text($"the phases contradict the model: chi-square {remaining:G5} of {freedom} degrees of freedom, ")
                + Text($"p = {ChiSquare.Exceeding(remaining, freedom):G3}")
                + (LargestScatterRadians > 0 ? Text($", with {LargestScatterRadians:G3} rad of scatter allowed") : "")
                + "; check the rates, and whether the fringe drifts or has a phase at rest");
        }

        double counting = line.CountingCovariance[0, 0];
        var phases = new PhaseDifference[points.Count];
        foreach (PhasePoint point in points)
        {
            double residual = point.Phase - line.At(point);
            phases[point.Index] = new PhaseDifference(
                point.Rate, (line.Fitted[0] * point.Rate) + residual, residual, point.Error,
                line.Leverage(point, scatter) / RadiansPerRate);
        }

        return new TwoWaySolution
        {
            OffsetSeconds = line.Fitted[0] / RadiansPerRate,
            CountingErrorSeconds = Math.Sqrt(counting) / RadiansPerRate,
            ScatterErrorSeconds = Math.Sqrt(Math.Max(0, line.Covariance[0, 0] - counting)) / RadiansPerRate,
            BoundSeconds = Math.Sqrt(bound.Covariance[0, 0]) / RadiansPerRate,
            Phases = phases,
            AmbiguitySeconds = WavelengthMetres / (4 * lever),
            PhaseAtRest = line.Fitted.ElementAtOrDefault(1),
            DriftRadiansPerSecond = line.Fitted.ElementAtOrDefault(2),
            ScatterRadians = scatter,
            ChiSquare = chiSquare,
            DegreesOfFreedom = freedom,
            PValue = freedom > 0 ? ChiSquare.Exceeding(chiSquare, freedom) : 1,
        };
    }

    private List<PhasePoint> Points(IReadOnlyList<Fringe> toB, IReadOnlyList<Fringe> toA)
    {
        if (!(WavelengthMetres > 0) || !(ExpectedOffsetErrorSeconds > 0) || !double.IsFinite(ExpectedOffsetSeconds))
        {
            throw new TwoWayException(
                TwoWayFault.BadInput, "the wavelength and the expected offset's error must be above 0, the offset finite");
        }

        if (!(LargestDriftRadiansPerSecond > 0) || !(LargestScatterRadians >= 0))
            throw new TwoWayException(TwoWayFault.BadInput, "the largest drift must be above 0, the largest scatter 0 or more");
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
            if (!double.IsFinite(rate) || rate == 0 || rate != toA[index].RateMetresPerSecond)
            {
                throw new TwoWayException(
                    TwoWayFault.BadInput,
                    Text($"fringe {index + 1}: rates {rate} and {toA[index].RateMetresPerSecond} m/s; ")
                    + "right would be equal and not 0");
            }

            FringePhase forth = PhaseOf(toB[index], index, "A to B");
            FringePhase back = PhaseOf(toA[index], index, "B to A");
            double error = double.Hypot(forth.ErrorRadians, back.ErrorRadians);
            double time = (toB[index].TimeSeconds + toA[index].TimeSeconds) / 2;
            points.Add(new PhasePoint(rate, time, forth.Radians - back.Radians, error, index));
        }

        double middle = points.Average(point => point.Time);
        for (int index = 0; index < points.Count; index++)
            points[index] = points[index] with { Time = points[index].Time - middle };
        // What drifts is followed in time; what does not, from the slowest rate on.
        return Rest == RestPhase.Drifting
            ? [.. points.OrderBy(point => point.Time)]
            : [.. points.OrderBy(point => Math.Abs(point.Rate))];
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

    /// <summary>The rate over which the phase first says something of the offset. Without a known phase at rest only a
    /// difference of rates does.</summary>
    private double Lever(List<PhasePoint> points)
    {
        double first = points[0].Rate;
        if (Rest == RestPhase.Zero) return Math.Abs(first);
        foreach (PhasePoint point in points)
        {
            if (point.Rate != first) return Math.Abs(point.Rate - first);
        }

        throw new TwoWayException(
            TwoWayFault.BadInput, "all fringes have the same rate; right would be two rates or more, as the phase at rest is unknown");
    }

    private void Unwrap(List<PhasePoint> points, double lever)
    {
        // The believed bounds count as five standard deviations, like every prediction.
        (double, double)[] priors =
        [
            (RadiansPerRate * ExpectedOffsetSeconds, RadiansPerRate * ExpectedOffsetErrorSeconds / Sigmas),
            (0, 0),
            (0, LargestDriftRadiansPerSecond / Sigmas),
        ];
        bool hasLever = false;
        for (int index = 0; index < points.Count; index++)
        {
            PhasePoint point = points[index];
            if (index == 0 && Rest != RestPhase.Zero)
            {
                // Whole turns here are whole turns of the phase at rest.
                points[0] = point with { Phase = Nearest(point.Phase, RadiansPerRate * ExpectedOffsetSeconds * point.Rate) };
                continue;
            }

            PhaseLine line = PhaseLine.Fit(points[..index], Parameters, 0, priors)
                ?? throw new TwoWayException(TwoWayFault.BadInput, $"fringe {index + 1}: no phase can be predicted for it");
            double error = Sigmas * line.ErrorAt(point);
            bool isFirstStep = !hasLever && (Rest == RestPhase.Zero || point.Rate != points[0].Rate);
            if (error + (Sigmas * point.Error) > Math.PI) throw Refusal(points, index, isFirstStep, lever, error);
            hasLever |= isFirstStep;
            points[index] = point with { Phase = Nearest(point.Phase, line.At(point)) };
        }
    }

    private TwoWayException Refusal(List<PhasePoint> points, int index, bool isFirstStep, double lever, double error)
    {
        if (isFirstStep)
        {
            return new TwoWayException(
                TwoWayFault.Ambiguous,
                Text($"an offset known to {ExpectedOffsetErrorSeconds:G3} s does not fit the ambiguity interval of ")
                + Text($"{WavelengthMetres / (4 * lever):G3} s at {lever:G3} m/s, the phases' errors included; right would be ")
                + Text($"{(Rest == RestPhase.Zero ? "a slowest rate" : "a first step of the rate")} below ")
                + Text($"{WavelengthMetres / (8 * ExpectedOffsetErrorSeconds):G3} m/s"));
        }

        return new TwoWayException(
            TwoWayFault.RampTooSteep,
            Text($"from {points[index - 1].Rate} to {points[index].Rate} m/s the phase cannot be followed: the fringes before leave ")
            + Text($"it uncertain by {error:G3} rad; right would be a smaller step of the rate, or more counts"));
    }

    /// <summary>Scatter beyond counting that makes chi-square its own expectation (Paule and Mandel, J. Res. NBS 87, 377
    /// (1982)), at most what is allowed.</summary>
    private double Scatter(List<PhasePoint> points, int freedom)
    {
        if (LargestScatterRadians == 0 || freedom < 1) return 0;
        double low = 0, high = LargestScatterRadians;
        if (Excess(0) <= 0) return 0;
        if (Excess(high) >= 0) return high;
        while (high - low > 1e-9 * LargestScatterRadians)
        {
            double middle = (low + high) / 2;
            if (Excess(middle) > 0) low = middle;
            else high = middle;
        }

        return high;

        double Excess(double scatter) => Fit(points, scatter).ChiSquare(points, scatter) - freedom;
    }

    private PhaseLine Fit(List<PhasePoint> points, double scatter) => PhaseLine.Fit(points, Parameters, scatter)
        ?? throw new TwoWayException(
            TwoWayFault.BadInput,
            "rates and times do not tell offset, phase at rest and drift apart; right would be more different rates, and a ramp "
            + "that also runs back");

    private static double Nearest(double phase, double expected) =>
        phase + (2 * Math.PI * Math.Round((expected - phase) / (2 * Math.PI)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
