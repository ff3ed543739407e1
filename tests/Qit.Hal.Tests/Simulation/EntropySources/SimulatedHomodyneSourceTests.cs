using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.EntropySources;

public sealed class SimulatedHomodyneSourceTests
{
    private const int Samples = 200_000;

    // Wide converter, so that nothing is clipped: V(x) = electronic + shot x + excess x^2 + 1/12 of rounding.
    private static readonly HomodyneOptions Wide = new()
    {
        ConverterBits = 16,
        OscillatorMilliwatts = 3,
        ShotVariancePerMilliwatt = 900,
        ExcessVariancePerSquareMilliwatt = 200,
        ElectronicVariance = 120,
        OffsetSteps = 12.3,
    };

    [Test]
    public void Variance_IsElectronicPlusShotPlusExcess()
    {
        foreach (double x in new[] { 0, 0.25, 0.5, 1, 2 })
        {
            double power = 3 * x;
            double expected = 120 + (900 * power) + (200 * power * power) + (1.0 / 12);
            double[] variances = [.. Statistic.Seeds.Take(8).Select(seed => Moments(Wide with { Seed = seed }, x, 50_000).Variance)];
            // The variance of a normal sample scatters by sqrt(2/n).
            Statistic.IsNear(variances.Average(), expected, expected * Math.Sqrt(2.0 / (8 * 50_000)), $"at {x}");
        }
        var source = new SimulatedHomodyneSource(Wide);
        Assert.That((source.QuantumVariance, source.ClassicalVariance), Is.EqualTo((2700.0, 1920.0)));
    }

    [Test]
    public void ShotNoise_IsProportionalToThePower()
    {
        HomodyneOptions pure = Wide with { ExcessVariancePerSquareMilliwatt = 0, ElectronicVariance = 0 };
        double one = Moments(pure, 1, Samples).Variance, four = Moments(pure with { Seed = 2 }, 4, Samples).Variance;
        Statistic.IsNear((four - (1.0 / 12)) / (one - (1.0 / 12)), 4, 4 * Math.Sqrt(4.0 / Samples));
    }

    [Test]
    public void Samples_AreNormalAboutTheOffset_AndWhite()
    {
        ushort[] codes = Read(Wide, 1, Samples);
        double sigma = Math.Sqrt(4620 + (1.0 / 12));
        double[] z = [.. codes.Select(code => (code - 32768 - 12.3) / sigma)];
        Statistic.IsNear(z.Average(), 0, 1 / Math.Sqrt(Samples), "mean");
        Statistic.IsNear(z.Average(v => v * v * v), 0, Math.Sqrt(15.0 / Samples), "skewness");
        Statistic.IsNear(z.Average(v => v * v * v * v), 3, Math.Sqrt(96.0 / Samples), "kurtosis");
        foreach (int lag in new[] { 1, 2, 7 })
            Statistic.IsNear(Autocorrelation(z, lag), 0, 1 / Math.Sqrt(Samples), $"lag {lag}");
    }

    [Test]
    public void OnePole_CorrelatesNeighbours_AndKeepsTheVariance()
    {
        HomodyneOptions slow = Wide with { LagOneCorrelation = 0.5 };
        double sigma = Math.Sqrt(4620 + (1.0 / 12));
        double[] z = [.. Read(slow, 1, Samples).Select(code => (code - 32768 - 12.3) / sigma)];
        // Bartlett: the variance of r_k is about (1 + rho^2)/(1 - rho^2) / n at most; that of the variance the same twice.
        double error = Math.Sqrt(5.0 / 3 / Samples);
        Statistic.IsNear(Autocorrelation(z, 1), 0.5, error, "lag 1");
        Statistic.IsNear(Autocorrelation(z, 3), 0.125, error, "lag 3");
        Statistic.IsNear(z.Average(v => v * v), 1, error * Math.Sqrt(2), "variance");
    }

