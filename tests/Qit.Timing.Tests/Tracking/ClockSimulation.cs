using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

/// <summary>A clock of the three-state model, stepped exactly: fine steps of independent noise would need thousands a
/// second, so each step draws from the covariance that the model has over it.</summary>
internal sealed class ClockSimulation(ClockNoise noise, int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Phase, seconds.</summary>
    public double Phase { get; set; }

    /// <summary>Fractional frequency.</summary>
    public double Frequency { get; set; }

    /// <summary>Drift, 1/s.</summary>
    public double Drift { get; set; }

    public void Step(double t)
    {
        // Each noise on its own: its integral over the step, and the integrals of that, from one to three normals.
        double x1 = Math.Sqrt(noise.WhiteFrequency * t) * Gaussian();
        (double y2, double x2) = Integrals(noise.RandomWalkFrequency, t);
        (double d3, double y3, double x3) = DoubleIntegrals(noise.RandomRunFrequency, t);
        Phase += (Frequency * t) + (Drift * t * t / 2) + x1 + x2 + x3;
        Frequency += (Drift * t) + y2 + y3;
        Drift += d3;
    }

    public double Gaussian() => SimulatedStreams.Gaussian(random);

    /// <summary>W(t) and its integral: variances q t and q t^3/3, correlation sqrt(3)/2.</summary>
    private (double Walk, double Integral) Integrals(double q, double t)
    {
        double u = Gaussian();
        double v = Gaussian();
        double walk = Math.Sqrt(q * t) * u;
        return (walk, (t / 2 * walk) + (Math.Sqrt(q * t * t * t / 12) * v));
    }

    /// <summary>The same and the second integral; given the others' part its own is t^5/720.</summary>
    private (double Walk, double First, double Second) DoubleIntegrals(double q, double t)
    {
        double u = Gaussian();
        double v = Gaussian();
        double w = Gaussian();
        double walk = Math.Sqrt(q * t) * u;
        double own = Math.Sqrt(q * t * t * t / 12) * v;
        double last = Math.Sqrt(q * t * t * t * t * t / 720) * w;
        return (walk, (t / 2 * walk) + own, (t * t / 6 * walk) + (t / 2 * own) + last);
    }
}
