using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

public class TagFileTests
{
    private static readonly ulong[] Words = TagBytes.Words(200);

    [Test]
    public void EveryEncoding_OfTheSameWords_ReadsTheSame_EvenInDrips()
    {
        (byte[] Bytes, TagFormat Format)[] encodings =
        [
            (TagBytes.A1(Words), TagFormat.A1),
            (TagBytes.A1(Words, highHalfFirst: true), TagFormat.A1Legacy),
            (TagBytes.A0(Words), TagFormat.A0),
            (TagBytes.A2(Words), TagFormat.A2),
        ];
        long[] expected = [.. Words.Select(A1Layout.Time)];
        foreach ((byte[] bytes, TagFormat format) in encodings)
        {
            TagData data = TagFile.Load(new TagBytes.DripStream(bytes), "test.ts");
            Assert.That(data.Report.Format, Is.EqualTo(format));
            Assert.That(data.Ticks.ToArray(), Is.EqualTo(expected));
            Assert.That(data.Report.Records, Is.EqualTo(200));
        }
    }

    [Test]
    public void AnEventWithSeveralBits_BelongsToSeveralChannels()
    {
        ulong[] words = [.. Words];
        words[10] |= 0b1111;
        TagData data = TagBytes.Load(TagBytes.A1(words));
        for (int channel = 1; channel <= 4; channel++)
            Assert.That(data.SelectPicoseconds(channel),
                Has.Member(TickLength.Nanosecond256Th.ToPicoseconds(A1Layout.Time(words[10]))));
        Assert.That(data.SelectPicoseconds(null), Has.Length.EqualTo(200));
    }

    [Test]
    public void Dummies_AreDroppedAndCounted()
    {
        ulong[] words = [.. Words];
        words[3] |= A1Layout.DummyMask;
        TagData data = TagBytes.Load(TagBytes.A1(words));
        Assert.That(data.Count, Is.EqualTo(199));
        Assert.That(data.Report.Dummies, Is.EqualTo(1));
    }

    [Test]
    public void TheEpoch_IsUnwrapped()
    {
        ulong[] words = TagBytes.Words(400, A1Layout.EpochTicks - 500_000_000);
        Assert.That(words[^1] < words[0], "the words do wrap");
        TagData data = TagBytes.Load(TagBytes.A1(words), new TagReadOptions { Format = TagFormat.A1 });
        Assert.That(data.Report.EpochWraps, Is.EqualTo(1));
        Assert.That(data.Report.OutOfOrder, Is.Zero);
        Assert.That(data.Ticks[^1] - data.Ticks[0],
            Is.EqualTo(A1Layout.Time(words[^1]) + A1Layout.EpochTicks - A1Layout.Time(words[0])));
        TagFormat detected = TagBytes.Load(TagBytes.A1(words)).Report.Format;
        Assert.That(detected, Is.EqualTo(TagFormat.A1), "a wrap does not spoil detection");
    }

    [Test]
    public void LocalDisorder_IsSortedAndCounted_GrossDisorderIsRefusedByRecord()
    {
        ulong[] local = [.. Words];
        (local[50], local[51]) = (local[51], local[50]);
        TagData data = TagBytes.Load(TagBytes.A1(local));
        Assert.That(data.Report.OutOfOrder, Is.EqualTo(1));
        Assert.That(data.Report.LargestStepBackPicoseconds, Is.GreaterThan(0));
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(Words.Select(A1Layout.Time)));
        Assert.That(data.Channels[50], Is.EqualTo(1 << (50 % 4)), "channels travel with their times");

