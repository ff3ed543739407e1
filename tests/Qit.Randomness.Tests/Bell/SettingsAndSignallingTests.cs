using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

public sealed class SettingsAndSignallingTests
{
    [Test]
    public void SettingsTest_TableByHand()
    {
        SettingsTest test = SettingsTest.From(new TrialCounts([30, 0, 0, 0, 20, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 0]));
        Assert.That(test.ChiSquare, Is.EqualTo(4).Within(1e-12));
        Assert.That(test.BiasX, Is.Zero);
        Assert.That(test.Log10PValue, Is.EqualTo(Math.Log10(0.2614641299)).Within(1e-9));
        Assert.That(SettingsTest.From(TrialCounts.Empty).Log10PValue, Is.Zero);
    }

    [Test]
    public void NoSignallingTest_TableByHand()
    {
        // x = 0: a = 1 in 40 of 100 at y = 0, in 60 of 100 at y = 1: z = 0.2 / sqrt(0.25 / 50).
        var counts = new TrialCounts([30, 30, 20, 20, 20, 20, 30, 30, 25, 25, 25, 25, 25, 25, 25, 25]);
        NoSignallingTest test = NoSignallingTest.From(counts);
        double z = 0.2 / Math.Sqrt(0.25 / 50);
        Assert.That(test.ZValues, Is.EqualTo(new[] { z, 0, 0, 0 }).Within(1e-12));
        Assert.That(test.Log10PValue, Is.EqualTo(NormalTail.Log10TwoSided(z) + Math.Log10(4)).Within(1e-12));
    }

    [Test]
    public void Tests_HonestSource_RaiseTheirStatedFalseAlarms()
    {
        // p <= 0.05 in at most 5 % of runs each (Bonferroni: less). 300 seeds: P(36 or more) = 1.4e-6 for each test.
        int settings = 0;
        int signalling = 0;
        double limit = Math.Log10(0.05);
        for (ulong seed = 1; seed <= 300; seed++)
        {
            TrialCounts counts = TrialSampler.Quantum(4000, 0.95, seed).Counts;
            if (SettingsTest.From(counts).Log10PValue <= limit) settings++;
            if (NoSignallingTest.From(counts).Log10PValue <= limit) signalling++;
        }
        Assert.That(BinomialTail.LnUpper(36, 300, 0.05), Is.LessThan(Math.Log(5e-6)));
        Assert.That(settings, Is.LessThan(36).And.GreaterThan(0),
            "never a small p would mean that the test does nothing");
        Assert.That(signalling, Is.LessThan(36).And.GreaterThan(0));
    }

    [Test]
    public void NoSignallingTest_EachOfFourChannels_IsSeen()
    {
        for (int channel = 0; channel < 4; channel++)
        {
            int at = channel;
            TrialCounts counts = TrialSampler.Run(20_000, 11, (x, y, random) =>
            {
                // One marginal moves by 0.1 with the other station's setting, only at one own setting.
                bool leakA = at < 2 && x == at && y == 1;
                bool leakB = at >= 2 && y == at - 2 && x == 1;
                int a = random.NextDouble() < (leakA ? 0.6 : 0.5) ? 1 : 0;
                int b = random.NextDouble() < (leakB ? 0.6 : 0.5) ? 1 : 0;
                return (a, b);
            }).Counts;
            NoSignallingTest test = NoSignallingTest.From(counts);
            Assert.That(test.Log10PValue, Is.LessThan(-9), $"channel {channel}");
            Assert.That(test.ZValues[channel], Is.EqualTo(test.ZValues.Max()));
        }
    }

    [Test]
    public void SettingsTest_BiasAndCorrelation_AreSeen()
    {
        Assert.That(SettingsTest.From(TrialSampler.Run(50_000, 2, TrialSampler.Local(0), 0.52).Counts).Log10PValue,
            Is.LessThan(-9));
        // Unbiased at each station but correlated.
        var correlated = new TrialCounts([600, 0, 0, 0, 400, 0, 0, 0, 400, 0, 0, 0, 600, 0, 0, 0]);
        Assert.That(SettingsTest.From(correlated).Log10PValue, Is.LessThan(-9));
    }
}
