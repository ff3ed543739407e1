using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

public class QttTests
{
    private static readonly Gen<(long, int)[]> AnyEvents = Gen.Select(Gen.Int[0, 62], Gen.Int[0, 31], Gen.Int[0, 300])
        .SelectMany((timeShift, channelShift, count) => Gen.Select(
            Gen.Long[-long.MaxValue, long.MaxValue].Select(time => time >> timeShift),
            Gen.Int.Select(channel => channel >> channelShift)).Array[count]);

    /// <summary>Whatever the times, their order and the channels: steps back, gaps of any length, ends of a long.</summary>
    [Test]
    public void EveryEvent_ReadsBack_InItsOrder() => AnyEvents.Sample(events =>
    {
        byte[] bytes = QttBytes.File(events);
        (List<(long, int)> read, TagFileReport report) = QttBytes.Read(bytes);
        Assert.That(read, Is.EqualTo(events));
        Assert.That(report.EndIsMissing, Is.False);
        Assert.That(report.AnnouncedRecords, Is.EqualTo(events.Length));
        Assert.That(report.DamagedPlaces + report.LostEvents + report.TruncatedTailBytes, Is.Zero);
        int stepsBack = events.Zip(events.Skip(1)).Count(pair => pair.Second.Item1 < pair.First.Item1);
        Assert.That(report.OutOfOrder, Is.EqualTo(stepsBack), "order is kept, and disorder counted");
    }, iter: 1500);

    [Test]
    public void LongStreams_ReadBack_InWhateverPieces([Values(1, 4, 5, 200, 1000)] int channels)
    {
        (long, int)[] events = QttBytes.Poisson(40_000, 256_000, channels);
        byte[] bytes = QttBytes.File(events);
        foreach (int batch in new[] { 999, 1 << 14, 50_000 })
            Assert.That(QttBytes.Read(new MemoryStream(bytes), batch: batch).Events, Is.EqualTo(events), $"{batch} at a time");
        Assert.That(QttBytes.Read(new TagBytes.DripStream(bytes)).Events, Is.EqualTo(events));
        Assert.That(QttBytes.Read(new OneWayStream(bytes)).Events, Is.EqualTo(events));
    }

    /// <summary>What no block can hold shorter than plainly still fits a block.</summary>
    [Test]
    public void FullBlocks_OfAnything_ReadBack()
    {
        var random = new Random(1);
        for (int shift = 0; shift < 64; shift++)
        {
            (long, int)[] events = new (long, int)[20_000];
            for (int index = 0; index < events.Length; index++)
                events[index] = (random.NextInt64(-long.MaxValue, long.MaxValue) >> random.Next(shift + 1),
                    random.Next(int.MinValue, int.MaxValue) >> (shift / 2));
            Assert.That(QttBytes.Read(QttBytes.File(events)).Events.SequenceEqual(events), Is.True, $"{shift}");
        }
    }

