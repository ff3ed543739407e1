using Qit.Timing.Tracking;
using static Qit.Timing.Tests.Tracking.TrackingScenario;

namespace Qit.Timing.Tests.Tracking;

/// <summary>Gaps, and how honest predictions through them are.</summary>
public class HoldoverTests
{
    private const double GapFrom = 12;
    private const double GapTo = 72;

    [TestCase("A")]
    [TestCase("B")]
    [TestCase("A and B")]
    public void AGapOfSixtySeconds_IsHeldOver(string stations)
    {
        SimulatedStreams world = Basis with { Seed = 21, DurationSeconds = 84, SinglesAPerSecond = 2000,
            SinglesBPerSecond = 2000 };
        (long[] a, long[] b) = world.Generate();
        if (stations != "B") a = [.. a.Where(tag => !IsInGap(tag))];
        if (stations != "A") b = [.. b.Where(tag => !IsInGap(tag - (long)world.OffsetPicoseconds))];
        var tracker = new OffsetTracker(Configuration.Build());
        List<TrackedOffset> results = TrackerFeed.Run(tracker, a, b);
        AssertHonest(world, results);
        TrackedOffset[] gap = [.. results.Where(result => IsInGap(result.TimePicoseconds))];
        Assert.That(gap, Has.Length.EqualTo(60), "predictions go on");
        Assert.That(gap.Select(result => result.State), Is.All.EqualTo(TrackerState.Holdover));
        Assert.That(gap.Select(result => result.OffsetStandardErrorPicoseconds), Is.Ordered, "and grow less certain");
        Assert.That(Kinds(results), Is.EqualTo(
            new[] { TrackerEventKind.Acquired, TrackerEventKind.SignalLost, TrackerEventKind.SignalBack }));
        Assert.That(tracker.Acquisitions, Is.LessThanOrEqualTo(3), "no search with no prior: the prediction was good");
        TrackedOffset back = results.First(result => result.FromPicoseconds >= GapTo * 1e12);
        Assert.That(back.State, Is.EqualTo(TrackerState.Tracking), "at once");
        Assert.That(back.FrequencyOffsetStandardError, Is.LessThan(2e-12 + 1e-11), "the frequency is known all along");
    }

    [TestCase(0)]
    [TestCase(7e8)] // 0.7 ms within the gap
    public void AStepInAGap_IsFoundBack(double stepPicoseconds)
    {
        SimulatedStreams world = Basis with { Seed = 22, DurationSeconds = 12, SinglesAPerSecond = 2000,
            SinglesBPerSecond = 2000, Phase = time => time < 40 ? 0 : stepPicoseconds };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(
            Configuration, world, world with { Seed = 23, StartSeconds = GapTo });
        AssertHonest(world, results, stepAt: 40, noticedAt: 80);
        Assert.That(Events(results).Count(one => one.Kind == TrackerEventKind.Step),
            Is.EqualTo(stepPicoseconds == 0 ? 0 : 1));
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
    }

    /// <summary>Of 40 noisy clocks the truth at the end of a gap of 60 s is within 2 standard errors for 31 or more: when
    /// the error is honest, fewer come less than once in 1e5 runs; were the stated error half of the true one, 68 % would be
    /// within.</summary>
    [Test]
    public void Predictions_CoverTheTruth()
    {
        const int Runs = 40;
        int within = 0;
        double squares = 0;
        for (int seed = 1; seed <= Runs; seed++)
        {
            SimulatedStreams world = Basis with { Seed = 100 + seed, DurationSeconds = 10, PairsPerSecond = 300,
                SinglesAPerSecond = 400, SinglesBPerSecond = 400, Phase = NoisyPhase(seed, 80) };
            (_, List<TrackedOffset> results) = Run(
                Configuration with { MaximumTransformLog2 = 16 }, world,
                world with { Seed = 200 + seed, StartSeconds = 70, DurationSeconds = 3 });
            TrackedOffset last = results.Last(result => result.State == TrackerState.Holdover);
            Assert.That(last.TimePicoseconds, Is.EqualTo(69.5e12).Within(1));
            double error = (last.OffsetFemtoseconds * 1e-3) - world.OffsetAt(last.TimePicoseconds * 1e-12);
            double score = error / last.OffsetStandardErrorPicoseconds;
            if (Math.Abs(score) < 2) within++;
            squares += score * score;
        }

        Assert.That(within, Is.GreaterThanOrEqualTo(31));
        Assert.That(Math.Sqrt(squares / Runs), Is.InRange(0.5, 1.6), "nor is it overly cautious");
    }

    /// <summary>Without any tag of either station the caller's clock leads the predictions on, until they are of no use.
    /// </summary>
    [Test]
    public void SilenceOfBoth_GoesOnByTheCallersClock_UntilLost()
    {
        SimulatedStreams world = Basis with { Seed = 24, DurationSeconds = 6 };
        (long[] a, long[] b) = world.Generate();
        var tracker = new OffsetTracker((Configuration with { MaximumHoldoverErrorPicoseconds = 1000 }).Build());
        TrackerFeed.Run(tracker, a, b);
        Assert.That(tracker.TryTake(out _), Is.False);
        tracker.AdvanceTo(60_000_000_000_000);
        var results = new List<TrackedOffset>();
        while (tracker.TryTake(out TrackedOffset? result)) results.Add(result);
        Assert.That(results[^1].TimePicoseconds * 1e-12, Is.InRange(20, 57));
        Assert.That(results.Select(result => result.State), Does.Contain(TrackerState.Holdover));
        AssertHonest(world, results);
        Assert.That(results.Where(result => result.State == TrackerState.Holdover)
            .Select(result => result.OffsetStandardErrorPicoseconds), Is.All.LessThan(1100));
        tracker.AdvanceTo(4_000_000_000_000_000);
        while (tracker.TryTake(out _))
        {
        }

        Assert.That(tracker.State, Is.EqualTo(TrackerState.Lost));
        Assert.That(tracker.Losses, Is.EqualTo(1));
        // And it finds its way back.
        SimulatedStreams later = world with { Seed = 25, StartSeconds = 4100, DurationSeconds = 8 };
        (long[] a2, long[] b2) = later.Generate();
        List<TrackedOffset> back = TrackerFeed.Run(tracker, a2, b2);
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        AssertHonest(later, back);
    }

    private static bool IsInGap(long time) => time is >= (long)(GapFrom * 1e12) and < (long)(GapTo * 1e12);

    private static Func<double, double> NoisyPhase(int seed, int seconds)
    {
        const double Step = 0.02;
        // Every clock with a drift of its own, as likely as the tracker takes it to be.
        var clock = new ClockSimulation(GoodClocks, seed);
        clock.Drift = Configuration.InitialDriftError * clock.Gaussian();
        double[] phase = new double[(int)(seconds / Step) + 2];
        for (int index = 1; index < phase.Length; index++)
        {
            clock.Step(Step);
            phase[index] = clock.Phase * 1e12;
        }

        return time =>
        {
            int index = (int)(time / Step);
            return phase[index] + ((phase[index + 1] - phase[index]) * ((time / Step) - index));
        };
    }
}
