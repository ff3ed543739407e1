using CsCheck;
using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

public class CorrelationHistogramTests
{
    private static readonly Gen<long[]> Stream = Gen.Frequency(
        (2, Gen.Const(0L)), (4, Gen.Long[1, 5]), (1, Gen.Long[6, 200])).Array[0, 40].Select(gaps =>
    {
        long time = -100;
        return gaps.Select(gap => time += gap).ToArray();
    });

    [Test]
    public void Cross_HoldsEveryPairInItsBin_HoweverTheStreamsAreCut() =>
        (from a in Stream from b in Stream from bin in Gen.Long[1, 9] from half in Gen.Int[0, 12]
         from delay in Gen.Long[-50, 50] from cutA in Gen.Int[0, 40] from cutB in Gen.Int[0, 40]
         select (a, b, bin, half, delay, cutA, cutB)).Sample(
            item =>
            {
                var histogram = CorrelationHistogram.Cross(item.bin, item.half, item.delay);
                int cutA = Math.Min(item.cutA, item.a.Length);
                int cutB = Math.Min(item.cutB, item.b.Length);
                histogram.Add(item.a.AsSpan(0, cutA), item.b.AsSpan(0, cutB));
                histogram.Add(item.a.AsSpan(cutA), item.b.AsSpan(cutB));
                histogram.Finish();
                long[] expected = Plain(item.a.SelectMany(a => item.b.Select(b => b - a - item.delay)), item.bin, item.half);
                Assert.That(histogram.Counts.ToArray(), Is.EqualTo(expected));
                Assert.That((histogram.TagsA, histogram.TagsB), Is.EqualTo((item.a.Length, item.b.Length)));
            },
            iter: 2000);

    [Test]
    public void Auto_HoldsEveryPairBothWays_ButNoTagWithItself() =>
        (from tags in Stream from bin in Gen.Long[1, 9] from half in Gen.Int[0, 12] from cut in Gen.Int[0, 40]
         select (tags, bin, half, cut)).Sample(
            (tags, bin, half, cut) =>
            {
                var histogram = CorrelationHistogram.Auto(bin, half);
                histogram.Add(tags.AsSpan(0, Math.Min(cut, tags.Length)), []);
                histogram.Add(tags.AsSpan(Math.Min(cut, tags.Length)), []);
                histogram.Finish();
                var differences = tags.SelectMany((from, i) => tags.Where((_, j) => j != i).Select(to => to - from));
                Assert.That(histogram.Counts.ToArray(), Is.EqualTo(Plain(differences, bin, half)));
            },
            iter: 1000);

    /// <summary>Divisions by products must be exact to the ends of the largest range.</summary>
    [TestCase(1, 1_000_000)]
    [TestCase(3_333_333, 100_000)]
    [TestCase(1_000_003, 2_000_000)]
    public void TheLastPicosecondOfABin_IsInIt(long bin, int half)
    {
        foreach (int index in new[] { -half, -half + 1, -1, 0, 1, half - 1, half })
        {
            long start = (index * bin) - (bin / 2);
            var histogram = CorrelationHistogram.Cross(bin, half);
            histogram.Add([0], bin == 1 ? [start] : [start, start + bin - 1]);
            histogram.Finish();
            Assert.That(histogram.Counts[index + half], Is.EqualTo(bin == 1 ? 1 : 2), $"bin {index}");
        }
    }

    /// <summary>Unrelated streams give 1. 201 bins of about 2000 counts: chi-square within 5 sigma, false alarm 6e-7.</summary>
    [Test]
    public void UnrelatedStreams_NormalizeToOne([Values] bool isAuto)
    {
        (long[] a, long[] b) = new SimulatedStreams
        {
            Seed = 3, DurationSeconds = 1, PairsPerSecond = 0, SinglesAPerSecond = 100_000, SinglesBPerSecond = 200_000,
        }.Generate();
        var histogram = isAuto ? CorrelationHistogram.Auto(100_000, 100) : CorrelationHistogram.Cross(100_000, 100);
        histogram.Add(a, isAuto ? [] : b);
        histogram.Finish();
        CorrelationBin[] bins = SecondOrderCorrelation.Normalize(histogram, 1e12);
        // Both halves of an autocorrelation are the same pairs.
        CorrelationBin[] free = isAuto ? bins[101..] : bins;
        double chiSquare = free.Sum(bin => Math.Pow((bin.Value.Value - 1) / bin.Value.StandardError, 2));
        Assert.That(chiSquare, Is.EqualTo(free.Length).Within(5 * Math.Sqrt(2 * free.Length)));
        Assert.That(free.Average(bin => bin.Value.Value),
            Is.EqualTo(1).Within(5 / Math.Sqrt(free.Sum(bin => bin.Counts))));
        Assert.That(bins[0].DelayPicoseconds, Is.EqualTo(-10_000_000.5));
    }

    [Test]
    public void PulsedStreams_ShowTheirPeriod()
    {
        long[] tags = [.. Enumerable.Range(0, 1000).Select(pulse => pulse * 12_500L)];
        var histogram = CorrelationHistogram.Auto(1000, 30);
        histogram.Add(tags, []);
        histogram.Finish();
        CorrelationBin[] bins = SecondOrderCorrelation.Normalize(histogram, tags[^1] + 12_500);
        Assert.That(bins.Where(bin => bin.Counts > 0).Select(bin => bin.DelayPicoseconds + 0.5),
            Is.EqualTo(new[] { -25_000.0, -12_000, 13_000, 25_000 }), "12.5 ns is the first picosecond of the bin at 13 ns");
    }

    [Test]
    public void BadArguments_AreRefused()
    {
        Assert.That(() => CorrelationHistogram.Cross(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CorrelationHistogram.Cross(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CorrelationHistogram.Cross(1L << 40, 1 << 20), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CorrelationHistogram.Auto(1, 1).Add([1], [1]), Throws.ArgumentException);
        Assert.That(() => CorrelationHistogram.Cross(1, 1).Add([2, 1], []), Throws.ArgumentException
            .With.Message.Contains("Tag 1 of a block of channel 0"));
    }

    private static long[] Plain(IEnumerable<long> differences, long bin, int half)
    {
        long[] counts = new long[(2 * half) + 1];
        foreach (long difference in differences)
        {
            long index = (long)Math.Floor((difference + (bin / 2)) / (double)bin) + half;
            if (index >= 0 && index < counts.Length) counts[index]++;
        }
        return counts;
    }
}
