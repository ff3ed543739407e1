using Qit.Timing.Counting;

namespace Qit.Benchmarks.Timing;

/// <summary>Coincidence counting as one writes it down first: a queue for each channel of each pattern, in one pass over the
/// merged stream. Same answers as the counter, for streams without delays.</summary>
internal static class PlainCounting
{
    public static long[] Count(long[] times, byte[] channels, IReadOnlyList<CoincidencePattern> patterns, int channelCount)
    {
        int[][] lists = [.. patterns.Select(pattern => pattern.ChannelList())];
        var queues = patterns.Select(_ => Enumerable.Range(0, channelCount).Select(_ => new Queue<long>()).ToArray()).ToArray();
        long[] counts = new long[patterns.Count];
        for (int index = 0; index < times.Length; index++)
        {
            for (int pattern = 0; pattern < lists.Length; pattern++)
            {
                if ((patterns[pattern].Channels >> channels[index] & 1) == 0) continue;
                Queue<long>[] own = queues[pattern];
                own[channels[index]].Enqueue(times[index]);
                bool isComplete = true;
                foreach (int channel in lists[pattern])
                {
                    while (own[channel].Count > 0 && own[channel].Peek() < times[index] - patterns[pattern].SpanPicoseconds)
                        own[channel].Dequeue();
                    isComplete &= own[channel].Count > 0;
                }
                if (!isComplete) continue;
                counts[pattern]++;
                foreach (int channel in lists[pattern]) own[channel].Dequeue();
            }
        }
        return counts;
    }

    /// <summary>Differences b - a in bins centred on multiples of their width, for every pair in range.</summary>
    public static void Correlate(long[] a, long[] b, long bin, long[] counts)
    {
        Array.Clear(counts);
        long lowest = -(counts.Length / 2 * bin) - (bin / 2);
        long width = counts.Length * bin;
        int first = 0;
        foreach (long start in a)
        {
            while (first < b.Length && b[first] < start + lowest) first++;
            for (int stop = first; stop < b.Length && b[stop] < start + lowest + width; stop++)
                counts[(b[stop] - start - lowest) / bin]++;
        }
    }
}
