using Qit.Timing.Estimation;
using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

public class OffsetTrackerTests
{
    private static readonly OffsetTrackerConfiguration Configuration = new() { MaximumOffsetSeconds = 0.5 };

    [Test]
    public void NoisyClocks_AreTracked_WithinTheStatedErrors([Values(1, 2, 3, 4, 5)] int seed)
    {
        const double Seconds = 30;
        var world = new SimulatedStreams
        {
            Seed = seed,
            DurationSeconds = Seconds,
            PairsPerSecond = 2000,
            OffsetPicoseconds = 123_456_789_012.345,
            Skew = 50e-9,
            Phase = TrackerFeed.NoisyPhase(seed + 100, Seconds, whiteAllanAt1S: 1e-11, randomWalkPerRootSecond: 1e-12),
        };
        (long[] a, long[] b) = world.Generate();
        var tracker = new OffsetTracker(Configuration.Build());
        List<OffsetEstimate> estimates = Own(TrackerFeed.Run(tracker, a, b));

        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
        Assert.That(estimates, Has.Count.InRange(27, 30));
        for (int index = 0; index < estimates.Count; index++)
        {
            OffsetEstimate estimate = estimates[index];
            double middle = estimate.ValidityTimePicoseconds * 1e-12;
            Assert.That(middle % 1, Is.EqualTo(0.5).Within(1e-9), "valid in the middle of a whole second");
            // The mean offset over the interval is what pairs can show; 5.5 sigma: one false alarm in 1e5 runs.
            double truth = MeanOffset(world, middle);
            double error = (estimate.OffsetFemtoseconds * 1e-3) - truth;
            // White frequency noise bends the phase within the second: its residual on the mean is part of the limit.
            double limit = 5.5 * estimate.OffsetStandardErrorPicoseconds;
            Assert.That(Math.Abs(error), Is.LessThan(limit), $"at {middle} s");
            Assert.That(estimate.Coincidences, Is.EqualTo(2000).Within(5.5 * Math.Sqrt(2000 + 50)));
        }

    }

    [Test]
    public void UnrelatedStreams_NeverTrack([Values(1, 2, 3, 4, 5, 6, 7, 8)] int seed)
    {
        (long[] a, long[] b) = new SimulatedStreams
        {
            Seed = seed,
            DurationSeconds = 7,
            PairsPerSecond = 0,
            SinglesAPerSecond = 2000,
            SinglesBPerSecond = 2000,
        }.Generate();
        var tracker = new OffsetTracker((Configuration with { MaximumTransformLog2 = 16 }).Build());
        List<TrackedOffset> estimates = TrackerFeed.Run(tracker, a, b, afterEachBlock: t =>
            Assert.That(t.State, Is.EqualTo(TrackerState.Acquiring)));
        Assert.That(estimates, Is.Empty);
        Assert.That(tracker.Acquisitions, Is.GreaterThanOrEqualTo(2), "it did try");
        Assert.That(tracker.LastRefusal, Does.StartWith("no peak"));
    }

    [Test]
    public void DroppedBlocks_DoNotBreakIt()
    {
        (long[] a, long[] b) = new SimulatedStreams { Seed = 21, DurationSeconds = 15, Skew = -20e-9,
            PairsPerSecond = 2000 }.Generate();
        // Every third 50 ms of B never arrives, nor does a whole 1.5 s of A.
        long[] holedB = [.. b.Where(tag => tag / 50_000_000_000 % 3 != 0)];
        long[] holedA = [.. a.Where(tag => tag is < 7_200_000_000_000 or > 8_700_000_000_000)];
        var tracker = new OffsetTracker(Configuration.Build());
        List<OffsetEstimate> estimates = Own(TrackerFeed.Run(tracker, holedA, holedB));
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
        Assert.That(estimates, Has.Count.GreaterThanOrEqualTo(12));
        foreach (OffsetEstimate estimate in estimates)
        {
            double error = (estimate.OffsetFemtoseconds * 1e-3) - (-20e-9 * estimate.ValidityTimePicoseconds);
            Assert.That(Math.Abs(error), Is.LessThan(5.5 * estimate.OffsetStandardErrorPicoseconds));
        }
    }

    [Test]
    public void Memory_IsBounded_WhenOneStationIsSilent()
    {
        (long[] a, _) = new SimulatedStreams { Seed = 31, DurationSeconds = 40, SinglesAPerSecond = 5000 }.Generate();
        var tracker = new OffsetTracker((Configuration with { MaximumBufferSeconds = 6 }).Build());
        int most = 0;
        TrackerFeed.Run(tracker, a, [a[0]], afterEachBlock: t => most = Math.Max(most, t.BufferedTags));
        // 6 s of 5000/s and a block more; Poisson 5.5 sigma.
        Assert.That(most, Is.LessThan((6.1 * 5000) + (5.5 * Math.Sqrt(6.1 * 5000))));
        Assert.That(tracker.OverrunTags, Is.GreaterThan(150_000));
        var small = new OffsetTracker((Configuration with { MaximumBufferedTags = 1000 }).Build());
        small.HandleTagsA(a);
        Assert.That(small.BufferedTags, Is.EqualTo(1000));
    }

    [Test]
    public void ARestartedTimeline_IsAcquiredAnew()
    {
        var world = new SimulatedStreams { Seed = 41, StartSeconds = 100, DurationSeconds = 6,
            OffsetPicoseconds = 1e9 };
        (long[] a, long[] b) = world.Generate();
        var tracker = new OffsetTracker(Configuration.Build());
        Assert.That(TrackerFeed.Run(tracker, a, b), Is.Not.Empty);
        (long[] a2, long[] b2) = (world with { Seed = 42, StartSeconds = 0, OffsetPicoseconds = -7e9 }).Generate();
        List<OffsetEstimate> second = Own(TrackerFeed.Run(tracker, a2, b2));
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(second, Is.Not.Empty);
        Assert.That(second[^1].OffsetFemtoseconds * 1e-3, Is.EqualTo(-7e9).Within(100));
    }

    [TestCase(nameof(OffsetTrackerConfiguration.IntervalSeconds))]
    [TestCase(nameof(OffsetTrackerConfiguration.MaximumOffsetSeconds))]
    [TestCase(nameof(OffsetTrackerConfiguration.MaximumBufferSeconds))]
    public void BadConfiguration_IsRefusedByName(string name)
    {
        OffsetTrackerConfiguration bad = name switch
        {
            nameof(OffsetTrackerConfiguration.IntervalSeconds) => Configuration with { IntervalSeconds = 0 },
            nameof(OffsetTrackerConfiguration.MaximumOffsetSeconds) => Configuration with { MaximumOffsetSeconds = 11 },
            _ => Configuration with { MaximumBufferSeconds = 3 },
        };
        Assert.That(bad.Build, Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));
    }

    private static double MeanOffset(SimulatedStreams world, double middle)
    {
        const int Points = 1000;
        double sum = 0;
        for (int index = 0; index < Points; index++) sum += world.OffsetAt(middle - 0.5 + ((index + 0.5) / Points));
        return sum / Points;
    }

    private static List<OffsetEstimate> Own(List<TrackedOffset> results) =>
        [.. results.Where(result => result.Estimate is not null).Select(result => result.Estimate!)];
}
