using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Golden records are those of PicoQuant's layout, checked by hand.</summary>
public class PtuReaderTests
{
    [Test]
    public void HydraHarpV2_GoldenRecords([Values(0x01010204, 0x00010205, 0x00010206, 0x00010207)] long type)
    {
        TagData data = TagBytes.Load(
            PtuBytes.File(type, 1e-12, 0x000003E8, 0xFE000003, 0x82000005, 0x80000007, 0x02000009, 0xFE000000));
        Assert.That(data.Report.Format, Is.EqualTo(TagFormat.Ptu));
        const long Wrap = 33_554_432;
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new[] { 1000, (3 * Wrap) + 7, (3 * Wrap) + 9 }));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 0, PtuReader.SyncChannel, 1 }));
        Assert.That(data.TickLength, Is.EqualTo(TickLength.OnePicosecond));
        Assert.That(data.Report, Is.EqualTo(new TagFileReport
        {
            SourceName = "test.ts",
            Format = TagFormat.Ptu,
            Records = 6,
            AnnouncedRecords = 6,
            Events = 3,
            Markers = 1,
            Overflows = 2,
            EpochWraps = 4, // the last overflow has 0 in its time field: one wrap
        }));
    }

    [Test]
    public void HydraHarpV1_WrapsOnceAnOverflow_WhateverItsTimeField()
    {
        TagData data = TagBytes.Load(PtuBytes.File(0x00010204, 1e-12, 0x000003E8, 0xFE000003, 0x02000005));
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new long[] { 1000, 33_552_005 }));
        Assert.That(data.Report.EpochWraps, Is.EqualTo(1));
    }

    [Test]
    public void PicoHarp300_GoldenRecords()
    {
        TagData data = TagBytes.Load(PtuBytes.File(0x00010203, 4e-12, 0x100003E8, 0xF0000000, 0xF0000021, 0x00000007));
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new long[] { 1000, 210_698_247 }));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(data.TickLength, Is.EqualTo(new TickLength(4000, 1)));
        Assert.That(data.SelectPicoseconds(1), Is.EqualTo(new long[] { 4000 }));
        Assert.That(data.Report.Markers, Is.EqualTo(1));
    }

    [TestCase(1e-12, 1000, 1)]
    [TestCase(5e-12, 5000, 1)]
    [TestCase(2.5e-11, 25000, 1)]
    [TestCase(2.5e-10, 250000, 1)]
    [TestCase(1e-9 / 256, 15625, 4)]
    [TestCase(1e-9 / 3, 1000000, 3)]
    [TestCase(81e-12 / 1000, 81, 1)]
    public void TheResolution_IsKeptAsAnExactRatio(double seconds, long numerator, long denominator)
    {
        TagData data = TagBytes.Load(PtuBytes.File(PtuBytes.HydraHarpV2, seconds, 5));
        Assert.That(data.TickLength, Is.EqualTo(new TickLength(numerator, denominator)));
    }

    [Test]
    public void AResolutionThatIsNoSmallRatio_IsRefused(
        [Values(0, -1e-12, double.NaN, double.PositiveInfinity, 1e-16, 2e-6, Math.PI * 1e-12)] double seconds) =>
        CheckRefused(PtuBytes.File(PtuBytes.HydraHarpV2, seconds, 5), "MeasDesc_GlobalResolution is");

    [TestCase(0x00010303, "PicoHarp 300 T3 (0x00010303)")]
    [TestCase(0x00010304, "HydraHarp V1 T3")]
    [TestCase(0x01010304, "HydraHarp V2 T3")]
    [TestCase(0x00010305, "TimeHarp 260 N T3")]
    [TestCase(0x00010306, "TimeHarp 260 P T3")]
    [TestCase(0x00010307, "T3")]
    public void T3Records_AreRefusedByName_SayingWhatIsRight(long type, string name) =>
        CheckRefused(PtuBytes.File(type, 1e-12, 5), name, "T2 mode");

    [Test]
    public void ADamagedHeader_IsRefusedWithItsTag()
    {
        byte[] end = PtuBytes.Tag("Header_End", 0xFFFF0008, 0);
        CheckRefused([.. PtuBytes.Magic(), .. end], "has no TTResultFormat_TTTRRecType");
        CheckRefused(PtuBytes.File(7, 1e-12, 5), "unknown type 0x00000007", "expected a T2 type");
        CheckRefused(PtuBytes.Header(PtuBytes.HydraHarpV2, -1, 1e-12), "TTResult_NumberOfRecords is -1");
        CheckRefused([.. PtuBytes.Magic(), .. PtuBytes.Tag("Odd", 0x1234, 0), .. end],
            "PTU header tag 1: 'Odd' has the unknown type 0x00001234");
        CheckRefused([.. PtuBytes.Magic(), .. PtuBytes.Tag("MeasDesc_GlobalResolution", PtuBytes.Integer, 1), .. end],
            "expected 0x20000008");
        byte[] count = PtuBytes.Tag("TTResult_NumberOfRecords", PtuBytes.Integer, 1);
        CheckRefused([.. PtuBytes.Magic(), .. count, .. count, .. end], "PTU header tag 2", "there twice");
        foreach (long length in new[] { -1, long.MinValue, long.MaxValue, 1L << 26 })
            CheckRefused([.. PtuBytes.Magic(), .. PtuBytes.Tag("Text", 0x4001FFFF, length), .. end],
                $"'Text' gives {length} as its length");
        CheckRefused([.. PtuBytes.Magic(), .. PtuBytes.Tag("Text", 0xFFFFFFFF, 1 << 20), .. end], "the file ends before");
    }

    [Test]
    public void AHeaderWithoutEnd_IsRefused_AtABound()
    {
        byte[] tag = PtuBytes.Tag("Again", PtuBytes.Integer, 0);
        using var endless = new EndlessStream(PtuBytes.Magic(), tag);
        Assert.That(() => TagFile.Open(endless, "test.ts", new TagReadOptions { Format = TagFormat.Ptu }),
            Throws.TypeOf<TagFileException>().With.Message.Contains("longer than 64 MiB"));
    }

    [Test]
    public void TheRecordCount_BoundsWhatIsRead_AndZeroReadsAll()
    {
        byte[] records = PtuBytes.Records(1, 2, 3);
        Check(announced: 3, events: 3, excess: 0);
        Check(announced: 2, events: 2, excess: 4);
        Check(announced: 5, events: 3, excess: 0);
        Check(announced: 0, events: 3, excess: 0);
        Check(announced: long.MaxValue, events: 3, excess: 0);

        void Check(long announced, int events, long excess)
        {
            TagData data = TagBytes.Load([.. PtuBytes.Header(PtuBytes.HydraHarpV2, announced, 1e-12), .. records]);
            Assert.That(data.Count, Is.EqualTo(events));
            Assert.That(data.Report.AnnouncedRecords, Is.EqualTo(announced));
            Assert.That(data.Report.ExcessBytes, Is.EqualTo(excess));
            Assert.That(data.Report.TruncatedTailBytes, Is.Zero);
        }
    }

    [Test]
    public void CutAtEveryByte_ItIsRefusedInTheHeader_AndReadUpToTheCutAfterIt()
    {
        byte[] whole = PtuBytes.File(PtuBytes.HydraHarpV2, 1e-12, 10, 20, 30);
        int header = whole.Length - 12;
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            var options = new TagReadOptions { Format = TagFormat.Ptu };
            if (length < header + 4)
            {
                Assert.That(() => TagBytes.Load(cut, options), Throws.TypeOf<TagFileException>(), $"at {length}");
                continue;
            }

            TagData data = TagBytes.Load(cut, options);
            Assert.That(data.Count, Is.EqualTo((length - header) / 4));
            Assert.That(data.Report.TruncatedTailBytes, Is.EqualTo((length - header) % 4));
            Assert.That(data.Report.AnnouncedRecords, Is.EqualTo(3));
        }
    }

    [Test]
    public void OverflowsWithoutEnd_AreRefused_BeforeTheTimeDoes()
    {
        uint[] records = [.. Enumerable.Repeat(0xFFFFFFFFu, 9000), 5];
        CheckRefused(PtuBytes.File(PtuBytes.HydraHarpV2, 1e-12, records), "record 4097: the overflows add up");
        uint[] fewer = [.. Enumerable.Repeat(0xFFFFFFFFu, 4000), 5];
        CheckRefused(PtuBytes.File(PtuBytes.HydraHarpV2, 25e-12, fewer), "record 4001: the time does not fit");
        Assert.That(TagBytes.Load(PtuBytes.File(PtuBytes.HydraHarpV2, 1e-12, fewer)).Count, Is.EqualTo(1), "control");
    }

    /// <summary>A time falls by most of a wrap with no overflow between: one is missing, or several, or a time is damaged. Nothing
    /// says which, so the times stay as they are.</summary>
    [Test]
    public void AMissingOverflow_IsCounted_NotRepaired([Values] bool isSync)
    {
        const uint Late = 33_000_000;
        uint second = isSync ? 0x80000005 : 5;
        Check(1, PtuBytes.HydraHarpV2, Late, second, 33_554_431);
        Check(0, PtuBytes.HydraHarpV2, Late, 0xFE000001, second);
        Check(0, PtuBytes.HydraHarpV2, Late, Late - 16_777_215, 0xFE000001, 0);
        Check(0, PtuBytes.HydraHarpV2, Late, Late - 16_777_215); // less than half a wrap: disorder
        Check(1, PtuBytes.HydraHarpV2, Late, Late - 16_777_217);
        Check(1, 0x00010203, 210_000_000, 0x10000005);

        static void Check(long missing, long type, params uint[] records)
        {
            TagData data = TagBytes.Load(PtuBytes.File(type, 1e-12, records));
            Assert.That(data.Report.MissingOverflows, Is.EqualTo(missing));
            Assert.That(data.Ticks[^1], Is.LessThan(1 << 28));
        }
    }

    [Test]
    public void ASpecialRecordOfUnknownCode_IsRefused() =>
        CheckRefused(PtuBytes.File(PtuBytes.HydraHarpV2, 1e-12, 5, 0x80000000 | (17u << 25)), "record 2", "code 17");

    [Test]
    public void EncodedEvents_ReadBack_EvenInDrips() =>
        Gen.Select(Gen.Long[0, 1L << 52], Gen.Int[0, 62]).Array[1, 60].Sample(events =>
        {
            Array.Sort(events, (x, y) => x.Item1.CompareTo(y.Item1));
            byte[] bytes = PtuBytes.File(PtuBytes.HydraHarpV2, 1e-12, PtuBytes.HydraHarpRecords(events));
            TagData data = TagFile.Load(new TagBytes.DripStream(bytes), "test.ts");
            Assert.That(data.Ticks.ToArray(), Is.EqualTo(events.Select(e => e.Item1)));
            Assert.That(data.Channels.ToArray(), Is.EqualTo(events.Select(e => e.Item2)));
        }, iter: 200);

    private static void CheckRefused(byte[] bytes, params string[] expected)
    {
        TagFileException? exception = Assert.Throws<TagFileException>(() => TagBytes.Load(bytes));
        Assert.That(exception!.Message, Does.StartWith("test.ts: ").And.Not.Contain("\n"));
        foreach (string part in expected) Assert.That(exception.Message, Does.Contain(part));
    }

    /// <summary>A start, then the same bytes for ever.</summary>
    private sealed class EndlessStream(byte[] start, byte[] unit) : MemoryStream
    {
        private long position;

        public override int Read(Span<byte> buffer)
        {
            for (int index = 0; index < buffer.Length; index++, position++)
                buffer[index] = position < start.Length ? start[position] : unit[(position - start.Length) % unit.Length];
            return buffer.Length;
        }
    }
}
