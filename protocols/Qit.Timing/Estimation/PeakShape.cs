// The peak that a pair difference is drawn from: Gaussian jitter, then the two taggers cut each time to their tick.
// A tag's phase within a tick is uniform, so cutting convolves the density of the difference with one box a side, and
// this stays exact when both tick lattices coincide and the differences fall onto a lattice themselves: the chance of
// lattice point m is the convolved density there, times the tick. A peak narrower than a tick is thus estimated
// without bias from how the counts share out between two lattice points.
namespace Qit.Timing.Estimation;

/// <summary>Density of a pair difference around its centre, and its derivatives in the difference. Derivatives in the
/// jitter follow from the heat equation: df/dsigma = sigma f''.</summary>
/// <param name="Value">f, per picosecond.</param>
/// <param name="First">f'.</param>
/// <param name="Second">f''.</param>
/// <param name="Third">f'''.</param>
/// <param name="Fourth">f''''.</param>
public readonly record struct PeakDensity(double Value, double First, double Second, double Third, double Fourth);

/// <summary>Gaussian of a given jitter, cut to the ticks of A and B.</summary>
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

    /// <summary>Density at a distance from the centre for a jitter sigma, both in picoseconds.</summary>
    public PeakDensity At(double distance, double sigma)
    {
        if (Math.Max(tickA, tickB) < NegligibleTickShare * sigma)
            return Gaussian(distance, Math.Sqrt((sigma * sigma) + TickVariance));
        return Cut(distance, sigma);
    }

    private static PeakDensity Gaussian(double x, double sigma)
    {
        double z = x / sigma;
        double inverse = 1 / sigma;
        double square = z * z;
        double value = NormalDistribution.Density(z) * inverse;
        double second = value * inverse * inverse;
        return new PeakDensity(
            value,
            -z * value * inverse,
            (square - 1) * second,
            -z * (square - 3) * second * inverse,
            (((square - 6) * square) + 3) * second * inverse * inverse);
    }

    private PeakDensity Cut(double distance, double sigma)
    {
        // Even in the distance: evaluated on the negative side, where nothing large cancels.
        double x = -Math.Abs(distance);
        double sign = distance > 0 ? -1 : 1;
        double outer = (tickA + tickB) / 2;
        double inner = (tickA - tickB) / 2;
        Term p = At4(x + outer, sigma);
        Term q = At4(x + inner, sigma);
        Term r = At4(x - inner, sigma);
        Term s = At4(x - outer, sigma);
        double scale = 1 / (tickA * tickB);
        return new PeakDensity(
            Math.Max(0, (p.Ramp - q.Ramp - r.Ramp + s.Ramp) * scale),
            sign * (p.Step - q.Step - r.Step + s.Step) * scale,
            (p.Bell - q.Bell - r.Bell + s.Bell) * scale,
            sign * (p.Slope - q.Slope - r.Slope + s.Slope) * scale,
            (p.Curve - q.Curve - r.Curve + s.Curve) * scale);
    }

    /// <summary>The Gaussian's second and first integral, the Gaussian, and its two derivatives.</summary>
    private static Term At4(double x, double sigma)
    {
        double z = x / sigma;
        double density = NormalDistribution.Density(z);
        double cumulative = NormalDistribution.Cumulative(z);
        double bell = density / sigma;
        return new Term(
            sigma * ((z * cumulative) + density),
            cumulative,
            bell,
            -z * bell / sigma,
            ((z * z) - 1) * bell / (sigma * sigma));
    }

    private readonly record struct Term(double Ramp, double Step, double Bell, double Slope, double Curve);
}
