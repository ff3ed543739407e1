using Qit.Timing.Tracking;
using static Qit.Timing.Tests.Tracking.TrackingScenario;

namespace Qit.Timing.Tests.Tracking;

/// <summary>Constant skews, slow drift of the path, light that comes and goes.</summary>
public class EnduranceTests
{
    /// <summary>A tracker that follows by a fixed filter loses its lock where the skew moves the peak out of its window
    /// between two updates: costream does at 10 ppb with a filter of 300 ms. Here the frequency is part of the state.
    /// </summary>
    [TestCase(1e-8)]
    [TestCase(-1e-6)]
    [TestCase(1e-5)]
    [TestCase(1e-4)]
    [TestCase(-2e-4)]
    public void AConstantSkew_IsHeld(double skew)
    {
        SimulatedStreams world = Basis with { Seed = 31, DurationSeconds = 12, Skew = skew, PairsPerSecond = 2000,
            OffsetPicoseconds = 1e8 };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(
            Configuration with { MaximumOffsetSeconds = 0.02, MaximumSkewPpm = 220 }, world);
        AssertHonest(world, results);
        Assert.That(results, Has.Count.GreaterThanOrEqualTo(9));
        Assert.That(results.Select(result => result.State), Is.All.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
        Assert.That(results[^1].FrequencyOffset, Is.EqualTo(skew).Within(6 * results[^1].FrequencyOffsetStandardError));
    }

    /// <summary>50 km of fibre, 40 ps/km/K, 10 K either way in a day: 20 ns. Few photons a second, 100 s an interval.
    /// </summary>
    [Test]
    public void ADayOfTemperature_IsFollowed()
    {
        SimulatedStreams world = Basis with
        {
            Seed = 32, DurationSeconds = 86_400, PairsPerSecond = 4, SinglesAPerSecond = 5, SinglesBPerSecond = 5,
            Phase = time => 50 * 40 * 10 * Math.Sin(2 * Math.PI * time / 86_400),
        };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(
            Configuration with { IntervalSeconds = 100, AcquisitionSeconds = 10, MaximumBufferSeconds = 300,
                MaximumCombinedSeconds = 1000, MaximumOffsetSeconds = 0.01 },
            world);
        AssertHonest(world, results);
        Assert.That(results, Has.Count.GreaterThan(850));
        Assert.That(results.Select(result => result.State), Is.All.EqualTo(TrackerState.Tracking));
        Assert.That(Kinds(results), Is.EqualTo(new[] { TrackerEventKind.Acquired }));
        Assert.That(tracker.Losses, Is.Zero);
    }

    /// <summary>The light falls to a hundredth and comes back; the noise stays. In the dark part no second alone shows a
    /// peak: seconds are taken together until they do.</summary>
    [Test]
    public void LightThatFallsAHundredfold_IsFollowedThroughSeveralIntervalsTogether()
    {
        SimulatedStreams world = Basis with { Seed = 33, DurationSeconds = 10, PairsPerSecond = 300,
            SinglesAPerSecond = 10_000, SinglesBPerSecond = 10_000, Skew = 5e-9, OffsetPicoseconds = 1e8 };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(
            Configuration with { MaximumOffsetSeconds = 0.001, MaximumTransformLog2 = 16 }, world,
            world with { Seed = 34, StartSeconds = 10, DurationSeconds = 40, PairsPerSecond = 3 },
            world with { Seed = 35, StartSeconds = 50 });
        AssertHonest(world, results);
        TrackedOffset[] dim = [.. results.Where(result =>
            result.TimePicoseconds is > 11_000_000_000_000 and < 50_000_000_000_000)];
        TrackedOffset[] found = [.. dim.Where(result => result.Estimate is not null)];
        Assert.That(found, Has.Length.InRange(4, 30));
        Assert.That(found.Max(result => result.Estimate!.ToPicoseconds - result.Estimate.FromPicoseconds) * 1e-12,
            Is.GreaterThan(1.9), "of several intervals");
        Assert.That(Kinds(results), Has.No.Member(TrackerEventKind.Step).And.No.Member(TrackerEventKind.FrequencyStep));
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
    }

    /// <summary>The control: with no intervals taken together the dim part is held over, not followed.</summary>
    [Test]
    public void LightThatFallsAHundredfold_IsHeldOver_WithoutTakingIntervalsTogether()
    {
        SimulatedStreams world = Basis with { Seed = 33, DurationSeconds = 10, PairsPerSecond = 300,
            SinglesAPerSecond = 10_000, SinglesBPerSecond = 10_000, Skew = 5e-9, OffsetPicoseconds = 1e8 };
        (_, List<TrackedOffset> results) = Run(
            Configuration with { MaximumOffsetSeconds = 0.001, MaximumTransformLog2 = 16, MaximumCombinedSeconds = 1 }, world,
            world with { Seed = 34, StartSeconds = 10, DurationSeconds = 40, PairsPerSecond = 3 });
        AssertHonest(world, results);
        Assert.That(results.Count(result => result.Estimate is not null && result.TimePicoseconds > 11_000_000_000_000),
            Is.LessThan(4));
    }

    /// <summary>A hundred times the photons from one second to the next, and back.</summary>
    [Test]
    public void LightThatRisesAHundredfold_IsFollowed()
    {
        SimulatedStreams world = Basis with { Seed = 36, DurationSeconds = 10, PairsPerSecond = 200,
            SinglesAPerSecond = 800, SinglesBPerSecond = 800 };
        (_, List<TrackedOffset> results) = Run(
            Configuration, world,
            world with { Seed = 37, StartSeconds = 10, DurationSeconds = 6, PairsPerSecond = 20_000,
                SinglesAPerSecond = 80_000, SinglesBPerSecond = 80_000 },
            world with { Seed = 38, StartSeconds = 16, DurationSeconds = 8 });
        AssertHonest(world, results);
        Assert.That(results.Select(result => result.State), Is.All.EqualTo(TrackerState.Tracking));
        Assert.That(Kinds(results), Is.EqualTo(new[] { TrackerEventKind.Acquired }));
    }

    /// <summary>All together: a drifting path, a step, a gap, dim light, and a skew.</summary>
    [Test]
    public void AllTogether_IsSurvived()
    {
        SimulatedStreams world = Basis with { Seed = 39, DurationSeconds = 20, Skew = 5e-6, PairsPerSecond = 600,
            SinglesAPerSecond = 2000, SinglesBPerSecond = 2000,
            Phase = time => (20_000 * Math.Sin(2 * Math.PI * time / 3000)) + (time < 12.3 ? 0 : 4e6) };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(
            Configuration with { MaximumOffsetSeconds = 0.01, MaximumTransformLog2 = 16, MaximumSkewPpm = 10 }, world,
            world with { Seed = 40, StartSeconds = 80, DurationSeconds = 10 },
            world with { Seed = 41, StartSeconds = 90, DurationSeconds = 30, PairsPerSecond = 6 },
            world with { Seed = 42, StartSeconds = 120, DurationSeconds = 10 });
        AssertHonest(world, results, stepAt: 12.3, noticedAt: 17);
        Assert.That(Events(results).Count(one => one.Kind == TrackerEventKind.Step), Is.EqualTo(1));
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
    }

    /// <summary>A station whose tags come 4 s late, later than was reckoned with, is waited for once that is known.</summary>
    [Test]
    public void ALateStation_IsWaitedFor()
    {
        SimulatedStreams world = Basis with { Seed = 43, OffsetPicoseconds = 0 };
        (long[] a, long[] b) = world.Generate();
        var tracker = new OffsetTracker((Configuration with { MaximumBufferSeconds = 20 }).Build());
        List<TrackedOffset> results = TrackerFeed.Run(tracker, a, b, lagSecondsB: 4);
        AssertHonest(world, results);
        Assert.That(results.Count(result => result.State != TrackerState.Tracking), Is.LessThan(6));
        Assert.That(results.Skip(10).Select(result => result.State), Is.All.EqualTo(TrackerState.Tracking));
    }
}
