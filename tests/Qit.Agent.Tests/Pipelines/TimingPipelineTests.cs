using Qit.Agent.Configuration;
using Qit.Agent.Pipelines;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Timing;
using Qit.Timing.Tracking;

namespace Qit.Agent.Tests.Pipelines;

public class TimingPipelineTests
{
    private const double PicosecondsPerSecond = 1e12;
    private const double PathDelayPicoseconds = 4_000;
    private const double ClockOffsetPicoseconds = 1_234_567;
    private const double JitterPicoseconds = 200;
    private const int TagsPerSecond = 3_000;

    [Test]
    public void CommonPhotons_GiveTheClockOffset_WithThePathTakenOff()
    {
        List<AgentResult> results = Run(pipeline => PostPairs(pipeline, seconds: 8, seed: 1));
        OffsetResult[] offsets = [.. results.OfType<OffsetResult>()];
        Assert.That(offsets, Has.Length.InRange(4, 8));
        foreach (OffsetResult offset in offsets)
        {
            // 8 offsets at 6 sigma: false alarm below 1e-7.
            Assert.That(
                offset.OffsetPicoseconds,
                Is.EqualTo(ClockOffsetPicoseconds).Within(6 * offset.StandardErrorPicoseconds));
            Assert.That(offset.TruthPicoseconds, Is.EqualTo(ClockOffsetPicoseconds));
            Assert.That(offset.IsSimulated, Is.True);
        }
        Assert.That(results.OfType<TimingStateResult>().Select(state => state.State), Is.EqualTo(new[] { "acquiring", "tracking" }));
    }

    [Test]
    public void UnrelatedStreams_GiveNoOffset_AndOneWordOfIt()
    {
        List<AgentResult> results = Run(pipeline =>
        {
            var a = new Random(1);
            var b = new Random(2);
            for (int second = 0; second < 20; second++)
            {
                pipeline.Post(0, true, Uniform(a, second));
                pipeline.Post(1, true, Uniform(b, second));
            }
        });
        Assert.That(results.OfType<OffsetResult>(), Is.Empty);
        TimingStateResult[] states = [.. results.OfType<TimingStateResult>()];
        Assert.That(states.Select(state => state.State), Is.EqualTo(new[] { "acquiring", "acquiring" }));
        Assert.That(states[1].Reason, Does.Contain("no peak").And.Contain("coincidences a second would have been found"));
    }

    [Test]
    public void ABoot_StartsTheTimelineAnew()
    {
        List<AgentResult> results = Run(pipeline =>
        {
            PostPairs(pipeline, seconds: 5, seed: 1);
            pipeline.PostBoot(0, TickLength.OnePicosecond);
            pipeline.PostBoot(1, TickLength.OnePicosecond);
            PostPairs(pipeline, seconds: 5, seed: 2);
        });
        Assert.That(
            results.OfType<TimingStateResult>().Select(state => state.State),
            Is.EqualTo(new[] { "acquiring", "tracking", "acquiring", "tracking" }));
    }

    [Test]
    public void ASilentStation_IsNamed_AndTheStateIsSaidAgainWhenItIsBack()
    {
        List<AgentResult> results = Run(pipeline =>
        {
            PostPairs(pipeline, seconds: 5, seed: 1);
            pipeline.PostSilence(1);
            pipeline.Post(0, true, [5_100_000_000_000]);
        });
        TimingStateResult[] states = [.. results.OfType<TimingStateResult>()];
        Assert.That(states.Select(state => state.State), Is.EqualTo(new[] { "acquiring", "tracking", "waiting", "tracking" }));
        Assert.That(states[2].Reason, Does.Contain("bob is not heard"));
    }

