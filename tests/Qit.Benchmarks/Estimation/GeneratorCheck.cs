using System.Globalization;
using Qit.Hal.Simulation;

namespace Qit.Benchmarks.Estimation;

/// <summary>The table's own generator against the repository's simulated detector: tags and short gaps of the same dead time,
/// afterpulses and rate. Both are Poisson-like counts, so they agree within a few roots of themselves.</summary>
internal static class GeneratorCheck
{
    private const double Rate = 2e6;
    private const double Seconds = 1;
    private const long ShortGap = 60_000;
    private const int TickPicoseconds = 4;

    public static string Line()
    {
        var tags = new EstimationTags();
        tags.Generate(
            new EstimationWorld { LoneA = Rate * Seconds, Seconds = Seconds, DeadTimePicoseconds = 22_000,
                AfterpulseProbability = 0.05 },
            new FastRandom(1));
        (long count, long gaps) = Count(tags.A);
        (long otherCount, long otherGaps) = Count(Simulated());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"generator: {count} tags, {gaps} gaps below 60 ns; Qit.Hal.Simulation {otherCount}, {otherGaps}: apart by ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{Apart(count, otherCount):0.0} and {Apart(gaps, otherGaps):0.0} sigma");
    }

    private static double Apart(long one, long other) => Math.Abs(one - other) / Math.Sqrt(one + other);

    private static (long Count, long Gaps) Count(ReadOnlySpan<long> tags)
    {
        long gaps = 0;
        for (int tag = 1; tag < tags.Length; tag++)
        {
            if (tags[tag] - tags[tag - 1] < ShortGap) gaps++;
        }

        return (tags.Length, gaps);
    }

    private static long[] Simulated()
    {
        var detector = new DetectorOptions { DarkCountsPerSecond = Rate, AfterpulseProbability = 0.05 };
        var world = new SimulatedWorld(new WorldOptions
        {
            Source = new() { PairsPerSecond = 0 },
            TaggerA = new() { TickFemtosecondsNumerator = TickPicoseconds * 1000 },
            DetectorA = detector,
            DetectorB = detector,
            ChannelA = new() { LengthMetres = 100, BackgroundPhotonsPerSecond = 0 },
            ChannelB = new() { LengthMetres = 100, BackgroundPhotonsPerSecond = 0 },
        });
        var all = new List<long>();
        long[] ticksA = new long[1 << 16];
        long[] ticksB = new long[1 << 16];
        bool done;
        do
        {
            done = world.GenerateTags((long)(Seconds * 1e12), ticksA, ticksB, out int countA, out _);
            all.AddRange(ticksA.AsSpan(0, countA));
        }
        while (!done);
        return [.. all.Select(tick => tick * TickPicoseconds)];
    }
}
