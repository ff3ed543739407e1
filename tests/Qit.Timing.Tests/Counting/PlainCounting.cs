using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

/// <summary>Coincidences counted from their definition, in one go, quadratic where that is plainer: what the counter is
/// held against.</summary>
internal static class PlainCounting
{
    /// <summary>Tags of one channel with its delay and dead time applied.</summary>
    public static long[] Prepare(long[] raw, long delay, long deadTime)
    {
        var kept = new List<long>();
        foreach (long time in raw)
        {
            if (kept.Count == 0 || time - delay - kept[^1] >= deadTime) kept.Add(time - delay);
        }
        return [.. kept];
    }

    /// <summary>Counts all patterns.</summary>
    public static long[] Count(CountingOptions options, long[][] raw)
    {
        long[][] tags = [.. raw.Select((own, channel) => Prepare(own, At(options.DelaysPicoseconds, channel),
            At(options.DeadTimesPicoseconds, channel)))];
        var usedBy = tags.Select(own => own.Select(_ => new HashSet<int>()).ToArray()).ToArray();
        long[] counts = new long[options.Patterns.Count];
        foreach (int index in Enumerable.Range(0, counts.Length).OrderByDescending(index => options.Patterns[index].Fold))
        {
            CoincidencePattern pattern = options.Patterns[index];
            bool IsFree(int channel, int tag) => !usedBy[channel][tag].Any(other => other == index
                || (options.IsExclusive && options.Patterns[other].Contains(pattern)));
            while (FindFirst(pattern, tags, IsFree) is int[] found)
            {
                counts[index]++;
                foreach ((int channel, int tag) in pattern.ChannelList().Zip(found)) usedBy[channel][tag].Add(index);
            }
        }
        return counts;
    }

    /// <summary>The coincidence of free tags whose tag on each channel is the earliest possible.</summary>
    private static int[]? FindFirst(CoincidencePattern pattern, long[][] tags, Func<int, int, bool> isFree)
    {
        int[] channels = pattern.ChannelList();
        // Each tag in turn as the earliest of a coincidence: the others are the first free ones from there on.
        var starts = channels.SelectMany(channel => tags[channel]).Distinct().Order();
        foreach (long start in starts)
        {
            int[] found = [.. channels.Select(channel =>
                Array.FindIndex([.. Enumerable.Range(0, tags[channel].Length)],
                    tag => tags[channel][tag] >= start && isFree(channel, tag)))];
            if (found.Contains(-1)) continue;
            if (found.Zip(channels).All(at => tags[at.Second][at.First] <= start + pattern.SpanPicoseconds)) return found;
        }
        return null;
    }

    /// <summary>One pattern over all streams, linear: the first tags of all are a coincidence, or the earliest is none.
    /// </summary>
    public static long CountAll(long[][] tags, long span)
    {
        int[] heads = new int[tags.Length];
        long count = 0;
        while (Enumerable.Range(0, tags.Length).All(channel => heads[channel] < tags[channel].Length))
        {
            long[] times = [.. tags.Select((own, channel) => own[heads[channel]])];
            if (times.Max() - times.Min() > span)
            {
                heads[Array.IndexOf(times, times.Min())]++;
                continue;
            }
            count++;
            for (int channel = 0; channel < heads.Length; channel++) heads[channel]++;
        }
        return count;
    }

    /// <summary>The largest number of disjoint coincidences there can be, by trying all: for a handful of tags.</summary>
    public static int Largest(CoincidencePattern pattern, long[][] tags)
    {
        int[] channels = pattern.ChannelList();
        return Try([.. channels.Select(channel => (IReadOnlyList<long>)tags[channel])], pattern.SpanPicoseconds);
    }

    private static int Try(IReadOnlyList<long>[] left, long span)
    {
        if (left.Any(own => own.Count == 0)) return 0;
        long first = left[0][0];
        long[] others = [.. left[0].Skip(1)];
        int best = Try([others, .. left[1..]], span);
        foreach (int[] choice in Choices(left[1..]))
        {
            long[] times = [first, .. choice.Select((tag, channel) => left[channel + 1][tag])];
            if (times.Max() - times.Min() > span) continue;
            IReadOnlyList<long>[] rest = [others, .. choice.Select((tag, channel) =>
                (IReadOnlyList<long>)[.. left[channel + 1].Where((_, index) => index != tag)])];
            best = Math.Max(best, 1 + Try(rest, span));
        }
        return best;
    }

    private static IEnumerable<int[]> Choices(IReadOnlyList<long>[] lists) => lists.Length == 0
        ? [[]]
        : Enumerable.Range(0, lists[0].Count).SelectMany(tag => Choices(lists[1..]).Select(rest => (int[])[tag, .. rest]));

    private static long At(IReadOnlyList<long> list, int channel) => channel < list.Count ? list[channel] : 0;
}
