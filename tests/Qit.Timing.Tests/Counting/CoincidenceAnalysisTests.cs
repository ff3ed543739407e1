using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

public class CoincidenceAnalysisTests
{
    private const long Second = 1_000_000_000_000;

    /// <summary>
    /// Over 60 seeds pairs, efficiencies, source rate and both kinds of accidentals come back within their errors: means of
    /// the pulls within 5 standard errors of 0, and their spread 0.75 to 1.3 (6 quantities; false alarm below 1e-4 on fresh
    /// seeds).
    /// </summary>
    [Test]
    public void APairSource_ComesBackWithHonestErrors()
    {
        const int Seeds = 60;
        const double Pairs = 40_000, EfficiencyA = 0.3, EfficiencyB = 0.2, NoiseA = 60_000, NoiseB = 80_000;
        var pulls = new Dictionary<string, List<double>>();
        void Pull(string name, ValueWithError found, double truth) => (pulls.TryGetValue(name, out List<double>? list)
            ? list : pulls[name] = []).Add((found.Value - truth) / found.StandardError);
        for (int seed = 0; seed < Seeds; seed++)
        {
            (ChannelTags[] channels, int[] truth) = Source(seed, Pairs, [EfficiencyA, EfficiencyB], [NoiseA, NoiseB], 1);
            PatternResult result = CoincidenceAnalysis.Analyse(
                channels,
                new CountingOptions { ChannelCount = 2, Patterns = [new(0b11, 20_000)], DelaysPicoseconds = [0, 5_000_000] },
                new AnalysisOptions { BackgroundPerSecond = [NoiseA, NoiseB], ShiftCount = 20 }).Patterns[0];
            double accidentals = (Pairs * EfficiencyA + NoiseA) * (Pairs * EfficiencyB + NoiseB) * 20_001e-12;
            Pull("true", result.True, Pairs * EfficiencyA * EfficiencyB);
            Pull("shifted", result.ShiftedAccidentals, accidentals);
            Pull("formula", result.FormulaAccidentals, accidentals);
            // The background is given as its mean; its own scatter is part of the singles' error.
            Pull("efficiency A", result.Efficiency!.EfficiencyA, EfficiencyA);
            Pull("efficiency B", result.Efficiency!.EfficiencyB, EfficiencyB);
            Pull("pairs", result.Efficiency!.PairsPerSecond, Pairs);
            Assert.That(result.Coincidences, Is.InRange(truth[0] * 0.9, (truth[0] + accidentals) * 1.1));
        }
        Assert.Multiple(() =>
        {
            foreach ((string name, List<double> list) in pulls)
            {
                double mean = list.Average();
                double spread = Math.Sqrt(list.Sum(pull => (pull - mean) * (pull - mean)) / (Seeds - 1));
                Assert.That(mean, Is.EqualTo(0).Within(5 / Math.Sqrt(Seeds)), name);
                // The scatter of ten shifts may exceed Poisson by chance, and the larger error is reported.
                Assert.That(spread, Is.InRange(name == "shifted" ? 0.6 : 0.75, 1.3), name);
            }
        });
    }

    /// <summary>Unrelated streams: N-fold accidentals are those of the formula (one seed each, 5 sigma), measured and
    /// counted, but for the combinations that compete for a tag: a share of about N R s.</summary>
    [TestCase(2, 1500)]
    [TestCase(3, 44_000)]
    [TestCase(4, 140_000)]
    public void UnrelatedStreams_GiveTheFormulasAccidentals(int fold, long window)
    {
        double[] noise = [.. Enumerable.Repeat(1e6, fold)];
        (ChannelTags[] channels, _) = Source(7, 0, new double[fold], noise, 0.2);
        AnalysisResult all = CoincidenceAnalysis.Analyse(
            channels,
            new CountingOptions
            {
                ChannelCount = fold, Patterns = [new((1u << fold) - 1, window)], IsExclusive = fold == 3,
            },
            new AnalysisOptions());
        PatternResult result = all.Patterns[0];
        double expected = result.FormulaAccidentals.Value;
        double competing = fold * 1e6 * (window / 2) * 1e-12;
        double counted = result.Coincidences;
        Assert.That(expected, Is.GreaterThan(100));
        Assert.That(counted, Is.EqualTo(expected).Within((expected * competing) + (5 * Math.Sqrt(expected))));
        Assert.That(result.ShiftedAccidentals.Value, Is.EqualTo(counted)
            .Within(5 * Math.Sqrt(counted + Math.Pow(result.ShiftedAccidentals.StandardError, 2))));
        Assert.That(result.True.Value, Is.EqualTo(0).Within(5 * result.True.StandardError));
        if (fold == 3)
            Assert.That(result.PartialAccidentals!.Value.Value,
                Is.EqualTo(0).Within(5 * result.PartialAccidentals.Value.StandardError));
    }

