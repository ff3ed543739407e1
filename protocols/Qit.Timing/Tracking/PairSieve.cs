// At a million tags a second nearly no tag has a partner near the line. What the fit needs is sieved out while tags come
// in, so that little is left to do when an interval ends: the latency of an estimate.
using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>Keeps the tags of both stations that have a partner within a window around a line: every pair in the window is
/// kept, and each tag once.</summary>
public sealed class PairSieve
{
    private long[] keptA = new long[256];
    private long[] keptB = new long[256];
    private int countA;
    private int countB;
    private long nextA; // places in all tags taken
    private long firstB; // tags of B before this are too early for what is left of A
    private long addedB; // tags of B before this are kept already, or never will be
    private OffsetLine line;
    private long window;

    /// <summary>Kept tags of A, ascending.</summary>
    public ReadOnlySpan<long> A => keptA.AsSpan(0, countA);

    /// <summary>Kept tags of B, ascending.</summary>
    public ReadOnlySpan<long> B => keptB.AsSpan(0, countB);

    /// <summary>Tags of A before this have been looked at.</summary>
    public long DoneTo { get; private set; }

    /// <summary>Tags of A looked at.</summary>
    public long SeenA { get; private set; }

    /// <summary>Starts anew at a time of A.</summary>
    /// <param name="line">The line that pairs are near to.</param>
    /// <param name="windowPicoseconds">Half width of the window around it, above 0; a pair up to 1 ps beyond may be kept.</param>
    /// <param name="from">Start on A's timeline.</param>
    public void Begin(OffsetLine line, double windowPicoseconds, long from)
    {
        this.line = line;
        window = (long)Math.Ceiling(windowPicoseconds) + 1; // rounding of the line
        countA = countB = 0;
        nextA = firstB = addedB = 0;
        SeenA = 0;
        DoneTo = from;
    }

    /// <summary>Looks at the tags of A before a time whose partners have all come.</summary>
    /// <param name="a">Tags of A.</param>
    /// <param name="b">Tags of B.</param>
    /// <param name="to">End on A's timeline, exclusive.</param>
    /// <param name="isLast">True takes B as complete.</param>
    public void Take(TagBuffer a, TagBuffer b, long to, bool isLast)
    {
        const long Rounding = 2; // of the line here and at a tag
        long partnersTo = b.Last - line.At(b.Last - line.OffsetPicoseconds) - window - Rounding;
        if (!isLast) to = Math.Min(Math.Min(to, a.Last), partnersTo);
        if (to <= DoneTo) return;
        ReadOnlySpan<long> tagsA = a.Tags;
        ReadOnlySpan<long> tagsB = b.Tags;
        int i = Place(tagsA, a.Departed, nextA, DoneTo);
        int begun = i;
        int j = Place(tagsB, b.Departed, firstB, line.At(DoneTo) + DoneTo - window - Rounding);
        int added = Math.Max(j, (int)Math.Clamp(addedB - b.Departed, 0, tagsB.Length));
        for (; i < tagsA.Length && tagsA[i] < to; i++)
        {
            long tag = tagsA[i];
            long expected = tag + line.OffsetPicoseconds
                + (long)(line.Skew * (tag - line.ReferenceTimePicoseconds));
            long low = expected - window;
            while (j < tagsB.Length && tagsB[j] < low) j++;
            if (j == tagsB.Length || tagsB[j] > expected + window) continue;
            Add(ref keptA, ref countA, tag);
            for (added = Math.Max(added, j); added < tagsB.Length && tagsB[added] <= expected + window; added++)
                Add(ref keptB, ref countB, tagsB[added]);
        }

        SeenA += i - begun;
        nextA = a.Departed + i;
        firstB = b.Departed + j;
        addedB = b.Departed + added;
        DoneTo = to;
    }

    /// <summary>Place of the first tag at or after a time, looked for from a place in all tags taken.</summary>
    private static int Place(ReadOnlySpan<long> tags, long departed, long next, long from)
    {
        int low = (int)Math.Clamp(next - departed, 0, tags.Length);
        int high = tags.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (tags[middle] < from) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static void Add(ref long[] kept, ref int count, long tag)
    {
        if (count == kept.Length) Array.Resize(ref kept, 2 * count);
        kept[count++] = tag;
    }
}
