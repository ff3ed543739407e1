using System.Buffers.Binary;
using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Damage is found, costs what it lies in, and is reported; malice is at worst refused.</summary>
public class QttDamageTests
{
    private const int BlockEvents = 25;
    private const int Blocks = 5;
    private static readonly (long Ticks, int Channel)[] Events = QttBytes.Poisson(BlockEvents * Blocks, 5000, 3);
    private static readonly byte[] Whole = QttBytes.File(Events, blockEvents: BlockEvents);

    [Test]
    public void EveryFlippedBit_IsFound_AndCostsOneBlockAtMost()
    {
        List<(int Place, int Length, char Kind, int Count)> sections = QttBytes.Sections(Whole);
        Assert.That(string.Concat(sections.Select(section => section.Kind)), Is.EqualTo("BBBBBIE"));
        for (int bit = 0; bit < 8 * Whole.Length; bit++)
        {
            byte[] bytes = [.. Whole];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            (List<(long, int)> read, TagFileReport report) = QttBytes.Read(bytes);
            int hit = sections.FindIndex(section => bit / 8 >= section.Place && bit / 8 < section.Place + section.Length);
            bool isBlock = hit is >= 0 and < Blocks;
            (long, int)[] expected = isBlock ? [.. Events[..(hit * BlockEvents)], .. Events[((hit + 1) * BlockEvents)..]] : Events;
            Assert.That(read, Is.EqualTo(expected), $"bit {bit}");
            bool isEnd = hit == sections.Count - 1;
            Assert.That(report.EndIsMissing, Is.EqualTo(isEnd));
            Assert.That(report.DamagedPlaces, Is.EqualTo(1), $"bit {bit}");
            Assert.That(report.DamagedBytes, Is.GreaterThan(0));
            Assert.That(report.LostEvents, Is.EqualTo(isBlock ? BlockEvents : 0));
        }
    }

    [Test]
    public void CutAnywhere_ItIsReadUpToTheLastWholeBlock_AndSaysWhatIsLost()
    {
        List<(int Place, int Length, char Kind, int Count)> sections = QttBytes.Sections(Whole);
        int headers = sections[0].Place;
        for (int length = 1; length < Whole.Length; length++)
        {
            byte[] cut = Whole[..length];
            if (length < headers / 2)
            {
                Assert.That(() => QttBytes.Read(cut, QttBytes.AnyOrder with { Format = TagFormat.Qtt }),
                    Throws.TypeOf<TagFileException>().With.Message.Contains("no sound header"));
                continue;
            }

            (List<(long, int)> read, TagFileReport report) = QttBytes.Read(cut);
            int whole = sections.Count(section => section.Kind == 'B' && section.Place + section.Length <= length);
            Assert.That(read, Is.EqualTo(Events[..(whole * BlockEvents)]), $"cut at {length}");
            Assert.That(report.EndIsMissing, Is.True);
            Assert.That(report.AnnouncedRecords, Is.Null);
            bool isInPayload = sections.Any(section => section.Kind == 'B' && length >= section.Place + QttBytes.SectionBytes
                && length < section.Place + section.Length);
            Assert.That(report.LostEvents, Is.EqualTo(isInPayload ? BlockEvents : 0));
            int begun = sections.Where(section => section.Place <= length).Select(section => section.Place).Append(headers / 2).Max();
            Assert.That(report.TruncatedTailBytes + report.DamagedBytes, Is.EqualTo(length - begun), $"cut at {length}");
        }
    }

