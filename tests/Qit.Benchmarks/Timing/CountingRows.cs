using System.Globalization;
using Qit.Core.Counting;
using Qit.Timing.Counting;

namespace Qit.Benchmarks.Timing;

/// <summary>Coincidence counting: tags of all channels a second on one core, both layouts.</summary>
internal static class CountingRows
{
    private const int Rounds = 6;
    private const long Window = 1000;
    private const long DelayOfB = 139_115;

    public static IEnumerable<BenchmarkRow> Measure() =>
        [.. TwoChannels(), .. UnequalChannels(), .. EightChannels(), .. Histograms()];

    private static IEnumerable<BenchmarkRow> TwoChannels()
    {
        foreach ((string name, double spacing, double common) in new[]
        {
            ("2 ch, 1 Mtag/s each, no pairs", 1e6, 0.0),
            ("2 ch, 1 Mtag/s each, 20 % pairs", 1e6, 0.2),
            ("2 ch, 40 Mtag/s each, 20 % pairs", 2.5e4, 0.2),
        })
        {
            CountingStreams streams = CountingStreams.Make(2, 4_000_000, spacing, common, 0, DelayOfB);
            foreach (BenchmarkRow row in Pair(name, streams, 100)) yield return row;
        }
    }

    private static IEnumerable<BenchmarkRow> UnequalChannels() =>
        Pair("2 ch, 0.02 and 1 Mtag/s", CountingStreams.MakeUnequal(8_000_000, 1e6, 50, DelayOfB), 100);

    private static IEnumerable<BenchmarkRow> Pair(string name, CountingStreams streams, double asked)
    {
        var options = new CountingOptions
        {
            ChannelCount = 2, Patterns = [new(0b11, Window)], DelaysPicoseconds = [0, DelayOfB],
        };
        long plain = 0;
        void Plain() => plain = Coincidences.Count(streams.ByChannel[0], streams.ByChannel[0].Length,
            streams.ByChannel[1], streams.ByChannel[1].Length, DelayOfB, Window / 2);
        yield return Row(name + ", by channel", streams, Plain, "plain merge", asked,
            () => streams.CountByChannel(options), counter => counter.Coincidences(0) == plain);
        yield return Row(name + ", merged", streams, Plain, "plain merge", asked,
            () => streams.CountMerged(options), counter => counter.Coincidences(0) == plain);
    }

    private static IEnumerable<BenchmarkRow> EightChannels()
    {
        CoincidencePattern[] patterns =
        [
            new(0b11, Window), new(0b1100, Window), new(0b11_0000, Window), new(0b1100_0000, Window),
            new(0b111, Window), new(0b1110_0000, Window), new(0b1111, Window), new(0xFF, Window),
        ];
        foreach ((string name, double common) in new[]
        {
            ("8 ch, 8 patterns, none common", 0.0), ("8 ch, 8 patterns, 10 % common", 0.1),
        })
        {
            CountingStreams streams = CountingStreams.Make(8, 500_000, 1e6, common);
            var options = new CountingOptions { ChannelCount = 8, Patterns = patterns };
            long[] plain = [];
            void Plain() => plain = PlainCounting.Count(streams.Times, streams.Channels, patterns, 8);
            bool IsSame(CoincidenceCounter counter) =>
                plain.Select((count, index) => count == counter.Coincidences(index)).All(same => same);
            yield return Row(name + ", by channel", streams, Plain, "queues", 30, () => streams.CountByChannel(options), IsSame);
            yield return Row(name + ", merged", streams, Plain, "queues", 30, () => streams.CountMerged(options), IsSame);
        }
    }

    /// <summary>100 pairs a tag in range: what is counted is pairs.</summary>
    private static IEnumerable<BenchmarkRow> Histograms()
    {
        CountingStreams streams = CountingStreams.Make(2, 300_000, 1e6, 0.1);
        const long Bin = 100_000;
        const int HalfBins = 500;
        long[] plain = new long[(2 * HalfBins) + 1];
        CorrelationHistogram histogram = CorrelationHistogram.Cross(Bin, HalfBins);
        SideBySide times = SideBySide.Measure(
            () =>
            {
                histogram = CorrelationHistogram.Cross(Bin, HalfBins);
                histogram.Add(streams.ByChannel[0], streams.ByChannel[1]);
                histogram.Finish();
            },
            () => PlainCounting.Correlate(streams.ByChannel[0], streams.ByChannel[1], Bin, plain),
            Rounds);
        if (!histogram.Counts.SequenceEqual(plain)) throw new InvalidOperationException("the histograms differ");
        double rate = plain.Sum() / times.Seconds / 1e6;
        yield return new BenchmarkRow("g2, 1001 bins, 100 pairs a tag",
            string.Create(CultureInfo.InvariantCulture, $"{rate:0} Mpair/s"),
            string.Create(CultureInfo.InvariantCulture, $"plain loops, {plain.Sum() / times.ReferenceSeconds / 1e6:0} Mpair/s"),
            times.Ratio);
    }

    private static BenchmarkRow Row(
        string name, CountingStreams streams, Action plain, string reference, double asked,
        Func<CoincidenceCounter> count, Func<CoincidenceCounter, bool> isSame)
    {
        CoincidenceCounter? counter = null;
        SideBySide times = SideBySide.Measure(() => counter = count(), plain, Rounds);
        if (!isSame(counter!)) throw new InvalidOperationException($"{name}: the counts differ from the reference's");
        double rate = streams.Tags / times.Seconds / 1e6;
        return new BenchmarkRow(name, string.Create(CultureInfo.InvariantCulture, $"{rate:0} Mtag/s"),
            string.Create(CultureInfo.InvariantCulture, $"{reference}, {streams.Tags / times.ReferenceSeconds / 1e6:0} Mtag/s"),
            times.Ratio, $">= {asked:0} Mtag/s", rate >= asked);
    }
}
