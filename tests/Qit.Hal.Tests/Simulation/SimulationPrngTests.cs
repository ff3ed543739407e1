using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class SimulationPrngTests
{
    private const int Draws = 200_000;

    [Test]
    public void Xoshiro_FromState1234_GivesTheAuthorsFirstOutputs()
    {
        var prng = new SimulationPrng(1, 2, 3, 4);
        ulong[] outputs = [.. Enumerable.Range(0, 5).Select(_ => prng.NextBits())];
        Assert.That(
            outputs,
            Is.EqualTo(new ulong[]
            {
                41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
            }));
    }

    [Test]
    public void SplitMix64_FromSeed1234567_GivesThePublishedOutputs()
    {
        Assert.That(SplitMix64.At(1234567, 0), Is.EqualTo(6457827717110365317UL));
        Assert.That(SplitMix64.At(1234567, 1), Is.EqualTo(3203168211198807973UL));
        Assert.That(SplitMix64.At(1234567, 4), Is.EqualTo(16408922859458223821UL));
    }

    [Test]
    public void Streams_DifferBySeedAndByName_AndOnlyByThem()
    {
        ulong first = new SimulationPrng(1, "a").NextBits();
        Assert.That(new SimulationPrng(1, "a").NextBits(), Is.EqualTo(first));
        Assert.That(new SimulationPrng(2, "a").NextBits(), Is.Not.EqualTo(first));
        Assert.That(new SimulationPrng(1, "b").NextBits(), Is.Not.EqualTo(first));
    }

    [TestCaseSource(typeof(Statistic), nameof(Statistic.Seeds))]
    public void Variates_FollowTheirDistributions(ulong seed)
    {
        var prng = new SimulationPrng(seed, "test");
        double[] normal = Draw(prng.NextNormal);
        double[] exponential = Draw(prng.NextExponential);
        double[] unit = Draw(prng.NextUnit);
        Assert.That(Statistic.KolmogorovSmirnov(normal, NormalDistribution), Is.LessThan(2.5), "normal");
        Assert.That(Statistic.KolmogorovSmirnov(exponential, x => 1 - Math.Exp(-x)), Is.LessThan(2.5), "exponential");
        Assert.That(Statistic.KolmogorovSmirnov(unit, x => x), Is.LessThan(2.5), "unit");
    }

    [Test]
    public void KolmogorovSmirnov_OnAScaleWrongByTwoPercent_Rejects()
    {
        var prng = new SimulationPrng(1, "test");
        double[] exponential = Draw(() => 1.02 * prng.NextExponential());
        Assert.That(Statistic.KolmogorovSmirnov(exponential, x => 1 - Math.Exp(-x)), Is.GreaterThan(2.5));
    }

    // The tail has its own code: beyond 3.654 for the normal, 7.697 for the exponential.
    [Test]
    public void Tails_HaveTheRightWeight()
    {
        var prng = new SimulationPrng(3, "test");
        const int draws = 20_000_000;
        int normalBeyond4 = 0, exponentialBeyond9 = 0;
        for (int i = 0; i < draws; i++)
        {
            if (Math.Abs(prng.NextNormal()) > 4) normalBeyond4++;
            if (prng.NextExponential() > 9) exponentialBeyond9++;
        }

        const double normalWeight = 6.334248e-5; // 2 (1 - Phi(4))
        double exponentialWeight = Math.Exp(-9);
        Statistic.IsNear(normalBeyond4, draws * normalWeight, Math.Sqrt(draws * normalWeight));
        Statistic.IsNear(exponentialBeyond9, draws * exponentialWeight, Math.Sqrt(draws * exponentialWeight));
    }

    [TestCase(0.5)]
    [TestCase(0.01)]
    [TestCase(1.0)]
    public void NextSuccess_HasTheGeometricMean(double probability)
    {
        var prng = new SimulationPrng(4, "test");
        double sum = 0;
        for (int i = 0; i < Draws; i++) sum += prng.NextSuccess(probability);
        double sigma = Math.Sqrt((1 - probability) / Draws) / probability;
        Assert.That(sum / Draws, Is.EqualTo(1 / probability).Within((Statistic.Sigmas * sigma) + 1e-12));
    }

    [Test]
    public void NextSuccess_OfTheImpossible_IsNever() =>
        Assert.That(new SimulationPrng(1, "test").NextSuccess(0), Is.EqualTo(long.MaxValue));

    private static double[] Draw(Func<double> next)
    {
        var values = new double[Draws];
        for (int i = 0; i < Draws; i++) values[i] = next();
        return values;
    }

    // Abramowitz and Stegun 7.1.26: |error| <= 1.5e-7, far below what 200 000 draws resolve.
    private static double NormalDistribution(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2);
        double t = 1 / (1 + (0.3275911 * z));
        double polynomial = 1.421413741 + (t * (-1.453152027 + (t * 1.061405429)));
        double tail = t * (0.254829592 + (t * (-0.284496736 + (t * polynomial))));
        double half = 0.5 * tail * Math.Exp(-z * z);
        return x < 0 ? half : 1 - half;
    }
}
