using System.Numerics;
using System.Runtime.InteropServices;

namespace Qit.Timing.Counting;

/// <summary>Looks ahead in an ascending stream: block by block at first, then in strides that double, so that the cost of a
/// long way grows with its logarithm. The place within a block is counted, not searched: that takes no branch.</summary>
internal static class GallopSearch
{
    private const int Block = 16;
    private const int SingleBlocks = 16;

    /// <summary>Index of the first tag at or after <paramref name="from"/> that is not below the time; the length when there
    /// is none.</summary>
    public static int FirstNotBelow(ReadOnlySpan<long> times, int from, long time)
    {
        int low = from;
        int stride = Block;
        for (int blocks = 0; low + stride <= times.Length && times[low + stride - 1] < time; blocks++)
        {
            low += stride;
            if (blocks >= SingleBlocks) stride *= 2;
        }
        int high = Math.Min(low + stride, times.Length);
        while (high - low > Block)
        {
            int middle = low + ((high - low) >> 1);
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }
        if (low + Block > times.Length)
        {
            while (low < high && times[low] < time) low++;
            return low;
        }
        ref long block = ref MemoryMarshal.GetReference(times[low..]);
        var limit = new Vector<long>(time);
        Vector<long> below = Vector<long>.Zero;
        for (int index = 0; index < Block; index += Vector<long>.Count)
            below -= Vector.LessThan(Vector.LoadUnsafe(ref block, (nuint)index), limit);
        return low + (int)Vector.Sum(below);
    }
}