    [Test]
    public void Faults_DoWhatTheyAreNamedFor_AndOnlyThen()
    {
        HomodyneOptions at = Wide with { FaultFromSample = Samples / 2, ExcessVariancePerSquareMilliwatt = 0 };
        double normal = 120 + 2700 + (1.0 / 12);

        double[] Halves(HomodyneOptions options)
        {
            ushort[] codes = Read(options, 1, Samples);
            return [Variance(codes.AsSpan(0, Samples / 2)), Variance(codes.AsSpan(Samples / 2))];
        }

        double error = Math.Sqrt(2.0 / (Samples / 2));
        foreach ((HomodyneFaultKind kind, double magnitude, double expected) in new[]
        {
            (HomodyneFaultKind.None, 0, normal),
            (HomodyneFaultKind.OscillatorOff, 0, 120 + (1.0 / 12)),
            (HomodyneFaultKind.OscillatorDrift, -0.5, 120 + 1350 + (1.0 / 12)),
            (HomodyneFaultKind.Pickup, 60, normal + 1800), // half the square of the amplitude
            (HomodyneFaultKind.Gain, 3, 9 * (120 + 2700) + (1.0 / 12)),
        })
        {
            double[] halves = Halves(at with { Fault = kind, FaultMagnitude = magnitude });
            Statistic.IsNear(halves[0], normal, normal * error, $"{kind}, before");
            Statistic.IsNear(halves[1], expected, expected * error, $"{kind}, during");
        }
        ushort[] stuck = Read(at with { Fault = HomodyneFaultKind.Stuck, FaultMagnitude = 40_000 }, 1, Samples);
        Assert.That(stuck[(Samples / 2)..].Distinct(), Is.EqualTo(new ushort[] { 40_000 }));
        ushort[] moved = Read(at with { Fault = HomodyneFaultKind.OffsetDrift, FaultMagnitude = 500, FaultSamples = Samples / 2 }, 1, Samples);
        Assert.That(moved[^1000..].Average(code => code - 32768.0), Is.EqualTo(512).Within(15));
        Assert.That(moved[..1000].Average(code => code - 32768.0), Is.EqualTo(12).Within(15));
    }

    [Test]
    public void Converter_Clips_AndSeedsRepeat()
    {
        HomodyneOptions narrow = Wide with { ConverterBits = 8 };
        ushort[] codes = Read(narrow, 1, 20_000);
        Assert.That(codes.Min(), Is.Zero);
        Assert.That(codes.Max(), Is.EqualTo(255));
        Assert.That(Read(narrow, 1, 20_000), Is.EqualTo(codes));
        Assert.That(Read(narrow with { Seed = 2 }, 1, 20_000), Is.Not.EqualTo(codes));
    }

    [TestCase("homodyne.converterBits", 3, 1.0)]
    [TestCase("homodyne.oscillatorMilliwatts", 8, -1.0)]
    [TestCase("homodyne.oscillatorMilliwatts", 8, double.NaN)]
    public void Options_OutsideTheirRange_AreNamed(string option, int bits, double power)
    {
        var fault = Assert.Throws<WorldOptionException>(
            () => _ = new SimulatedHomodyneSource(new HomodyneOptions { ConverterBits = bits, OscillatorMilliwatts = power }));
        Assert.That(fault!.Option, Is.EqualTo(option));
    }

    private static ushort[] Read(HomodyneOptions options, double power, int count)
    {
        var codes = new ushort[count];
        new SimulatedHomodyneSource(options) { PowerFraction = power }.Read(codes);
        return codes;
    }

    private static (double Mean, double Variance) Moments(HomodyneOptions options, double power, int count) =>
        Statistic.Moments([.. Read(options, power, count).Select(code => (double)code)]);

    private static double Variance(Span<ushort> codes) => Statistic.Moments([.. codes.ToArray().Select(code => (double)code)]).Variance;

    private static double Autocorrelation(double[] z, int lag)
    {
        double sum = 0;
        for (int i = lag; i < z.Length; i++) sum += z[i] * z[i - lag];
        return sum / z.Length;
    }
}
