using Qit.Timing.Counting;

namespace Qit.Benchmarks.Timing;

/// <summary>Poisson streams for the counting rows, in both layouts: a stream for each channel, and one merged stream.
/// </summary>
internal sealed class CountingStreams
{
    private CountingStreams(long[][] byChannel)
    {
        ByChannel = byChannel;
        Tags = byChannel.Sum(tags => tags.Length);
        Times = new long[Tags];
        Channels = new byte[Tags];
        int[] next = new int[byChannel.Length];
        for (int index = 0; index < Tags; index++)
        {
            int first = -1;
            for (int channel = 0; channel < byChannel.Length; channel++)
            {
                if (next[channel] == byChannel[channel].Length) continue;
                if (first < 0 || byChannel[channel][next[channel]] < byChannel[first][next[first]]) first = channel;
            }
            Times[index] = byChannel[first][next[first]++];
            Channels[index] = (byte)first;
        }
    }

    public long[][] ByChannel { get; }

    public int Tags { get; }

    public long[] Times { get; }

    public byte[] Channels { get; }

    /// <summary>Poisson streams of which a share of the tags are common to all channels, with jitter.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="tagsEach">Tags of a channel, about.</param>
    /// <param name="spacing">Mean time between tags of a channel, ps.</param>
    /// <param name="common">Share of a channel's tags that all channels have within 100 ps.</param>
    /// <param name="delays">Added to each channel's tags, ps.</param>
    public static CountingStreams Make(int channels, int tagsEach, double spacing, double common, params long[] delays)
    {
        var random = new Random(1);
        double end = tagsEach * spacing;
        long[] shared = Poisson(random, end, spacing / Math.Max(common, 1e-9));
        return new CountingStreams([.. Enumerable.Range(0, channels).Select(channel =>
        {
            long delay = channel < delays.Length ? delays[channel] : 0;
            long[] own = Poisson(random, end, spacing / Math.Max(1 - common, 1e-9));
            long[] tags = [.. own.Concat(shared.Select(time => time + random.Next(-50, 51))).Select(time => time + delay)];
            Array.Sort(tags);
            return tags;
        })]);
    }

    /// <summary>Two streams without pairs, of which the first has so many times fewer tags.</summary>
    public static CountingStreams MakeUnequal(int tags, double spacing, double ratio, long delay)
    {
        var random = new Random(2);
        return new CountingStreams([Poisson(random, tags * spacing, spacing * ratio),
            [.. Poisson(random, tags * spacing, spacing).Select(time => time + delay)]]);
    }

    public CoincidenceCounter CountMerged(CountingOptions options)
    {
        var counter = new CoincidenceCounter(options);
        counter.Add(Times, Channels);
        counter.Finish();
        return counter;
    }

    public CoincidenceCounter CountByChannel(CountingOptions options)
    {
        var counter = new CoincidenceCounter(options);
        counter.Add([.. ByChannel.Select(tags => (ReadOnlyMemory<long>)tags)]);
        counter.Finish();
        return counter;
    }

    private static long[] Poisson(Random random, double end, double spacing)
    {
        var times = new List<long>();
        for (double time = 0; ;)
        {
            time -= Math.Log(1 - random.NextDouble()) * spacing;
            if (time >= end) return [.. times];
            times.Add((long)time);
        }
    }
}
