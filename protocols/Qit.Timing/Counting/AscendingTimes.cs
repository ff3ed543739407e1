using System.Numerics;
using System.Runtime.InteropServices;

namespace Qit.Timing.Counting;

/// <summary>Checks that times ascend: a counter given descending times would count wrongly without a word.</summary>
internal static class AscendingTimes
{
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
}
