namespace Qit.Timing.Counting;

/// <summary>
/// Counts coincidences of any patterns in streams of time tags, block by block. Delays are subtracted, then dead times
/// applied, then for each pattern disjoint coincidences are counted, the earliest that fit first; as in
/// <see cref="CoincidencePattern"/> a coincidence is one tag of each channel within half the window. This is the largest
/// number of coincidences possible when a pattern uses no tag twice, so the order of tags of equal time is of no account.
/// The result does not depend on how the stream is cut into blocks, nor on the layout in which the tags are given.
/// </summary>
/// <remarks>
/// A tag is kept in memory until every channel of its patterns has passed it: delays, and channels of which nothing is heard
/// (see <see cref="AdvanceTo"/>), cost memory. Nothing is allocated once the arrays have grown to that. Not for several
/// threads. After an exception the counter is of no further use.
/// </remarks>
public sealed class CoincidenceCounter
{
    // Blocks are worked off in pieces that stay in the cache with their copies.
    private const int PieceTags = 32768;

    private readonly ChannelBuffer[] buffers;
    private readonly PatternCounter[] patterns;
    private readonly PatternCounter[] order;
    private readonly StreamParting parting;
    private readonly Func<int, long> needed;
    private readonly int[] next;
    private readonly long[] latest;
    private long latestMerged = long.MinValue;
    private bool isFinished;

    /// <summary>Starts before the first tag.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message says which and what would be right.
    /// </exception>
    public CoincidenceCounter(CountingOptions options)
    {
        options.Check();
        int channels = options.ChannelCount;
        buffers = [.. Enumerable.Range(0, channels)
            .Select(channel => new ChannelBuffer(options.Delay(channel), options.DeadTime(channel), options.IsExclusive))];
        (patterns, order) = MakePatterns(options);
        parting = new StreamParting(buffers, PieceTags);
        needed = Needed;
        next = new int[channels];
        latest = new long[channels];
        Array.Fill(latest, long.MinValue);
    }

    /// <summary>Number of patterns counted.</summary>
    public int PatternCount => patterns.Length;

    /// <summary>Tags given with a channel number that is not below the count of channels: not looked at.</summary>
    public long OtherTagCount { get; private set; }

    /// <summary>Tags now held in memory for coincidences that are undecided.</summary>
    public long HeldTagCount => patterns.Sum(pattern => pattern.CandidateCount)
        + Enumerable.Range(0, buffers.Length).Sum(channel => buffers[channel].End - Needed(channel));

    /// <summary>Tags of a channel that its dead time left.</summary>
    public long Singles(int channel) => buffers[channel].End;

    /// <summary>Tags of a channel that its dead time took.</summary>
    public long DeadTags(int channel) => buffers[channel].Dropped;

    /// <summary>Coincidences of a pattern (by its place in the options) that are decided so far; all of them after
    /// <see cref="Finish"/>.</summary>
    public long Coincidences(int pattern) => patterns[pattern].Count;

    /// <summary>Takes the next block of a merged stream, as time taggers deliver it.</summary>
    /// <param name="times">Ascending, ps, before delays; not before those of the last block.</param>
    /// <param name="channels">The channel of each, from 0.</param>
    /// <exception cref="ArgumentException">Times descend, are beyond 2^61 ps, or the lengths differ.</exception>
    public void Add(ReadOnlySpan<long> times, ReadOnlySpan<byte> channels)
    {
        CheckOpen();
        if (times.Length != channels.Length)
            throw new ArgumentException($"{times.Length} times, but {channels.Length} channels.", nameof(channels));
        for (int start = 0; start < times.Length; start += PieceTags)
        {
            int count = Math.Min(PieceTags, times.Length - start);
            ReadOnlySpan<long> piece = times.Slice(start, count);
            AscendingTimes.Check(piece, ref latestMerged, -1);
            OtherTagCount += parting.Part(piece, channels.Slice(start, count), needed);
            Advance(piece[^1]);
        }
    }

