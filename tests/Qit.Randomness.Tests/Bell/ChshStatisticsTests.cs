using Qit.Randomness.Bell;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

public sealed class ChshStatisticsTests
{
    private static readonly ulong[] Seeds = [.. Enumerable.Range(1, 20).Select(i => (ulong)(1000 * i))];

    [Test]
    public void From_TableByHand_GivesTheDefinitions()
    {
        // E = 0.6, 0.4, 0.2, -0.8 with 10 trials a row.
        var counts = new TrialCounts([4, 1, 1, 4, 3, 2, 1, 4, 3, 2, 2, 3, 1, 4, 5, 0]);
        ChshStatistics chsh = ChshStatistics.From(counts);
        Assert.That(chsh.S, Is.EqualTo(0.6 + 0.4 + 0.2 + 0.8).Within(1e-12));
        Assert.That(chsh.SStandardError, Is.EqualTo(Math.Sqrt((0.64 + 0.84 + 0.96 + 0.36) / 10)).Within(1e-12));
        Assert.That(chsh.WinningProbability, Is.EqualTo(30 / 40.0).Within(1e-12));
        Assert.That(chsh.WinningProbabilityStandardError, Is.EqualTo(Math.Sqrt(0.75 * 0.25 / 40)).Within(1e-12));
        Assert.That(chsh.EberhardJ, Is.EqualTo(0.4 - 0.1 - 0.2 - 0).Within(1e-12));
        // p(11|00) + p(11|01) + p(11|10) - p(11|11) - (5 + 5)/20 - (5 + 5)/20 by hand.
        Assert.That(chsh.ClauserHorne, Is.EqualTo(0.4 + 0.4 + 0.3 - 0 - 0.5 - 0.5).Within(1e-12));
        // Rows: -1/2 of two unlike cells; -1/2, 1/2; -1/2, 1/2; -1 of a cell without counts.
        double variance = (0.25 * 0.2) - (0.1 * 0.1) + (0.25 * 0.5) - (0.15 * 0.15) + (0.25 * 0.5) - (0.05 * 0.05);
        Assert.That(chsh.ClauserHorneStandardError, Is.EqualTo(Math.Sqrt(variance / 10)).Within(1e-12));
        Assert.That(chsh.EberhardJStandardError, Is.EqualTo(Math.Sqrt((0.24 + 0.09 + 0.16) / 10)).Within(1e-12));
    }

    // 3 figures, 20 seeds, 5 sigma: false alarm 60 x 5.7e-7 = 3.4e-5.
    [TestCase(1.0, 2.82842712)]
    [TestCase(0.6, 1.69705627)]
    public void From_QuantumSource_ReachesItsFigures(double visibility, double s)
    {
        foreach (ulong seed in Seeds)
        {
            ChshStatistics chsh = ChshStatistics.From(TrialSampler.Quantum(100_000, visibility, seed).Counts);
            Assert.That(chsh.S, Is.EqualTo(s).Within(5 * chsh.SStandardError), $"S, seed {seed}");
            Assert.That(chsh.WinningProbability,
                Is.EqualTo(0.5 + (s / 8)).Within(5 * chsh.WinningProbabilityStandardError), $"w, seed {seed}");
            Assert.That(chsh.EberhardJ, Is.EqualTo((s - 2) / 4).Within(5 * chsh.EberhardJStandardError),
                $"J, seed {seed}");
        }
    }

    [Test]
    public void From_SixteenLocalStrategies_NeverExceedTwo()
    {
        for (int strategy = 0; strategy < 16; strategy++)
        {
            ChshStatistics chsh = ChshStatistics.From(TrialSampler.Run(400, 7, TrialSampler.Local(strategy)).Counts);
            Assert.That(Math.Abs(chsh.S), Is.EqualTo(2), $"strategy {strategy}");
            Assert.That(chsh.SStandardError, Is.Zero);
            Assert.That(chsh.EberhardJ, Is.LessThanOrEqualTo(0));
        }
    }
}