    [Test]
    public void TheHeader_ReadsBack()
    {
        var header = new QttHeader
        {
            TickLength = TickLength.Nanosecond256Th,
            ChannelsArePatterns = true,
            Simulated = true,
            Start = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567),
            ChannelNames = new SortedDictionary<int, string> { [1] = "H", [-1] = "sync \"\u00b5\"" },
            Provenance = "bench 3, \u00fcber den Hof\nsecond line",
        };
        using var reader = (QttReader)TagFile.Open(new MemoryStream(QttBytes.File([(5, 1)], header)), "test.qtt");
        Assert.That(reader.Header with { ChannelNames = header.ChannelNames }, Is.EqualTo(header));
        Assert.That(reader.Header.ChannelNames, Is.EqualTo(header.ChannelNames));
        Assert.That(reader.TickLength, Is.EqualTo(TickLength.Nanosecond256Th));
        Assert.That(reader.ChannelsArePatterns, Is.True);
        Assert.That(reader.Report.Simulated, Is.True);
        using TagReader plain = TagFile.Open(new MemoryStream(QttBytes.File([])), "test.qtt");
        Assert.That(plain.Report.Simulated, Is.Null, "it does not say");
    }

    [Test]
    public void AHeaderThatIsTooLong_OrWithoutATick_IsRefused()
    {
        Assert.That(() => QttBytes.File([], new QttHeader { TickLength = default }), Throws.ArgumentException);
        Assert.That(() => QttBytes.File([], new QttHeader
        {
            TickLength = QttBytes.Femtosecond,
            Provenance = new string('x', 30_000),
        }), Throws.ArgumentException.With.Message.Contains("30000"));
    }

    /// <summary>log2(e m) bits are the entropy of a difference of mean m ticks; the code may add 3 %.</summary>
    [TestCase(15625, 4, 1, 2.5)]
    [TestCase(4000, 1, 1, 2.5)]
    [TestCase(10_000, 1, 1, 2.5)]
    [TestCase(1000, 1, 1, 0)]
    [TestCase(15625, 4, 4, 0)]
    [TestCase(15625, 4, 8, 0)]
    public void SizeAtOneMillionTagsASecond_IsNearTheEntropy(long above, long below, int channels, double asked)
    {
        var tick = new TickLength(above, below);
        double mean = 1e6 / tick.Picoseconds;
        (long, int)[] events = QttBytes.Poisson(1 << 16, mean, channels);
        double size = (double)QttBytes.File(events, new QttHeader { TickLength = tick }).Length / events.Length;
        double entropy = (Math.Log2(Math.E * mean) + Math.Log2(channels)) / 8;
        TestContext.Out.WriteLine($"{size:0.000} bytes a tag, entropy {entropy:0.000}");
        Assert.That(size, Is.InRange(entropy * 0.99, entropy * 1.03));
        if (asked > 0) Assert.That(size, Is.LessThanOrEqualTo(asked));
    }

    /// <summary>A card that fills only 1/8 ns of the 1/256 ns, and text in ps of a tagger with ticks of 81 ps.</summary>
    [TestCase(32, 256_000)]
    [TestCase(81, 1_000_000)]
    public void ACoarserGrid_CostsNoBits(long grid, double meanTicks)
    {
        (long Ticks, int Channel)[] coarse = QttBytes.Poisson(20_000, meanTicks / grid, 1);
        (long, int)[] events = [.. coarse.Select(e => (7 + (e.Ticks * grid), e.Channel))];
        byte[] bytes = QttBytes.File(events);
        Assert.That(bytes, Has.Length.EqualTo(QttBytes.File(coarse).Length));
        Assert.That(QttBytes.Read(bytes).Events, Is.EqualTo(events));
    }

    /// <summary>One gap, one step back and one rare channel cost their own bytes, not the block's.</summary>
    [Test]
    public void Outliers_AreCheap()
    {
        (long Ticks, int Channel)[] events = QttBytes.Poisson(16_000, 1000, 1);
        int before = QttBytes.File(events).Length;
        for (int index = 9000; index < events.Length; index++) events[index].Ticks += 1L << 50;
        events[4000].Ticks -= 20_000_000;
        events[5000].Channel = 77;
        byte[] bytes = QttBytes.File(events);
        Assert.That(QttBytes.Read(bytes).Events, Is.EqualTo(events));
        Assert.That(bytes.Length - before, Is.LessThan(64));
    }

    [Test]
    public void A1_ThroughQtt_IsTheSameBytes() => Gen.Select(Gen.Int[1, 3000], Gen.Int[4, 46], Gen.Long[0, (1L << 54) - 1])
        .Sample((count, stepBits, start) =>
        {
            var random = new Random(count);
            long time = start;
            ulong[] words = new ulong[count];
            for (int index = 0; index < count; index++, time += random.NextInt64(1L << stepBits))
                words[index] = A1Layout.Word(time, random.Next(16));
            byte[] a1 = TagBytes.A1(words);
            using TagReader reader = TagFile.Open(
                new MemoryStream(a1), "test.a1", new TagReadOptions { Format = TagFormat.A1 });
            byte[] qtt = Copy(reader);
            using var back = new MemoryStream();
            using (var writer = new A1Writer(back))
            {
                foreach ((long ticks, int pattern) in QttBytes.Read(qtt).Events) writer.Write(ticks, pattern);
            }

            Assert.That(back.ToArray(), Is.EqualTo(a1));
        }, iter: 200);

    [Test]
    public void Text_ThroughQtt_IsTheSameLines() => AnyEvents.Where(events => events.Length > 0).Sample(events =>
    {
        byte[] text = Text(events.Select(e => (e.Item1 >> 12, e.Item2))); // within a few hours
        var options = QttBytes.AnyOrder with { Format = TagFormat.Text };
        using TagReader reader = TagFile.Open(new MemoryStream(text), "test.txt", options);
        Assert.That(Text(QttBytes.Read(Copy(reader)).Events), Is.EqualTo(text));
    }, iter: 300);

    [Test]
    public void AfterItsEnd_AWriterTakesNothing()
    {
        using var writer = new QttWriter(new MemoryStream(), new QttHeader { TickLength = QttBytes.Femtosecond });
        writer.Write(1, 1);
        Assert.That(writer.Events, Is.EqualTo(1));
        writer.Complete();
        Assert.That(() => writer.Write(2, 1), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => writer.Write([2], [1]), Throws.TypeOf<ObjectDisposedException>());
    }

    private static byte[] Text(IEnumerable<(long Time, int Channel)> events)
    {
        using var stream = new MemoryStream();
        using (var writer = new TextTagWriter(stream, simulated: null))
        {
            foreach ((long time, int channel) in events) writer.Write(time, channel);
        }

        return stream.ToArray();
    }

    private static byte[] Copy(TagReader reader)
    {
        using var stream = new MemoryStream();
        var header = new QttHeader { TickLength = reader.TickLength, ChannelsArePatterns = reader.ChannelsArePatterns };
        using (var writer = new QttWriter(stream, header))
        {
            long[] ticks = new long[512];
            int[] channels = new int[512];
            for (int count = reader.Read(ticks, channels); count > 0; count = reader.Read(ticks, channels))
                writer.Write(ticks.AsSpan(0, count), channels.AsSpan(0, count));
        }

        return stream.ToArray();
    }

    /// <summary>A pipe: cannot seek.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }
}
