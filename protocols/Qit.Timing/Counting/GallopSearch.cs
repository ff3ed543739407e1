namespace Qit.Timing.Counting;

/// <summary>Looks ahead in an ascending stream in strides that double: the cost grows with the logarithm of the way.</summary>
internal static class GallopSearch
{
    private const int Nearest = 4;

    /// <summary>Index of the first tag at or after <paramref name="from"/> that is not below the time; the length when there
    /// is none.</summary>
    public static int FirstNotBelow(ReadOnlySpan<long> times, int from, long time)
    {
        int low = from;
        int stride = Nearest;
        while (low + stride <= times.Length && times[low + stride - 1] < time)
        {
            low += stride;
            stride *= 2;
        }
        int high = Math.Min(low + stride, times.Length);
        while (high - low > Nearest)
        {
            int middle = low + ((high - low) >> 1);
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }
        while (low < high && times[low] < time) low++;
        return low;
    }
}
