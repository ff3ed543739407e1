using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

public sealed class EberhardTestTests
{
    [TestCase(0)]
    [TestCase(0.001)]
    [TestCase(0.1)]
    [TestCase(0.4)]
    public void RelevantWinningProbability_IsTheBestOfSixteenStrategies(double bias)
    {
        double best = 0;
        foreach (double px in new[] { 0.5 - bias, 0.5 + bias })
        foreach (double py in new[] { 0.5 - bias, 0.5 + bias })
        for (int strategy = 0; strategy < 16; strategy++)
        {
            double wins = 0;
            double losses = 0;
            for (int z = 0; z < 4; z++)
            {
                double probability = (z >> 1 == 1 ? px : 1 - px) * ((z & 1) == 1 ? py : 1 - py);
                (int x, int y) = (z >> 1, z & 1);
                (int a, int b) = ((strategy >> x) & 1, (strategy >> (2 + y)) & 1);
                double coefficient = BellFunctional.Eberhard[x, y, a, b];
                if (coefficient > 0) wins += probability;
                if (coefficient < 0) losses += probability;
            }
            if (wins > 0) best = Math.Max(best, wins / (wins + losses));
        }
        Assert.That(EberhardTest.RelevantWinningProbability(bias), Is.EqualTo(best).Within(1e-12));
    }

    [TestCase("A", true)]
    [TestCase("D", false)]
    public void PValues_RecordedTables_AreOrderedAsTheirTheorySays(string table, bool renamed)
    {
        TrialCounts counts = BellTables.ReadOrIgnore(table).Counts.RenameSettings(renamed, renamed);
        double j = BellFunctional.Eberhard.Value(counts);
        double game = EberhardTest.Log10PValueAtAnyTime(counts);
        double binomial = LocalRealismTest.Log10PValue(counts);
        TestContext.Out.WriteLine($"{table}: Hoeffding {EberhardTest.Log10Hoeffding(counts):0.00}, "
            + $"CHSH game {binomial:0.00}, relevant trials {game:0.00}");
        // -n J^2 / (32 ln 10) with settings as they fell.
        Assert.That(EberhardTest.Log10Hoeffding(counts),
            Is.EqualTo(-counts.Total * j * j / 32 / Math.Log(10)).Within(5).Percent);
        Assert.That(game, Is.LessThan(binomial), "few trials count at photonic click rates");
        Assert.That(EberhardTest.Log10PValueAtAnyTime(counts, 1e-3), Is.GreaterThan(game));
    }

    [Test]
    public void PValues_LocalDevicesWithMemory_AreNotSmallTooOften()
    {
        // 200 seeds at 0.05: P(26 or more) = 6e-6 for each of three tests.
        int hoeffding = 0;
        int game = 0;
        int chsh = 0;
        double limit = Math.Log10(0.05);
        for (ulong seed = 1; seed <= 200; seed++)
        {
            TrialCounts counts = TrialSampler.Run(2000, seed, TrialSampler.LocalWithMemory()).Counts;
            if (EberhardTest.Log10Hoeffding(counts) <= limit) hoeffding++;
            if (EberhardTest.Log10PValueAtAnyTime(counts) <= limit) game++;
            if (LocalRealismTest.Log10PValueAtAnyTime(counts) <= limit) chsh++;
        }
        Assert.That(BinomialTail.LnUpper(26, 200, 0.05), Is.LessThan(Math.Log(1e-5)));
        Assert.That(hoeffding, Is.LessThan(26));
        Assert.That(game, Is.LessThan(26));
        Assert.That(chsh, Is.LessThan(26));
    }

    [Test]
    public void PValues_NoTrials_AreOne()
    {
        Assert.That(EberhardTest.Log10Hoeffding(TrialCounts.Empty), Is.Zero);
        Assert.That(EberhardTest.Log10PValueAtAnyTime(TrialCounts.Empty), Is.Zero);
        Assert.That(LocalRealismTest.Log10PValueAtAnyTime(TrialCounts.Empty), Is.Zero);
        Assert.That(SettingsTest.Log10PValueOfBias(TrialCounts.Empty, 0.01), Is.Zero);
    }
}
