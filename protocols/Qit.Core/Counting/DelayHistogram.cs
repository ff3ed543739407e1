using System;

namespace Qit.Core.Counting;

/// <summary>
/// Histogram of the time differences b - a of all pairs of two streams within a window, in whole ticks. Integers only: every
/// pair is counted in the bin that exact arithmetic gives, over the full range of the arguments; a bin that is full stays so.
/// <see cref="TryCentreOfMass"/> is exact but for its last rounding: at most 1/512 tick from the mean of the bins' middles.
/// </summary>
public sealed class DelayHistogram
{
    /// <summary>Most bins.</summary>
    public const int MaxBins = 4096;

    /// <summary>Widest bin, ticks.</summary>
    public const int MaxBinTicks = 1 << 30;

    /// <summary>Largest magnitude of a tag and of the window's edges, ticks.</summary>
    public const long MaxTicks = 1L << 60;

    private readonly int[] counts;

    /// <summary>An empty histogram.</summary>
    /// <param name="firstTicks">Smallest difference counted, ticks; up to <see cref="MaxTicks"/> either sign.</param>
    /// <param name="binTicks">Width of a bin, 1 to <see cref="MaxBinTicks"/> ticks.</param>
    /// <param name="bins">Bins, 1 to <see cref="MaxBins"/>.</param>
    public DelayHistogram(long firstTicks, int binTicks, int bins)
    {
        if (firstTicks < -MaxTicks || firstTicks > MaxTicks)
            throw new ArgumentOutOfRangeException(nameof(firstTicks));
        if (binTicks < 1 || binTicks > MaxBinTicks)
            throw new ArgumentOutOfRangeException(nameof(binTicks));
        if (bins < 1 || bins > MaxBins)
            throw new ArgumentOutOfRangeException(nameof(bins));
        FirstTicks = firstTicks;
        BinTicks = binTicks;
        counts = new int[bins];
    }

    /// <summary>Smallest difference counted, ticks.</summary>
    public long FirstTicks { get; }

    /// <summary>Width of a bin, ticks.</summary>
    public int BinTicks { get; }

    /// <summary>Bins.</summary>
    public int Bins => counts.Length;

    /// <summary>Pairs in a bin: differences from FirstTicks + bin BinTicks up to, and without, the next bin's.</summary>
    /// <param name="bin">0 to <see cref="Bins"/> - 1.</param>
    public int Count(int bin) => counts[bin];

    /// <summary>Forgets all pairs.</summary>
    public void Clear() => Array.Clear(counts, 0, counts.Length);

    /// <summary>Adds every pair of two runs of tags. Allocates nothing.</summary>
    /// <param name="tagsA">Ascending times of stream A, ticks, up to <see cref="MaxTicks"/> either sign.</param>
    /// <param name="countA">Tags to use of A.</param>
    /// <param name="tagsB">Ascending times of stream B, the same ticks.</param>
    /// <param name="countB">Tags to use of B.</param>
    public void Add(long[] tagsA, int countA, long[] tagsB, int countB)
    {
        int[] into = counts;
        long first = FirstTicks;
        int bin = BinTicks;
        long window = (long)into.Length * bin;
        int start = 0;
        for (int a = 0; a < countA; a++)
        {
            long from = tagsA[a] + first;
            while (start < countB && tagsB[start] < from)
                start++;
            for (int b = start; b < countB; b++)
            {
                long after = tagsB[b] - from;
                if (after >= window)
                    break;
                int at = (int)(after / bin);
                if (into[at] < int.MaxValue)
                    into[at]++;
            }
        }
    }

    /// <summary>Bin with most pairs; the first of several.</summary>
    public int Highest()
    {
        int best = 0;
        for (int bin = 1; bin < counts.Length; bin++)
        {
            if (counts[bin] > counts[best])
                best = bin;
        }
        return best;
    }

    /// <summary>Mean of the middles of bins, weighted by their pairs, in 1/256 tick after <see cref="FirstTicks"/>, rounded to
    /// nearest.</summary>
    /// <param name="firstBin">First bin, 0 or more.</param>
    /// <param name="endBin">Bin after the last, at most <see cref="Bins"/>.</param>
    /// <param name="centre">The mean.</param>
    /// <returns>False when the bins are empty.</returns>
    public bool TryCentreOfMass(int firstBin, int endBin, out long centre)
    {
        // Twice the sum of middles in bins: at most 4096 * 2^31 * 8191, below 2^57.
        long pairs = 0;
        long doubled = 0;
        for (int bin = firstBin; bin < endBin; bin++)
        {
            long count = counts[bin];
            pairs += count;
            doubled += count * (2 * bin + 1);
        }
        centre = 0;
        if (pairs == 0)
            return false;
        long divisor = 2 * pairs;
        long scale = BinTicks * 256L;
        centre = doubled / divisor * scale + RoundedShare(scale, doubled % divisor, divisor);
        return true;
    }

    /// <summary>scale * part / whole to nearest, by long multiplication: the product may need 82 bits.</summary>
    private static long RoundedShare(long scale, long part, long whole)
    {
        long quotient = 0;
        long rest = 0;
        for (long bit = 1L << 38; bit > 0; bit >>= 1)
        {
            quotient += quotient;
            rest += rest;
            if ((scale & bit) != 0)
                rest += part;
            while (rest >= whole)
            {
                rest -= whole;
                quotient++;
            }
        }
        return 2 * rest >= whole ? quotient + 1 : quotient;
    }
}