        ulong[] gross = [.. Words];
        (gross[0], gross[199]) = (gross[199], gross[0]);
        Assert.That(
            () => TagBytes.Load(TagBytes.A1(gross)),
            Throws.TypeOf<TagFileException>().With.Property("Place").EqualTo(2)
                .And.Message.StartsWith("test.ts: record 2: "));
    }

    [Test]
    public void CutFiles_AreReadUpToTheCut()
    {
        Check(TagBytes.A1(Words)[..^3], 199, 5);
        Check(TagBytes.A0(Words)[..^1], 200, 0); // only the end of line missing
        Check(TagBytes.A0(Words)[..^5], 199, 12); // low half whole, high half cut to 4 digits
        Check(TagBytes.A0(Words)[..^9], 199, 8); // high half missing
        Check(TagBytes.A2(Words)[..^5], 199, 12);

        static void Check(byte[] bytes, int events, int tail)
        {
            TagData data = TagBytes.Load(bytes);
            Assert.That(data.Count, Is.EqualTo(events));
            Assert.That(data.Report.TruncatedTailBytes, Is.EqualTo(tail));
        }
    }

    [Test]
    public void Text_TakesSeparatorsUnitsSignsAndComments()
    {
        const string Text = "\uFEFF# µs counter\n# unit: ns\n# simulated: true\n\n"
            + "-1.5, 2\r\n0.0004;1\n0.0005\t1\n3 -7 ignored\n10\n";
        TagData data = TagBytes.Load(TagBytes.Ascii(Text));
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new long[] { -1500, 0, 1, 3000, 10000 }));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 2, 1, 1, -7, 1 }));
        Assert.That(data.Report.Simulated, Is.True);
        TagData forced = TagBytes.Load(TagBytes.Ascii("# unit: ns\n1,1\n"),
            new TagReadOptions { Unit = TimeUnit.Seconds });
        Assert.That(forced.Ticks[0], Is.EqualTo(1_000_000_000_000));
        Assert.That(forced.Report.Simulated, Is.Null, "it does not say");
    }

    [Test]
    public void DecimalTimes_AreNotTakenForHexadecimal_NorTheOtherWayRound()
    {
        string decimals = string.Concat(Enumerable.Range(0, 40)
            .Select(index => $"{1234567890123456 + (index * 1000L)}\n"));
        Assert.That(TagBytes.Load(TagBytes.Ascii(decimals)).Report.Format, Is.EqualTo(TagFormat.Text));
        Assert.That(() => TagBytes.Load(TagBytes.Ascii(decimals[..34])), Throws.TypeOf<TagFileException>()
            .With.Message.Contains("name the format"));
    }

    [TestCase("", "empty")]
    [TestCase("hello, world\n", "line 1: unknown content")]
    [TestCase("# only comments\n", "no tags")]
    [TestCase("12,1\nabc,1\n", "line 2: 'abc,1' is not a tag")]
    [TestCase("12,x\n", "channel 'x'")]
    [TestCase("1e5\n", "'1e5' is not a tag")]
    [TestCase("99999999999999999999999\n", "is not a tag")]
    [TestCase("9999999999999999999999\n", "does not fit")]
    [TestCase("edae1bd74ce88f21\nxyz\n", "line 2: 3 characters that are not an event; a2 has 16")]
    [TestCase("edae1bd74ce88f21\nxyz\n1\n", "line 2: breaks the hexadecimal form")]
    [TestCase("# unit: hours\n1\n", "unknown unit 'hours'")]
    [TestCase("5000000000,1\n1,1\n", "line 2: time steps back by 5 ms")]
    public void BadText_IsRefusedInOneLineThatSaysWhere(string text, string expected)
    {
        TagFileException? exception = Assert.Throws<TagFileException>(() => TagBytes.Load(TagBytes.Ascii(text)));
        Assert.That(exception!.Message, Does.Contain(expected).And.StartsWith("test.ts: ").And.Not.Contain("\n"));
    }

    [Test]
    public void BinaryThatIsNoTagFile_IsRefused()
    {
        byte[] noise = new byte[8000];
        new Random(1).NextBytes(noise);
        Assert.That(() => TagBytes.Load(noise), Throws.TypeOf<TagFileException>()
            .With.Message.Contains("unknown binary content"));
        Assert.That(() => TagBytes.Load([.. TagBytes.Ascii("PQTTTR\0\0"), .. noise]), Throws.TypeOf<TagFileException>()
            .With.Message.Contains("PTU"));
        Assert.That(() => TagBytes.Load(TagBytes.A1(Words[..2])), Throws.TypeOf<TagFileException>()
            .With.Message.Contains("word order"));
        Assert.That(TagBytes.Load(TagBytes.A1(Words[..2]), new TagReadOptions { Format = TagFormat.A1 })
            .Count, Is.EqualTo(2));
    }

    [Test]
    public void OnlyDummies_IsRefused() => Assert.That(
        () => TagBytes.Load(TagBytes.A1(Words.Select(word => word | A1Layout.DummyMask))),
        Throws.TypeOf<TagFileException>().With.Message.Contains("no detector event in 200 records"));

    [Test]
    public void AMissingChannel_IsNamedWithThoseThereAre()
    {
        TagData data = TagBytes.Load(TagBytes.Ascii("1,1\n2,3\n"));
        Assert.That(() => data.SelectPicoseconds(2), Throws.TypeOf<TagFileException>()
            .With.Message.Contains("channels 1 (1 events), 3 (1 events)"));
    }

    [Test]
    public void WrittenA1_ReadsBack() =>
        Gen.Select(Gen.Long[0, 1L << 53], Gen.Int[1, 15]).Array[40, 60].Sample(events =>
        {
            Array.Sort(events, (x, y) => x.Item1.CompareTo(y.Item1));
            foreach (bool highHalfFirst in new[] { false, true })
            {
                using var stream = new MemoryStream();
                using (var writer = new A1Writer(stream, highHalfFirst))
                {
                    foreach ((long ticks, int pattern) in events) writer.Write(ticks, pattern);
                }

                TagFormat format = highHalfFirst ? TagFormat.A1Legacy : TagFormat.A1;
                TagData data = TagBytes.Load(stream.ToArray(), new TagReadOptions { Format = format });
                Assert.That(data.Ticks.ToArray(), Is.EqualTo(events.Select(e => e.Item1)));
                Assert.That(data.Channels.ToArray(), Is.EqualTo(events.Select(e => e.Item2)));
                Assert.That(data.Report.Simulated, Is.Null, "a1 has no header to say so");
            }
        });

    [Test]
    public void WrittenText_ReadsBack_AndSaysThatItIsSimulated([Values] bool simulated)
    {
        using var stream = new MemoryStream();
        using (var writer = new TextTagWriter(stream, simulated, "seed: 7"))
        {
            writer.Write(-5, 1);
            writer.Write(long.MaxValue, 12);
        }

        TagData data = TagBytes.Load(stream.ToArray(), new TagReadOptions { MaximumDisorderPicoseconds = 0 });
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new[] { -5, long.MaxValue }));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 1, 12 }));
        Assert.That(data.Report.Simulated, Is.EqualTo(simulated));
    }

    [TestCase(0L, 0L)]
    [TestCase(3L, 1L)]
    [TestCase(1000L, 256L)]
    [TestCase(10_000_000_000_000L, 2_560_000_000_000L)]
    public void PicosecondsToTicks_AreNearest(long picoseconds, long ticks) =>
        Assert.That(A1Writer.TicksFromPicoseconds(picoseconds), Is.EqualTo(ticks));
}