    [Test]
    public void BytesOverwrittenOrCutOut_LeaveTheOtherBlocks() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[1, 300], Gen.Byte.Array[0, 300]).Sample((place, length, garbage) =>
        {
            byte[] bytes = [.. Whole[..place], .. garbage, .. Whole[Math.Min(Whole.Length, place + length)..]];
            List<(int Place, int Length, char Kind, int Count)> sections = QttBytes.Sections(Whole);
            bool hasHeader = place >= sections[0].Place / 2 || place + length <= sections[0].Place / 2;
            if (!hasHeader) return;
            (List<(long, int)> read, TagFileReport report) = QttBytes.Read(bytes);
            IEnumerable<(long, int)> expected = sections.Take(Blocks).SelectMany((section, index) =>
                section.Place + section.Length <= place || section.Place >= place + length
                    ? Events[(index * BlockEvents)..((index + 1) * BlockEvents)] : []);
            // What replaced the bytes may be the bytes themselves: then the block is whole.
            Assert.That(expected.Except(read), Is.Empty);
            Assert.That(read.Except(Events), Is.Empty);
            Assert.That(read.Count + report.LostEvents, Is.EqualTo(Events.Length).Or.LessThan(Events.Length));
        }, iter: 1500);

    /// <summary>Fields and payloads of any content under right checksums: read, skipped or refused, in bounded memory.</summary>
    [Test]
    public void SealedNonsense_DoesNoHarm() => Gen.Select(
        Gen.Int[0, Blocks + 1], Gen.Int[4, 55], Gen.Byte.Array[1, 12], Gen.Select(Gen.Int[0, 500], Gen.Byte).Array[0, 20])
        .Sample((which, field, content, payload) =>
        {
            byte[] bytes = [.. Whole];
            (int place, int length, _, _) = QttBytes.Sections(Whole)[which];
            content.AsSpan(0, Math.Min(content.Length, 56 - field)).CopyTo(bytes.AsSpan(place + field));
            foreach ((int at, byte value) in payload)
            {
                if (length > QttBytes.SectionBytes) bytes[place + QttBytes.SectionBytes + (at % (length - QttBytes.SectionBytes))] = value;
            }

            QttBytes.Seal(bytes, place, length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                QttBytes.Read(bytes);
                QttBytes.Read(bytes, QttBytes.AnyOrder with { FromPicoseconds = 100 });
            }
            catch (TagFileException refusal)
            {
                Assert.That(refusal.Message, Does.Not.Contain("\n"));
            }

            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4_000_000));
        }, iter: 2000);

    [TestCase(4)]
    [TestCase(8)]
    [TestCase(12)]
    [TestCase(14)]
    [TestCase(40)]
    [TestCase(44)]
    public void SealedLengths_BeyondTheirBounds_AreSkipped(int field)
    {
        byte[] bytes = [.. Whole];
        (int place, int length, _, _) = QttBytes.Sections(Whole)[2];
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(place + field), -1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(place + field + (field is 12 or 14 ? 0 : 2)), -1);
        QttBytes.Seal(bytes, place, length);
        (List<(long, int)> read, TagFileReport report) = QttBytes.Read(bytes);
        Assert.That(read, Is.EqualTo(Events[..50].Concat(Events[75..])));
        Assert.That(report.DamagedPlaces, Is.EqualTo(1));
        Assert.That(report.LostEvents, Is.EqualTo(BlockEvents));
    }

    /// <summary>Nothing but starts of sections, and a block amid them: found, and in one pass over the bytes.</summary>
    [Test]
    public void FalseStarts_AreSeenThrough()
    {
        List<(int Place, int Length, char Kind, int Count)> sections = QttBytes.Sections(Whole);
        byte[] false1 = [.. Enumerable.Range(0, 100_000).SelectMany(_ => new byte[] { 0xF1, 0x51, 0x54 })];
        byte[] false2 = [.. Enumerable.Range(0, 40_000).SelectMany(_ => new byte[] { 0x89, 0x51, 0x54, 0x54, 0x0D, 0x0A, 0x1A, 0x0A })];
        byte[] bytes = [.. Whole[..sections[2].Place], .. false1, .. false2, .. Whole[sections[3].Place..]];
        (List<(long, int)> read, TagFileReport report) = QttBytes.Read(bytes);
        Assert.That(read, Is.EqualTo(Events[..50].Concat(Events[75..])));
        Assert.That(report.LostEvents, Is.EqualTo(BlockEvents));
        Assert.That(report.DamagedBytes, Is.EqualTo(false1.Length + false2.Length));
        var index = QttIndex.Load(new MemoryStream(bytes[..^1]));
        Assert.That((index.IsRebuilt, index.Blocks, index.Events), Is.EqualTo((true, Blocks - 1, (long)Events.Length)));
    }

    /// <summary>The block behind the damage begins at every place about the end of a buffer, also such that it is split.</summary>
    [Test]
    public void DamageOfAnyLength_EndsAtTheNextBlock()
    {
        int place = QttBytes.Sections(Whole)[2].Place;
        for (int length = 65536 - 1500; length < 65536 + 100; length += length < 65536 - 200 ? 50 : 1)
        {
            byte[] bytes = [.. Whole[..place], .. new byte[length], .. Whole[place..]];
            Assert.That(QttBytes.Read(bytes).Events, Is.EqualTo(Events), $"{length}");
            var index = QttIndex.Load(new MemoryStream(bytes[..^1]));
            Assert.That((index.IsRebuilt, index.Blocks), Is.EqualTo((true, Blocks)), $"{length}");
        }
    }

    [Test]
    public void AnotherVersion_AndAHeaderThatSaysTooLittle_AreRefused()
    {
        Refused(Header("{}", 2), "is qtt version 2; this program reads version 1");
        Refused(Header("{}"), "qtt header: ");
        Refused(Header("no JSON\n"), "qtt header: ");
        Refused(Header("[]"), "qtt header: ");
        Refused(Header("{\"tickFemtoseconds\":[0,1],\"channelsArePatterns\":true}"), "not a ratio of two whole numbers from 1 to 1e12");
        Refused(Header("{\"tickFemtoseconds\":[1,9223372036854775807],\"channelsArePatterns\":true}"), "not a ratio");
        Refused(Header("{\"tickFemtoseconds\":[1],\"channelsArePatterns\":true}"), "not a ratio");
        Refused(Header("{\"tickFemtoseconds\":[1e99,1],\"channelsArePatterns\":true}"), "qtt header: ");
        Assert.That(QttBytes.Read(Header("{\"tickFemtoseconds\":[5,1],\"channelsArePatterns\":true,\"later\":[1]}")).Events,
            Is.Empty, "what is not known is passed over");

        static void Refused(byte[] bytes, string expected) => Assert.That(() => QttBytes.Read(bytes),
            Throws.TypeOf<TagFileException>().With.Message.Contains(expected).And.Message.Not.Contains("\n"));
    }

    [Test]
    public void SealedHeaders_OfAnyText_AreReadOrRefused() => Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[0, 4].Sample(changes =>
    {
        byte[] text = [.. "{\"tickFemtoseconds\":[15625,4],\"channelsArePatterns\":true,\"start\":\"2026-03-04T05:06:07Z\","u8,
            .. "\"channels\":[{\"number\":1,\"name\":\"H\"}],\"simulated\":true,\"provenance\":\"x\"}"u8];
        foreach ((int place, byte value) in changes) text[place % text.Length] = value;
        try
        {
            Assert.That(QttBytes.Read(Header(text, 1)).Events, Is.Empty);
        }
        catch (TagFileException refusal)
        {
            Assert.That(refusal.Message, Does.Not.Contain("\n"));
        }
    }, iter: 3000);

    [Test]
    public void AnotherFileBehind_IsRefused_TheSameHeaderIsPassedOver()
    {
        byte[] other = QttBytes.File(Events, new QttHeader { TickLength = TickLength.OnePicosecond });
        Assert.That(() => QttBytes.Read([.. Whole, .. other]),
            Throws.TypeOf<TagFileException>().With.Message.Contains("after 125 events another qtt file begins"));
        Assert.That(QttBytes.Read([.. Whole, .. Whole]).Events, Is.EqualTo(Events.Concat(Events)));
    }

    /// <summary>A header made by hand: also a test of the documented layout.</summary>
    private static byte[] Header(string json, int version = 1) => Header(TagBytes.Ascii(json), version);

    private static byte[] Header(byte[] text, int version)
    {
        byte[] bytes = [0x89, .. "QTT\r\n\u001a\n"u8, .. new byte[8], .. text, .. new byte[4]];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), text.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(bytes.Length - 4), Core.Framing.Crc32C.Compute(bytes, 0, bytes.Length - 4));
        return bytes;
    }
}
