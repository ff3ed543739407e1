using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Whatever the bytes, a reader succeeds or says why not: no other exception.</summary>
public class HostileBytesTests
{
    private static readonly byte[] Ptu = PtuBytes.File(
        PtuBytes.HydraHarpV2, 1e-12, 0x000003E8, 0xFE000003, 0x82000005, 0x80000007, 0x02000009);

    private static readonly byte[] Qutag =
        PtuBytes.Qutag(Enumerable.Range(0, 20).Select(index => (1_000_000L * index, index % 8)));

    [Test]
    public void RandomBytes([Values] TagFormat format) =>
        Gen.Byte.Array[0, 400].Sample(bytes => Survives(bytes, format), iter: 2000);

    [Test]
    public void RandomPtuRecords([Values(0x00010203, 0x00010204, 0x01010204)] long type) =>
        Gen.UInt.Array[1, 100].Sample(
            records => Survives(PtuBytes.File(type, 1e-6, records), TagFormat.Auto), iter: 2000);

    [Test]
    public void DamagedFiles([Values(TagFormat.Ptu, TagFormat.Qutag)] TagFormat format) =>
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 8].Sample(damage =>
        {
            byte[] bytes = [.. format == TagFormat.Ptu ? Ptu : Qutag];
            foreach ((int place, byte value) in damage) bytes[place % bytes.Length] = value;
            Survives(bytes, format);
            Survives(bytes, TagFormat.Auto);
        }, iter: 5000);

    [Test]
    public void TimesAtTheEndsOfALong_AreRefusedAsDisorder() =>
        Assert.That(
            () => TagBytes.Load(TagBytes.Ascii("9223372036854775807\n-9223372036854775807\n")),
            Throws.TypeOf<TagFileException>().With.Message.Contains("line 2: time steps back"));

    private static void Survives(byte[] bytes, TagFormat format)
    {
        try
        {
            TagData data = TagBytes.Load(bytes, new TagReadOptions { Format = format });
            Assert.That(data.SelectPicoseconds(null), Has.Length.EqualTo(data.Count));
            Assert.That(data.Report.Events, Is.EqualTo(data.Count));
        }
        catch (TagFileException refusal)
        {
            Assert.That(refusal.Message, Does.Not.Contain("\n"));
        }
    }
}
