using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>One capture of an S-Fifteen card in three encodings (fpfind's test data).</summary>
public class RecordingTests
{
    private const string Stem = "s15/timestamp7_c14_rollover.";

    [TestCase("Aa1fX.ts", TagFormat.A1Legacy)]
    [TestCase("Aa0f.ts", TagFormat.A0)]
    [TestCase("Aa2f.ts", TagFormat.A2)]
    public void EachEncoding_IsRecognizedAndCounted(string ending, TagFormat format)
    {
        TagData data = Load(Stem + ending);
        Assert.That(data.Report.Format, Is.EqualTo(format));
        Assert.That(data.Report.Records, Is.EqualTo(1000));
        Assert.That(data.Report.Events, Is.EqualTo(862));
        Assert.That(data.Report.Dummies, Is.EqualTo(138));
        Assert.That(data.Report.TruncatedTailBytes, Is.Zero);
        Assert.That(data.Report.OutOfOrder, Is.EqualTo(4), "the card steps back a few times near a rollover");
        Assert.That(data.CountByChannel(), Is.EqualTo(new[] { (1, 431L), (4, 431L) }));
    }

    [Test]
    public void AllThreeEncodings_HoldTheSameEvents()
    {
        TagData a1 = Load(Stem + "Aa1fX.ts");
        TagData a0 = Load(Stem + "Aa0f.ts");
        TagData a2 = Load(Stem + "Aa2f.ts");
        Assert.That(a0.Ticks.ToArray(), Is.EqualTo(a1.Ticks.ToArray()));
        Assert.That(a2.Ticks.ToArray(), Is.EqualTo(a1.Ticks.ToArray()));
        Assert.That(a0.Channels.ToArray(), Is.EqualTo(a1.Channels.ToArray()));
        Assert.That(a2.Channels.ToArray(), Is.EqualTo(a1.Channels.ToArray()));
        Assert.That(a1.Ticks.ToArray(), Is.Ordered);
    }

    [Test]
    public void FastCapture_IsRecognizedAsA1_ThoughItsTimesAscendInBothOrdersForShort()
    {
        TagData data = Load("s15/timestamp7_c1234.Aa1.ts");
        Assert.That(data.Report.Format, Is.EqualTo(TagFormat.A1));
        Assert.That(data.Report.Events, Is.EqualTo(2000));
        Assert.That(data.Report.OutOfOrder, Is.Zero);
    }

    [Test]
    public void ForcedIntoTheWrongWordOrder_ItIsRefused_NamingTheOther() =>
        Assert.That(
            () => Load(Stem + "Aa1fX.ts", new TagReadOptions { Format = TagFormat.A1 }),
            Throws.TypeOf<TagFileException>().With.Message.Contains("record ").And.Message.Contains("a1-legacy"));

    private static TagData Load(string name, TagReadOptions? options = null)
    {
        string path = SharedData.Path(name);
        return TagFile.Load(File.OpenRead(path), Path.GetFileName(path), options);
    }
}