    /// <summary>Pairs on two channels and an unrelated third: nearly all threefold coincidences are a pair and a stray,
    /// which shifting all apart does not show. 5 sigma, one seed.</summary>
    [Test]
    public void APairAndAStray_IsNoTrueTriple()
    {
        (ChannelTags[] pair, _) = Source(3, 300_000, [0.7, 0.7], [1000, 1000], 1);
        (ChannelTags[] stray, _) = Source(4, 0, [0], [200_000], 1);
        PatternResult result = CoincidenceAnalysis.Analyse(
            [.. pair, stray[0]],
            new CountingOptions { ChannelCount = 3, Patterns = [new(0b111, 20_000)], DelaysPicoseconds = [0, 5_000_000] },
            new AnalysisOptions()).Patterns[0];
        Assert.That(result.ShiftedAccidentals.Value, Is.LessThan(0.2 * result.Coincidences), "the control");
        Assert.That(result.True.Value, Is.EqualTo(0).Within(5 * result.True.StandardError));
        Assert.That(result.True.StandardError, Is.LessThan(0.2 * result.Coincidences));
    }

    /// <summary>Triples of one origin are found as such: 5 sigma, one seed.</summary>
    [Test]
    public void TrueTriples_AreCounted()
    {
        (ChannelTags[] channels, int[] truth) = Source(5, 50_000, [0.5, 0.5, 0.5], [20_000, 20_000, 20_000], 1);
        PatternResult result = CoincidenceAnalysis.Analyse(
            channels,
            new CountingOptions
            {
                ChannelCount = 3,
                Patterns = [new(0b111, 10_000)],
                DelaysPicoseconds = [0, 5_000_000, 10_000_000],
            },
            new AnalysisOptions()).Patterns[0];
        Assert.That(result.True.Value, Is.EqualTo(truth[0]).Within(5 * result.True.StandardError));
        Assert.That(result.CoincidenceToAccidentalRatio!.Value.Value,
            Is.EqualTo(result.True.Value / result.Accidentals.Value).Within(1e-9));
        Assert.That(result.Efficiency, Is.Null);
    }

    [Test]
    public void Intervals_AddUpToTheWhole()
    {
        (ChannelTags[] channels, _) = Source(6, 10_000, [0.5, 0.5], [1000, 1000], 1);
        var counting = new CountingOptions
        {
            ChannelCount = 2, Patterns = [new(0b11, 2000)], DelaysPicoseconds = [0, 5_000_000],
        };
        AnalysisResult whole = CoincidenceAnalysis.Analyse(channels, counting, new AnalysisOptions());
        var parts = CoincidenceAnalysis.CountIntervals(channels, counting, Second / 10).ToList();
        Assert.That(parts, Has.Count.EqualTo(10));
        Assert.That(parts.Sum(part => part.Singles[0]), Is.EqualTo(whole.Singles[0]));
        long across = whole.Patterns[0].Coincidences - parts.Sum(part => part.Coincidences[0]);
        Assert.That(across, Is.InRange(0, 2), "at 2500 a second one in 2 ns across a border is rare");
        Assert.That(parts.Select(part => part.Coincidences[0]), Has.All.InRange(170, 330));
        Assert.That(CoincidenceAnalysis.CountIntervals(channels, counting, 3 * Second / 10).Count(), Is.EqualTo(3));
    }

