using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Certification;

/// <summary>Runs that must be certified beside runs that must not.</summary>
public sealed class CertifyTests
{
    private const int Trials = 300_000;

    // Parameters for a source of visibility 0.98 (w = 0.8465), fixed before any trial of any test.
    private static readonly EntropyAccumulationConfiguration Configuration =
        EntropyAccumulationConfiguration.FromExpected(Trials, TrialSampler.QuantumWinningProbability(0.98)) with
        {
            Conditions = new RunConditions { AssumeShielded = true },
        };

    private static readonly EntropyAccumulationParameters Parameters = Configuration.Build();

    [Test]
    public void GoodSource_IsCertified()
    {
        // Refusals: 1e-6 for losses and 3e-9 for plausibility at each of 10 seeds.
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Certificate certificate = Parameters.CertifyCounts(TrialSampler.Quantum(Trials, 0.98, seed).Counts);
            Assert.That(certificate.Reasons, Is.Empty, $"seed {seed}");
            Assert.That(certificate.IsAccepted, Is.True);
            Assert.That(certificate.CertifiedBits, Is.EqualTo(Parameters.CertifiedBits).And.GreaterThan(80_000));
            Assert.That(certificate.Locality, Is.EqualTo(LocalityAssumption.Shielded));
            Assert.That(certificate.Log10PValueLocalRealism, Is.LessThan(-1000));
        }
    }

    [Test]
    public void Visibility60_IsRefusedByGoodParametersAndEarnsNoneOfItsOwn()
    {
        TrialCounts counts = TrialSampler.Quantum(Trials, 0.6, 1).Counts;
        AssertRefused(Parameters.CertifyCounts(counts), CertificationRefusal.BelowThreshold);

        EntropyAccumulationParameters own = (EntropyAccumulationConfiguration.FromExpected(
            Trials, TrialSampler.QuantumWinningProbability(0.6)) with { Conditions = new RunConditions { AssumeShielded = true } }).Build();
        AssertRefused(own.CertifyCounts(counts), CertificationRefusal.NothingToCertify);
    }

    [Test]
    public void SixteenLocalStrategies_CertifyNothing()
    {
        for (int strategy = 0; strategy < 16; strategy++)
        {
            Certificate certificate = Parameters.CertifyCounts(
                TrialSampler.Run(Trials, 5, TrialSampler.Local(strategy)).Counts);
            AssertRefused(certificate, CertificationRefusal.BelowThreshold);
        }
    }

    [Test]
    public void LocalStrategyWithMemory_CertifiesNothing()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            Certificate certificate = Parameters.CertifyCounts(
                TrialSampler.Run(Trials, seed, TrialSampler.LocalWithMemory()).Counts);
            AssertRefused(certificate, CertificationRefusal.BelowThreshold);
        }
    }

    [Test]
    public void SignallingOutcomes_AreRefusedThoughTheyWinMore()
    {
        // b = x y with a = 0 wins always and shows in B's marginal.
        Certificate open = Parameters.CertifyCounts(TrialSampler.Run(Trials, 5, (x, y, _) => (0, x & y)).Counts);
        AssertRefused(open, CertificationRefusal.Signalling, CertificationRefusal.BeyondQuantum);

        // Hidden behind a shared random bit the marginals are perfect; only the excess of wins betrays it.
        Certificate hidden = Parameters.CertifyCounts(TrialSampler.Run(Trials, 5, TrialSampler.WinningWith(1)).Counts);
        AssertRefused(hidden, CertificationRefusal.BeyondQuantum);

        // A weak leak within the quantum bound: w = 0.85 overall, B's outcome leaning with x.
        Certificate weak = Parameters.CertifyCounts(TrialSampler.Run(Trials, 5, (x, y, random) =>
        {
            int a = random.NextDouble() < 0.5 + (0.02 * y) ? 1 : 0;
            return (a, a ^ (x & y) ^ (random.NextDouble() < 0.85 ? 0 : 1));
        }).Counts);
        AssertRefused(weak, CertificationRefusal.Signalling);
    }

    [Test]
    public void BiasedSettings_AreRefused()
    {
        TrialCounts counts = TrialSampler.Run(
            Trials, 5, TrialSampler.WinningWith(0.8465), probabilityOfOne: 0.51).Counts;
        AssertRefused(Parameters.CertifyCounts(counts), CertificationRefusal.SettingsNotUniform);
    }

    [Test]
    public void Threshold_IsSharp()
    {
        TrialCounts AtLosses(long losses)
        {
            long wins = Trials - losses;
            var cells = new long[16];
            for (int z = 0; z < 4; z++)
            {
                // Spread evenly so that nothing but the losses can refuse.
                long w = (wins / 4) + (z < wins % 4 ? 1 : 0);
                long l = (losses / 4) + (z < losses % 4 ? 1 : 0);
                int even = z == 3 ? 1 : 0; // columns of equal outcomes lose at settings 11
                cells[(4 * z) + 0] = even == 0 ? w / 2 : l / 2;
                cells[(4 * z) + 3] = even == 0 ? w - (w / 2) : l - (l / 2);
                cells[(4 * z) + 1] = even == 0 ? l / 2 : w / 2;
                cells[(4 * z) + 2] = even == 0 ? l - (l / 2) : w - (w / 2);
            }
            return new TrialCounts(cells);
        }

        long limit = Parameters.MaximumLossCount;
        Assert.That(AtLosses(limit).Losses, Is.EqualTo(limit));
        Assert.That(Parameters.CertifyCounts(AtLosses(limit)).Reasons, Is.Empty);
        AssertRefused(Parameters.CertifyCounts(AtLosses(limit + 1)), CertificationRefusal.BelowThreshold);
    }

    [Test]
    public void OtherNumberOfTrials_IsRefused()
    {
        AssertRefused(Parameters.CertifyCounts(TrialSampler.Quantum(Trials - 1, 0.98, 1).Counts),
            CertificationRefusal.WrongTrialCount, CertificationRefusal.ImplausibleTestFraction);
        AssertRefused(Parameters.CertifyCounts(TrialCounts.Empty),
            CertificationRefusal.WrongTrialCount, CertificationRefusal.ImplausibleTestFraction);
    }

    [Test]
    public void Geometry_WithoutSpaceLikeSeparation_IsRefusedUnlessShieldingIsAssumed()
    {
        TrialCounts counts = TrialSampler.Quantum(Trials, 0.98, 1).Counts;
        var near = new TrialGeometry
        {
            StationSeparationMetres = 29.9792458, // 100 ns
            StationA = new StationTiming(0, 90),
            StationB = new StationTiming(0, 142.5),
        };
        Certificate Judge(TrialGeometry? geometry, bool shielded) =>
            (Configuration with { Conditions = new RunConditions { Geometry = geometry, AssumeShielded = shielded } }).Build().CertifyCounts(counts);

        Certificate refused = Judge(near, shielded: false);
        AssertRefused(refused, CertificationRefusal.NotSpaceLike);
        Assert.That(refused.Locality, Is.EqualTo(LocalityAssumption.None));
        Assert.That(refused.Reasons[0], Does.Contain("42.5 ns are missing"));
        AssertRefused(Judge(null, shielded: false), CertificationRefusal.NotSpaceLike);

        Assert.That(Judge(near, shielded: true).IsAccepted, Is.True);
        Assert.That(Judge(near, shielded: true).Locality, Is.EqualTo(LocalityAssumption.Shielded));

        Certificate far = Judge(near with { StationSeparationMetres = 60 }, shielded: false);
        Assert.That(far.IsAccepted, Is.True);
        Assert.That(far.Locality, Is.EqualTo(LocalityAssumption.SpaceLikeSeparation));
    }

    [Test]
    public void SpotChecks_AreJudgedByLossesOfTheExpectedTests()
    {
        const double Gamma = 0.25;
        const int All = 1_200_000;
        double w = TrialSampler.QuantumWinningProbability(0.98);
        EntropyAccumulationParameters parameters = (
            EntropyAccumulationConfiguration.FromExpected(All, w, testProbability: Gamma)
            with { Conditions = new RunConditions { AssumeShielded = true } }).Build();
        Assert.That(parameters.CertifiedBits, Is.Positive);

        // Numbers of tests as they would fall: expected, and one standard deviation more.
        foreach (int tests in new[] { 300_000, 300_474 })
        {
            Certificate good = parameters.CertifyCounts(TrialSampler.Quantum(tests, 0.98, 3).Counts, All - tests);
            Assert.That(good.Reasons, Is.Empty);
        }
        // Few tests lose little; that must not pass for a good run.
        AssertRefused(parameters.CertifyCounts(TrialSampler.Quantum(100_000, 0.98, 3).Counts, All - 100_000),
            CertificationRefusal.ImplausibleTestFraction);
        AssertRefused(parameters.CertifyCounts(TrialSampler.Quantum(300_000, 0.6, 3).Counts, All - 300_000),
            CertificationRefusal.BelowThreshold);
    }

    private static void AssertRefused(Certificate certificate, params CertificationRefusal[] refusals)
    {
        Assert.That(certificate.IsAccepted, Is.False);
        Assert.That(certificate.CertifiedBits, Is.Zero);
        Assert.That(refusals, Is.SubsetOf(certificate.Refusals), string.Join(' ', certificate.Reasons));
        Assert.That(certificate.Reasons, Has.Count.EqualTo(certificate.Refusals.Count));
    }
}
