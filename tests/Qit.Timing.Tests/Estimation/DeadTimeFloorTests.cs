using Qit.Benchmarks.Estimation;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

public class DeadTimeFloorTests
{
    /// <summary>Accidentals just before and just after the peak, from tags: their ratio is the predicted one. 4 standard
    /// errors of the counts; the step itself is over 15 of them.</summary>
    [Test]
    public void Step_IsWhereAndAsHighAsTheCountsSay()
    {
        const double Dead = 22_000;
        var world = new EstimationWorld { Pairs = 2e4, LoneA = 1.3e5, LoneB = 5e4, Seconds = 0.03, SigmaA = 50,
            SigmaB = 50, DeadTimePicoseconds = Dead, AfterpulseProbability = 0.03 };
        var tags = new EstimationTags();
        var pairs = new PairDifferences();
        long before = 0, after = 0;
        double predicted = 0;
        const int Seeds = 24;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            tags.Generate(world, new FastRandom((ulong)seed));
            pairs.Collect(tags.A, tags.B, new OffsetLine(0, 0, 0), 6000);
            foreach (double residual in pairs.Residuals)
            {
                if (residual < -500) before++;
                if (residual > 500) after++;
            }

            DeadTimeFloor floor = DeadTimeFloor.Of(tags.Coincidences, tags.A.Length, tags.B.Length,
                Dead * 1e-12 * tags.A.Length / world.Seconds, Dead * 1e-12 * tags.B.Length / world.Seconds);
            predicted += (1 - floor.EarlyShare) / (1 - floor.LateShare) / Seeds;
        }

        double ratio = before / (double)after;
        double error = ratio * Math.Sqrt((1.0 / before) + (1.0 / after));
        TestContext.Out.WriteLine($"before/after {ratio:f4} +- {error:f4}, predicted {predicted:f4}, {before} and {after}");
        Assert.That(Math.Abs(ratio - 1), Is.GreaterThan(15 * error));
        Assert.That(ratio, Is.EqualTo(predicted).Within(4 * error));
    }

    [Test]
    public void DeadTime_IsSeenWhereThereIsOne()
    {
        var world = new EstimationWorld { LoneA = 20_000, Seconds = 0.01, DeadTimePicoseconds = 22_000 };
        var tags = new EstimationTags();
        tags.Generate(world, new FastRandom(1));
        Assert.That(TagGaps.DeadTimePicoseconds(tags.A), Is.InRange(19_000, 25_000));
        tags.Generate(world with { DeadTimePicoseconds = 0 }, new FastRandom(1));
        Assert.That(TagGaps.DeadTimePicoseconds(tags.A), Is.Zero);
        // Too few tags to tell a dead time from chance.
        tags.Generate(world with { LoneA = 200 }, new FastRandom(1));
        Assert.That(TagGaps.DeadTimePicoseconds(tags.A), Is.Zero);
    }
}
