using Qit.Hal.Simulation;
using Qit.Hal.TimeTagger;

namespace Qit.Hal.Tests.Simulation;

public class SimulatedTimeTaggerTests
{
    private const long Second = 1_000_000_000_000;

    [Test]
    public void UnwrappedRecords_AreTheTagsOfTheBulkGenerator()
    {
        var options = new WorldOptions { Source = new PairSourceOptions { PairsPerSecond = 100_000 } };
        Tags bulk = Tags.Generate(options, 0.2);
        var world = new SimulatedWorld(options);
        var a = new TaggerReader(world.Station(Station.A).Tagger);
        var b = new TaggerReader(world.Station(Station.B).Tagger);
        world.AdvanceTo(Second / 5);
        a.ReadAll();
        b.ReadAll();
        Assert.That(a.Tags, Is.EqualTo(bulk.A));
        Assert.That(b.Tags, Is.EqualTo(bulk.B));
        Assert.That(bulk.A, Has.Length.GreaterThan(5000).And.Ordered);
    }

    [TestCase(32, 4000, 1)]
    [TestCase(27, 2_000_000, 1)]
    [TestCase(24, 15_625, 4)] // 1/256 ns: a turn is 66 us
    public void InTheDark_RolloversComeInEveryHalfTurn(int bits, int numerator, int denominator)
    {
        WorldOptions options = Worlds.Perfect with
        {
            Source = new() { PairsPerSecond = 0 },
            TaggerA = new()
            {
                CounterBits = bits,
                TickFemtosecondsNumerator = numerator,
                TickFemtosecondsDenominator = denominator,
            },
        };
        var world = new SimulatedWorld(options);
        var reader = new TaggerReader(world.Station(Station.A).Tagger, 7);
        for (int i = 1; i <= 20; i++)
        {
            world.AdvanceTo(i * (Second / 20));
            reader.ReadAll();
        }

        double seconds = reader.Now * (double)numerator / denominator * 1e-15;
        double turnSeconds = Math.Pow(2, bits) * numerator / denominator * 1e-15;
        Assert.That(reader.Tags, Is.Empty);
        Assert.That(reader.LongestGap, Is.LessThan(1L << (bits - 1)));
        Assert.That(seconds, Is.EqualTo(1 - (turnSeconds / 8)).Within((turnSeconds / 8) + 1e-6));
    }

    [Test]
    public void RationalTick_CountsInItsOwnUnit()
    {
        // Same photons, in ticks of 1 ps and of 1/256 ns.
        WorldOptions options = Worlds.Perfect with
        {
            TaggerB = new() { TickFemtosecondsNumerator = 15_625, TickFemtosecondsDenominator = 4 },
        };
        Tags tags = Tags.Generate(options, 0.1);
        Assert.That(tags.A, Has.Length.EqualTo(tags.B.Length));
        for (int i = 0; i < tags.A.Length; i++)
            Assert.That(tags.B[i] * 3.90625, Is.EqualTo((double)tags.A[i]).Within(3.90625), $"tag {i}");
    }

    [Test]
    public void FractionOfAPicosecond_CountsToo()
    {
        // 100 fs ticks; B's clock is 0.7 ps, seven ticks, ahead.
        var fine = new TaggerOptions { TickFemtosecondsNumerator = 100 };
        Tags tags = Tags.Generate(
            Worlds.Perfect with
            {
                ClockB = Worlds.PerfectClock with { OffsetPicoseconds = 0.7 },
                TaggerA = fine,
                TaggerB = fine,
            },
            0.05);
        for (int i = 0; i < tags.A.Length; i++) Assert.That(tags.B[i] - tags.A[i], Is.InRange(6, 8));
    }

    [Test]
    public void NegativeReading_WrapsLikeACounter()
    {
        WorldOptions options = Worlds.Perfect with
        {
            ClockA = Worlds.PerfectClock with { OffsetPicoseconds = -3e11 },
            TaggerA = new() { Channel = 3 },
        };
        long[] bulk = Tags.Generate(options, 0.1).A;
        var world = new SimulatedWorld(options);
        world.AdvanceTo(Second / 10);
        var ticks = new uint[20_000];
        var channels = new byte[20_000];
        HalStatus status = world.Station(Station.A).Tagger.Read(ticks, channels, 0, ticks.Length, out int read);
        uint[] clicks = [.. Enumerable.Range(0, read).Where(i => channels[i] == 3).Select(i => ticks[i])];
        Assert.That(status, Is.EqualTo(HalStatus.Ok));
        Assert.That(bulk[0], Is.Negative);
        Assert.That(clicks, Is.EqualTo(bulk.Select(t => unchecked((uint)t))));
        Assert.That(channels.Take(read), Is.All.EqualTo(3).Or.EqualTo(TagChannels.Rollover));
    }

