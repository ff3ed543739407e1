using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Tests.Controls.Attackers;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Controls;

/// <summary>
/// Adversaries against the prediction-based ratio: under local realism it must not reject beyond its level, whatever the
/// devices remember and know.
/// </summary>
public sealed class PredictionBasedRatioControls
{
    private const int Trials = 2400;
    private const int SegmentTrials = 400;
    private const int Seeds = 100;

    private static readonly SettingsPolytope Fair = new(0);
    private static readonly double Limit = Math.Log10(0.05);

    [Test]
    public void LocalAttackers_AreNotRejectedBeyondTheLevel()
    {
        // p <= 0.05 in at most 5 % of 100 runs: false alarm at most 1e-5 for each of 13 attackers, 1.3e-4 in all. The test bets
        // on every whim of its training (no gain waited for), which gives the attackers the most to play with.
        long allowed = BinomialTail.CriticalValue(Seeds, 0.05, Math.Log(1e-5));
        Assert.That(allowed, Is.LessThan(17), "three times the level would be seen");
        int kinds = Attacks.MixturesAndMemory(0).Count() + Attacks.KnowingTheFactor(_ => 1).Count();
        int bets = 0;
        for (int kind = 0; kind < kinds; kind++)
        {
            int rejected = 0;
            string name = "";
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var test = new PredictionBasedRatioTest(Fair, leastTrainingGainNats: 0);
                LocalAttacker attacker = Attacks.MixturesAndMemory(seed)
                    .Concat(Attacks.KnowingTheFactor(cell => Factor(test.Factor, cell))).ElementAt(kind);
                AttackRun.PlayAgainst(test, attacker, Trials, SegmentTrials, (1000 * seed) + (ulong)kind);
                if (test.Log10PValue <= Limit) rejected++;
                if (test.LnEvidence != 0) bets++;
                name = attacker.Name;
            }
            Assert.That(rejected, Is.LessThanOrEqualTo(allowed), name);
        }
        Assert.That(bets, Is.GreaterThan(kinds * Seeds / 3), "a test that does not bet proves nothing");
    }

    [Test]
    public void DeterministicStrategies_GainNothingInAnyRun()
    {
        // 16 strategies, 3 seeds at 0.05: P(13 or more of 48) = 6e-7.
        int rejected = 0;
        foreach (LocalAttacker attacker in Attacks.DeterministicStrategies())
        {
            for (ulong seed = 1; seed <= 3; seed++)
            {
                var test = new PredictionBasedRatioTest(Fair, leastTrainingGainNats: 0);
                AttackRun.PlayAgainst(test, attacker, Trials, SegmentTrials, seed);
                if (test.Log10PValue <= Limit) rejected++;
            }
        }
        Assert.That(rejected, Is.LessThan(13));
    }

    [Test]
    public void DevicesThatBait_AreNotRejectedBeyondTheLevel()
    {
        // A PR box trains the factor to its boldest, then three local attackers who know it play. 3 times 60 runs at 0.05:
        // P(22 or more of 180) = 1e-4 for the three together; for each alone P(13 or more of 60) = 9e-6.
        for (int kind = 0; kind < 3; kind++)
        {
            int rejected = 0;
            for (ulong seed = 1; seed <= 60; seed++)
            {
                var test = new PredictionBasedRatioTest(Fair);
                LocalAttacker then = Attacks.KnowingTheFactor(cell => Factor(test.Factor, cell)).ElementAt(kind);
                var bait = new Bait(800, new Signalling("PR box", TrialSampler.WinningWith(0.98), seed), then);
                AttackRun.PlayAgainst(test, bait, 1600, 800, seed);
                if (test.Log10PValue <= Limit) rejected++;
                Assert.That(test.LnEvidence, Is.Not.Zero, "the bait must have been taken");
            }
            Assert.That(rejected, Is.LessThan(13), $"attacker {kind}");
        }
    }

    [Test]
    public void QuantumSource_IsSeen()
    {
        // The control of the controls: the same test on as many trials of a good source. Gain 0.028 nats a trial.
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var test = new PredictionBasedRatioTest(Fair);
            AttackRun.PlayAgainst(test, new Signalling("quantum", TrialSampler.WinningWith(0.8536), seed),
                Trials, SegmentTrials, seed);
            Assert.That(test.Log10PValue, Is.LessThan(-9), $"seed {seed}");
        }
    }

    [Test]
    public void DetectionLoophole_TrialsLeftOutAreCharged()
    {
        AttackRun run = AttackRun.Play(new DetectionLoophole(5), 600, seed: 12);
        var charged = new PredictionBasedRatioTest(Fair);
        var deceived = new PredictionBasedRatioTest(Fair);
        foreach (PredictionBasedRatioTest test in new[] { charged, deceived })
        {
            for (int i = 0; i < 600; i++)
            {
                if (!run.ClickedA[i]) continue;
                var cells = new long[TrialCounts.CellCount];
                cells[run.History[i]] = 1;
                // Who numbers the coincidences anew hides the gaps.
                test.Add(new TrialSegment(ReferenceEquals(test, deceived) ? test.NextTrial : i, new TrialCounts(cells)));
            }
        }
        Assert.That(deceived.Log10PValue, Is.LessThan(-15), "dropping no-clicks would deceive");
        Assert.That(charged.MissingTrials, Is.GreaterThan(200));
        // The charge holds from the first bet on: at most what one lucky trial gains.
        Assert.That(charged.Log10PValue, Is.GreaterThan(-0.5));
    }

    [Test]
    public void LeanedSettings_WithinTheAssumedBoundAreHarmlessAndWithoutItDeceive()
    {
        const int N = 60_000;
        int rejected = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var deceived = new PredictionBasedRatioTest(Fair);
            var aware = new PredictionBasedRatioTest(new SettingsPolytope(0.02), leastTrainingGainNats: 0);
            AttackRun run = AttackRun.Play(new SettingsLeaner(0.02, always: false, seed), N, seed);
            const int Part = N / 4;
            for (int i = 0; i < 4; i++)
            {
                TrialCounts counts = Counts(run, i * Part, Part);
                deceived.Add(new TrialSegment(i * Part, counts));
                aware.Add(new TrialSegment(i * Part, counts));
            }
            if (aware.Log10PValue <= Limit) rejected++;
            if (seed <= 3) Assert.That(deceived.Log10PValue, Is.LessThan(-4), "the control: the lean must be worth something");
        }
        Assert.That(rejected, Is.LessThan(11), "40 runs at 0.05, P(11 or more) = 6e-6");
    }

    [Test]
    public void FactorsScoredOnTheirOwnTraining_WouldAlwaysGain()
    {
        // Why the order matters: on its own training a factor gains in every run, on fresh local trials it loses on the mean.
        double fresh = 0;
        int bets = 0;
        for (ulong seed = 1; seed <= 30; seed++)
        {
            TrialCounts first = AttackRun.Play(new GreedyS(), 1000, seed).Trials.Counts;
            TrialCounts second = AttackRun.Play(new GreedyS(), 1000, 100 + seed).Trials.Counts;
            TrainedFactor trained = PredictionBasedRatio.Train(first, Fair);
            if (trained.Factor.IsNeutral) continue;
            bets++;
            Assert.That(trained.GainNats, Is.Positive);
            fresh += trained.Factor.LnScore(second);
        }
        Assert.That(bets, Is.GreaterThan(15));
        Assert.That(fresh, Is.Negative);
        var test = new PredictionBasedRatioTest(Fair);
        test.Add(new TrialSegment(0, TrialSampler.Quantum(1000, 1, 1).Counts));
        Assert.That(() => test.Add(new TrialSegment(0, TrialSampler.Quantum(1000, 1, 1).Counts)), Throws.ArgumentException,
            "and why the test refuses trials that it has seen");
    }

    private static double Factor(BellTestFactor factor, int cell) =>
        factor[cell >> 3, (cell >> 2) & 1, (cell >> 1) & 1, cell & 1];

    private static TrialCounts Counts(AttackRun run, int first, int count)
    {
        var cells = new long[TrialCounts.CellCount];
        for (int i = first; i < first + count; i++) cells[run.History[i]]++;
        return new TrialCounts(cells);
    }
}
