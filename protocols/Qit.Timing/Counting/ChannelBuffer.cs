// Tags of one channel, delay-corrected, from the first that some pattern still needs. Positions are counted over the whole
// stream, so that nobody's position changes when the tags move to the front of the array.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Qit.Timing.Counting;

internal sealed class ChannelBuffer(long delay, long deadTime, bool hasMarks)
{
    /// <summary>Beyond every tag: tags are within 2^61, delays within 2^60.</summary>
    public const long Never = 1L << 62;

    private long[] times = new long[1024];
    private ulong[] marks = hasMarks ? new ulong[1024] : [];
    private long lastKept = -Never;

    /// <summary>Position in the stream of <c>Times[0]</c>.</summary>
    public long Origin { get; private set; }

    /// <summary>Tags in <see cref="Times"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Position after the last tag: the number of tags kept so far.</summary>
    public long End => Origin + Count;

    /// <summary>Tags left out by the dead time.</summary>
    public long Dropped { get; private set; }

    /// <summary>No later tag will be earlier than this.</summary>
    public long Bound { get; private set; } = -Never;

    public long Delay => delay;

    public long[] Times => times;

    /// <summary>For each tag a bit for each pattern that used it; empty when nobody asks.</summary>
    public ulong[] Marks => marks;

    /// <summary>Raises <see cref="Bound"/> to a corrected time.</summary>
    public void RaiseBound(long corrected) => Bound = Math.Max(Bound, corrected);

    /// <summary>Copies ascending raw tags in, less the delay.</summary>
    public void Append(ReadOnlySpan<long> raw, long needed)
    {
        Reserve(raw.Length, needed);
        ref long source = ref MemoryMarshal.GetReference(raw);
        ref long target = ref times[Count];
        var shift = new Vector<long>(delay);
        nuint index = 0;
        for (; index + (nuint)Vector<long>.Count <= (nuint)raw.Length; index += (nuint)Vector<long>.Count)
            (Vector.LoadUnsafe(ref source, index) - shift).StoreUnsafe(ref target, index);
        for (; index < (nuint)raw.Length; index++)
            Unsafe.Add(ref target, index) = Unsafe.Add(ref source, index) - delay;
        Commit(raw.Length);
    }

    /// <summary>Makes room for so many more tags, after letting go of those before the position <paramref name="needed"/>.
    /// Tags move to the front when at least as many have been let go, so that each moves about once and the part of the
    /// array in use stays in the cache.</summary>
    public void Reserve(int more, long needed)
    {
        int free = (int)(needed - Origin);
        int kept = Count - free;
        bool isFull = Count + more > times.Length;
        if (free < kept && !isFull) return;
        if (free == 0 && !isFull) return;
        int size = times.Length;
        while (isFull && kept + more > size / 2) size = checked(size * 2);
        times = Move(times, free, kept, size);
        if (marks.Length > 0) marks = Move(marks, free, kept, size);
        Origin += free;
        Count = kept;
    }

    /// <summary>Takes over so many tags that were written after <see cref="Count"/>, without those in the dead time.</summary>
    public void Commit(int written)
    {
        if (written == 0) return;
        int kept = deadTime == 0 ? written : DropDead(written);
        if (marks.Length > 0) marks.AsSpan(Count, kept).Clear();
        RaiseBound(times[Count + written - 1]);
        Count += kept;
        Dropped += written - kept;
    }

    private static T[] Move<T>(T[] from, int start, int count, int size)
    {
        T[] to = size == from.Length ? from : new T[size];
        from.AsSpan(start, count).CopyTo(to);
        return to;
    }

    private int DropDead(int written)
    {
        Span<long> added = times.AsSpan(Count, written);
        long newest = added[^1];
        int kept = 0;
        foreach (long time in added)
        {
            added[kept] = time;
            bool isAlive = time - lastKept >= deadTime;
            lastKept = isAlive ? time : lastKept;
            kept += isAlive ? 1 : 0;
        }
        if (kept < written) added[^1] = newest; // the bound is taken from it
        return kept;
    }
}
