using CsCheck;
using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

public class CoincidenceCounterTests
{
    // Gaps of 0 make ties and duplicates, gaps of 1 to 3 bursts, others ordinary tags.
    private static readonly Gen<long> Gap = Gen.Frequency(
        (2, Gen.Const(0L)), (4, Gen.Long[1, 3]), (4, Gen.Long[4, 40]), (1, Gen.Long[41, 400]));

    private static readonly Gen<long[]> Stream = Gap.Array[0, 25].Select(gaps =>
    {
        long time = -30;
        return gaps.Select(gap => time += gap).ToArray();
    });

    private static Gen<(CountingOptions Options, long[][] Tags)> Cases(int mostChannels, Gen<long[]> stream) =>
        from channels in Gen.Int[2, mostChannels]
        from tags in stream.Array[channels]
        from masks in Gen.UInt[1, (1u << channels) - 1].Where(mask => (mask & (mask - 1)) != 0).Array[1, 5]
        from windows in Gen.Long[0, 30].Array[masks.Length]
        from delays in Gen.Long[-60, 60].Array[0, channels]
        from dead in Gen.Frequency((1, Gen.Const(0L)), (1, Gen.Long[0, 20])).Array[0, channels]
        from isExclusive in Gen.Bool
        select (new CountingOptions
        {
            ChannelCount = channels,
            Patterns = [.. masks.Select((mask, index) => new CoincidencePattern(mask, windows[index]))],
            DelaysPicoseconds = delays,
            DeadTimesPicoseconds = dead,
            IsExclusive = isExclusive,
        }, tags);

    [Test]
    public void Counts_AreThoseOfTheDefinition_HoweverTheStreamIsCut() =>
        (from item in Cases(5, Stream) from cuts in Gen.Int[0, 40].Array[0, 8] select (item, cuts)).Sample(
            (item, cuts) =>
            {
                long[] expected = PlainCounting.Count(item.Options, item.Tags);
                Assert.That(Counts(CountMerged(item.Options, item.Tags, cuts)), Is.EqualTo(expected), "merged");
                Assert.That(Counts(CountByChannel(item.Options, item.Tags, cuts)), Is.EqualTo(expected), "by channel");
                // With many channels a merged stream is parted in another way.
                CountingOptions more = item.Options with { ChannelCount = 16 };
                Assert.That(Counts(CountMerged(more, item.Tags, cuts)), Is.EqualTo(expected), "merged, many channels");
            },
            iter: 1500);

    /// <summary>Patterns of up to 16 channels, in streams with bursts on all of them.</summary>
    [Test]
    public void SixteenChannels_AreThoseOfTheDefinition() =>
        Cases(16, Gen.Int[1, 3].SelectMany(bursts => Gen.Long[0, 12].Array[bursts]).Select(
            times => times.Select((time, burst) => time + (50 * burst)).ToArray())).Sample(
            (options, tags) =>
            {
                long[] expected = PlainCounting.Count(options, tags);
                Assert.That(Counts(CountMerged(options, tags, [])), Is.EqualTo(expected), "merged");
                Assert.That(Counts(CountByChannel(options, tags, [1, 2])), Is.EqualTo(expected), "by channel");
            },
            iter: 500);

    /// <summary>Streams long enough for every path of the kernel for two channels: stretches cut at gaps, none found, and
    /// one stream far denser than the other.</summary>
    [Test]
    public void LongStreams_BothLayoutsAndThePlainMergeAgree([Values(1, 40)] int ratio, [Values(0, 20, 4000)] long window)
    {
        var random = new Random(5);
        foreach (int spacing in new[] { 2, 60, 500 })
        {
            long[] a = Steps(random, 30_000, spacing);
            long[] b = Steps(random, 30_000 / ratio, spacing * ratio);
            var options = new CountingOptions
            {
                ChannelCount = 2,
                Patterns = [new(0b11, window)],
                DelaysPicoseconds = [0, 7],
            };
            long expected = Qit.Core.Counting.Coincidences.Count(a, a.Length, b, b.Length, 7, window / 2);
            Assert.That(expected, Is.GreaterThan(0));
            Assert.That(CountMerged(options, [a, b], [9000, 100]).Coincidences(0), Is.EqualTo(expected));
            Assert.That(CountByChannel(options, [a, b], []).Coincidences(0), Is.EqualTo(expected));
            options = options with { DelaysPicoseconds = [7, 0], ChannelCount = 3 };
            Assert.That(CountByChannel(options, [b, a, []], [17_000]).Coincidences(0),
                Is.EqualTo(Qit.Core.Counting.Coincidences.Count(b, b.Length, a, a.Length, -7, window / 2)));
        }
    }

