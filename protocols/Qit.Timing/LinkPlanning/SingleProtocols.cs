using Qit.Timing.Tracking;
using Qit.Timing.TwoWay;

namespace Qit.Timing.LinkPlanning;

/// <summary>Protocols that need single photons, or none.</summary>
internal static class SingleProtocols
{
    /// <summary>Two-way interferometer: bound of the fringes' phases over the ramp, with a constant phase at rest.</summary>
    public static ProtocolPlan TwoWay(LinkOptions link, ClockNoise clock)
    {
        if (link.Source.Kind == SourceKind.Squeezed)
            return ProtocolPlan.Blocked("two-way", "counts photons behind an interferometer; homodyne detection counts none");
        var ramp = new TwoWayRamp(link);
        if (ramp.Obstacle(link.MaximumAveragingSeconds) is string obstacle) return ProtocolPlan.Blocked("two-way", obstacle);
        TwoWayFringe fringe = ramp.FringeAtB;
        return ProtocolPlan.Of("two-way", clock,
            seconds => (ramp.Obstacle(seconds) is null ? ramp.BoundPicoseconds(seconds) : double.PositiveInfinity, 0),
        [
            ("clicks at B, mean", fringe.MeanPerSecond, "/s"), ("visibility at B, slow", fringe.Visibility, ""),
            ("fastest", fringe.Visibility * ramp.Coherence(link.TwoWay.RateMetresPerSecond), ""),
            ("ambiguity interval", ramp.AmbiguitySeconds * 1e9, "ns"),
        ]);
    }

    /// <summary>Squeezed pulses under homodyne detection: sqrt(V) / (2 sqrt(eta N) W) for a pulse, see the docs of the twin,
    /// and the root of their number. It times pulses that a path of known delay brings; the four protocols do not apply.
    /// </summary>
    public static ProtocolPlan Quadrature(LinkOptions link, ClockNoise clock)
    {
        if (link.Source.Kind != SourceKind.Squeezed)
            return ProtocolPlan.Blocked("quadrature", "needs squeezed light");
        QuadratureTiming timing = QuadratureTiming.Of(link);
        return ProtocolPlan.Of("quadrature", clock,
            seconds => (timing.PulsePicoseconds / Math.Sqrt(timing.PulsesPerSecond * seconds), 0),
        [
            ("transmission, detector included", timing.Efficiency, ""), ("variance over vacuum", timing.Variance, ""),
            ("one pulse", timing.PulsePicoseconds, "ps"),
        ]);
    }
}

/// <summary>Clicks of one station's interferometer.</summary>
/// <param name="MeanPerSecond">Averaged over the phase.</param>
/// <param name="Visibility">As counted.</param>
public readonly record struct TwoWayFringe(double MeanPerSecond, double Visibility);

/// <summary>The ramp of rates that the two-way protocol would run on the link. Both directions at once, each with a source like
/// the link's; the time is shared evenly among rates, and within a rate among the steps 0, pi/2, pi and 3 pi/2.</summary>
public sealed class TwoWayRamp
{
    private const int Steps = 4;
    private readonly LinkOptions link;

    /// <summary>Sets it up.</summary>
    public TwoWayRamp(LinkOptions link)
    {
        ArgumentNullException.ThrowIfNull(link);
        this.link = link;
        FringeAtB = Fringe(link.DetectorB, link.Fibre.InsertionLossBDecibels, isTowardsB: true);
        FringeAtA = Fringe(link.DetectorA, link.Fibre.InsertionLossADecibels, isTowardsB: false);
    }

    /// <summary>Direction A to B.</summary>
    public TwoWayFringe FringeAtB { get; }

    /// <summary>Direction B to A.</summary>
    public TwoWayFringe FringeAtA { get; }

    /// <summary>lambda/(4 v) at the slowest rate.</summary>
    public double AmbiguitySeconds => link.Source.SignalNanometres * 1e-9 / (4 * RatesMetresPerSecond[0]);

