// The peak that a pair difference is drawn from: the detectors' response, then the two taggers cut each time to their
// tick. A tag's phase within a tick is uniform, so cutting convolves the density of the difference with one box a side,
// and this stays exact when both tick lattices coincide and the differences fall onto a lattice themselves: the chance
// of lattice point m is the convolved density there, times the tick. A peak narrower than a tick is thus estimated
// without bias from how the counts share out between two lattice points.
//
// A tail is the Gaussian g convolved with an exponential of constant T: f + T f' = g. So its integrals and derivatives
// follow from those of g and from f itself: F = G - T f, f' = (g - f) / T. Widths: df/dsigma = sigma f'' (heat equation).
namespace Qit.Timing.Estimation;

/// <summary>Density of a pair difference at one distance from the offset, and its derivatives.</summary>
/// <param name="Value">f, per picosecond.</param>
/// <param name="First">df/d(distance).</param>
/// <param name="Sigma">df/d(sigma).</param>
/// <param name="EarlyShare">df/d(early share).</param>
/// <param name="EarlyTail">df/d(early constant).</param>
/// <param name="LateShare">df/d(late share).</param>
/// <param name="LateTail">df/d(late constant).</param>
public readonly record struct PeakDensity(
    double Value, double First, double Sigma, double EarlyShare, double EarlyTail, double LateShare, double LateTail);

/// <summary>A response, cut to the ticks of A and B.</summary>
public sealed class PeakShape
{
    private const double NegligibleTickShare = 0.05;
    private readonly double tickA;
    private readonly double tickB;