    [Test]
    public void FullBuffer_LosesTags_SaysSo_AndKeepsCountingTurns()
    {
        WorldOptions options = Worlds.Perfect with { TaggerA = new() { BufferTags = 1600 } };
        long[] bulk = Tags.Generate(options, 0.3).A;
        var world = new SimulatedWorld(options);
        SimulatedTimeTagger tagger = world.Station(Station.A).Tagger;
        var reader = new TaggerReader(tagger, 100);

        world.AdvanceTo(Second / 10); // some 10 000 tags for 1500 places
        reader.ReadAll();
        Assert.That(reader.Tags, Is.EqualTo(bulk.Take(reader.Tags.Count)), "the oldest are kept");
        Assert.That(reader.Tags, Has.Count.InRange(1470, 1500));

        // Tags were lost before each of the 20 rollovers that a quarter turn of 4.3 ms gives in the rest of the time.
        int overruns = reader.Overruns;
        Assert.That(overruns, Is.InRange(18, 21));
        Assert.That(tagger.LostCount, Is.EqualTo(bulk.Count(t => t * 4 < Second / 10) - reader.Tags.Count).Within(1));

        long lost = tagger.LostCount;
        int kept = reader.Tags.Count;
        for (long t = Second / 10; t <= 3 * Second / 10; t += Second / 1000)
        {
            world.AdvanceTo(t);
            reader.ReadAll();
        }

        Assert.That(reader.Overruns, Is.EqualTo(overruns + 1), "before the first tag after the loss");
        Assert.That(tagger.LostCount, Is.EqualTo(lost));
        Assert.That(reader.Tags.Skip(kept), Is.EqualTo(bulk.Skip(kept + (int)lost)), "still unwrapped rightly");
    }

    [Test]
    public void LossBetweenTwoReads_IsReportedBeforeTheFirstRecordAfterIt()
    {
        WorldOptions options = Worlds.Perfect with { TaggerA = new() { BufferTags = 64 } };
        var world = new SimulatedWorld(options);
        SimulatedTimeTagger tagger = world.Station(Station.A).Tagger;
        var ticks = new uint[1000];
        var channels = new byte[1000];
        world.AdvanceTo(Second / 1000);
        Assert.That(tagger.Read(ticks, channels, 0, 10, out int read), Is.EqualTo(HalStatus.Ok));
        Assert.That(read, Is.EqualTo(10));
        world.AdvanceTo(2 * Second / 1000);
        Assert.That(tagger.Read(ticks, channels, 0, 1000, out read), Is.EqualTo(HalStatus.Ok));
        Assert.That(read, Is.InRange(48, 54), "stops at the gap");
        Assert.That(tagger.Read(ticks, channels, 0, 1000, out read), Is.EqualTo(HalStatus.Overrun));
        Assert.That(read, Is.EqualTo(10));
        Assert.That(tagger.Read(ticks, channels, 0, 1000, out read), Is.EqualTo(HalStatus.Ok));
        Assert.That(read, Is.Zero);
    }

    [Test]
    public void DropOneIn_LosesThatShareInSilence()
    {
        long total = 0, kept = 0;
        foreach (ulong seed in Statistic.Seeds)
        {
            WorldOptions whole = Worlds.Perfect with { Seed = seed };
            WorldOptions faulty = whole with { TaggerA = whole.TaggerA with { DropOneIn = 50 } };
            Tags tags = Tags.Generate(faulty, 0.1);
            long[] all = Tags.Generate(whole, 0.1).A;
            Assert.That(tags.A.Except(all), Is.Empty, "no other tag changes");
            total += all.Length;
            kept += tags.A.Length;
        }

        Statistic.IsNear(total - kept, total / 50.0, Math.Sqrt(total / 50.0 * 0.98));
    }

    [Test]
    public void BackwardJump_ShowsAsFallingTicks_AndTheCountGoesOn()
    {
        ClockOptions jumping = Worlds.PerfectClock with { StepAtSeconds = 0.05, StepPicoseconds = -2e6 };
        Tags steady = Tags.Generate(Worlds.Perfect, 0.1);
        Tags tags = Tags.Generate(Worlds.Perfect with { ClockB = jumping }, 0.1);
        Assert.That(tags.A, Is.EqualTo(steady.A));
        Assert.That(tags.B, Is.EqualTo(steady.B.Select(t => t >= 0.05e12 ? t - 2_000_000 : t)));
    }

    [Test]
    public void Read_RefusesWhatIsBeyondTheArrays()
    {
        SimulatedTimeTagger tagger = new SimulatedWorld(Worlds.Perfect).Station(Station.A).Tagger;
        Assert.That(() => tagger.Read(new uint[4], new byte[3], 0, 4, out _), Throws.ArgumentException);
        Assert.That(() => tagger.Read(new uint[4], new byte[4], 5, 0, out _), Throws.ArgumentException);
        Assert.That(() => tagger.Read(new uint[4], new byte[4], -1, 1, out _), Throws.InstanceOf<ArgumentException>());
    }
}
