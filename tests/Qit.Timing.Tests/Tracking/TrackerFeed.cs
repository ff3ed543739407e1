using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

/// <summary>Feeds streams to a tracker in blocks of their own lengths, one station lagging.</summary>
internal static class TrackerFeed
{
    public static List<TrackedOffset> Run(
        OffsetTracker tracker,
        long[] a,
        long[] b,
        double blockSecondsA = 0.1,
        double blockSecondsB = 0.07,
        double lagSecondsB = 0.4,
        Action<OffsetTracker>? afterEachBlock = null)
    {
        var estimates = new List<TrackedOffset>();
        int nextA = 0;
        int nextB = 0;
        double now = Math.Min(a[0], b[0]) * 1e-12;
        while (nextA < a.Length || nextB < b.Length)
        {
            now += Math.Min(blockSecondsA, blockSecondsB);
            nextA = Feed(a, nextA, Math.Floor(now / blockSecondsA) * blockSecondsA, tracker.HandleTagsA);
            nextB = Feed(b, nextB, Math.Floor((now - lagSecondsB) / blockSecondsB) * blockSecondsB,
                tracker.HandleTagsB);
            while (tracker.TryTake(out TrackedOffset? result)) estimates.Add(result);
            afterEachBlock?.Invoke(tracker);
        }

        return estimates;
    }

    /// <summary>Cumulative phase of white plus random-walk frequency noise in 1 ms steps, by linear interpolation.
    /// </summary>
    public static Func<double, double> NoisyPhase(int seed, double seconds, double whiteAllanAt1S,
        double randomWalkPerRootSecond)
    {
        const double Step = 1e-3;
        var random = new Random(seed);
        double[] phase = new double[(int)(seconds / Step) + 3];
        double frequency = 0;
        for (int index = 1; index < phase.Length; index++)
        {
            frequency += randomWalkPerRootSecond * Math.Sqrt(Step) * SimulatedStreams.Gaussian(random);
            double white = whiteAllanAt1S / Math.Sqrt(Step) * SimulatedStreams.Gaussian(random);
            phase[index] = phase[index - 1] + ((frequency + white) * Step * 1e12);
        }

        return time =>
        {
            double position = Math.Clamp(time / Step, 0, phase.Length - 2);
            int index = (int)position;
            return phase[index] + ((position - index) * (phase[index + 1] - phase[index]));
        };
    }

    private static int Feed(long[] tags, int next, double untilSeconds, TakeTags take)
    {
        int end = next;
        while (end < tags.Length && tags[end] * 1e-12 < untilSeconds) end++;
        take(tags.AsSpan(next, end - next));
        return end;
    }

    private delegate void TakeTags(ReadOnlySpan<long> tags);
}