    /// <summary>Rates, slowest first, each twice the one before.</summary>
    public IReadOnlyList<double> RatesMetresPerSecond =>
    [
        .. Enumerable.Range(0, link.TwoWay.Rates).Select(index =>
            link.TwoWay.RateMetresPerSecond * Math.Pow(2, index - link.TwoWay.Rates + 1)),
    ];

    /// <summary>The solver for this ramp.</summary>
    /// <param name="expectedSeconds">What tA - tB is believed to be.</param>
    public TwoWaySolver Solver(double expectedSeconds) => new()
    {
        WavelengthMetres = link.Source.SignalNanometres * 1e-9,
        ExpectedOffsetSeconds = expectedSeconds,
        ExpectedOffsetErrorSeconds = link.TwoWay.OffsetErrorSeconds,
        Rest = RestPhase.Constant,
    };

    /// <summary>Fringes of one direction with counts drawn by a function of the expected ones.</summary>
    /// <param name="seconds">Averaging time for everything together.</param>
    /// <param name="isTowardsB">Direction.</param>
    /// <param name="phase">Phase at a rate, radians.</param>
    /// <param name="draw">From an expected number of clicks to one that is counted.</param>
    public IReadOnlyList<Fringe> Fringes(
        double seconds, bool isTowardsB, Func<double, double> phase, Func<double, long> draw)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(draw);
        TwoWayFringe fringe = isTowardsB ? FringeAtB : FringeAtA;
        double dwell = Dwell(seconds);
        return
        [
            .. RatesMetresPerSecond.Select((rate, index) => new Fringe(rate, index * Steps * dwell,
            [
                .. Enumerable.Range(0, Steps).Select(step => step * Math.PI / 2).Select(step => new FringeSample(
                    step, dwell, draw(dwell * fringe.MeanPerSecond
                        * (1 + (fringe.Visibility * Coherence(rate) * Math.Cos(phase(rate) + step)))))),
            ])),
        ];
    }

    /// <summary>What the path difference of 2 v times the travel time leaves of the visibility, exp(-(dw dL / c)^2 / 2).
    /// </summary>
    /// <param name="rateMetresPerSecond">v.</param>
    public double Coherence(double rateMetresPerSecond)
    {
        double seconds = link.Fibre.LengthMetres * link.Fibre.Dispersion.SlownessAt(link.Source.SignalNanometres) * 1e-12;
        double turns = link.Source.RadiansPerSecond(link.TwoWay.BandwidthNanometres) * 2 * rateMetresPerSecond * seconds
            / 299_792_458;
        return Math.Exp(-0.5 * turns * turns);
    }

    /// <summary>Smallest standard error of tA - tB, picoseconds: lambda/(8 pi) times that of the slope of the phase
    /// difference over the rates, a constant fitted beside it. The phase's bound is averaged over its value.</summary>
    /// <param name="seconds">Averaging time for everything together.</param>
    public double BoundPicoseconds(double seconds)
    {
        double sum = 0, first = 0, second = 0;
        foreach (double rate in RatesMetresPerSecond)
        {
            double weight = 1 / (PhaseVariance(FringeAtB, rate, seconds) + PhaseVariance(FringeAtA, rate, seconds));
            sum += weight;
            first += weight * rate;
            second += weight * rate * rate;
        }

        double slope = Math.Sqrt(sum / ((sum * second) - (first * first)));
        return slope * link.Source.SignalNanometres * 1e-9 / (8 * Math.PI) * 1e12;
    }

    /// <summary>What the solver would refuse, tried with the expected counts of a time; null when nothing.</summary>
    internal string? Obstacle(double seconds)
    {
        try
        {
            IReadOnlyList<Fringe> Expected(bool isTowardsB) =>
                Fringes(seconds, isTowardsB, _ => 1, clicks => (long)Math.Round(clicks));
            Solver(0).Solve(Expected(true), Expected(false));
            return null;
        }
        catch (TwoWayException fault)
        {
            return fault.Message;
        }
    }

    private double Dwell(double seconds) => seconds / (link.TwoWay.Rates * Steps);

    private double PhaseVariance(TwoWayFringe fringe, double rate, double seconds)
    {
        const int Phases = 8;
        double dwell = Dwell(seconds);
        List<FringeSample> design =
            [.. Enumerable.Range(0, Steps).Select(step => new FringeSample(step * Math.PI / 2, dwell, 0))];
        double visibility = fringe.Visibility * Coherence(rate);
        double sum = 0;
        for (int index = 0; index < Phases; index++)
        {
            // Over a quarter of a turn; the steps repeat it.
            double phase = Math.PI / 2 * (index + 0.5) / Phases;
            double bound = FringePhase.Bound(phase, visibility, fringe.MeanPerSecond, design);
            sum += bound * bound / Phases;
        }

        return sum;
    }

    private TwoWayFringe Fringe(LinkDetector detector, double insertionDecibels, bool isTowardsB)
    {
        double nanometres = link.Source.SignalNanometres;
        double metres = link.Fibre.LengthMetres;
        double loss = insertionDecibels + link.TwoWay.LossDecibels;
        double transmission = link.Fibre.Transmission(nanometres, metres, loss);
        double classical = ClassicalNoise.At(link, nanometres, metres, isTowardsB, 0).Total * Math.Pow(10, -loss / 10);
        // Half of the light leaves by the output that is not counted.
        DetectorRates rates = DetectorRates.Of(link.Source, detector, link.Source.RatePerSecond() * transmission / 2,
            link.Source.NoisePerSecond * transmission / 2, classical / 2);
        double signal = rates.SourcePerSecond * rates.ReadyShare;
        return new TwoWayFringe(rates.SinglesPerSecond, link.TwoWay.Visibility * signal / rates.SinglesPerSecond);
    }
}