    /// <summary>The same for more channels, of equal and of very different rates.</summary>
    [Test]
    public void LongStreams_OfMoreChannels_AgreeWithThePlainCount([Values(3, 4, 6)] int channels, [Values(1, 3)] int ratio)
    {
        var random = new Random(8);
        foreach ((int spacing, long window) in new[] { (1, 0L), (50, 80), (50, 10), (500, 2000) })
        {
            int factor = 1;
            long[][] tags = new long[channels][];
            foreach (int channel in Enumerable.Range(0, channels))
            {
                tags[(channel + 1) % channels] = Steps(random, 6000 / factor, spacing * factor);
                factor *= ratio;
            }
            long expected = PlainCounting.CountAll(tags, window / 2);
            var options = new CountingOptions { ChannelCount = channels, Patterns = [new((1u << channels) - 1, window)] };
            Assert.That(CountMerged(options, tags, []).Coincidences(0), Is.EqualTo(expected));
            Assert.That(CountMerged(options, tags, [700, 1, 900, 3000]).Coincidences(0), Is.EqualTo(expected));
            Assert.That(CountByChannel(options, tags, [300, 2000]).Coincidences(0), Is.EqualTo(expected));
            if (channels == 3) Assert.That(expected, Is.GreaterThan(0));
        }
    }

    [Test]
    public void Count_IsTheLargestNumberOfDisjointCoincidences() =>
        (from channels in Gen.Int[2, 3]
         from tags in Gen.Long[0, 25].Array[0, 5].Select(times => times.Order().ToArray()).Array[channels]
         from window in Gen.Long[0, 16]
         select (tags, new CoincidencePattern((1u << channels) - 1, window))).Sample(
            (tags, pattern) =>
            {
                var options = new CountingOptions { ChannelCount = tags.Length, Patterns = [pattern] };
                Assert.That(CountByChannel(options, tags, []).Coincidences(0),
                    Is.EqualTo(PlainCounting.Largest(pattern, tags)));
            },
            iter: 1000);

    private static long[] Steps(Random random, int count, int spacing)
    {
        long time = 0;
        return [.. Enumerable.Range(0, count).Select(_ => time += (long)(-Math.Log(1 - random.NextDouble()) * spacing))];
    }

    /// <summary>One merged stream, in blocks of the lengths given and a last one with the rest.</summary>
    private static CoincidenceCounter CountMerged(CountingOptions options, long[][] tags, int[] blocks)
    {
        var merged = tags.SelectMany((own, channel) => own.Select(time => (Time: time, Channel: (byte)channel)))
            .OrderBy(tag => tag.Time).ToArray();
        long[] times = [.. merged.Select(tag => tag.Time)];
        byte[] channels = [.. merged.Select(tag => tag.Channel)];
        var counter = new CoincidenceCounter(options);
        int start = 0;
        foreach (int block in blocks.Append(int.MaxValue))
        {
            int count = Math.Min(block, times.Length - start);
            counter.Add(times.AsSpan(start, count), channels.AsSpan(start, count));
            start += count;
        }
        counter.Finish();
        return counter;
    }

    /// <summary>A stream for each channel, in blocks of lengths that differ from channel to channel.</summary>
    private static CoincidenceCounter CountByChannel(CountingOptions options, long[][] tags, int[] blocks)
    {
        var counter = new CoincidenceCounter(options);
        int[] starts = new int[tags.Length];
        for (int round = 0; round <= blocks.Length; round++)
        {
            var next = new ReadOnlyMemory<long>[tags.Length];
            for (int channel = 0; channel < tags.Length; channel++)
            {
                int wanted = round == blocks.Length ? int.MaxValue : blocks[(round + channel) % blocks.Length];
                int count = Math.Min(wanted, tags[channel].Length - starts[channel]);
                next[channel] = tags[channel].AsMemory(starts[channel], count);
                starts[channel] += count;
            }
            counter.Add(next);
        }
        counter.Finish();
        return counter;
    }

    private static long[] Counts(CoincidenceCounter counter) =>
        [.. Enumerable.Range(0, counter.PatternCount).Select(counter.Coincidences)];
}
