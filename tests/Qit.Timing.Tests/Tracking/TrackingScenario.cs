using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

/// <summary>What scenarios share: streams made of parts, a run through a tracker, and what is asserted of all of them.
/// </summary>
internal static class TrackingScenario
{
    /// <summary>Two rubidium standards, roughly: 1e-11 at 1 s, wandering by 1e-13 in 1 s.</summary>
    public static ClockNoise GoodClocks { get; } = new(1e-22, 1e-26);

    public static OffsetTrackerConfiguration Configuration { get; } = new()
    {
        MaximumOffsetSeconds = 2,
        MaximumTransformLog2 = 18,
        Noise = GoodClocks,
    };

    public static SimulatedStreams Basis { get; } = new()
    {
        DurationSeconds = 30,
        PairsPerSecond = 1000,
        SinglesAPerSecond = 4000,
        SinglesBPerSecond = 4000,
        OffsetPicoseconds = 3e9,
        Skew = 30e-9,
    };

    public static (OffsetTracker Tracker, List<TrackedOffset> Results) Run(
        OffsetTrackerConfiguration configuration, params SimulatedStreams[] parts)
    {
        (long[] a, long[] b) = Join(parts);
        var tracker = new OffsetTracker(configuration.Build());
        return (tracker, TrackerFeed.Run(tracker, a, b));
    }

    /// <summary>Tags of parts that follow each other in time.</summary>
    public static (long[] A, long[] B) Join(params SimulatedStreams[] parts)
    {
        var a = new List<long>();
        var b = new List<long>();
        foreach (SimulatedStreams part in parts)
        {
            (long[] partA, long[] partB) = part.Generate();
            a.AddRange(partA);
            b.AddRange(partB);
        }

        return ([.. a], [.. b]);
    }

    public static IEnumerable<TrackerEvent> Events(IEnumerable<TrackedOffset> results) =>
        results.SelectMany(result => result.Events);

    public static TrackerEventKind[] Kinds(IEnumerable<TrackedOffset> results) =>
        [.. Events(results).Select(one => one.Kind)];

    /// <summary>No wrong lock: every estimate within 6 of its standard errors of the truth (false alarm 2e-9 each), and
    /// every filtered or predicted offset, too. In the interval of a step, and where a step has not been noticed yet,
    /// either side of it is true.</summary>
    public static void AssertHonest(
        SimulatedStreams world, IEnumerable<TrackedOffset> results, double stepAt = double.NegativeInfinity,
        double noticedAt = double.NegativeInfinity)
    {
        const double Sigmas = 6;
        foreach (TrackedOffset result in results)
        {
            string at = $"at {result.TimePicoseconds * 1e-12} s";
            if (result.Estimate is { } own)
            {
                double from = own.FromPicoseconds * 1e-12;
                double to = own.ToPicoseconds * 1e-12;
                bool isBroken = from <= stepAt && stepAt <= to;
                double slack = isBroken ? Math.Abs(world.Skew) * 1e12 * (to - from) : 0;
                double error = isBroken
                    ? Math.Min(Error(own.OffsetFemtoseconds, world, from), Error(own.OffsetFemtoseconds, world, to))
                    : Error(own.OffsetFemtoseconds, world, (from + to) / 2);
                // The mean over the interval against the middle: curvature and the clocks' white frequency noise.
                double wander = Math.Sqrt(GoodClocks.WhiteFrequency * (to - from) / 12) * 1e12;
                Assert.That(error, Is.LessThan(slack + (Sigmas * (own.OffsetStandardErrorPicoseconds + wander))), at);
            }

            double time = result.TimePicoseconds * 1e-12;
            if (time > stepAt - 1 && time < noticedAt) continue;
            Assert.That(Error(result.OffsetFemtoseconds, world, time),
                Is.LessThan(Sigmas * result.OffsetStandardErrorPicoseconds), "filtered, " + at);
        }
    }

    private static double Error(long femtoseconds, SimulatedStreams world, double seconds) =>
        Math.Abs((femtoseconds * 1e-3) - world.OffsetAt(seconds));
}