    /// <summary>Takes the next block of each channel's own stream, or whole streams.</summary>
    /// <param name="tags">For each channel ascending times, ps, before delays; as many entries as there are channels.</param>
    /// <exception cref="ArgumentException">Times descend or are beyond 2^61 ps, or not one block for each channel.
    /// </exception>
    public void Add(ReadOnlySpan<ReadOnlyMemory<long>> tags)
    {
        CheckOpen();
        if (tags.Length != buffers.Length)
            throw new ArgumentException($"{tags.Length} blocks for {buffers.Length} channels.", nameof(tags));
        Array.Clear(next);
        int piece = Math.Max(256, PieceTags / buffers.Length);
        int pieces = 0;
        while (true)
        {
            // The stream that is behind is read on, so that little has to be held, however different the rates are.
            int behind = -1;
            for (int channel = 0; channel < tags.Length; channel++)
            {
                if (next[channel] == tags[channel].Length) continue;
                if (behind < 0 || buffers[channel].Bound < buffers[behind].Bound) behind = channel;
            }
            if (behind < 0) break;
            ReadOnlySpan<long> part = tags[behind].Span[next[behind]..];
            part = part[..Math.Min(piece, part.Length)];
            AscendingTimes.Check(part, ref latest[behind], behind);
            latestMerged = Math.Max(latestMerged, part[^1]);
            buffers[behind].Append(part, Needed(behind));
            next[behind] += part.Length;
            if (++pieces % buffers.Length == 0) RunPatterns();
        }
        RunPatterns();
    }

    /// <summary>Says that no later tag of any channel is earlier than this time, ps before delays. Needed only to let go of
    /// tags while a channel given by itself is silent.</summary>
    public void AdvanceTo(long time)
    {
        CheckOpen();
        if (time is < -AscendingTimes.LatestPicoseconds or > AscendingTimes.LatestPicoseconds)
            throw new ArgumentOutOfRangeException(nameof(time), time, "is beyond 2^61 ps");
        latestMerged = Math.Max(latestMerged, time);
        Advance(time);
    }

    /// <summary>Decides the rest: no tag follows. Counts can be read, but nothing added.</summary>
    public void Finish()
    {
        if (isFinished) return;
        isFinished = true;
        foreach (ChannelBuffer buffer in buffers) buffer.RaiseBound(ChannelBuffer.Never);
        RunPatterns();
    }

    private static (PatternCounter[] AsGiven, PatternCounter[] InOrder) MakePatterns(CountingOptions options)
    {
        IReadOnlyList<CoincidencePattern> given = options.Patterns;
        var made = new PatternCounter[given.Count];
        int[] byFold = [.. Enumerable.Range(0, given.Count).OrderByDescending(index => given[index].Fold)];
        foreach (int index in byFold)
        {
            int[] above = options.IsExclusive
                ? [.. Enumerable.Range(0, given.Count).Where(other => given[other].Contains(given[index]))]
                : [];
            ulong taken = above.Aggregate(0UL, (bits, other) => bits | 1UL << other);
            bool isAbove = options.IsExclusive && given.Any(other => given[index].Contains(other));
            made[index] = new PatternCounter(
                given[index], [.. above.Select(other => made[other])], taken, isAbove ? 1UL << index : 0);
        }
        return (made, [.. byFold.Select(index => made[index])]);
    }

    private void Advance(long time)
    {
        foreach (ChannelBuffer buffer in buffers) buffer.RaiseBound(time - buffer.Delay);
        for (int channel = 0; channel < latest.Length; channel++) latest[channel] = Math.Max(latest[channel], time);
        RunPatterns();
    }

    private void RunPatterns()
    {
        foreach (PatternCounter pattern in order) pattern.Run(buffers);
    }

    private long Needed(int channel)
    {
        long needed = buffers[channel].End;
        foreach (PatternCounter pattern in patterns) needed = Math.Min(needed, pattern.Head(channel));
        return needed;
    }

    private void CheckOpen()
    {
        if (isFinished) throw new InvalidOperationException("The counter is finished: nothing can be added.");
    }
}
