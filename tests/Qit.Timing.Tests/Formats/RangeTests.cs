using CsCheck;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>A range of times gives what filtering the whole file gives; of qtt the rest of the file is not read.</summary>
public class RangeTests
{
    private static readonly QttHeader Header = new() { TickLength = TickLength.Nanosecond256Th };

    [Test]
    public void ARange_IsWhatFilteringGives_WithIndexOrWithout() => Gen.Select(
        Gen.Long[-1000, 1_100_000], Gen.Long[0, 500_000], Gen.Int[0, 3], Gen.Int[0, 50]).Sample((from, length, harm, swaps) =>
        {
            (long Ticks, int Channel)[] events = QttBytes.Poisson(1000, 256, 2, seed: swaps);
            for (int swap = 1; swap < swaps; swap++) // out of order, also across blocks
                (events[swap * 20], events[(swap * 20) - 7]) = (events[(swap * 20) - 7], events[swap * 20]);
            byte[] bytes = QttBytes.File(events, Header, blockEvents: 10);
            if (harm == 1) bytes = bytes[..^100]; // no end: the index is rebuilt
            if (harm == 2) bytes[^1000] ^= 1; // damaged index
            long to = from + length;
            var options = new TagReadOptions { FromPicoseconds = from, ToPicoseconds = to };
            Stream stream = harm == 3 ? new TagBytes.DripStream(bytes) : new MemoryStream(bytes);
            (List<(long Ticks, int Channel)> read, TagFileReport report) = QttBytes.Read(stream, options);
            // x >= from exactly, in femtoseconds: 15625/4 fs a tick.
            Assert.That(read, Is.EqualTo(events.Where(e => e.Ticks * 15625 >= from * 4000 && e.Ticks * 15625 < to * 4000)));
            Assert.That(report.Events - report.EventsOutsideRange, Is.EqualTo(read.Count));
            Assert.That(report.EndIsMissing, Is.False.Or.EqualTo(harm == 1));
            Assert.That(report.LostEvents, Is.Zero, "blocks that were passed over are not lost");
        }, iter: 400);

    [Test]
    public void EveryFormat_HasRanges()
    {
        ulong[] words = TagBytes.Words(1000);
        var options = new TagReadOptions { Format = TagFormat.A1 };
        TagData all = TagBytes.Load(TagBytes.A1(words), options);
        long[] times = all.SelectPicoseconds(null);
        TagData part = TagBytes.Load(TagBytes.A1(words), options with { FromPicoseconds = times[100], ToPicoseconds = times[200] });
        Assert.That(part.Ticks[0], Is.EqualTo(all.Ticks[100]).Or.EqualTo(all.Ticks[101]), "a time is half a picosecond off");
        Assert.That(part.Count, Is.EqualTo(100).Within(1));
        Assert.That(part.Report.EventsOutsideRange, Is.GreaterThanOrEqualTo(99));
        Assert.That(part.Report.Records, Is.LessThanOrEqualTo(1000));
    }

    [Test]
    public void OfALongFile_OnlyTheRange_IsRead([Values] bool isCut)
    {
        (long Ticks, int Channel)[] events = QttBytes.Poisson(500_000, 256_000, 1); // half a second
        byte[] bytes = QttBytes.File(events, Header);
        if (isCut) bytes = bytes[..^2000];
        var stream = new CountingStream(bytes);
        var options = new TagReadOptions { FromPicoseconds = 300_000_000_000, ToPicoseconds = 301_000_000_000 };
        (List<(long Ticks, int Channel)> read, _) = QttBytes.Read(stream, options);
        Assert.That(read, Has.Count.EqualTo(1000).Within(200));
        Assert.That(read, Is.EqualTo(events.Where(e => e.Ticks * 15625 >= 300_000_000_000 * 4000
            && e.Ticks * 15625 < 301_000_000_000 * 4000)));
        Assert.That(stream.BytesRead, Is.LessThan(bytes.Length / 4));
    }

    [Test]
    public void TheIndex_IsThere_OrIsRebuilt()
    {
        byte[] bytes = QttBytes.File(QttBytes.Poisson(1000, 256, 2), blockEvents: 10);
        var index = QttIndex.Load(new MemoryStream(bytes));
        Assert.That((index.IsRebuilt, index.Blocks, index.Events), Is.EqualTo((false, 100, 1000L)));
        var rebuilt = QttIndex.Load(new MemoryStream(bytes[..^1]));
        Assert.That((rebuilt.IsRebuilt, rebuilt.Blocks, rebuilt.Events), Is.EqualTo((true, 100, 1000L)));
        foreach (long time in new[] { long.MinValue, 0, 100_000, 1_000_000, long.MaxValue })
            Assert.That(rebuilt.Find(time), Is.EqualTo(index.Find(time)));
        Assert.That(index.Find(long.MaxValue), Is.Null);
        Assert.That(QttIndex.Load(new MemoryStream([1, 2, 3])).Blocks, Is.Zero);
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        // The base passes reads into a span on to this one.
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
    }
}
