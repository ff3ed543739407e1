using CsCheck;
using Qit.Agent.TimeService;

namespace Qit.Agent.Tests.TimeService;

public sealed class StationTimelineTests
{
    private const long Second = 1_000_000_000_000;

    /// <summary>Results come up to 30 s late, but at least one in twenty within the latency bound: then the estimated reading of
    /// A's clock is off by at most half the bound, and what the clocks' rates differ by in a minute.</summary>
    [Test]
    public void Reading_IsWithinHalfTheLatency() =>
        Gen.Select(Gen.Double[-1e-4, 1e-4], Gen.Double[0.1, 0.5], Gen.Double[0.5, 4], Gen.Int[0, 1_000_000]).Sample(
            (rate, latency, speed, seed) =>
            {
                var random = new Random(seed);
                var timeline = new StationTimeline(Second, latency, speed);
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
                    timeline.Add(arrived, (k * Second) - 1 - random.NextInt64(Second), isMeasured: true);
                }
                double now = arrived + random.NextDouble();
                double truth = (now - start) * speed / (1 + rate);
                double allowed = (latency / 2 * speed) + (60 * speed * Math.Abs(rate)) + 1e-3;
                Assert.That(timeline.ReadingAt(now).Seconds, Is.EqualTo(truth).Within(allowed + (100 * Math.Abs(rate))));
            }, iter: 200);

    [Test]
    public void Backlog_DoesNotSettle_UntilItIsWorkedOff()
    {
        var timeline = new StationTimeline(Second, 0.5, 1);
        for (int k = 0; k < 5; k++)
        {
            timeline.Add(10 + (k * 0.01), (k * Second) + 1, isMeasured: true);
            Assert.That(timeline.IsSettled, Is.False, $"{k}: five seconds come in a burst");
        }
        timeline.Add(10.9, (5 * Second) + 1, isMeasured: false);
        Assert.That(timeline.IsSettled, Is.False, "a prediction says nothing about the time");
        timeline.Add(11.9, (6 * Second) + 1, isMeasured: true);
        Assert.That(timeline.IsSettled, Is.True);
        timeline.Clear();
        Assert.That(timeline.IsSettled, Is.False);
    }

    /// <summary>While a station is silent predictions come seconds later than offsets did; the reading stays with these, and its
    /// uncertainty grows with the time since.</summary>
    [Test]
    public void Predictions_DoNotMoveTheReading()
    {
        var timeline = new StationTimeline(Second, 0.5, 1);
        timeline.Add(10.2, (9 * Second) + 1, isMeasured: true);
        for (int k = 10; k < 1000; k++)
            timeline.Add(k + 4.2, (k * Second) + 1, isMeasured: false);
        (double reading, double uncertainty) = timeline.ReadingAt(1010.2);
        Assert.That(reading, Is.EqualTo(1010 + 0.25).Within(1e-9));
        Assert.That(uncertainty, Is.EqualTo(Math.Sqrt((0.25 / 12) + (0.1 * 0.1 / 3))).Within(1e-9));
    }

    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    [TestCase(999, 1)]
    [TestCase(1000, 2)]
    public void Interval_IsFoundFromAnyTimeWithin(long stationPicoseconds, int end)
    {
        var timeline = new StationTimeline(1000, 1e-9, 1);
        timeline.Add(50, stationPicoseconds, isMeasured: true);
        Assert.That(timeline.ReadingAt(50).Seconds, Is.EqualTo((end * 1e-9) + 0.5e-9).Within(1e-13));
    }
}
