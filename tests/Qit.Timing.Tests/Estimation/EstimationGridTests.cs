using Qit.Benchmarks.Estimation;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

/// <summary>The reduced grid of the `estimation` benchmark: error against the bound, bias, coverage. A cell fails when a
/// figure is out of its range by more than 3 standard errors; seeds are fixed, so a pass stays a pass.</summary>
public class EstimationGridTests
{
    [TestCase(100, 0.1, false, false, 200)]
    [TestCase(1000, 0, false, false, 200)]
    [TestCase(1000, 1, true, false, 150)]
    [TestCase(10_000, 0.1, true, true, 20)]
    [TestCase(1000, 1, false, true, 20)]
    [TestCase(1_000_000, 100, true, false, 60)]
    [TestCase(1_000_000, 0.1, false, true, 60)]
    public void Cell_IsAtTheBound_AndSaysItsError(double pairs, double floor, bool tails, bool dead, int seeds)
    {
        var cell = new EstimationCell(pairs, floor, tails, dead);
        CellRun run = CellRun.Of(cell, seeds);
        var report = new CellReport(cell, run);
        TestContext.Out.WriteLine(report);
        Assert.That(report.IsMet, report.ToString());
        Assert.That(report.Ratio, Is.GreaterThan(1 - (4 * report.RatioError)), "better than the bound is too good");
    }

    /// <summary>The control: a Gaussian fit of tailed peaks wastes a third of the precision, and the statistics show it.
    /// </summary>
    [Test]
    public void AGaussian_WastesTails()
    {
        double best = Spread(PeakFamily.Best);
        double gaussian = Spread(PeakFamily.Gaussian);
        Assert.That(gaussian / best, Is.GreaterThan(1.15));

        static double Spread(PeakFamily family)
        {
            var estimator = new OffsetEstimator(new OffsetEstimatorOptions { Family = family });
            var world = new EstimationWorld { Pairs = 3000, Seconds = 1, SigmaA = 50, SigmaB = 50, TailA = (0.3, 400),
                TailB = (0.3, 400) };
            var tags = new EstimationTags();
            double squares = 0;
            const int Seeds = 60;
            for (int seed = 1; seed <= Seeds; seed++)
            {
                tags.Generate(world, new FastRandom((ulong)seed));
                OffsetEstimate estimate = estimator
                    .EstimateSpan(tags.A, tags.B, new OffsetLine(500_000_000_000, 20, 0), 1200, 0, 1_000_000_000_000)!;
                squares += Math.Pow(estimate.OffsetFemtoseconds * 1e-3, 2);
            }

            return Math.Sqrt(squares / Seeds);
        }
    }

    /// <summary>Detectors that differ: prompt and mean offset are both what they are called. 50 seeds, 4 standard errors.
    /// </summary>
    [TestCase(OffsetDefinition.Prompt)]
    [TestCase(OffsetDefinition.Mean)]
    public void DifferentDetectors_HaveTheOffsetThatIsAskedFor(OffsetDefinition definition)
    {
        var estimator = new OffsetEstimator(
            new OffsetEstimatorOptions { Family = PeakFamily.AsymmetricTails, Definition = definition });
        var world = new EstimationWorld { Pairs = 20_000, LoneA = 20_000, LoneB = 20_000, Seconds = 0.1, SigmaA = 100,
            SigmaB = 100, TailA = (0.1, 300), TailB = (0.4, 500) };
        double expected = definition == OffsetDefinition.Mean ? (0.4 * 500) - (0.1 * 300) : 0;
        var tags = new EstimationTags();
        const int Seeds = 50;
        double sum = 0, squares = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            tags.Generate(world, new FastRandom((ulong)seed));
            OffsetEstimate estimate = estimator
                .EstimateSpan(tags.A, tags.B, new OffsetLine(50_000_000_000, 20, 0), 1500, 0, 100_000_000_000)!;
            Assert.That(estimate.Family, Is.EqualTo(PeakFamily.AsymmetricTails));
            double pull = ((estimate.OffsetFemtoseconds * 1e-3) - expected) / estimate.OffsetStandardErrorPicoseconds;
            sum += pull;
            squares += pull * pull;
        }

        double mean = sum / Seeds;
        Assert.That(mean, Is.EqualTo(0).Within(4 / Math.Sqrt(Seeds)));
        Assert.That(Math.Sqrt((squares / Seeds) - (mean * mean)), Is.EqualTo(1).Within(4 / Math.Sqrt(2 * Seeds)));
    }

    [Test]
    public void Families_AreChosenByTheData()
    {
        Assert.That(CellRun.Of(new EstimationCell(1e6, 1, true, false), 20).WithTails, Is.EqualTo(20));
        // Twice the gain exceeds 6 with two parameters in at most exp(-3) of cases; in fact fewer, at the edge of the range.
        Assert.That(CellRun.Of(new EstimationCell(1e6, 1, false, false), 60).WithTails, Is.LessThan(10));
    }
}
