using System.Numerics;

namespace Qit.Timing.Counting;

/// <summary>The tags of a pattern's first channel that have a partner in its second, until the others have decided them.
/// </summary>
internal sealed class CandidateList
{
    private long[] times = new long[1024];
    private int count;

    /// <summary>Position in the first channel's stream of the first tag that was not looked at yet.</summary>
    public long NextFirst { get; private set; }

    /// <summary>Position in the second channel's stream of the first tag that may be a partner of a later one.</summary>
    public long NextSecond { get; set; }

    /// <summary>Tags held.</summary>
    public int Count => count;

    /// <summary>Looks at what is new in both channels.</summary>
    public void Extend(ChannelBuffer first, ChannelBuffer second, long span)
    {
        ReadOnlySpan<long> a = first.Times.AsSpan(0, first.Count);
        ReadOnlySpan<long> b = second.Times.AsSpan(0, second.Count);
        int i = (int)(NextFirst - first.Origin);
        int j = (int)(NextSecond - second.Origin);
        int room = count + a.Length - i;
        if (room > times.Length) Array.Resize(ref times, (int)BitOperations.RoundUpToPowerOf2((uint)room));
        count += CandidateKernel.Pick(a, ref i, b, ref j, span, times.AsSpan(count));
        // The last known tag of the second channel, and none after it, decides these.
        while (i < a.Length && j < b.Length)
        {
            if (b[j] < a[i] - span)
            {
                j++;
                continue;
            }
            if (b[j] <= a[i] + span) times[count++] = a[i];
            i++;
        }
        if (j == b.Length) i = GallopSearch.FirstNotBelow(a, i, second.Bound - span);
        NextFirst = first.Origin + i;
        NextSecond = second.Origin + j;
    }

    /// <summary>The candidates as a channel of the pattern.</summary>
    public Lane Lane(ChannelBuffer first)
    {
        int next = (int)(NextFirst - first.Origin);
        return new Lane
        {
            Times = times,
            Marks = [],
            Limit = count,
            Bound = next < first.Count ? first.Times[next] : first.Bound,
        };
    }

    /// <summary>Lets go of the first candidates.</summary>
    public void Drop(int decided)
    {
        times.AsSpan(decided, count - decided).CopyTo(times);
        count -= decided;
    }
}
