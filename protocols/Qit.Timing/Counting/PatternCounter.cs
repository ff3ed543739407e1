using System.Numerics;

namespace Qit.Timing.Counting;

/// <summary>Counts one pattern as far as the tags at hand decide it.</summary>
internal sealed class PatternCounter
{
    private readonly CoincidencePattern pattern;
    private readonly int[] channels;
    private readonly long[] heads;
    private readonly Lane[] lanes;
    private readonly PatternCounter[] above;
    private readonly ulong taken;
    private readonly ulong mark;
    private readonly CandidateList candidates = new();

    /// <summary>Starts before the first tag.</summary>
    /// <param name="pattern">What is counted.</param>
    /// <param name="above">Patterns whose tags are not there for this one.</param>
    /// <param name="taken">Their marks.</param>
    /// <param name="mark">This pattern's own mark; 0 when nobody asks.</param>
    public PatternCounter(CoincidencePattern pattern, PatternCounter[] above, ulong taken, ulong mark)
    {
        this.pattern = pattern;
        this.above = above;
        this.taken = taken;
        this.mark = mark;
        channels = pattern.ChannelList();
        heads = new long[channels.Length];
        lanes = new Lane[channels.Length];
    }

    /// <summary>Coincidences decided so far.</summary>
    public long Count { get; private set; }

    /// <summary>Position of the first tag of a channel that is undecided; no limit for other channels.</summary>
    public long Head(int channel) => (pattern.Channels >> channel & 1) == 0
        ? long.MaxValue
        : heads[BitOperations.PopCount(pattern.Channels & ((1u << channel) - 1))];

    /// <summary>Tags held apart from the channels' buffers.</summary>
    public int CandidateCount => candidates.Count;

    /// <summary>Decides what can be decided.</summary>
    public void Run(ChannelBuffer[] buffers)
    {
        if (taken != 0 || mark != 0) RunMarked(buffers);
        else if (channels.Length == 2) RunPair(buffers[channels[0]], buffers[channels[1]]);
        else RunFold(buffers);
    }

    private void RunPair(ChannelBuffer bufferA, ChannelBuffer bufferB)
    {
        ReadOnlySpan<long> a = bufferA.Times.AsSpan(0, bufferA.Count);
        ReadOnlySpan<long> b = bufferB.Times.AsSpan(0, bufferB.Count);
        int i = (int)(heads[0] - bufferA.Origin);
        int j = (int)(heads[1] - bufferB.Origin);
        long span = pattern.SpanPicoseconds;
        Count += PairKernel.Count(a, ref i, b, ref j, span);
        // What waits for a channel that has passed it is let go.
        if (i == a.Length) j = GallopSearch.FirstNotBelow(b, j, bufferA.Bound - span);
        if (j == b.Length) i = GallopSearch.FirstNotBelow(a, i, bufferB.Bound - span);
        heads[0] = bufferA.Origin + i;
        heads[1] = bufferB.Origin + j;
    }

    private void RunFold(ChannelBuffer[] buffers)
    {
        ChannelBuffer first = buffers[channels[0]];
        candidates.Extend(first, buffers[channels[1]], pattern.SpanPicoseconds);
        lanes[0] = candidates.Lane(first);
        for (int index = 1; index < channels.Length; index++)
        {
            ChannelBuffer buffer = buffers[channels[index]];
            SetLane(index, buffer, buffer.End);
        }
        Count += FoldKernel.Count(lanes, pattern.SpanPicoseconds, 0, 0);
        TakeHeads(buffers);
        candidates.Drop(lanes[0].Head);
        heads[0] = candidates.NextFirst;
        candidates.NextSecond = Math.Max(candidates.NextSecond, heads[1]);
    }

    private void RunMarked(ChannelBuffer[] buffers)
    {
        for (int index = 0; index < channels.Length; index++)
        {
            ChannelBuffer buffer = buffers[channels[index]];
            long limit = buffer.End;
            foreach (PatternCounter other in above) limit = Math.Min(limit, other.Head(channels[index]));
            SetLane(index, buffer, limit);
        }
        Count += FoldKernel.Count(lanes, pattern.SpanPicoseconds, taken, mark);
        TakeHeads(buffers);
    }

    private void SetLane(int index, ChannelBuffer buffer, long limit)
    {
        int end = (int)(limit - buffer.Origin);
        lanes[index] = new Lane
        {
            Times = buffer.Times,
            Marks = buffer.Marks,
            Head = (int)(heads[index] - buffer.Origin),
            Limit = end,
            Bound = end < buffer.Count ? buffer.Times[end] : buffer.Bound,
        };
    }

    private void TakeHeads(ChannelBuffer[] buffers)
    {
        for (int index = 0; index < channels.Length; index++)
            heads[index] = buffers[channels[index]].Origin + lanes[index].Head;
    }
}
