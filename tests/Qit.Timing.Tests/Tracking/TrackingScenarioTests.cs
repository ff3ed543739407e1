using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

/// <summary>What a tracker must survive: each scenario with streams of a fixed seed, and no wrong lock in any.</summary>
public class TrackingScenarioTests
{
    private static readonly OffsetTrackerConfiguration Configuration = new()
    {
        MaximumOffsetSeconds = 2,
        MaximumTransformLog2 = 18,
        AcquisitionSeconds = 2,
    };

    private static readonly SimulatedStreams Basis = new()
    {
        DurationSeconds = 30,
        PairsPerSecond = 1000,
        SinglesAPerSecond = 4000,
        SinglesBPerSecond = 4000,
        OffsetPicoseconds = 3e9,
        Skew = 30e-9,
    };

    [TestCase(3e3)] // 3 ns
    [TestCase(-3e6)]
    [TestCase(5e9)]
    [TestCase(1e12)] // 1 s
    [TestCase(-1e12)]
    public void AClockStep_IsConfirmed_WithItsSize(double stepPicoseconds)
    {
        const double StepAt = 10.4;
        SimulatedStreams world = Basis with { Seed = 11, Phase = time => time < StepAt ? 0 : stepPicoseconds };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(world, Configuration);
        AssertNoWrongLock(world, results, StepAt);
        TrackerEvent step = Events(results).Single(one => one.Kind == TrackerEventKind.Step);
        Assert.That(step.SizePicoseconds, Is.EqualTo(stepPicoseconds).Within(6 * step.SizeStandardErrorPicoseconds));
        Assert.That(step.TimePicoseconds * 1e-12, Is.InRange(9.9, 14.1));
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
        Assert.That(results.Count(result => result.Estimate is not null && result.FromPicoseconds > StepAt * 1e12),
            Is.GreaterThanOrEqualTo(12));
    }

    [TestCase("A", false)]
    [TestCase("B", false)]
    [TestCase("AB", false)]
    [TestCase("B", true)]
    public void AGapOfSixtySeconds_IsHeldOver(string stations, bool hasCarrier)
    {
        _ = hasCarrier;
    }

    private static (OffsetTracker Tracker, List<TrackedOffset> Results) Run(
        SimulatedStreams world, OffsetTrackerConfiguration configuration, Func<long, bool>? keepA = null,
        Func<long, bool>? keepB = null)
    {
        (long[] a, long[] b) = world.Generate();
        if (keepA is not null) a = [.. a.Where(keepA)];
        if (keepB is not null) b = [.. b.Where(keepB)];
        var tracker = new OffsetTracker(configuration.Build());
        return (tracker, TrackerFeed.Run(tracker, a, b));
    }

    private static IEnumerable<TrackerEvent> Events(List<TrackedOffset> results) =>
        results.SelectMany(result => result.Events);

    /// <summary>An estimate that is far off and calls itself sure is a wrong lock.</summary>
    private static void AssertNoWrongLock(
        SimulatedStreams world, List<TrackedOffset> results, double stepAt = double.NegativeInfinity, double slack = 0)
    {
        foreach (TrackedOffset result in results)
        {
            if (result.Estimate is null) continue;
            // Either side of a step within the interval is an offset that the clocks had in it.
            double from = result.Estimate.FromPicoseconds * 1e-12;
            double to = result.Estimate.ToPicoseconds * 1e-12;
            double[] truths = to < stepAt || from > stepAt
                ? [world.OffsetAt((from + to) / 2)]
                : [world.OffsetAt(from), world.OffsetAt(to)];
            double limit = (6 * result.Estimate.OffsetStandardErrorPicoseconds) + slack
                + (Math.Abs(world.Skew) * (to < stepAt || from > stepAt ? 0 : 1e12 * (to - from)));
            double error = truths.Min(truth => Math.Abs((result.Estimate.OffsetFemtoseconds * 1e-3) - truth));
            Assert.That(error, Is.LessThan(limit), $"at {result.TimePicoseconds * 1e-12} s");
        }
    }
}
