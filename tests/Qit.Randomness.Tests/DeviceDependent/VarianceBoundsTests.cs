using Qit.Randomness.DeviceDependent;
using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.DeviceDependent;

public sealed class VarianceBoundsTests
{
    private const double Error = 0.01;

    // Clipped at the ends of the range in the second and fourth case, correlated in the third and fourth.
    [TestCase(20.0, 0.0, 0.0)]
    [TestCase(60.0, 0.0, 2.0)]
    [TestCase(20.0, 0.7, 0.0)]
    [TestCase(55.0, 0.5, 1.5)]
    [TestCase(0.4, 0.0, 0.3)]
    public void Bounds_HoldAtTheStatedError_AndAreNotEmpty(double sigma, double rho, double offset)
    {
        const int Runs = 200;
        int misses = 0;
        double low = 0, high = 0;
        for (ulong seed = 1; seed <= Runs; seed++)
        {
            SampleStatistics samples = SampleStatistics.From(Codes(seed, 5000, sigma, rho, offset), 8);
            double peak = (1 + rho) / (1 - rho);
            low = VarianceBounds.Low(samples, 8, peak, Error);
            high = VarianceBounds.High(samples, 8, peak, Error, Math.Abs(offset));
            if (low > sigma * sigma || high < sigma * sigma) misses++;
        }
        // 2 % of 200 are 4; 14 or more would come once in 20 000 if the bounds only just held. They are far from tight.
        Assert.That(misses, Is.LessThan(14));
        if (sigma > 1)
        {
            Assert.That(low, Is.GreaterThan(0.6 * sigma * sigma));
            Assert.That(high, Is.LessThan(1.7 * sigma * sigma));
        }
    }

    [Test]
    public void RangeFilled_HasNoUpperBound()
    {
        SampleStatistics samples = SampleStatistics.From(Codes(3, 5000, 400, 0, 0), 8);
        Assert.That(VarianceBounds.High(samples, 8, 1, Error), Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void MoreSamples_AreTighter()
    {
        SampleStatistics few = SampleStatistics.From(Codes(5, 2000, 30, 0, 0), 8);
        SampleStatistics many = few with { Count = 2_000_000 };
        Assert.That(VarianceBounds.Low(many, 8, 1, 1e-9), Is.GreaterThan(VarianceBounds.Low(few, 8, 1, 1e-9)));
        Assert.That(VarianceBounds.High(many, 8, 1, 1e-9), Is.LessThan(VarianceBounds.High(few, 8, 1, 1e-9)));
    }

    [Test]
    public void Calibration_SeparatesQuantumFromClassicalNoise_WhateverTheOscillatorsOwnNoise()
    {
        // V(x) = 9 + 400 x + 50 x^2, exactly.
        static SampleStatistics At(double x) => new(100_000_000, 0, 9 + (400 * x) + (50 * x * x));
        foreach (double r in new[] { 0.25, 0.5, 0.8 })
        {
            var calibration = new HomodyneCalibration(At(0), At(r), At(1));
            Assert.That(calibration.QuantumVariance(r), Is.EqualTo(400).Within(1e-9));
            Assert.That(calibration.QuantumToClassicalDecibels(r), Is.EqualTo(10 * Math.Log10(400 / 59.0)).Within(1e-9));
            CalibrationBounds bounds = calibration.Bounds(8, r, 1, 0, 1e-10);
            Assert.That(bounds.QuantumLow, Is.InRange(370, 400));
            Assert.That(bounds.ClassicalHigh, Is.InRange(59, 89));
            Assert.That(bounds.TotalHigh, Is.InRange(459, 465));
        }
    }

    [Test]
    public void Statistics_RefuseWhatTheyCannotRead()
    {
        Assert.That(() => SampleStatistics.From([1], 8), Throws.ArgumentException);
        Assert.That(() => SampleStatistics.From([1, 256], 8), Throws.ArgumentException.With.Message.Contains("256"));
        SampleStatistics two = SampleStatistics.From([126, 130], 8);
        Assert.That((two.Mean, two.Variance), Is.EqualTo((0.0, 4.0)));
    }

    private static ushort[] Codes(ulong seed, int count, double sigma, double rho, double offset)
    {
        var normal = new NormalSampler(seed);
        var codes = new ushort[count];
        double x = normal.Next();
        for (int i = 0; i < count; i++)
        {
            x = (rho * x) + (Math.Sqrt(1 - (rho * rho)) * normal.Next());
            codes[i] = (ushort)(Math.Clamp(Math.Floor(offset + (sigma * x) + 0.5), -128, 127) + 128);
        }
        return codes;
    }
}
