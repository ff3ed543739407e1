using Qit.Randomness.Bell;
using Qit.Randomness.Blocks;
using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Controls.Attackers;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Controls;

/// <summary>
/// Adversaries against entropy accumulation, through the same block builder that live trials take. Each must certify zero
/// bits; a good source beside them shows that the parameters do certify.
/// </summary>
public sealed class CertificateControls
{
    private const int BlockTrials = 131_072;

    // For a source of visibility 0.99, fixed before any trial of any test.
    private static readonly EntropyAccumulationParameters Parameters = (EntropyAccumulationConfiguration.FromExpected(
        BlockTrials, TrialSampler.QuantumWinningProbability(0.99)) with { AssumeShielded = true }).Build();

    [Test]
    public void GoodSource_IsCertified()
    {
        // Refusals: 1e-6 for losses and 3e-9 for plausibility at each of 5 seeds.
        for (ulong seed = 1; seed <= 5; seed++)
        {
            TrialBlock block = Blocks(Parameters, TrialSampler.Quantum(BlockTrials, 0.99, seed)).Single();
            Certificate certificate = Parameters.Certify(block);
            Assert.That(certificate.Reasons, Is.Empty);
            Assert.That(certificate.CertifiedBits, Is.GreaterThan(1000));
        }
    }

    // A local device passes by luck with probability P(wins >= 0.84 n) at w = 3/4: below 1e-1000.
    [Test]
    public void LocalAttackers_CertifyNothing()
    {
        foreach (LocalAttacker attacker in Attacks.DeterministicStrategies().Concat(Attacks.MixturesAndMemory(seed: 3)))
        {
            AttackRun run = AttackRun.Play(attacker, BlockTrials, seed: 11);
            AssertRefused(Parameters, run.Trials, CertificationRefusal.BelowThreshold, attacker.Name);
        }
    }

    [Test]
    public void DetectionLoophole_WouldDeceiveWhoDropsTrialsAndCertifiesNothing()
    {
        AttackRun run = AttackRun.Play(new DetectionLoophole(5), BlockTrials, seed: 12);
        TrialCounts selected = run.PostSelected();
        Assert.That(ChshStatistics.From(selected).S, Is.EqualTo(4), "the naive S of coincidences");
        Assert.That(LocalRealismTest.Log10PValue(selected), Is.LessThan(-1000), "and its p-value");
        Assert.That(selected.Total, Is.EqualTo(BlockTrials / 2.0).Within(5 * Math.Sqrt(BlockTrials) / 2));

        // As the protocol has it: no click is outcome 0, and every trial counts. S = 2 within 5 standard errors.
        ChshStatistics all = ChshStatistics.From(run.Trials.Counts);
        Assert.That(all.S, Is.LessThan(2 + (5 * all.SStandardError)));
        AssertRefused(Parameters, run.Trials, CertificationRefusal.BelowThreshold, "no clicks as outcomes");
    }

    [Test]
    public void DetectionLoophole_StationThatLeavesTrialsOut_CompletesNoBlock()
    {
        AttackRun run = AttackRun.Play(new DetectionLoophole(5), 4096, seed: 12);
        // Even blocks of 32 trials: the chance to complete one is 2^-32 at each trial.
        EntropyAccumulationParameters small = (Parameters.Configuration with { Trials = 32 }).Build();
        var builder = new RandomnessBlockBuilder(small);
        for (int i = 0; i < 4096; i++)
        {
            if (run.ClickedA[i]) builder.AddStationA(i, 1, Bit(run.Trials.X, i), Bit(run.Trials.A, i));
            builder.AddStationB(i, 1, Bit(run.Trials.Y, i), Bit(run.Trials.B, i));
            Assert.That(builder.TryTakeBlock(out _), Is.False);
        }
        Assert.That(builder.Losses.DiscardedBlocks, Is.GreaterThan(500));
        Assert.That(builder.Losses.MissingTrials, Is.GreaterThan(1500));
    }

    [Test]
    public void LeanedSettings_BeyondTheBound_AreSeenOrEarnNothing()
    {
        AttackRun strong = AttackRun.Play(new SettingsLeaner(0.02, always: true, seed: 1), BlockTrials, seed: 13);
        AssertRefused(Parameters, strong.Trials, CertificationRefusal.SettingsNotUniform, "2 % of bias");
        AssertRefused(Parameters, strong.Trials, CertificationRefusal.BelowThreshold, "2 % of bias");
        Assert.That(SettingsTest.Log10PValueOfBias(strong.Trials.Counts, 1e-3), Is.LessThan(-9));
        foreach (bool always in new[] { true, false })
        {
            AttackRun weak = AttackRun.Play(new SettingsLeaner(1e-3, always, seed: 2), BlockTrials, seed: 14);
            AssertRefused(Parameters, weak.Trials, CertificationRefusal.BelowThreshold, "bias within the bound");
            Assert.That(SettingsTest.Log10PValueOfBias(weak.Trials.Counts, 1e-3), Is.GreaterThan(-6));
        }
    }

