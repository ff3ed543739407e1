using CsCheck;
using Qit.Randomness.Bell;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

public sealed class PredictionBasedRatioTests
{
    private static readonly SettingsPolytope Fair = new(0);

    private static readonly Gen<TrialCounts> Tables = Gen.Select(Gen.Long[0, 400].Array[16], Gen.Int[0, 3])
        .Select((cells, factor) => new TrialCounts([.. cells.Select(n => n * (long)Math.Pow(30, factor))]));

    // Nats a trial, computed with 60-digit arithmetic from the tables with half a count added to each cell: the divergence
    // of the no-signalling fit from the local polytope, without settings bias and with 1e-3.
    [TestCase("A", 1.00468287763607e-5, 8.91116276367417e-6)]
    [TestCase("B", 9.59912393880398e-6, 8.48653611110996e-6)]
    [TestCase("D", 4.41746831519929e-6, 3.88150565068844e-6)]
    public void Train_RecordedTables_ReachesTheStatisticalStrength(string table, double strength, double biased)
    {
        TrialCounts counts = BellTables.ReadOrIgnore(table).Counts;
        TrainedFactor trained = PredictionBasedRatio.Train(counts, Fair);
        TestContext.Out.WriteLine($"{table}: gain {trained.GainNats:g9}, strength {strength:g9} nats a trial");
        Assert.That(trained.GainNats, Is.EqualTo(strength).Within(1e-9).And.LessThanOrEqualTo(strength * (1 + 1e-6)));
        Assert.That(trained.GainNats, Is.GreaterThan(strength * (1 - 1e-5)));
        Assert.That(trained.StrengthBoundNats, Is.EqualTo(strength).Within(1e-5 * strength));
        Assert.That(PredictionBasedRatio.Train(counts, new SettingsPolytope(1e-3)).GainNats,
            Is.EqualTo(biased).Within(1e-5 * biased));
    }

    [Test]
    public void Train_PerfectSource_ReachesTheStrengthOfTsirelsonsPoint()
    {
        // The closest local model at S = 2 sqrt 2 has S = 2 and the same symmetry: D = w ln(w / 0.75) + (1-w) ln((1-w) / 0.25).
        double w = (2 + Math.Sqrt(2)) / 4;
        double strength = (w * Math.Log(w / 0.75)) + ((1 - w) * Math.Log((1 - w) / 0.25));
        double[] frequencies = new double[16];
        for (int i = 0; i < 16; i++)
        {
            bool equal = ((i >> 1) & 1) == (i & 1);
            frequencies[i] = (equal == (i >> 2 != 3) ? w : 1 - w) / 8;
        }
        TrainedFactor best = PredictionBasedRatio.Optimize(frequencies, Fair);
        Assert.That(best.GainNats, Is.EqualTo(strength).Within(1e-9));
        Assert.That(best.Factor[0, 0, 0, 0], Is.EqualTo(w / 0.75).Within(1e-5));
    }

    [Test]
    public void Train_AnyTable_IsFeasibleExactlyAndNearlyOptimal() =>
        Gen.Select(Tables, Gen.Int[0, 3]).Sample((counts, choice) =>
        {
            var settings = new SettingsPolytope(new[] { 0, 1e-3, 0.05, 0.3 }[choice]);
            TrainedFactor trained = PredictionBasedRatio.Train(counts, settings);
            AssertFeasible(trained.Factor, settings);
            Assert.That(trained.GainNats, Is.GreaterThanOrEqualTo(0));
            // Weak duality: the difference proves how far from the optimum the factor can be.
            Assert.That(trained.StrengthBoundNats - trained.GainNats, Is.InRange(-1e-14, 1e-9));
        }, iter: 150);

    [Test]
    public void Train_LocalDevices_PromiseNothing()
    {
        // The middle of the polytope: no bet gains.
        var white = new TrialCounts([.. Enumerable.Repeat(1000L, 16)]);
        Assert.That(PredictionBasedRatio.Train(white, Fair).GainNats, Is.LessThan(1e-9));
        // S = 2.001, gone once each station's settings may lean by a tenth.
        TrialCounts counts = BellTables.ReadOrIgnore("D").Counts;
        Assert.That(PredictionBasedRatio.Train(counts, new SettingsPolytope(0.1)).GainNats, Is.LessThan(1e-9));
    }

    [TestCase("A", 2)]
    [TestCase("B", 2)]
    [TestCase("D", 4)]
    public void Test_RecordedTablesInParts_GainsWhatTheStrengthPromises(string table, int parts)
    {
        // Equal parts in expectation: every cell divided. The first part only trains.
        TrialCounts counts = BellTables.ReadOrIgnore(table).Counts;
        var part = new TrialCounts([.. counts.ToArray().Select(n => n / parts)]);
        var test = new PredictionBasedRatioTest(Fair);
        for (int i = 0; i < parts; i++) test.Add(new TrialSegment(test.NextTrial, part));
        double strength = PredictionBasedRatio.Train(counts, Fair).GainNats;
        double promised = (parts - 1) * part.Total * strength;
        TestContext.Out.WriteLine($"{table}: log10 p = {test.Log10PValue:0.00} from {parts - 1} of {parts} parts");
        Assert.That(-test.Log10PValue * Math.Log(10), Is.EqualTo(promised).Within(8), "the plain frequencies signal a little");
    }