    /// <summary>One station falls silent: its clock is predicted, marked so, with an error that grows, and back at once.
    /// </summary>
    [Test]
    public void AGapOfOneStation_IsHeldOver_AndMarked()
    {
        List<AgentResult> results = Run(pipeline =>
        {
            PostPairs(pipeline, seconds: 6, seed: 1);
            PostPairs(pipeline, seconds: 10, seed: 2, firstSecond: 6, isBThere: false);
            PostPairs(pipeline, seconds: 6, seed: 3, firstSecond: 16);
        });
        OffsetResult[] offsets = [.. results.OfType<OffsetResult>()];
        OffsetResult[] held = [.. offsets.Where(offset => offset.State == OffsetResult.Holdover)];
        Assert.That(held, Has.Length.EqualTo(10));
        Assert.That(held.Select(offset => offset.StandardErrorPicoseconds), Is.Ordered);
        foreach (OffsetResult offset in held)
        {
            Assert.That(offset.Coincidences, Is.Zero);
            Assert.That(offset.PeakWidthPicosecondsRms, Is.NaN);
            Assert.That(offset.OffsetPicoseconds,
                Is.EqualTo(ClockOffsetPicoseconds).Within(6 * offset.StandardErrorPicoseconds));
        }
        Assert.That(offsets.SelectMany(offset => offset.Events).Select(one => one.Kind), Is.EqualTo(
            new[] { TrackerEventKind.Acquired, TrackerEventKind.SignalLost, TrackerEventKind.SignalBack }));
        Assert.That(results.OfType<TimingStateResult>().Select(state => state.State),
            Is.EqualTo(new[] { "acquiring", "tracking", "holdover", "tracking" }));
    }

    /// <summary>Neither station is heard: the wall clock leads the predictions on.</summary>
    [Test]
    public async Task SilenceOfBoth_IsHeldOver_ByTheWallClock()
    {
        // The stations' time runs at 1000 times the wall's: seconds of silence pass in milliseconds.
        var results = new System.Collections.Concurrent.ConcurrentQueue<AgentResult>();
        using var pipeline = new TimingPipeline(
            new TimingConfiguration { MaxOffsetSeconds = 0.01 }, ["alice", "bob"], PathDelayPicoseconds, null, isSimulated: false,
            TimeProvider.System, results.Enqueue, speed: 1000);
        PostPairs(pipeline, seconds: 6, seed: 1);
        pipeline.PostSilence(0);
        pipeline.PostSilence(1);
        await Eventually.TrueAsync(
            () => results.OfType<OffsetResult>().Count(offset => offset.State == OffsetResult.Holdover) >= 5, "predictions");
        OffsetResult[] held = [.. results.OfType<OffsetResult>().Where(offset => offset.State == OffsetResult.Holdover)];
        Assert.That(held.Select(offset => offset.StandardErrorPicoseconds), Is.Ordered);
        Assert.That(held[0].OffsetPicoseconds, Is.EqualTo(ClockOffsetPicoseconds).Within(6 * held[0].StandardErrorPicoseconds));
    }

    [Test]
    public void Ticks_AreOfTheStationsOwnLength()
    {
        List<AgentResult> results = Run(pipeline =>
        {
            // B counts in 1/256 ns.
            pipeline.PostBoot(1, TickLength.Nanosecond256Th);
            PostPairs(pipeline, seconds: 5, seed: 1, ticksPerPicosecondB: 0.256);
        });
        OffsetResult last = results.OfType<OffsetResult>().Last();
        Assert.That(last.OffsetPicoseconds, Is.EqualTo(ClockOffsetPicoseconds).Within(6 * last.StandardErrorPicoseconds));
    }

    private static List<AgentResult> Run(Action<TimingPipeline> post)
    {
        var results = new List<AgentResult>();
        using (var pipeline = new TimingPipeline(
            new TimingConfiguration { MaxOffsetSeconds = 0.01 }, ["alice", "bob"], PathDelayPicoseconds,
            (_, _) => ClockOffsetPicoseconds, isSimulated: false, TimeProvider.System, results.Add))
        {
            post(pipeline);
        }
        return results;
    }

    /// <summary>Every photon of A has its twin at B, later by clock offset and path, blurred by the jitter.</summary>
    private static void PostPairs(TimingPipeline pipeline, int seconds, int seed, double ticksPerPicosecondB = 1,
        int firstSecond = 0, bool isBThere = true)
    {
        var random = new Random(seed);
        for (int second = firstSecond; second < firstSecond + seconds; second++)
        {
            long[] a = Uniform(random, second);
            long[] b = [.. a.Select(tag => (long)Math.Round(
                (tag + ClockOffsetPicoseconds + PathDelayPicoseconds + Gaussian(random) * JitterPicoseconds)
                * ticksPerPicosecondB)).Order()];
            pipeline.Post(0, true, a);
            if (isBThere)
                pipeline.Post(1, true, b);
        }
    }

    private static long[] Uniform(Random random, int second) =>
        [.. Enumerable.Range(0, TagsPerSecond).Select(_ => (long)((second + random.NextDouble()) * PicosecondsPerSecond)).Order()];

    /// <summary>Box and Muller.</summary>
    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
