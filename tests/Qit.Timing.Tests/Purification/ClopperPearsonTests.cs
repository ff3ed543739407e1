using CsCheck;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

public class ClopperPearsonTests
{
    /// <summary>The interval's ends are where the binomial tails are half of what is left; the tails are summed plainly.
    /// </summary>
    [Test]
    public void Ends_AreWhereTheTailsSay() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[0, 1], Gen.Double[0.5, 0.999]).Sample((trials, part, confidence) =>
        {
            int successes = (int)Math.Round(part * trials);
            Estimate found = ClopperPearson.Interval(successes, trials, confidence);
            double tail = (1 - confidence) / 2;
            Assert.That(found.Value, Is.EqualTo((double)successes / trials));
            if (successes == 0) Assert.That(found.Low, Is.Zero);
            else Assert.That(AtLeast(successes, trials, found.Low), Is.EqualTo(tail).Within(1e-9));
            if (successes == trials) Assert.That(found.High, Is.EqualTo(1));
            else Assert.That(1 - AtLeast(successes + 1, trials, found.High), Is.EqualTo(tail).Within(1e-9));
        });

    /// <summary>Closed forms: no success in n has the upper end 1 - tail^(1/n).</summary>
    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(1_000_000_000)]
    public void NoSuccess_HasItsClosedForm(long trials)
    {
        double expected = -double.ExpM1(Math.Log(0.025) / trials);
        Assert.That(ClopperPearson.Interval(0, trials, 0.95).High, Is.EqualTo(expected).Within(1e-4).Percent);
        Assert.That(ClopperPearson.Interval(trials, trials, 0.95).Low, Is.EqualTo(1 - expected).Within(1e-9));
    }

    /// <summary>Coverage is at least the confidence for every probability, by summing over all outcomes: no luck in it.
    /// </summary>
    [Test]
    public void Coverage_IsAtLeastTheConfidence()
    {
        const int trials = 50;
        Estimate[] intervals =
            [.. Enumerable.Range(0, trials + 1).Select(k => ClopperPearson.Interval(k, trials, 0.9))];
        double least = 1;
        double leastOfNarrow = 1;
        for (double p = 0.005; p < 1; p += 0.01)
        {
            double covered = 0;
            double narrow = 0;
            for (int k = 0; k <= trials; k++)
            {
                double probability = AtLeast(k, trials, p) - AtLeast(k + 1, trials, p);
                if (intervals[k].Low <= p && p <= intervals[k].High) covered += probability;
                if (Math.Abs(p - intervals[k].Value) < (intervals[k].High - intervals[k].Low) / 4) narrow += probability;
            }

            least = Math.Min(least, covered);
            leastOfNarrow = Math.Min(leastOfNarrow, narrow);
        }

        Assert.That(least, Is.GreaterThanOrEqualTo(0.9));
        Assert.That(leastOfNarrow, Is.LessThan(0.9), "control: half the interval does not cover");
    }

    [Test]
    public void BadArguments_AreRefused()
    {
        Assert.That(() => ClopperPearson.Interval(1, 0, 0.9), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClopperPearson.Interval(3, 2, 0.9), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClopperPearson.Interval(-1, 2, 0.9), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClopperPearson.Interval(1, 2, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static double AtLeast(int successes, int trials, double p)
    {
        double sum = 0;
        for (int k = successes; k <= trials; k++)
        {
            double choose = 1;
            for (int i = 1; i <= k; i++) choose *= (double)(trials - k + i) / i;
            sum += choose * Math.Pow(p, k) * Math.Pow(1 - p, trials - k);
        }

        return sum;
    }
}
