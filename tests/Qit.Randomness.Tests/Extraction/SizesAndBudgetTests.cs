using Qit.Randomness.Extraction;

namespace Qit.Randomness.Tests.Extraction;

public sealed class SizesAndBudgetTests
{
    [TestCase(1000, 9.5367431640625e-07, 962)] // eps = 2^-20: k - 40 + 2
    [TestCase(1000.9, 9.5367431640625e-07, 962)]
    [TestCase(512, 5.421010864e-20, 386)] // just below 2^-64
    [TestCase(38, 9.5367431640625e-07, 0)]
    [TestCase(39, 9.5367431640625e-07, 1)]
    [TestCase(0, 0.9, 1)]
    public void LeftoverHash_OutputBits(double minEntropy, double error, long expected)
    {
        long m = LeftoverHash.OutputBits(minEntropy, error);
        Assert.That(m, Is.EqualTo(expected));
        // The lemma read the other way: 1/2 sqrt(2^(m-k)) keeps the error, and one bit more would not.
        if (m > 0) Assert.That(0.5 * Math.Sqrt(Math.Pow(2, m - minEntropy)), Is.LessThanOrEqualTo(error * (1 + 1e-12)));
        Assert.That(0.5 * Math.Sqrt(Math.Pow(2, m + 1 - minEntropy)), Is.GreaterThan(error));
    }

    [Test]
    public void Configuration_Build_FixesAllSizes()
    {
        ToeplitzExtractor extractor = new ToeplitzExtractorConfiguration
        {
            InputBits = 4000,
            MinEntropyBits = 1000,
            ExtractionError = Math.Pow(2, -20),
        }.Build();
        Assert.That(extractor.OutputBits, Is.EqualTo(962));
        Assert.That(extractor.SeedBits, Is.EqualTo(4000 + 962 - 1));
    }

    [Test]
    public void Configuration_NothingToExtract_IsRefused()
    {
        var configuration = new ToeplitzExtractorConfiguration
        {
            InputBits = 100,
            MinEntropyBits = 0,
            ExtractionError = 1e-6,
        };
        Assert.That(configuration.Build, Throws.ArgumentException.With.Message.Contains("No bit can be extracted"));
        Assert.That((configuration with { MinEntropyBits = 101 }).Build, Throws.ArgumentException);
        Assert.That((configuration with { MinEntropyBits = 50, ExtractionError = 0 }).Build,
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void SecurityBudget_SumCoversTheProvedMaximum()
    {
        (double, double, double)[] cases = [(1e-8, 1e-8, 1e-8), (1e-10, 1e-6, 1e-9), (1e-9, 1e-8, 0.1)];
        foreach ((double s, double ea, double ext) in cases)
        {
            var budget = new SecurityBudget(s, ea, ext);
            Assert.That(budget.TotalError, Is.EqualTo(s + ea + ext));
            Assert.That(budget.TotalError, Is.GreaterThanOrEqualTo(Math.Max(ea, (2 * s) + ext) * (1 - 1e-12)));
        }
        Assert.That(() => new SecurityBudget(2e-8, 1e-8, 1e-8),
            Throws.ArgumentException, "2 eps_s would exceed the sum");
        Assert.That(() => new SecurityBudget(1e-8, 1, 1e-8), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ExpansionAccount_ChargesSettingsAndSeed()
    {
        var all = new ExpansionAccount(outputBits: 5_000, trials: 10_000, testProbability: 1, seedBits: 24_999);
        Assert.That(all.SettingsBits, Is.EqualTo(20_000));
        Assert.That(all.NetBits, Is.EqualTo(5_000 - 20_000 - 24_999));

        // gamma = 1/4: h = 2 - 3/4 log2 3.
        var spot = new ExpansionAccount(500_000, 1_000_000, 0.25, 0);
        Assert.That(spot.SettingsBits, Is.EqualTo(1e6 * (2 - (0.75 * Math.Log2(3)) + 0.5)).Within(1e-3));
    }
}
