using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

/// <summary>Light may be there for a small part of a span only: the offset in its middle is then an extrapolation, and the
/// stated error must say so.</summary>
public sealed class PartlyFilledSpanTests
{
    [Test]
    public void ErrorsCoverTheTruth_WhereverInTheSpanTheLightIs([Values(0.5, 0.1, 0.02)] double share)
    {
        // 60 seeds: the mean square of the pulls is 1 with a standard deviation of 0.18; 5 of them allowed.
        const int Seeds = 60;
        var estimator = new OffsetEstimator();
        double squares = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var world = new SimulatedStreams
            {
                Seed = seed, StartSeconds = 10 * (1 - share), DurationSeconds = 10 * share, PairsPerSecond = 300 / (10 * share),
                SinglesAPerSecond = 400 / (10 * share), SinglesBPerSecond = 400 / (10 * share), OffsetPicoseconds = 700,
            };
            (long[] a, long[] b) = world.Generate();
            OffsetEstimate? estimate = estimator.EstimateSpan(a, b, new OffsetLine(0, 600, 0), 2700, 0, 10_000_000_000_000);
            Assert.That(estimate, Is.Not.Null);
            double error = (estimate!.OffsetFemtoseconds / 1000.0) - world.OffsetAt(estimate.ValidityTimePicoseconds * 1e-12);
            squares += Math.Pow(error / estimate.OffsetStandardErrorPicoseconds, 2) / Seeds;
        }
        Assert.That(squares, Is.InRange(0.3, 1.9));
    }
}
