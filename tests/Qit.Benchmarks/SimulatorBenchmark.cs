using System.Diagnostics;
using System.Globalization;
using Qit.Hal.Simulation;

namespace Qit.Benchmarks;

/// <summary>
/// Tags per second and core of the simulated world, against a plain event-by-event simulation of the same options in the
/// same run. Both make both stations' tags; both are timed several times in turn and the fastest time counts.
/// </summary>
internal static class SimulatorBenchmark
{
    private const int Rounds = 5;
    private const double Seconds = 0.5;

    public static int Run()
    {
        Console.WriteLine("simulator: both stations' tags made by one thread; fastest of 5 rounds");
        Console.WriteLine("world                            Mtag/s   bytes/tag   reference Mtag/s   ratio");
        Row("default detectors, 1.3 Mtag/s", Bright(2_500_000));
        Row("default detectors, 5 Mtag/s", Bright(10_000_000));
        Row("all noise, tails, dispersion", Everything());
        Row("default world, 0.05 Mtag/s", new WorldOptions());
        return 0;
    }

    private static WorldOptions Bright(double pairsPerSecond) => new()
    {
        Source = new() { PairsPerSecond = pairsPerSecond },
        TaggerA = new() { BufferTags = 1024 },
        TaggerB = new() { BufferTags = 1024 },
    };

    private static WorldOptions Everything()
    {
        WorldOptions bright = Bright(2_500_000);
        var detector = new DetectorOptions { JitterTailFraction = 0.2 };
        var clock = new ClockOptions
        {
            WhitePhaseLevel = 1e-26,
            FlickerPhaseLevel = 1e-26,
            FlickerFrequencyLevel = 1e-25,
            RandomWalkFrequencyLevel = 1e-30,
        };
        var channel = new ChannelOptions
        {
            LengthMetres = 500,
            ChromaticSpreadPicosecondsRms = 30,
            DelayDriftPicoseconds = 100,
            BackgroundPhotonsPerSecond = 10_000,
        };
        return bright with
        {
            ChannelA = channel,
            ChannelB = channel,
            DetectorA = detector,
            DetectorB = detector,
            ClockA = clock,
            ClockB = clock,
        };
    }

    private static void Row(string name, WorldOptions options)
    {
        double world = 0;
        double reference = 0;
        double bytesPerTag = double.PositiveInfinity;
        var ticksA = new long[1 << 16];
        var ticksB = new long[1 << 16];
        for (int round = 0; round < Rounds; round++)
        {
            reference = Math.Max(reference, TagsPerSecond(() => ReferenceSimulation.Generate(options, Seconds)));
            var simulated = new SimulatedWorld(options);
            Generate(simulated, 0.1, ticksA, ticksB); // brings the world's own buffers to their size
            long before = GC.GetAllocatedBytesForCurrentThread();
            long tags = 0;
            world = Math.Max(world, TagsPerSecond(() => tags = Generate(simulated, 0.1 + Seconds, ticksA, ticksB)));
            bytesPerTag = Math.Min(bytesPerTag, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)tags);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-30}{world / 1e6,9:F2}{bytesPerTag,12:F4}{reference / 1e6,19:F2}{world / reference,8:F1}"));
    }

    private static double TagsPerSecond(Func<long> generate)
    {
        var watch = Stopwatch.StartNew();
        long tags = generate();
        return tags / watch.Elapsed.TotalSeconds;
    }

    private static long Generate(SimulatedWorld world, double untilSeconds, long[] ticksA, long[] ticksB)
    {
        long tags = 0;
        bool done;
        do
        {
            done = world.GenerateTags((long)(untilSeconds * 1e12), ticksA, ticksB, out int countA, out int countB);
            tags += countA + countB;
        }
        while (!done);
        return tags;
    }
}
