using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Readers of long recordings must not allocate by the event.</summary>
public class StreamingTests
{
    [Test]
    public void Reading_AllocatesNothingPerEvent([Values(
        TagFormat.A1, TagFormat.A0, TagFormat.A2, TagFormat.Text, TagFormat.Ptu, TagFormat.Qutag, TagFormat.Qtt)] TagFormat format)
    {
        long few = Allocated(format, 1_000);
        long many = Allocated(format, 100_000);
        Assert.That(many - few, Is.LessThan(10_000), "less than a tenth of a byte an event");
    }

    private static long Allocated(TagFormat format, int events)
    {
        byte[] bytes = Encode(format, events);
        long[] ticks = new long[512];
        int[] channels = new int[512];
        long before = GC.GetAllocatedBytesForCurrentThread();
        using TagReader reader = TagFile.Open(new MemoryStream(bytes), "test.ts", new TagReadOptions { Format = format });
        while (reader.Read(ticks, channels) > 0)
        {
        }

        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(reader.Report.Events, Is.EqualTo(events));
        return after - before;
    }

    private static byte[] Encode(TagFormat format, int events)
    {
        ulong[] words = TagBytes.Words(events);
        IEnumerable<(long, int)> list = words.Select(word => (A1Layout.Time(word), 1));
        return format switch
        {
            TagFormat.A1 => TagBytes.A1(words),
            TagFormat.A0 => TagBytes.A0(words),
            TagFormat.A2 => TagBytes.A2(words),
            TagFormat.Text => TagBytes.Ascii(string.Concat(words.Select(word => $"{A1Layout.Time(word)},1\n"))),
            TagFormat.Ptu => PtuBytes.File(PtuBytes.HydraHarpV2, 1e-12, PtuBytes.HydraHarpRecords(list)),
            TagFormat.Qtt => QttBytes.File([.. list]),
            _ => PtuBytes.Qutag(list),
        };
    }
}