    [Test]
    public void LeanedSettings_NearTheLocalBound_CertifyNothingOnceTheBiasIsInTheMathematics()
    {
        // To and fro within 1e-3 the settings look fair to every test, and a local device wins 1 - (1/2 - 1e-3)^2 of the games.
        // At a photonic threshold of 0.7508 and 1e12 trials that passes for entropy, unless the bound knows the bias.
        const long N = 1_000_000_000_000;
        double local = LocalRealismTest.LocalWinningProbability(1e-3);
        double best = double.NegativeInfinity;
        double bestBiased = double.NegativeInfinity;
        double bestHonest = double.NegativeInfinity;
        for (double t = 0.7501; t < 0.80; t += 0.0005)
        for (double log = -8; log > -34; log -= 0.5)
        {
            double Bits(double lossFraction, double bias) => EntropyAccumulationBound.Bits(
                N, 1, lossFraction, 1e-8, 1e-8, t, Math.Pow(2, log), bias);
            best = Math.Max(best, Bits(1 - local, 0));
            bestBiased = Math.Max(bestBiased, Bits(1 - local, 1e-3));
            bestHonest = Math.Max(bestHonest, Bits(0.245, 1e-3));
        }
        Assert.That(best, Is.Positive, "the control: the attack must be one that succeeds without the bias");
        Assert.That(bestBiased, Is.Negative);
        Assert.That(bestHonest, Is.Positive, "0.755 is beyond what the bias explains");
    }

    [Test]
    public void SignallingDevices_AreRefused()
    {
        (IAttacker Attacker, CertificationRefusal Refusal)[] devices =
        [
            (new Signalling("b = x and y, a = 0", (x, y, _) => (0, x & y), 1), CertificationRefusal.Signalling),
            (new Signalling("b copies x", (x, y, _) => (0, x), 1), CertificationRefusal.Signalling),
            (new Signalling("PR box behind a shared bit", TrialSampler.WinningWith(1), 1), CertificationRefusal.BeyondQuantum),
            (new Signalling("0.87 behind a shared bit", TrialSampler.WinningWith(0.87), 1), CertificationRefusal.BeyondQuantum),
            (new Signalling("quantum wins, a leans with y", (x, y, random) =>
            {
                int a = random.NextDouble() < 0.5 + (0.08 * y) ? 1 : 0;
                return (a, a ^ (x & y) ^ (random.NextDouble() < 0.85 ? 0 : 1));
            }, 1), CertificationRefusal.Signalling),
        ];
        foreach ((IAttacker attacker, CertificationRefusal refusal) in devices)
            AssertRefused(Parameters, AttackRun.Play(attacker, BlockTrials, 15).Trials, refusal, attacker.Name);
    }

    [Test]
    public void SignallingThatImitatesQuantumTheory_IsRefusedByGeometryAlone()
    {
        // No statistics can tell it; without space-like separation or an assumption of shielding it certifies nothing.
        EntropyAccumulationParameters open = (Parameters.Configuration with { AssumeShielded = false }).Build();
        AttackRun run = AttackRun.Play(
            new Signalling("Tsirelson by radio", TrialSampler.WinningWith(0.8536), 1), BlockTrials, 16);
        AssertRefused(open, run.Trials, CertificationRefusal.NotSpaceLike, "imitation");
    }

    [Test]
    public void ParametersAfterTheData_DoNotJudgeIt()
    {
        // A local device of luck: the best of 10 runs. Parameters fitted to it afterwards, and the block, belong to others.
        TrialBlock lucky = Enumerable.Range(0, 10).Select(i => Blocks(Parameters,
            AttackRun.Play(new Mixture("facet", [0, 15], (ulong)i), BlockTrials, 100 + (ulong)i).Trials).Single())
            .MaxBy(block => block.Counts.Wins)!;
        double w = lucky.Counts.Wins / (double)BlockTrials;
        EntropyAccumulationParameters later = (Parameters.Configuration with { ThresholdWinningProbability = w }).Build();
        Certificate certificate = later.Certify(lucky);
        Assert.That(certificate.Refusals, Does.Contain(CertificationRefusal.OtherParameters));
        Assert.That(certificate.CertifiedBits, Is.Zero);
        Assert.That(later.Hash, Is.Not.EqualTo(Parameters.Hash));

        // The same with a good source: thresholds sharpened to the data would certify more, and are refused.
        TrialBlock good = Blocks(Parameters, TrialSampler.Quantum(BlockTrials, 0.99, 9)).Single();
        EntropyAccumulationParameters sharp = (Parameters.Configuration with
        {
            ThresholdWinningProbability = 1 - ((good.Counts.Losses + 0.5) / BlockTrials),
        }).Build();
        Assert.That(sharp.CertifiedBits, Is.GreaterThan(Parameters.CertifiedBits));
        Assert.That(sharp.Certify(good).CertifiedBits, Is.Zero);
        Assert.That(Parameters.Certify(good).CertifiedBits, Is.EqualTo(Parameters.CertifiedBits));
    }

    private static void AssertRefused(
        EntropyAccumulationParameters parameters, PackedTrials trials, CertificationRefusal refusal, string name)
    {
        Certificate certificate = parameters.Certify(Blocks(parameters, trials).Single());
        Assert.That(certificate.CertifiedBits, Is.Zero, name);
        Assert.That(certificate.Refusals, Does.Contain(refusal), $"{name}: {string.Join(' ', certificate.Reasons)}");
    }

    private static List<TrialBlock> Blocks(EntropyAccumulationParameters parameters, PackedTrials trials)
    {
        var builder = new RandomnessBlockBuilder(parameters);
        builder.AddStationA(0, trials.Count, trials.X, trials.A);
        builder.AddStationB(0, trials.Count, trials.Y, trials.B);
        var blocks = new List<TrialBlock>();
        while (builder.TryTakeBlock(out TrialBlock? block)) blocks.Add(block);
        return blocks;
    }

    private static byte[] Bit(byte[] bits, int trial) => [(byte)PackedTrials.Get(bits, trial)];
}
