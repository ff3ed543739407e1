using Qit.Timing.Tracking;
using static Qit.Timing.Tests.Tracking.TrackingScenario;

namespace Qit.Timing.Tests.Tracking;

/// <summary>Steps of the offset and the frequency, cycle slips, outliers.</summary>
public class StepTests
{
    private const double StepAt = 10.4;

    [TestCase(400)] // picoseconds: less than two widths of the peak
    [TestCase(3e3)]
    [TestCase(-3e6)]
    [TestCase(5e9)]
    [TestCase(1e12)] // 1 s
    [TestCase(-1e12)]
    public void AClockStep_IsConfirmed_WithItsSize(double stepPicoseconds)
    {
        SimulatedStreams world = Stepping(stepPicoseconds);
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(Configuration, world);
        TrackerEvent step = Events(results).Single(one => one.Kind == TrackerEventKind.Step);
        Assert.That(step.SizePicoseconds, Is.EqualTo(stepPicoseconds).Within(6 * step.SizeStandardErrorPicoseconds));
        Assert.That(step.TimePicoseconds * 1e-12, Is.InRange(9.9, 13.1));
        AssertHonest(world, results, StepAt, noticedAt: 15);
        Assert.That(tracker.State, Is.EqualTo(TrackerState.Tracking));
        Assert.That(tracker.Losses, Is.Zero);
        Assert.That(results.Count(result => result.Estimate is not null && result.FromPicoseconds > StepAt * 1e12),
            Is.GreaterThanOrEqualTo(13));
        // The frequency stays known through the step.
        TrackedOffset after = results.First(result => result.FromPicoseconds >= 14e12);
        Assert.That(after.FrequencyOffsetStandardError, Is.LessThan(3e-11));
        Assert.That(after.FrequencyOffset, Is.EqualTo(30e-9).Within(6 * after.FrequencyOffsetStandardError));
    }

    /// <summary>The control: without a gate the filter swallows the step, says nothing, and is off by more than it states.
    /// </summary>
    [Test]
    public void AClockStep_IsSmeared_WithoutTheGate()
    {
        SimulatedStreams world = Stepping(400);
        (_, List<TrackedOffset> results) = Run(Configuration with { GateSigma = double.PositiveInfinity }, world);
        Assert.That(Kinds(results), Has.No.Member(TrackerEventKind.Step));
        Assert.That(() => AssertHonest(world, results.Where(result => result.FromPicoseconds >= 11e12)),
            Throws.TypeOf<AssertionException>());
    }

    [TestCase(2)]
    [TestCase(-1)]
    public void AStepByWholePeriods_IsACycleSlip(int cycles)
    {
        const double Period = 12_500;
        (_, List<TrackedOffset> results) = Run(
            Configuration with { PeriodsPicoseconds = [4e12, Period] }, Stepping(cycles * Period));
        TrackerEvent slip = Events(results).Single(one => one.Kind == TrackerEventKind.CycleSlip);
        Assert.That(slip.Cycles, Is.EqualTo(cycles));
        Assert.That(slip.SizePicoseconds, Is.EqualTo(cycles * Period).Within(6 * slip.SizeStandardErrorPicoseconds));
    }

    [Test]
    public void AStepByAThirdOfAPeriod_IsNoCycleSlip()
    {
        (_, List<TrackedOffset> results) = Run(
            Configuration with { PeriodsPicoseconds = [12_500] }, Stepping(12_500 / 3.0));
        Assert.That(Kinds(results), Has.Member(TrackerEventKind.Step).And.No.Member(TrackerEventKind.CycleSlip));
    }

    /// <summary>One interval is 2 ns off, and the next as before: left out, and said.</summary>
    [Test]
    public void OneBadInterval_IsAnOutlier()
    {
        SimulatedStreams world = Basis with { Seed = 12, Phase = time => time is >= 10 and < 11 ? 2000 : 0 };
        (_, List<TrackedOffset> results) = Run(Configuration, world);
        TrackerEvent outlier = Events(results).Single(one => one.Kind == TrackerEventKind.Outlier);
        Assert.That(outlier.SizePicoseconds, Is.EqualTo(2000).Within(100));
        Assert.That(Kinds(results), Has.No.Member(TrackerEventKind.Step));
        AssertHonest(world, results);
        TrackedOffset bad = results.Single(result => result.FromPicoseconds == 10_000_000_000_000);
        Assert.That(bad.Estimate, Is.Null);
        Assert.That(bad.OffsetStandardErrorPicoseconds, Is.GreaterThan(1900), "until it is decided, it covers both");
    }

    [TestCase(2e-9)]
    [TestCase(-1e-6)]
    public void AFrequencyStep_IsFollowed(double step)
    {
        SimulatedStreams world = Basis with
        {
            Seed = 13, Phase = time => time < StepAt ? 0 : step * (time - StepAt) * 1e12,
        };
        (OffsetTracker tracker, List<TrackedOffset> results) = Run(Configuration with { MaximumSkewPpm = 3 }, world);
        Assert.That(Kinds(results), Has.Member(TrackerEventKind.FrequencyStep));
        Assert.That(tracker.Losses, Is.Zero);
        AssertHonest(world, results.Where(result => result.FromPicoseconds > 17e12));
        Assert.That(results[^1].FrequencyOffset, Is.EqualTo(30e-9 + step).Within(1e-10));
    }

    private static SimulatedStreams Stepping(double picoseconds) =>
        Basis with { Seed = 11, Phase = time => time < StepAt ? 0 : picoseconds };
}
