using System.Diagnostics;
using System.Globalization;
using Qit.Hal.Simulation;

namespace Qit.Benchmarks;

/// <summary>
/// Tags per second and core of the simulated world, against a plain event-by-event simulation of the same options in
/// the same run. Both make both stations' tags; both are timed several times in turn and the fastest time counts.
/// </summary>
internal static class SimulatorBenchmark
{
    private const int Rounds = 5;
    private const double Seconds = 0.5;

    public static int Run()
    {
        Console.WriteLine("simulator: both stations' tags made by one thread; fastest of 5 rounds");
        Console.WriteLine("world                            Mtag/s   bytes/tag   reference Mtag/s   ratio");
        Row("100 000 pairs/s, 54 kHz of tags", Bright(100_000), throughTaggers: false);
        Row("bright source, 1.4 MHz", Bright(2_500_000), throughTaggers: false);
        Row("bright source, 5 MHz", Bright(10_000_000), throughTaggers: false);
        Row("5 MHz, read from the taggers", Bright(10_000_000), throughTaggers: true);
        Row("all noise, tails, dispersion", Everything(), throughTaggers: false);
        return 0;
    }

    private static WorldOptions Bright(double pairsPerSecond) => new()
    {
        Source = new() { PairsPerSecond = pairsPerSecond },
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

    private static void Row(string name, WorldOptions options, bool throughTaggers)
    {
        double world = 0;
        double reference = 0;
        double bytesPerTag = double.PositiveInfinity;
        var ticksA = new long[1 << 16];
        var ticksB = new long[1 << 16];
        var records = new uint[1 << 16];
        var channels = new byte[1 << 16];
        for (int round = 0; round < Rounds; round++)
        {
            reference = Math.Max(reference, TagsPerSecond(() => ReferenceSimulation.Generate(options, Seconds)));
            var simulated = new SimulatedWorld(options);
            long tags = 0;
            long allocated = 0;
            Generate(0.1); // brings the world's own buffers to their size
            world = Math.Max(world, TagsPerSecond(() => Generate(0.1 + Seconds)));
            bytesPerTag = Math.Min(bytesPerTag, allocated / (double)tags);

            long Generate(double untilSeconds)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                tags = throughTaggers
                    ? Read(simulated, untilSeconds, records, channels)
                    : Fill(simulated, untilSeconds, ticksA, ticksB);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                return tags;
            }
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

    private static long Fill(SimulatedWorld world, double untilSeconds, long[] ticksA, long[] ticksB)
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

    private static long Read(SimulatedWorld world, double untilSeconds, uint[] records, byte[] channels)
    {
        long tags = 0;
        while (world.NowPicoseconds < (long)(untilSeconds * 1e12))
        {
            world.AdvanceTo(world.NowPicoseconds + (5 * SimulatedWorld.SlicePicoseconds));
            world.Station(Station.A).Tagger.Read(records, channels, 0, records.Length, out int countA);
            world.Station(Station.B).Tagger.Read(records, channels, 0, records.Length, out int countB);
            tags += countA + countB;
        }

        return tags;
    }
}
