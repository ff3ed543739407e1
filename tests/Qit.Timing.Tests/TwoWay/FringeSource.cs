using Qit.Timing.TwoWay;

namespace Qit.Timing.Tests.TwoWay;

/// <summary>Counts of a Mach-Zehnder interferometer with known truth, both directions over a ramp of rates.</summary>
internal sealed record FringeSource
{
    public const double LightMetresPerSecond = 299_792_458;

    public double Wavelength { get; init; } = 1.55e-6;

    public double OffsetSeconds { get; init; } = 3e-9;

    public double LengthMetres { get; init; } = 10_000;

    public double Visibility { get; init; } = 0.9;

    /// <summary>Mean clicks of one fringe, all steps together.</summary>
    public double Clicks { get; init; } = 1500;

    public double RestRadians { get; init; }

    public double DriftRadiansPerSecond { get; init; }

    public double[] Rates { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>When each rate is measured, seconds.</summary>
    public double[] Times { get; init; } = [0, 1, 2, 3, 4];

    public (List<Fringe> ToB, List<Fringe> ToA) Generate(Random random)
    {
        var toB = new List<Fringe>();
        var toA = new List<Fringe>();
        for (int index = 0; index < Rates.Length; index++)
        {
            double turn = 4 * Math.PI * Rates[index] / Wavelength;
            double drift = RestRadians + (DriftRadiansPerSecond * Times[index]);
            double path = LengthMetres / LightMetresPerSecond;
            toB.Add(Measure(random, index, (turn * (path + OffsetSeconds)) + drift));
            toA.Add(Measure(random, index, turn * (path - OffsetSeconds)));
        }
        return (toB, toA);
    }

    public static FringeSample[] Quadratures(Random random, double phase, double visibility, double clicks) =>
    [
        .. Enumerable.Range(0, 4).Select(step =>
        {
            double mean = clicks / 4 * (1 + (visibility * Math.Cos(phase + (step * Math.PI / 2))));
            return new FringeSample(step * Math.PI / 2, 1, Poisson(random, mean));
        }),
    ];

    private Fringe Measure(Random random, int index, double phase) =>
        new(Rates[index], Times[index], Quadratures(random, phase, Visibility, Clicks));

    private static long Poisson(Random random, double mean)
    {
        long count = 0;
        for (double time = -Math.Log(1 - random.NextDouble()); time < mean; time -= Math.Log(1 - random.NextDouble())) count++;
        return count;
    }
}
