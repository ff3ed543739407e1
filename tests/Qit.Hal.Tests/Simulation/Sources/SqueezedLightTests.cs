using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.Sources;

public class SqueezedLightTests
{
    private const int Samples = 100_000;

    private static readonly SqueezedLightOptions Options = new()
    {
        SqueezingDecibels = 6, AntisqueezingDecibels = 8, Efficiency = 0.7, ElectronicNoise = 0.05,
    };

    /// <summary>Variances of 100 000 samples have a standard error of 0.45 %; five of them.</summary>
    [TestCase(0)]
    [TestCase(0.4)]
    [TestCase(Math.PI / 2)]
    public void Quadratures_HaveTheVarianceThatIsConfigured_LossAndElectronicsIncluded(double phase)
    {
        var light = new SqueezedLight(Options);
        double[] samples = [.. Enumerable.Range(0, Samples).Select(_ => light.Sample(phase))];
        (double mean, double variance) = Statistic.Moments(samples);
        double squeezed = Math.Pow(10, -0.6), anti = Math.Pow(10, 0.8);
        double cosine = Math.Cos(phase), sine = Math.Sin(phase);
        double expected = (0.7 * ((squeezed * cosine * cosine) + (anti * sine * sine))) + 0.3 + 0.05;
        Assert.That(light.Variance(phase), Is.EqualTo(expected).Within(1e-12));
        Statistic.IsNear(variance, expected, expected * Math.Sqrt(2.0 / Samples), "variance");
        Statistic.IsNear(mean, 0, Math.Sqrt(expected / Samples), "mean");
        double ks = Statistic.KolmogorovSmirnov(samples, x => NormalCumulative(x / Math.Sqrt(expected)));
        Assert.That(ks, Is.LessThan(2.5));
    }

    [Test]
    public void AVacuumWithoutLoss_IsTheUnit() =>
        Assert.That(
            new SqueezedLight(Options with
            {
                SqueezingDecibels = 0, AntisqueezingDecibels = 0, ElectronicNoise = 0,
            }).Variance(0.3), Is.EqualTo(1).Within(1e-12));

    /// <summary>Loss without end leaves the vacuum; a pure state has fidelity 1, a lossy one less.</summary>
    [Test]
    public void Statement_NamesTheFidelity()
    {
        LightSourceStatement lossless = new SqueezedLight(Options with { Efficiency = 1, AntisqueezingDecibels = 6 }).Statement;
        LightSourceStatement lossy = new SqueezedLight(Options).Statement;
        Assert.That(lossless.Fidelity, Is.EqualTo(1).Within(1e-12));
        Assert.That(lossy.Fidelity, Is.LessThan(0.95));
        Assert.That((lossy.Kind, lossy.Encoding, lossy.Entanglement), Is.EqualTo(("squeezed", "quadratures", 0.0)));
    }

    [Test]
    public void Squeezing_BeyondTheAntisqueezing_IsRefused() =>
        Assert.That(() => new SqueezedLight(Options with { AntisqueezingDecibels = 5 }),
            Throws.TypeOf<WorldOptionException>()
                .With.Message.Contains("squeezed.antisqueezingDecibels is 5; allowed is 6 to 40"));

    private static double NormalCumulative(double z)
    {
        // Simpson's rule from the middle outwards.
        const int steps = 200;
        double h = z / steps, sum = 0;
        for (int i = 0; i <= steps; i++)
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * i * h * i * h);
        return 0.5 + (sum * h / 3 / Math.Sqrt(2 * Math.PI));
    }
}
