using System.Numerics;
using System.Runtime.InteropServices;

namespace Qit.Timing.Counting;

/// <summary>Checks that times ascend: a counter given descending times would count wrongly without a word.</summary>
internal static class AscendingTimes
{
    /// <summary>Tags have to be within this, so that no difference of two, with their delays, overflows.</summary>
    public const long LatestPicoseconds = 1L << 61;

    /// <summary>Refuses a block that descends, begins before the last one's end, or goes too far.</summary>
    /// <param name="times">The block, ps.</param>
    /// <param name="last">Last time of the block before; becomes that of this one.</param>
    /// <param name="channel">Number for the message; -1 for a merged stream.</param>
    /// <exception cref="ArgumentException">See above.</exception>
    public static void Check(ReadOnlySpan<long> times, ref long last, int channel)
    {
        if (times.IsEmpty) return;
        int bad = times[0] < last ? 0 : FirstDescent(times);
        if (bad >= 0)
            throw new ArgumentException($"Tag {bad} of a block{Of(channel)} is at {times[bad]} ps, before the tag before it.");
        if (times[0] < -LatestPicoseconds || times[^1] > LatestPicoseconds)
            throw new ArgumentException($"A block{Of(channel)} goes beyond 2^61 ps.");
        last = times[^1];
    }

    /// <summary>Index of the first time that is before its predecessor, or -1.</summary>
    public static int FirstDescent(ReadOnlySpan<long> times)
    {
        ref long first = ref MemoryMarshal.GetReference(times);
        int index = 1;
        for (; index + Vector<long>.Count <= times.Length; index += Vector<long>.Count)
        {
            Vector<long> before = Vector.LoadUnsafe(ref first, (nuint)(index - 1));
            if (Vector.LessThanAny(Vector.LoadUnsafe(ref first, (nuint)index), before)) break;
        }
        for (; index < times.Length; index++)
        {
            if (times[index] < times[index - 1]) return index;
        }
        return -1;
    }

    private static string Of(int channel) => channel < 0 ? "" : $" of channel {channel}";
}
