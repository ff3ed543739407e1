using CsCheck;
using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

public class UnequalStreamsTests
{
    /// <summary>A few tags among very many: the long way is searched, and every place in it must be right.</summary>
    [Test]
    public void FewAmongMany_AgreeWithThePlainMerge() =>
        (from few in Gen.Long[0, 60_000].Array[1, 40].Select(times => times.Order().ToArray())
         from many in Gen.Long[0, 6].Array[3000, 12_000]
         from window in Gen.Long[0, 20]
         from isFirst in Gen.Bool
         select (few, many, window, isFirst)).Sample(
            (few, gaps, window, isFirst) =>
            {
                long time = 0;
                long[] many = [.. gaps.Select(gap => time += gap)];
                (long[] a, long[] b) = isFirst ? (few, many) : (many, few);
                var counter = new CoincidenceCounter(new CountingOptions { ChannelCount = 2, Patterns = [new(0b11, window)] });
                counter.Add([a, b]);
                counter.Finish();
                Assert.That(counter.Coincidences(0), Is.EqualTo(
                    Qit.Core.Counting.Coincidences.Count(a, a.Length, b, b.Length, 0, window / 2)));
            },
            iter: 150);
}
