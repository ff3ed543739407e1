using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

public class QutagReaderTests
{
    private static readonly (long Ticks, int Channel)[] Events =
        [.. Enumerable.Range(0, 40).Select(index => (5_000_000_000L + (index * 1_234_567L), 1 + (index % 5)))];

    [Test]
    public void TheGoldenRecord_IsRead()
    {
        byte[] record = [0x14, 0x1a, 0x99, 0xbe, 0x1c, 0, 0, 0, 3, 0];
        TagData data = TagBytes.Load([.. PtuBytes.Qutag([]), .. record]);
        Assert.That(data.Report.Format, Is.EqualTo(TagFormat.Qutag));
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new[] { 123_456_789_012 }));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void Markers_AreCounted_AndTheTickCanBeNamed()
    {
        byte[] bytes = PtuBytes.Qutag([.. Events, (9_000_000_000, 104), (9_000_000_001, 100)]);
        TagData data = TagBytes.Load(bytes, new TagReadOptions { Tick = new TickLength(15625, 4) });
        Assert.That(data.Count, Is.EqualTo(40));
        Assert.That(data.Report.Markers, Is.EqualTo(2));
        Assert.That(data.Report.Records, Is.EqualTo(42));
        Assert.That(data.Report.AnnouncedRecords, Is.EqualTo(42));
        Assert.That(data.TickLength, Is.EqualTo(TickLength.Nanosecond256Th));
        Assert.That(TagBytes.Load(bytes).TickLength, Is.EqualTo(TickLength.OnePicosecond));
    }

    [Test]
    public void LocalDisorder_IsSortedAndCounted()
    {
        (long Ticks, int Channel)[] swapped = [.. Events];
        (swapped[7], swapped[8]) = (swapped[8], swapped[7]);
        TagData data = TagBytes.Load(PtuBytes.Qutag(swapped));
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(Events.Select(e => e.Ticks)));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(Events.Select(e => e.Channel)));
        Assert.That(data.Report.OutOfOrder, Is.EqualTo(1));
        Assert.That(data.Report.LargestStepBackPicoseconds, Is.EqualTo(1_234_567));
    }

    [Test]
    public void Records_AreRecognized_AlsoBehindAnotherHeader_WhenTheyAreEnough()
    {
        Assert.That(TagBytes.Load(PtuBytes.Qutag(Events[..8], hasKnownStart: false)).Report.Format,
            Is.EqualTo(TagFormat.Qutag));
        Assert.That(() => TagBytes.Load(PtuBytes.Qutag(Events[..7], hasKnownStart: false)),
            Throws.TypeOf<TagFileException>(), "control: too few");
        Assert.That(TagBytes.Load(PtuBytes.Qutag(Events[..1])).Count, Is.EqualTo(1));
    }

    [TestCase(127, true)]
    [TestCase(128, false)]
    public void AChannelThatCannotBe_SpeaksAgainstQutag(int channel, bool isQutag)
    {
        (long Ticks, int Channel)[] events = [.. Events];
        events[20].Channel = channel;
        TagFormat? detected = Detect(PtuBytes.Qutag(events, hasKnownStart: false));
        Assert.That(detected == TagFormat.Qutag, Is.EqualTo(isQutag));
    }

    /// <summary>No file of a1 may be taken for quTAG: cards of 1/256 ns, 1/8 ns and 2 ns, slow and fast, early and late
    /// in their epoch, either word order.</summary>
    [Test]
    public void WordsOfA1_AreNeverTakenForQutag() =>
        Gen.Select(Gen.Int[1, 300], Gen.OneOf(Gen.Const(0), Gen.Const(5), Gen.Const(9)), Gen.Int[0, 40], Gen.Long[0, 1L << 53], Gen.Int[4, 24], Gen.Bool)
            .Sample((count, idleBits, startShift, start, stepBits, highHalfFirst) =>
            {
                var random = new Random(count);
                long time = start >> startShift;
                ulong[] words = new ulong[count];
                for (int index = 0; index < count; index++)
                {
                    time += random.NextInt64(1L << stepBits);
                    words[index] = A1Layout.Word(time >> idleBits << idleBits, 1 << random.Next(4));
                }

                TagFormat? detected = Detect(TagBytes.A1(words, highHalfFirst));
                Assert.That(detected, Is.Not.EqualTo(TagFormat.Qutag));
            }, iter: 3000);

    [Test]
    public void ZerosAndNoise_AreNotTakenForQutag()
    {
        Assert.That(Detect(new byte[400]), Is.Null);
        byte[] noise = new byte[4000];
        new Random(1).NextBytes(noise);
        Assert.That(Detect(noise), Is.Null);
    }

    [Test]
    public void CutAtEveryByte_ItIsReadUpToTheCut()
    {
        byte[] whole = PtuBytes.Qutag(Events[..5]);
        var options = new TagReadOptions { Format = TagFormat.Qutag };
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            if (length < 50)
            {
                Assert.That(() => TagBytes.Load(cut, options), Throws.TypeOf<TagFileException>(), $"at {length}");
                continue;
            }

            TagData data = TagBytes.Load(cut, options);
            Assert.That(data.Count, Is.EqualTo((length - 40) / 10));
            Assert.That(data.Report.TruncatedTailBytes, Is.EqualTo((length - 40) % 10));
            Assert.That(data.Report.AnnouncedRecords, Is.EqualTo(5), "the length in the header tells of the cut");
        }
    }

    [TestCase(5L, 128, "record 3: channel 128")]
    [TestCase(-1L, 1, "record 3: the time has its highest bit set")]
    [TestCase(6_000_000_000_000L, 1, "record 4: time steps back")]
    public void DamagedRecords_AreRefusedByNumber(long ticks, int channel, string expected)
    {
        byte[] bytes = PtuBytes.Qutag([(5, 1), (6, 1), (ticks, channel), (7, 1)]);
        Assert.That(() => TagBytes.Load(bytes, new TagReadOptions { Format = TagFormat.Qutag }),
            Throws.TypeOf<TagFileException>().With.Message.Contains(expected));
    }

    [Test]
    public void EncodedEvents_ReadBack_EvenInDrips() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[0, 99]).Array[1, 60].Sample(events =>
        {
            Array.Sort(events, (x, y) => x.Item1.CompareTo(y.Item1));
            TagData data = TagFile.Load(new TagBytes.DripStream(PtuBytes.Qutag(events)), "test.ts",
                new TagReadOptions { Format = TagFormat.Qutag });
            Assert.That(data.Ticks.ToArray(), Is.EqualTo(events.Select(e => e.Item1)));
            Assert.That(data.Channels.ToArray(), Is.EqualTo(events.Select(e => e.Item2)));
        }, iter: 200);

    private static TagFormat? Detect(byte[] bytes)
    {
        try
        {
            return TagFormatDetector.Detect(bytes, isWholeFile: true, "test.ts");
        }
        catch (TagFileException)
        {
            return null;
        }
    }
}
