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
        // Four times twice P(60 or more of 100 ones among the second hundred trials).
        Assert.That(test.Log10PValue, Is.EqualTo(
            Math.Log10(4) + (HypergeometricTail.LnUpper(60, 100, 100, 100) / Math.Log(10)) + Math.Log10(2)).Within(1e-12));
        Assert.That(test.Comparisons[0], Is.EqualTo(new MarginalComparison('A', 0, 40, 100, 60, 100)));
        Assert.That(test.Comparisons[0].Difference, Is.EqualTo(0.2).Within(1e-12));
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

    // Computed with 60-digit arithmetic.
    [TestCase(400, 1000, 620, 1000, -18.375620174115337)]
    [TestCase(4, 1000, 5, 1100, 0)] // the formula gives +1.97: the price of the prior
    [TestCase(10_000_000, 50_000_000, 20_000_000, 50_000_000, -1049128.8367547931)]
    public void Log10WithMemory_HasTheDigits(long ones0, long trials0, long ones1, long trials1, double log10) =>
        Assert.That(new MarginalComparison('B', 1, ones0, trials0, ones1, trials1).Log10WithMemory,
            Is.EqualTo(log10).Within(1e-6));

    [Test]
    public void NoSignallingTest_FewCounts_KeepsItsLevelWhereTheNormalDoesNot()
    {
        // Some 4 clicks among 30 trials in each row. p <= 0.01 in at most 1 % of 2000 runs: P(41 or more) = 2.3e-5.
        int exact = 0;
        int normal = 0;
        double limit = Math.Log10(0.01);
        for (ulong seed = 1; seed <= 2000; seed++)
        {
            TrialCounts counts = TrialSampler.Run(120, seed, (_, _, random) => (random.Next(8) == 0 ? 1 : 0, 0)).Counts;
            NoSignallingTest test = NoSignallingTest.From(counts);
            if (test.Log10PValue <= limit) exact++;
            if (NormalTail.Log10TwoSided(test.ZValues.Max(Math.Abs)) + Math.Log10(4) <= limit) normal++;
        }
        Assert.That(BinomialTail.LnUpper(41, 2000, 0.01), Is.LessThan(Math.Log(2.5e-5)));
        Assert.That(exact, Is.LessThan(41));
        Assert.That(normal, Is.GreaterThanOrEqualTo(exact));
    }

    [Test]
    public void NoSignallingTest_DeviceThatWatchesTheCount_FoolsOnlyTheTestWithoutMemory()
    {
        // A answers 1 at x = 0 until the settings y that went with it lean by two standard deviations, then never again.
        // That needs no signalling, but a great deal of luck without memory. 200 runs at 0.05: P(26 or more) = 6e-6.
        int exact = 0;
        int withMemory = 0;
        double limit = Math.Log10(0.05);
        for (ulong seed = 1; seed <= 200; seed++)
        {
            int ones = 0;
            int lean = 0;
            TrialCounts counts = TrialSampler.Run(20_000, seed, (x, y, _) =>
            {
                int a = lean * lean < 9.0 * ones || ones < 20 ? 1 - x : 0;
                ones += a;
                lean += a * ((2 * y) - 1);
                return (a, 0);
            }).Counts;
            NoSignallingTest test = NoSignallingTest.From(counts);
            if (test.Log10PValue <= limit) exact++;
            if (test.Log10PValueWithMemory <= limit) withMemory++;
        }
        Assert.That(withMemory, Is.LessThan(26));
        Assert.That(exact, Is.GreaterThan(withMemory), "the control: this device must be one that fools the other test");
    }

    [Test]
    public void SettingsTest_EachFault_HasItsOwnPValue()
    {
        SettingsTest bias = SettingsTest.From(new TrialCounts([250, 0, 0, 0, 350, 0, 0, 0, 250, 0, 0, 0, 350, 0, 0, 0]));
        Assert.That(bias.Log10PValueX, Is.Zero);
        Assert.That(bias.Log10PValueY, Is.EqualTo(
            BinomialTail.Log10Upper(700, 1200, 0.5) + Math.Log10(2)).Within(1e-12).And.LessThan(-7));
        Assert.That(bias.Log10PValueDependence, Is.Zero);
        SettingsTest dependent = SettingsTest.From(
            new TrialCounts([350, 0, 0, 0, 250, 0, 0, 0, 250, 0, 0, 0, 350, 0, 0, 0]));
        Assert.That((dependent.Log10PValueX, dependent.Log10PValueY), Is.EqualTo((0.0, 0.0)));
        Assert.That(dependent.Log10PValueDependence, Is.LessThan(-7));
    }

    [Test]
    public void Log10PValueOfBias_WithinTheBoundIsQuietAndBeyondItSpeaks()
    {
        TrialCounts within = TrialSampler.Run(1_000_000, 9, TrialSampler.Local(0), probabilityOfOne: 0.501).Counts;
        TrialCounts beyond = TrialSampler.Run(1_000_000, 9, TrialSampler.Local(0), probabilityOfOne: 0.505).Counts;
        Assert.That(SettingsTest.Log10PValueOfBias(within, 1e-3), Is.GreaterThan(-4), "false alarm 1e-4");
        Assert.That(SettingsTest.Log10PValueOfBias(beyond, 1e-3), Is.LessThan(-9), "8 sigma beyond");
    }

    [Test]
    public void SettingsSerialTest_FairCoinsPassAndEachDependenceIsFound()
    {
        const int N = 20_000;
        // p <= 0.01 in at most 1 % of 60 runs: P(7 or more) = 1e-5.
        int small = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            (BitString x, BitString y) = Settings(seed, N, (_, _, _, random) => (random.NextBit(), random.NextBit()));
            if (SettingsSerialTest.From(x, y).Log10PValue <= -2) small++;
        }
        Assert.That(small, Is.LessThan(7));

        foreach (int lag in new[] { 1, 5, 64, 70 })
        {
            (BitString x, BitString y) = Settings(5, N, (earlierX, _, i, random) =>
                (random.NextBit(), i >= lag && random.NextDouble() < 0.1 ? earlierX[i - lag] : random.NextBit()));
            SettingsSerialTest test = SettingsSerialTest.From(x, y, largestLag: 80);
            SerialCorrelation found = test.Correlations.MinBy(c => c.Log10PValue);
            Assert.That((found.Pair, found.Lag), Is.EqualTo(("y after x", lag)));
            Assert.That(found.Correlation, Is.EqualTo(0.1).Within(5 / Math.Sqrt(N)));
            Assert.That(test.Log10PValue, Is.LessThan(-9));
        }
    }

    private static (BitString X, BitString Y) Settings(
        ulong seed, int count, Func<int[], int[], int, SplitMix, (int X, int Y)> draw)
    {
        var random = new SplitMix(seed);
        var x = new int[count];
        var y = new int[count];
        for (int i = 0; i < count; i++) (x[i], y[i]) = draw(x, y, i, random);
        return (Trials.BitStringTests.Bits([.. x.Select(bit => bit == 1)]),
            Trials.BitStringTests.Bits([.. y.Select(bit => bit == 1)]));
    }
}