    /// <summary>Shape for two taggers.</summary>
    /// <param name="tickA">Tick of A in picoseconds, above 0.</param>
    /// <param name="tickB">Tick of B in picoseconds, above 0.</param>
    public PeakShape(double tickA, double tickB)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickA);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickB);
        this.tickA = tickA;
        this.tickB = tickB;
    }

    /// <summary>Variance that cutting to ticks adds, in square picoseconds.</summary>
    public double TickVariance => ((tickA * tickA) + (tickB * tickB)) / 12;

    /// <summary>Smallest jitter the model can tell from none.</summary>
    public double SmallestSigma => Math.Max(tickA, tickB) / 20;

    /// <summary>Density at a distance from the offset, in picoseconds.</summary>
    public PeakDensity At(double distance, in PeakResponse response)
    {
        if (Math.Max(tickA, tickB) < NegligibleTickShare * response.SigmaPicoseconds) return Smooth(distance, response);
        if (distance <= 0) return Cut(distance, response);
        // Evaluated on the early side, where nothing large cancels.
        var mirrored = new PeakResponse(response.SigmaPicoseconds, response.LateShare, response.LateTailPicoseconds,
            response.EarlyShare, response.EarlyTailPicoseconds);
        PeakDensity f = Cut(-distance, mirrored);
        return new PeakDensity(f.Value, -f.First, f.Sigma, f.LateShare, f.LateTail, f.EarlyShare, f.EarlyTail);
    }

    /// <summary>Share of pairs below a distance from the offset, ticks left out.</summary>
    internal static double Cumulative(double distance, in PeakResponse response) => new Integrals(distance, response).Step;

    private PeakDensity Smooth(double x, in PeakResponse response)
    {
        double sigma = Math.Sqrt((response.SigmaPicoseconds * response.SigmaPicoseconds) + TickVariance);
        double inverse = 1 / sigma;
        double z = x * inverse;
        double g = NormalDistribution.Density(z) * inverse;
        double g1 = -z * g * inverse;
        double g2 = ((z * z) - 1) * g * inverse * inverse;
        double core = 1 - response.EarlyShare - response.LateShare;
        double value = core * g;
        double first = core * g1;
        double second = core * g2;
        double earlyShare = 0, earlyTail = 0, lateShare = 0, lateTail = 0;
        if (response.EarlyShare > 0)
        {
            double tail = response.EarlyTailPicoseconds;
            double f = Tail(-x, sigma, tail, g);
            double f1 = (f - g) / tail;
            value += response.EarlyShare * f;
            first += response.EarlyShare * f1;
            second += response.EarlyShare * (f1 - g1) / tail;
            earlyShare = f - g;
            earlyTail = response.EarlyShare * TailByConstant(-x, sigma, tail, g, f);
        }

        if (response.LateShare > 0)
        {
            double tail = response.LateTailPicoseconds;
            double f = Tail(x, sigma, tail, g);
            double f1 = (g - f) / tail;
            value += response.LateShare * f;
            first += response.LateShare * f1;
            second += response.LateShare * (g1 - f1) / tail;
            lateShare = f - g;
            lateTail = response.LateShare * TailByConstant(x, sigma, tail, g, f);
        }

        return new PeakDensity(value, first, response.SigmaPicoseconds * second, earlyShare, earlyTail, lateShare, lateTail);
    }

    private PeakDensity Cut(double x, in PeakResponse response)
    {
        double outer = (tickA + tickB) / 2;
        double inner = (tickA - tickB) / 2;
        Integrals p = new(x + outer, response);
        Integrals q = new(x + inner, response);
        Integrals r = new(x - inner, response);
        Integrals s = new(x - outer, response);
        double scale = 1 / (tickA * tickB);
        double core = 1 - response.EarlyShare - response.LateShare;
        double plain = Box(p.Ramp, q.Ramp, r.Ramp, s.Ramp);
        double early = Box(p.EarlyRamp, q.EarlyRamp, r.EarlyRamp, s.EarlyRamp);
        double late = Box(p.LateRamp, q.LateRamp, r.LateRamp, s.LateRamp);
        double value = (core * plain) + (response.EarlyShare * early) + (response.LateShare * late);
        double first = Box(p.Step, q.Step, r.Step, s.Step);
        double second = Box(p.Density, q.Density, r.Density, s.Density);
        return new PeakDensity(
            Math.Max(0, value),
            first,
            response.SigmaPicoseconds * second,
            response.EarlyShare > 0 ? early - plain : 0,
            response.EarlyShare * Box(p.EarlyByConstant, q.EarlyByConstant, r.EarlyByConstant, s.EarlyByConstant),
            response.LateShare > 0 ? late - plain : 0,
            response.LateShare * Box(p.LateByConstant, q.LateByConstant, r.LateByConstant, s.LateByConstant));

        double Box(double p, double q, double r, double s) => (p - q - r + s) * scale;
    }

    /// <summary>Gaussian with a late exponential: exp(sigma^2/2T^2 - x/T) (1 - Phi(v)) / T, v = sigma/T - x/sigma.</summary>
    private static double Tail(double x, double sigma, double tail, double gaussian)
    {
        double ratio = sigma / tail;
        double v = ratio - (x / sigma);
        if (v >= 0) return gaussian * ratio * MillsRatio.At(v);
        return (Math.Exp((0.5 * ratio * ratio) - (x / tail)) / tail) - (gaussian * ratio * MillsRatio.At(-v));
    }

    private static double TailByConstant(double x, double sigma, double tail, double gaussian, double f)
    {
        double square = sigma * sigma / (tail * tail);
        return (((x / tail) - 1 - square) * f / tail) + (gaussian * square / tail);
    }

    /// <summary>Second and first integrals of the response's parts, and derivatives in the tails' constants.</summary>
    private readonly struct Integrals
    {
        public readonly double Ramp, EarlyRamp, LateRamp, Step, Density, EarlyByConstant, LateByConstant;

        public Integrals(double x, in PeakResponse response)
        {
            double sigma = response.SigmaPicoseconds;
            double z = x / sigma;
            double density = NormalDistribution.Density(z);
            double cumulative = MillsRatio.Cumulative(z, density);
            double g = density / sigma;
            double core = 1 - response.EarlyShare - response.LateShare;
            Ramp = sigma * ((z * cumulative) + density);
            Step = core * cumulative;
            Density = core * g;
            if (response.EarlyShare > 0)
            {
                double tail = response.EarlyTailPicoseconds;
                double f = Tail(-x, sigma, tail, g);
                double step = cumulative + (tail * f);
                EarlyRamp = Ramp + (tail * step);
                Step += response.EarlyShare * step;
                Density += response.EarlyShare * f;
                EarlyByConstant = cumulative + (2 * tail * f) + (tail * tail * TailByConstant(-x, sigma, tail, g, f));
            }

            if (response.LateShare > 0)
            {
                double tail = response.LateTailPicoseconds;
                double f = Tail(x, sigma, tail, g);
                double step = cumulative - (tail * f);
                LateRamp = Ramp - (tail * step);
                Step += response.LateShare * step;
                Density += response.LateShare * f;
                LateByConstant = (2 * tail * f) - cumulative + (tail * tail * TailByConstant(x, sigma, tail, g, f));
            }
        }
    }
}
