namespace Qit.Timing.Counting;

/// <summary>One channel as a pattern sees it.</summary>
internal struct Lane
{
    /// <summary>Ascending tags.</summary>
    public long[] Times;

    /// <summary>Which patterns used a tag; empty when nobody asks.</summary>
    public ulong[] Marks;

    /// <summary>First tag that is undecided.</summary>
    public int Head;

    /// <summary>Tags from here on may not be looked at yet.</summary>
    public int Limit;

    /// <summary>No tag from the limit on is earlier than this.</summary>
    public long Bound;
}

/// <summary>
/// Counts the disjoint coincidences of any number of ascending streams. The first undecided tags of all channels are a
/// coincidence when they lie within the span. If not, no tag that lies more than the span before the latest of them can be
/// in any, now or later, and all such are passed at once (the leapfrog join of Veldhuizen, ICDT 2014, with a tolerance).
/// </summary>
internal static class FoldKernel
{
    /// <summary>Counts until a channel is used up and the others wait for it.</summary>
    /// <param name="lanes">The channels; their heads move on.</param>
    /// <param name="span">Largest time between earliest and latest, ps.</param>
    /// <param name="taken">Tags with any of these marks are passed over.</param>
    /// <param name="mark">Set on the tags of a coincidence; 0 sets nothing.</param>
    public static long Count(Span<Lane> lanes, long span, ulong taken, ulong mark)
    {
        long count = 0;
        while (true)
        {
            bool isComplete = Align(lanes, span, taken);
            if (!isComplete) return count;
            count++;
            foreach (ref Lane lane in lanes)
            {
                if (mark != 0) lane.Marks[lane.Head] |= mark;
                lane.Head++;
            }
        }
    }

    /// <summary>Moves the heads on until they are a coincidence (true), or wait for tags that are not there yet (false).
    /// </summary>
    private static bool Align(Span<Lane> lanes, long span, ulong taken)
    {
        // The latest head, and how many channels in turn have been found to fit it.
        long latest = -ChannelBuffer.Never;
        int fitting = 0;
        int waiting = 0;
        for (int index = 0; fitting < lanes.Length; index = index + 1 == lanes.Length ? 0 : index + 1)
        {
            ref Lane lane = ref lanes[index];
            long[] times = lane.Times;
            int limit = lane.Limit;
            int head = lane.Head;
            long low = latest - span;
            if (taken == 0)
            {
                while (head < limit && times[head] < low) head++;
            }
            else
            {
                while (head < limit && (times[head] < low || (lane.Marks[head] & taken) != 0)) head++;
            }
            lane.Head = head;
            bool isThere = head < limit;
            long time = isThere ? times[head] : lane.Bound;
            waiting = isThere ? waiting : waiting + 1;
            fitting++;
            if (time <= latest) continue;
            latest = time;
            fitting = 1;
            waiting = isThere ? 0 : 1;
        }
        return waiting == 0;
    }
}
