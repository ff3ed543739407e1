using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Bell;

public sealed class DriftTestTests
{
    [Test]
    public void ProportionSeries_ByHand()
    {
        // 40, 60, 50, 50 of 100: chi-square (100 + 100) / 25 = 8 with three degrees; the sum is 10 at most.
        ProportionSeries series = ProportionSeries.From(
            "q", [(40, 100, 100), (60, 100, 100), (50, 100, 100), (50, 100, 100)]);
        Assert.That(series.Mean, Is.EqualTo(0.5));
        Assert.That(series.Log10Homogeneity, Is.EqualTo(ChiSquareTail.Log10Upper(8, 3)).Within(1e-12));
        Assert.That(series.Log10Changepoint, Is.EqualTo(KolmogorovTail.Log10Upper(10 / Math.Sqrt(100))).Within(1e-12));
        Assert.That(series.ChangepointSegment, Is.EqualTo(1));
        // Middles -150, -50, 50, 150 from the centre: slope (1500 - 500) / (100 * 50000), error sqrt(1/4 / 5e6).
        Assert.That(series.SlopePerTrial, Is.EqualTo(1000 / 5e6).Within(1e-15));
        Assert.That(series.SlopeStandardError, Is.EqualTo(Math.Sqrt(0.25 / 5e6)).Within(1e-12));
        Assert.That(series.Log10Trend, Is.EqualTo(NormalTail.Log10TwoSided(2e-4 / Math.Sqrt(0.25 / 5e6))).Within(1e-12));
    }

    [Test]
    public void ProportionSeries_TooLittle_IsJoinedOrNotJudged()
    {
        // Two ones in each segment: three are needed to expect five, and two segments are left over for the last group.
        ProportionSeries joined = ProportionSeries.From("q", [.. Enumerable.Repeat((2L, 100L, 100L), 8)]);
        Assert.That(joined.Log10Homogeneity, Is.Zero);
        ProportionSeries step = ProportionSeries.From("q",
            [.. Enumerable.Repeat((0L, 100L, 100L), 8), .. Enumerable.Repeat((4L, 100L, 100L), 8)]);
        Assert.That(step.ChangepointSegment, Is.InRange(7, 9));
        Assert.That(step.Log10Changepoint, Is.LessThan(-4));
        foreach (ProportionSeries none in new[]
        {
            ProportionSeries.From("q", [(0, 100, 100), (0, 50, 50)]), ProportionSeries.From("q", [(1, 0, 5), (0, 0, 5)]),
            ProportionSeries.From("q", [(3, 9, 9)]), ProportionSeries.From("q", []),
        })
        {
            Assert.That((none.Log10Homogeneity, none.Log10Changepoint, none.Log10Trend, none.ChangepointSegment),
                Is.EqualTo((0.0, 0.0, 0.0, -1)));
        }
    }

    [Test]
    public void DriftTest_SteadySource_RaisesItsStatedFalseAlarms()
    {
        // p <= 0.05 in at most 5 % of 200 runs for the wins and for all together: P(26 or more) = 6e-6 each.
        int wins = 0;
        int all = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            DriftTest test = DriftTest.From(Segments(12, 1000, seed, _ => 0.8));
            if (test.Winning.Log10PValue <= Math.Log10(0.05)) wins++;
            if (test.Log10PValue <= Math.Log10(0.05)) all++;
        }
        Assert.That(wins, Is.LessThan(26).And.GreaterThan(0), "never a small p would mean that the test does nothing");
        Assert.That(all, Is.LessThan(26));
    }

    [Test]
    public void DriftTest_StepTrendAndWobble_AreFoundByTheirOwnLook()
    {
        // 40 segments of 2000, w falling from 0.84 by 0.04: expected deviations of 7 standard errors and more.
        ProportionSeries step = DriftTest.From(Segments(40, 2000, 3, i => i < 25 ? 0.84 : 0.80)).Winning;
        Assert.That(step.Log10Changepoint, Is.LessThan(-20));
        Assert.That(step.ChangepointSegment, Is.EqualTo(25).Within(1));
        ProportionSeries trend = DriftTest.From(Segments(40, 2000, 3, i => 0.84 - (0.04 * i / 39))).Winning;
        Assert.That(trend.Log10Trend, Is.LessThan(-10));
        Assert.That(trend.SlopePerTrial, Is.EqualTo(-0.04 / 78_000).Within(5 * trend.SlopeStandardError));
        ProportionSeries wobble = DriftTest.From(Segments(40, 2000, 3, i => i % 2 == 0 ? 0.84 : 0.80)).Winning;
        Assert.That(wobble.Log10Homogeneity, Is.LessThan(-10));
        Assert.That(wobble.Log10Trend, Is.GreaterThan(-4), "neither a slope");
        Assert.That(wobble.Log10Changepoint, Is.GreaterThan(-4), "nor a step; false alarms 1e-4 each");
    }

    [Test]
    public void DriftTest_OneCellThatMoves_IsNamed()
    {
        List<TrialCounts> segments = [];
        for (int i = 0; i < 20; i++)
        {
            int part = i;
            segments.Add(TrialSampler.Run(4000, 50 + (ulong)i, (x, y, random) =>
                x == 1 && y == 0 && random.NextDouble() < 0.002 * part ? (1, 1) : (0, random.NextBit())).Counts);
        }
        DriftTest test = DriftTest.From(segments);
        Assert.That(test.Log10PValue, Is.LessThan(-9));
        Assert.That(test.Series.MinBy(s => s.Log10PValue)!.Quantity, Is.EqualTo("11|10"));
        Assert.That(test.Series, Has.Count.EqualTo(19));
        Assert.That(() => DriftTest.From([]), Throws.ArgumentException);
    }

    [Test]
    public void DriftTest_LargeCounts_DoNotUnderflow()
    {
        var steady = new TrialCounts([425, 75, 75, 425, 425, 75, 75, 425, 425, 75, 75, 425, 75, 425, 425, 75]);
        var worse = new TrialCounts([400, 100, 100, 400, 400, 100, 100, 400, 400, 100, 100, 400, 100, 400, 400, 100]);
        TrialCounts Times(TrialCounts counts, long factor) => new([.. counts.ToArray().Select(n => n * factor)]);
        ProportionSeries wins = DriftTest.From([Times(steady, 1_000_000), Times(worse, 1_000_000)]).Winning;
        Assert.That(wins.Log10Homogeneity, Is.LessThan(-1e6).And.GreaterThan(-1e8));
        Assert.That(wins.Log10Changepoint, Is.LessThan(-1e6));
        Assert.That(wins.Log10Trend, Is.EqualTo(wins.Log10Homogeneity).Within(1e-6).Percent,
            "with two segments slope and homogeneity are one");
    }

    private static List<TrialCounts> Segments(int count, int trials, ulong seed, Func<int, double> w) =>
        [.. Enumerable.Range(0, count).Select(i =>
            TrialSampler.Run(trials, (seed * 1000) + (ulong)i, TrialSampler.WinningWith(w(i))).Counts)];
}
