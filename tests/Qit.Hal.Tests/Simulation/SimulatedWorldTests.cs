using CsCheck;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Same seed, same records, whatever calls and threads do.</summary>
public class SimulatedWorldTests
{
    private const long Second = 1_000_000_000_000;

    /// <summary>Everything on at once.</summary>
    private static readonly WorldOptions Rich = new()
    {
        Source = new() { PairsPerSecond = 500_000, CorrelationTimePicosecondsRms = 2 },
        ChannelA = new()
        {
            LengthMetres = 50_000,
            AttenuationDecibelsPerKilometre = 0.2,
            ChromaticSpreadPicosecondsRms = 100,
        },
        ChannelB = new()
        {
            LengthMetres = 300_000,
            AttenuationDecibelsPerKilometre = 0.02,
            DelayDriftPicoseconds = 1000,
            DelayDriftPeriodSeconds = 10,
            BackgroundPhotonsPerSecond = 10_000,
            DarkFromSeconds = 0.02,
            DarkToSeconds = 0.025,
        },
        DetectorA = new() { JitterTailFraction = 0.2, AfterpulseProbability = 0.05 },
        DetectorB = new() { DeadTimePicoseconds = 0, JitterPicosecondsRms = 50_000 },
        ClockA = new()
        {
            FlickerFrequencyLevel = 1e-22,
            WhitePhaseLevel = 1e-24,
            StepAtSeconds = 0.03,
            StepPicoseconds = 5000,
        },
        ClockB = new()
        {
            OffsetPicoseconds = -1.5e12,
            FrequencyOffset = 1e-6,
            FlickerPhaseLevel = 1e-24,
            RandomWalkFrequencyLevel = 1e-20,
        },
        TaggerB = new() { DropOneIn = 100 },
    };

    [Test]
    public void Records_DoNotDependOnTheCallPattern()
    {
        long[] expectedA = Tags.Generate(Rich, 0.05).A;
        long[] expectedB = Tags.Generate(Rich, 0.05).B;
        Gen.Int[0, 20_000].Array[1, 30].Sample(
            microseconds =>
            {
                var world = new SimulatedWorld(Rich);
                var a = new TaggerReader(world.Station(Station.A).Tagger);
                var b = new TaggerReader(world.Station(Station.B).Tagger, 77);
                long now = 0;
                foreach (int step in microseconds)
                {
                    now = Math.Min(now + (step * 1_000_000L), Second / 20);
                    world.AdvanceTo(now);
                    a.ReadAll();
                }

                world.AdvanceTo(Second / 20);
                a.ReadAll();
                b.ReadAll();
                return Same(a.Tags, expectedA, world.Station(Station.A))
                    && Same(b.Tags, expectedB, world.Station(Station.B));
            },
            iter: 50);
    }

    [Test]
    public void BulkTags_DoNotDependOnTheBuffers()
    {
        Tags expected = Tags.Generate(Rich, 0.05);
        Gen.Int[1, 3000].Sample(
            size =>
            {
                Tags tags = Tags.Generate(Rich, 0.05, size);
                return tags.A.AsSpan().SequenceEqual(expected.A) && tags.B.AsSpan().SequenceEqual(expected.B);
            },
            iter: 50);
    }

    [Test]
    public void AnotherSeed_IsAnotherWorld()
    {
        Tags first = Tags.Generate(Rich, 0.01);
        Tags same = Tags.Generate(Rich, 0.01);
        Tags other = Tags.Generate(Rich with { Seed = 2 }, 0.01);
        Assert.That(same.A, Is.EqualTo(first.A));
        Assert.That(same.B, Is.EqualTo(first.B));
        Assert.That(other.A, Is.Not.EqualTo(first.A));
        Assert.That(other.B, Is.Not.EqualTo(first.B));
    }

    [Test]
    public void Threads_ReadWhatOneThreadReads()
    {
        Tags expected = Tags.Generate(Rich, 0.2);
        var world = new SimulatedWorld(Rich);
        var readers = new[] { Station.A, Station.B }
            .Select(station => new TaggerReader(world.Station(station).Tagger, 50)).ToArray();
        using var advanced = new CancellationTokenSource();
        Task[] loops = [.. readers.Select(reader => Task.Run(() =>
        {
            bool last;
            do
            {
                last = advanced.IsCancellationRequested;
                reader.ReadAll();
            }
            while (!last);
        }))];
        for (int i = 1; i <= 200; i++) world.AdvanceTo(i * (Second / 1000));
        advanced.Cancel();
        Task.WaitAll(loops);
        Assert.That(Same(readers[0].Tags, expected.A, world.Station(Station.A)), "A");
        Assert.That(Same(readers[1].Tags, expected.B, world.Station(Station.B)), "B");
    }

    [Test]
    public void OneWorld_IsForTwinsOrForBulk()
    {
        var world = new SimulatedWorld(Worlds.Perfect);
        world.AdvanceTo(Second / 100);
        Assert.That(
            () => world.GenerateTags(Second, new long[9], new long[9], out _, out _),
            Throws.InvalidOperationException);
        world = new SimulatedWorld(Worlds.Perfect);
        world.GenerateTags(Second / 100, new long[9], new long[9], out _, out _);
        Assert.That(() => world.AdvanceTo(Second), Throws.InvalidOperationException);
    }

    [Test]
    public void AdvanceTo_StopsAtTheLastWholeSlice_AndNeverGoesBack()
    {
        var world = new SimulatedWorld(Worlds.Perfect);
        world.AdvanceTo((5 * SimulatedWorld.SlicePicoseconds) - 1);
        Assert.That(world.NowPicoseconds, Is.EqualTo(4 * SimulatedWorld.SlicePicoseconds));
        world.AdvanceTo(0);
        Assert.That(world.NowPicoseconds, Is.EqualTo(4 * SimulatedWorld.SlicePicoseconds));
    }

    // The counter's first turn is unknown to a reader, and A's clock jumps: compare modulo a turn.
    private static bool Same(List<long> unwrapped, long[] bulk, SimulatedStation station)
    {
        uint mask = (uint)((1L << station.Tagger.CounterBits) - 1);
        return unwrapped.Select(t => (uint)t & mask).SequenceEqual(bulk.Select(t => unchecked((uint)t) & mask));
    }
}
