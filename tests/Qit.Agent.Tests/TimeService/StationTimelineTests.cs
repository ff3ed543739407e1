using CsCheck;
using Qit.Agent.TimeService;

namespace Qit.Agent.Tests.TimeService;

public sealed class StationTimelineTests
{
    /// <summary>Results come up to 30 s late, but at least one in twenty within the latency bound: then the estimated reading of
    /// A's clock is off by at most half the bound, and what the clocks' rates differ by in a minute.</summary>
    [Test]
    public void Reading_IsWithinHalfTheLatency() =>
        Gen.Select(Gen.Double[-1e-4, 1e-4], Gen.Double[0.1, 0.5], Gen.Double[0.5, 4], Gen.Int[0, 1_000_000]).Sample(
            (rate, latency, speed, seed) =>
            {
                var random = new Random(seed);
                var timeline = new StationTimeline(1_000_000_000_000, latency, speed);
                double start = 7;
                double arrived = 0;
                for (int k = 1000; k < 1200; k++)
                {
                    // A's clock shows k s at this time of the gateway.
                    double end = start + (k * (1 + rate) / speed);
                    double late = k % 20 == 0 ? latency * random.NextDouble() : 30 * random.NextDouble();
                    arrived = Math.Max(arrived, end + late);
                    if (k % 20 == 0)
                        arrived = end + (latency * random.NextDouble());
                    timeline.Add(arrived, (k * 1_000_000_000_000L) - 1 - random.NextInt64(1_000_000_000_000));
                }
                double now = arrived + random.NextDouble();
                double truth = (now - start) * speed / (1 + rate);
                double allowed = (latency / 2 * speed) + (60 * speed * Math.Abs(rate)) + 1e-3;
                Assert.That(timeline.StationSecondsAt(now), Is.EqualTo(truth).Within(allowed + (100 * Math.Abs(rate))));
            }, iter: 200);

    [Test]
    public void Backlog_DoesNotSettle_UntilItIsWorkedOff()
    {
        var timeline = new StationTimeline(1_000_000_000_000, 0.5, 1);
        for (int k = 0; k < 5; k++)
        {
            timeline.Add(10 + (k * 0.01), (k * 1_000_000_000_000L) + 1);
            Assert.That(timeline.IsSettled, Is.False, $"{k}: five seconds come in a burst");
        }
        timeline.Add(10.9, 5_000_000_000_001);
        timeline.Add(11.9, 6_000_000_000_001);
        Assert.That(timeline.IsSettled, Is.True);
        timeline.Clear();
        Assert.That(timeline.IsSettled, Is.False);
    }

    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    [TestCase(999, 1)]
    [TestCase(1000, 2)]
    public void Interval_IsFoundFromAnyTimeWithin(long stationPicoseconds, int end)
    {
        var timeline = new StationTimeline(1000, 1e-9, 1);
        timeline.Add(50, stationPicoseconds);
        Assert.That(timeline.StationSecondsAt(50), Is.EqualTo((end * 1e-9) + 0.5e-9).Within(1e-13));
    }
}
