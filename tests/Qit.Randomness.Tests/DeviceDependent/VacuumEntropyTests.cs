using CsCheck;
using Qit.Randomness.DeviceDependent;
using Qit.Randomness.Tests.Support;

namespace Qit.Randomness.Tests.DeviceDependent;

public sealed class VacuumEntropyTests
{
    // Haw et al. (2015): entropy and range at the best range, 8 and 16 bits, against the quantum-to-classical ratio. Their table
    // was not at hand when this was written: the figures are as remembered, and all sixteen come out. The abstract of Opt.
    // Express 29, 12440 (2021), which was at hand, has 6.93 for one 8-bit converter too.
    [TestCase(8, double.PositiveInfinity, 7.03, 2.45)]
    [TestCase(8, 20, 6.93, 2.59)]
    [TestCase(8, 10, 6.72, 2.93)]
    [TestCase(8, 0, 6.11, 4.33)]
    [TestCase(16, double.PositiveInfinity, 14.36, 3.90)]
    [TestCase(16, 20, 14.28, 4.09)]
    [TestCase(16, 10, 14.11, 4.55)]
    [TestCase(16, 0, 13.57, 6.48)]
    public void Average_AtTheBestRange_IsTheTableOfHaw(int bits, double decibels, double entropy, double range)
    {
        double ratio = Math.Pow(10, -decibels / 20);
        double best = VacuumEntropy.BestRangeAverage(bits, ratio);
        double sigma = Math.Pow(2, bits - 1) / best;
        Assert.That(best, Is.EqualTo(range).Within(0.01));
        Assert.That(VacuumEntropy.Average(bits, sigma, ratio * sigma), Is.EqualTo(entropy).Within(0.005));
    }

    // Computed apart from this code by a scan over R in steps of 0.002, classical noise bounded by five of its standard deviations.
    [TestCase(8, 20, 6.7897, 2.900)]
    [TestCase(8, 10, 6.3690, 3.882)]
    [TestCase(8, 0, 5.4989, 7.096)]
    [TestCase(16, 10, 13.8912, 5.406)]
    public void WorstCase_AtTheBestRange_IsTheScan(int bits, double decibels, double entropy, double range)
    {
        double offset = 5 * Math.Pow(10, -decibels / 20);
        double best = VacuumEntropy.BestRangeWorstCase(bits, offset);
        double sigma = Math.Pow(2, bits - 1) / best;
        Assert.That(best, Is.EqualTo(range).Within(0.003));
        Assert.That(VacuumEntropy.WorstCase(bits, sigma, sigma, offset * sigma), Is.EqualTo(entropy).Within(0.001));
    }

    [Test]
    public void Entropy_FallsWithClassicalNoise_AndRisesWithBits() =>
        Gen.Select(Gen.Int[4, 15], Gen.Double[0.5, 6], Gen.Double[0, 3], Gen.Double[0.01, 1]).Sample((bits, range, offset, more) =>
        {
            double sigma = Math.Pow(2, bits - 1) / range;
            double entropy = VacuumEntropy.WorstCase(bits, sigma, sigma, offset * sigma);
            // More bits over the same range: steps of half the width.
            double finer = VacuumEntropy.WorstCase(bits + 1, 2 * sigma, 2 * sigma, 2 * offset * sigma);
            return VacuumEntropy.WorstCase(bits, sigma, sigma, (offset + more) * sigma) <= entropy
                && VacuumEntropy.WorstCase(bits, sigma, sigma * (1 + more), offset * sigma) <= entropy
                && VacuumEntropy.WorstCase(bits, sigma, sigma, offset * sigma, more) <= entropy
                && VacuumEntropy.Average(bits, sigma, offset * sigma) >= VacuumEntropy.Average(bits, sigma, (offset + more) * sigma) - 1e-9
                && entropy <= bits && entropy >= 0
                && finer >= entropy - 1e-9;
        }, iter: 300);

    // The adversary sets e and guesses; five standard errors: one false alarm in 1.7 million.
    [TestCase(8, 40.0, 0.0)]
    [TestCase(8, 40.0, 60.0)]
    [TestCase(8, 40.0, 110.0)]
    [TestCase(6, 12.0, 25.0)]
    public void WorstCaseGuess_IsWhatTheBestAdversaryReaches(int bits, double sigma, double bound)
    {
        const int Samples = 400_000;
        double stated = VacuumEntropy.WorstCaseGuess(bits, sigma, sigma, bound);
        double best = 0;
        foreach (double e in new[] { 0, bound, -bound, bound / 2 })
            best = Math.Max(best, MostFrequent(bits, sigma, e, Samples));
        double error = Math.Sqrt(stated * (1 - stated) / Samples);
        Assert.That(best, Is.EqualTo(stated).Within(5 * error));
    }

    [Test]
    public void Arguments_OutsideTheirRange_AreRefused()
    {
        Assert.That(() => VacuumEntropy.WorstCase(0, 1, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => VacuumEntropy.WorstCase(8, 0, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => VacuumEntropy.WorstCase(8, 2, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => VacuumEntropy.WorstCase(8, 1, 1, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Frequency of the likeliest code that can be named beforehand: the one under e, or the last one.
    private static double MostFrequent(int bits, double sigma, double e, int samples)
    {
        var normal = new NormalSampler(7);
        int half = 1 << (bits - 1);
        var counts = new int[2 * half];
        for (int i = 0; i < samples; i++)
            counts[Math.Clamp((int)Math.Floor(e + (sigma * normal.Next()) + 0.5), -half, half - 1) + half]++;
        int under = Math.Clamp((int)Math.Round(e), -half, half - 1) + half;
        return Math.Max(counts[under], Math.Max(counts[^1], counts[0])) / (double)samples;
    }
}
