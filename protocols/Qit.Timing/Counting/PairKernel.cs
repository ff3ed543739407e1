// The fast path for two channels. A plain merge of two streams takes a branch for each tag that nobody can predict, and
// without branches each step waits for the load of the step before. Here four stretches of the streams are merged at once,
// each without branches: while one waits the others work. The stretches are cut where nothing can reach across, at a gap
// longer than the window. Where one stream is far denser, its tags are skipped by galloping instead.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Qit.Timing.Counting;

/// <summary>Counts the disjoint pairs of two ascending streams.</summary>
/// <remarks>The loops are optimized from the first call on: profiling them first may bring the branches back.</remarks>
internal static class PairKernel
{
    private const int SmallestStretch = 128;
    private const int CutAttempts = 64;
    private const int GallopRatio = 24;

    /// <summary>Pairs with |b - a| &lt;= span, each tag used once, the earliest that fit first; until one stream is used up.
    /// </summary>
    /// <param name="a">Tags of the first channel.</param>
    /// <param name="i">First tag to look at; afterwards the first that is undecided.</param>
    /// <param name="b">Tags of the second channel.</param>
    /// <param name="j">As i, of the second channel.</param>
    /// <param name="span">Half the window, 0 or more.</param>
    public static long Count(ReadOnlySpan<long> a, ref int i, ReadOnlySpan<long> b, ref int j, long span)
    {
        if (i == a.Length || j == b.Length) return 0;
        // What lies beyond the last tag known of the other stream is not decided now; and no cut is made there, since tags
        // may come that go before it.
        int commonA = LowerBound(a, b[^1]) - i;
        int commonB = LowerBound(b, a[^1]) - j;
        if (commonB / GallopRatio > commonA) return Gallop(a, ref i, b, ref j, span);
        if (commonA / GallopRatio > commonB) return Gallop(b, ref j, a, ref i, span);
        long pairs = 0;
        if (Math.Min(commonA, commonB) >= 4 * SmallestStretch
            && TryCut(a, b, i, commonA / 4, span, out int a1, out int b1)
            && TryCut(a, b, i, commonA / 2, span, out int a2, out int b2)
            && TryCut(a, b, i, 3 * (commonA / 4), span, out int a3, out int b3)
            && j <= b1 && a1 < a2 && a2 < a3)
        {
            pairs = CountFour(a, b, span, ref i, ref j, a1, b1, a2, b2, a3, b3);
        }
        return pairs + CountOne(a, ref i, a.Length, b, ref j, b.Length, span);
    }

    /// <summary>A place near a[start + steps] where the streams can be parted: tags before it and from it on are more than
    /// the span apart.</summary>
    private static bool TryCut(
        ReadOnlySpan<long> a, ReadOnlySpan<long> b, int start, int steps, long span, out int cutA, out int cutB)
    {
        cutA = start + steps;
        cutB = LowerBound(b, a[cutA]);
        for (int attempt = 0; attempt < CutAttempts && cutA < a.Length; attempt++, cutA++)
        {
            while (cutB < b.Length && b[cutB] < a[cutA]) cutB++;
            if (cutB == b.Length) return false;
            long before = cutB == 0 ? a[cutA - 1] : Math.Max(a[cutA - 1], b[cutB - 1]);
            if (a[cutA] - before > span) return true;
        }
        return false;
    }

    private static int LowerBound(ReadOnlySpan<long> times, long time)
    {
        int low = 0;
        int high = times.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountFour(
        ReadOnlySpan<long> spanA, ReadOnlySpan<long> spanB, long span, ref int i, ref int j,
        int a1, int b1, int a2, int b2, int a3, int b3)
    {
        ref long a = ref MemoryMarshal.GetReference(spanA);
        ref long b = ref MemoryMarshal.GetReference(spanB);
        nint i0 = i, i1 = a1, i2 = a2, i3 = a3;
        nint j0 = j, j1 = b1, j2 = b2, j3 = b3;
        nint startI = i0 + i1 + i2 + i3;
        nint startJ = j0 + j1 + j2 + j3;
        long steps = 0;
        while (true)
        {
            // So many steps no stretch can overrun its end.
            nint safe = Math.Min(
                Math.Min(Math.Min(a1 - i0, b1 - j0), Math.Min(a2 - i1, b2 - j1)),
                Math.Min(Math.Min(a3 - i2, b3 - j2), Math.Min(spanA.Length - i3, spanB.Length - j3)));
            if (safe < 8) break;
            steps += safe;
            do
            {
                long d0 = Unsafe.Add(ref b, j0) - Unsafe.Add(ref a, i0);
                long d1 = Unsafe.Add(ref b, j1) - Unsafe.Add(ref a, i1);
                long d2 = Unsafe.Add(ref b, j2) - Unsafe.Add(ref a, i2);
                long d3 = Unsafe.Add(ref b, j3) - Unsafe.Add(ref a, i3);
                i0 += NotBelow(d0, -span);
                j0 += NotBelow(span, d0);
                i1 += NotBelow(d1, -span);
                j1 += NotBelow(span, d1);
                i2 += NotBelow(d2, -span);
                j2 += NotBelow(span, d2);
                i3 += NotBelow(d3, -span);
                j3 += NotBelow(span, d3);
            }
            while (--safe > 0);
        }
        // A step moves one index, or both for a pair.
        long pairs = i0 + i1 + i2 + i3 - startI + (j0 + j1 + j2 + j3 - startJ) - (4 * steps);
        (int e0, int f0, int e1, int f1, int e2, int f2) = ((int)i0, (int)j0, (int)i1, (int)j1, (int)i2, (int)j2);
        pairs += CountOne(spanA, ref e0, a1, spanB, ref f0, b1, span);
        pairs += CountOne(spanA, ref e1, a2, spanB, ref f1, b2, span);
        pairs += CountOne(spanA, ref e2, a3, spanB, ref f2, b3, span);
        i = (int)i3;
        j = (int)j3;
        return pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountOne(
        ReadOnlySpan<long> spanA, ref int i, int endA, ReadOnlySpan<long> spanB, ref int j, int endB, long span)
    {
        ref long a = ref MemoryMarshal.GetReference(spanA);
        ref long b = ref MemoryMarshal.GetReference(spanB);
        nint x = i;
        nint y = j;
        long steps = 0;
        while (true)
        {
            nint safe = Math.Min(endA - x, endB - y);
            if (safe <= 0) break;
            steps += safe;
            do
            {
                long d = Unsafe.Add(ref b, y) - Unsafe.Add(ref a, x);
                x += NotBelow(d, -span);
                y += NotBelow(span, d);
            }
            while (--safe > 0);
        }
        long pairs = x - i + (y - j) - steps;
        i = (int)x;
        j = (int)y;
        return pairs;
    }

    private static long Gallop(ReadOnlySpan<long> few, ref int i, ReadOnlySpan<long> many, ref int j, long span)
    {
        long pairs = 0;
        while (i < few.Length)
        {
            j = GallopSearch.FirstNotBelow(many, j, few[i] - span);
            if (j == many.Length) break;
            if (many[j] - few[i] <= span)
            {
                pairs++;
                j++;
            }
            i++;
        }
        return pairs;
    }

    /// <summary>1 when x >= y, else 0, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint NotBelow(long x, long y) => x >= y ? 1 : 0;
}
