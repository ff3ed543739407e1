using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

public sealed class LocalRealismTestTests
{
    [TestCase(0)]
    [TestCase(0.001)]
    [TestCase(0.1)]
    [TestCase(0.4)]
    public void LocalWinningProbability_IsTheBestOfSixteenStrategies(double bias)
    {
        double best = 0;
        foreach (double px in new[] { 0.5 - bias, 0.5 + bias })
        foreach (double py in new[] { 0.5 - bias, 0.5 + bias })
        for (int strategy = 0; strategy < 16; strategy++)
        {
            double wins = 0;
            for (int z = 0; z < 4; z++)
            {
                double probability = (z >> 1 == 1 ? px : 1 - px) * ((z & 1) == 1 ? py : 1 - py);
                if (TrialSampler.WinsAt(strategy, z)) wins += probability;
            }
            best = Math.Max(best, wins);
        }
        Assert.That(LocalRealismTest.LocalWinningProbability(bias), Is.EqualTo(best).Within(1e-12));
    }

    [Test]
    public void Log10PValue_IsTheExactTail()
    {
        // 3 wins of 3: (3/4)^3.
        var counts = new TrialCounts([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        Assert.That(LocalRealismTest.Log10PValue(counts), Is.EqualTo(3 * Math.Log10(0.75)).Within(1e-12));
        Assert.That(LocalRealismTest.Log10PValue(TrialCounts.Empty), Is.Zero);
    }

    [Test]
    public void Log10PValue_LocalWithMemory_IsNotSmallTooOften()
    {
        // A valid p-value is at most 0.05 with probability at most 0.05. 200 seeds:
        // P(26 or more) = 6e-6 is the false alarm.
        int small = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            TrialCounts counts = TrialSampler.Run(2000, seed, TrialSampler.LocalWithMemory()).Counts;
            if (LocalRealismTest.Log10PValue(counts) <= Math.Log10(0.05)) small++;
        }
        Assert.That(BinomialTail.LnUpper(26, 200, 0.05), Is.LessThan(Math.Log(1e-5)));
        Assert.That(small, Is.LessThan(26));
    }

    [Test]
    public void Log10PValue_QuantumSource_RulesOutLocalRealism()
    {
        // w = 0.8536, n = 20000: expected log10 p = -280; above -150 is more than 10 sigma away.
        for (ulong seed = 1; seed <= 10; seed++)
        {
            TrialCounts counts = TrialSampler.Quantum(20_000, 1, seed).Counts;
            Assert.That(LocalRealismTest.Log10PValue(counts), Is.LessThan(-150), $"seed {seed}");
            Assert.That(LocalRealismTest.Log10PValueOfQuantum(counts), Is.GreaterThan(-7),
                $"seed {seed}: false alarm 1e-6 in all");
        }
    }

    [Test]
    public void Log10PValue_BiasedSettings_WouldDeceiveWithoutTheBound()
    {
        // Control: settings 1 with probability 0.6 let the strategy that loses at 00 win 1 - 0.16.
        int loser = Enumerable.Range(0, 16).First(s => TrialSampler.WinsOf(s) == 3 && !TrialSampler.WinsAt(s, 0));
        TrialCounts counts = TrialSampler.Run(20_000, 3, TrialSampler.Local(loser), probabilityOfOne: 0.6).Counts;
        Assert.That(LocalRealismTest.Log10PValue(counts), Is.LessThan(-100));
        Assert.That(LocalRealismTest.Log10PValue(counts, settingsBias: 0.1), Is.GreaterThan(-6));
    }
}