    [Test]
    public void Test_EventReadySource_GoesFarBelowAnyDouble()
    {
        // Counts in expectation of a source with w = 0.85, ten segments of 1e7 trials: gain 0.026 nats a trial.
        long[] cells = new long[16];
        for (int i = 0; i < 16; i++)
            cells[i] = ((((i >> 1) & 1) == (i & 1)) == (i >> 2 != 3) ? 850_000 : 150_000) * 5L / 4;
        var test = new PredictionBasedRatioTest(Fair);
        for (int i = 0; i < 11; i++) test.Add(new TrialSegment(test.NextTrial, new TrialCounts(cells)));
        double strength = (0.85 * Math.Log(0.85 / 0.75)) + (0.15 * Math.Log(0.15 / 0.25));
        double expected = -10.0 * cells.Sum() * strength / Math.Log(10);
        Assert.That(expected, Is.LessThan(-1e6));
        Assert.That(test.Log10PValue, Is.EqualTo(expected).Within(1e-4).Percent);
    }

    [Test]
    public void Add_FirstSegment_IsNeverScored()
    {
        var test = new PredictionBasedRatioTest(Fair);
        test.Add(new TrialSegment(1000, TrialSampler.Quantum(50_000, 1, 1).Counts));
        Assert.That((test.LnEvidence, test.Log10PValue, test.Factor.IsNeutral), Is.EqualTo((0.0, 0.0, false)));
        Assert.That((test.NextTrial, test.MissingTrials), Is.EqualTo((51_000L, 0L)), "where counting begins is no gap");
    }

    [Test]
    public void Add_TrialsThatTheFactorHasSeen_AreRefused()
    {
        TrialCounts counts = TrialSampler.Quantum(1000, 1, 1).Counts;
        var test = new PredictionBasedRatioTest(Fair);
        test.Add(new TrialSegment(0, counts));
        Assert.That(() => test.Add(new TrialSegment(0, counts)),
            Throws.ArgumentException.With.Message.Contains("trials up to 999 have been seen"));
        Assert.That(() => test.Add(new TrialSegment(999, counts)), Throws.ArgumentException);
        Assert.That((test.Seen, test.LnEvidence), Is.EqualTo((counts, 0.0)), "a refused segment changes nothing");
        test.Add(new TrialSegment(1000, counts));
        Assert.That(test.LnEvidence, Is.Positive);
    }

    [Test]
    public void Add_TrialsLeftOut_CostTheirWorst()
    {
        TrialCounts first = TrialSampler.Quantum(20_000, 1, 1).Counts;
        TrialCounts second = TrialSampler.Quantum(1000, 1, 2).Counts;
        var test = new PredictionBasedRatioTest(Fair);
        test.Add(new TrialSegment(0, first));
        BellTestFactor factor = test.Factor;
        test.Add(new TrialSegment(20_030, second));
        Assert.That(test.MissingTrials, Is.EqualTo(30));
        Assert.That(factor.LnLeast, Is.Negative);
        Assert.That(test.LnEvidence, Is.EqualTo(factor.LnScore(second) + (30 * factor.LnLeast)).Within(1e-9));
    }

    [Test]
    public void Arguments_OutsideTheirRange_AreRefused()
    {
        Assert.That(() => new SettingsPolytope(0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PredictionBasedRatioTest(Fair, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => PredictionBasedRatio.Optimize(new double[16], Fair), Throws.ArgumentException);
        Assert.That(() => LocalStrategies.Cell(16, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => LocalStrategies.Cell(0, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // In numbers without rounding: the settings' probabilities from the bias, the factor as it is stored.
    private static void AssertFeasible(BellTestFactor factor, SettingsPolytope settings)
    {
        ExactRational high = ExactRational.Of(0.5) + ExactRational.Of(settings.Bias);
        ExactRational low = ExactRational.Of(0.5) + ExactRational.Of(-settings.Bias);
        for (int vertex = 0; vertex < 4; vertex++)
        for (int strategy = 0; strategy < 16; strategy++)
        {
            ExactRational mean = ExactRational.Of(0);
            for (int z = 0; z < 4; z++)
            {
                (int x, int y) = (z >> 1, z & 1);
                (int a, int b) = ((strategy >> x) & 1, (strategy >> (2 + y)) & 1);
                ExactRational px = (vertex >> 1) == x ? high : low;
                ExactRational py = (vertex & 1) == y ? high : low;
                mean += px * py * ExactRational.Of(factor[x, y, a, b]);
            }
            Assert.That(mean.IsAtMostOne, Is.True, $"strategy {strategy}");
        }
    }
}