    [Test]
    public void WhatCannotBeMeasured_IsRefused()
    {
        ChannelTags one = new(new long[] { 0, 1000 }, 0, 1000);
        ChannelTags later = new(new long[] { 5000 }, 2000, 5000);
        var counting = new CountingOptions { ChannelCount = 2, Patterns = [new(0b11, 100)] };
        Assert.That(() => CoincidenceAnalysis.Analyse([one, later], counting, new AnalysisOptions()),
            Throws.ArgumentException.With.Message.Contains("never listened at the same time"));
        Assert.That(() => CoincidenceAnalysis.Analyse([one, one], counting, new AnalysisOptions()),
            Throws.ArgumentException.With.Message.Contains("do not fit"));
        Assert.That(() => CoincidenceAnalysis.Analyse([one, one], counting, new AnalysisOptions { ShiftPicoseconds = 100 }),
            Throws.ArgumentException.With.Message.Contains("not longer than the widest window"));
        foreach (CoincidencePattern bad in new CoincidencePattern[] { new(1, 5), new(0b101, 5), new(0b11, -1) })
            Assert.That(() => new CoincidenceCounter(counting with { Patterns = [bad] }), Throws.ArgumentException);
    }

    /// <summary>Known answers of the efficiency's formulas: 1000 and 500 singles, 110 coincidences, 10 of them accidental.
    /// </summary>
    [Test]
    public void Klyshko_KnownAnswer()
    {
        KlyshkoEfficiency found = KlyshkoEfficiency.From(1000, 500, 110, new(10, 1), 0, 100, 2)!;
        Assert.That(found.EfficiencyA.Value, Is.EqualTo(100.0 / 400).Within(1e-12));
        Assert.That(found.EfficiencyB.Value, Is.EqualTo(100.0 / 1000).Within(1e-12));
        Assert.That(found.PairsPerSecond.Value, Is.EqualTo(1000.0 * 400 / 100 / 2).Within(1e-9));
        Assert.That(KlyshkoEfficiency.From(1000, 500, 10, new(10, 1), 0, 0, 2), Is.Null);
        Assert.That(KlyshkoEfficiency.From(1000, 500, 110, new(10, 1), 0, 500, 2), Is.Null);
    }

    /// <summary>Events of one origin on all channels with an efficiency each, and noise; channel n is n times 5 us late.
    /// Truth: how many events all channels saw.</summary>
    private static (ChannelTags[] Channels, int[] Truth) Source(
        int seed, double events, double[] efficiencies, double[] noise, double seconds)
    {
        var random = new Random(seed);
        var tags = efficiencies.Select(_ => new List<long>()).ToArray();
        int together = 0;
        foreach (double time in Poisson(random, events, seconds))
        {
            bool isAll = true;
            for (int channel = 0; channel < tags.Length; channel++)
            {
                bool isSeen = random.NextDouble() < efficiencies[channel];
                isAll &= isSeen;
                if (isSeen) tags[channel].Add((long)(time + (200 * SimulatedStreams.Gaussian(random))));
            }
            together += isAll ? 1 : 0;
        }
        return ([.. tags.Select((list, channel) =>
        {
            list.AddRange(Poisson(random, noise[channel], seconds).Select(time => (long)time));
            long delay = events > 0 ? channel * 5_000_000L : 0;
            long[] sorted = [.. list.Order().Select(time => time + delay)];
            return new ChannelTags(sorted, delay, (long)(seconds * Second) + delay);
        })], [together]);
    }

    private static IEnumerable<double> Poisson(Random random, double perSecond, double seconds)
    {
        for (double time = 0; perSecond > 0;)
        {
            time -= Math.Log(1 - random.NextDouble()) * 1e12 / perSecond;
            if (time >= seconds * 1e12) yield break;
            yield return time;
        }
    }
}
