using Qit.Timing.TwoWay;

namespace Qit.Timing.Tests.TwoWay;

/// <summary>Fringes behind both ports of one station, with known faults.</summary>
internal sealed record PortSource
{
    public double[] Steps { get; init; } = [0, 1.55, 3.2, 4.65];

    public double Clicks { get; init; } = 40_000;

    public double Visibility { get; init; } = 0.9;

    /// <summary>By how much it differs from fringe to fringe, rms over visibility.</summary>
    public double VisibilitySpread { get; init; } = 0.005;

    public double PortRatio { get; init; } = 0.8;

    public double ContrastRatio { get; init; } = 0.97;

    public double DeadTimeSeconds { get; init; }

    public PortFringe Fringe(Random random, double phase, double rate = 1, double time = 0)
    {
        double live = 1;
        double each = Clicks / (4 * (1 + PortRatio));
        double visibility = Visibility * (1 + (VisibilitySpread * Normal(random)));
        var samples = new PortSample[Steps.Length];
        for (int step = 0; step < samples.Length; step++)
        {
            double fringe = visibility * Math.Cos(phase + Steps[step]);
            samples[step] = new PortSample(
                live, Draw(random, each * (1 + fringe)), Draw(random, PortRatio * each * (1 - (ContrastRatio * fringe))));
        }

        return new PortFringe(rate, time, samples);
    }

    private long Draw(Random random, double perSecond)
    {
        double mean = perSecond / (1 + (perSecond * DeadTimeSeconds));
        return (long)Math.Round(Math.Max(0, mean + (Math.Sqrt(mean) * Normal(random))));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