/// <summary>Timing of squeezed pulses.</summary>
/// <param name="Efficiency">Share of the light that is detected.</param>
/// <param name="Variance">Of the squeezed quadrature as measured, over the vacuum's.</param>
/// <param name="PulsePicoseconds">Standard error of the delay of one pulse.</param>
/// <param name="PulsesPerSecond">Pulses a second.</param>
public readonly record struct QuadratureTiming(
    double Efficiency, double Variance, double PulsePicoseconds, double PulsesPerSecond)
{
    /// <summary>What the link leaves of it: V = eta S + 1 - eta + electronics, and sqrt(V) / (2 sqrt(eta N) W) for a pulse,
    /// W^2 = w0^2 + dw^2 when the local oscillator follows the carrier and dw^2 else (Lamine, Fabre and Treps, Phys. Rev.
    /// Lett. 101, 123601 (2008)).</summary>
    public static QuadratureTiming Of(LinkOptions link)
    {
        ArgumentNullException.ThrowIfNull(link);
        LinkSource source = link.Source;
        double efficiency = link.DetectorB.Efficiency * link.Fibre.Transmission(
            source.SignalNanometres, link.Fibre.LengthMetres, link.Fibre.InsertionLossBDecibels);
        double variance = (efficiency * Math.Pow(10, -source.SqueezingDecibels / 10)) + 1 - efficiency + source.ElectronicNoise;
        double carrier = source.IsPhaseLocked ? 2 * Math.PI * 299_792_458 / (source.SignalNanometres * 1e-9) : 0;
        double turning = Math.Sqrt((carrier * carrier) + (source.BandwidthRadiansPerSecond * source.BandwidthRadiansPerSecond));
        double pulse = 1e12 * Math.Sqrt(variance) / (2 * Math.Sqrt(efficiency * source.PhotonsPerPulse) * turning);
        return new QuadratureTiming(efficiency, variance, pulse, source.RepetitionHertz);
    }
}
