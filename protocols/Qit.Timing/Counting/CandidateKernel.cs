// Of most tags of a threefold pattern already the second channel knows that nothing comes of them. They are passed over
// without a branch, four stretches at a time as in PairKernel; here a stretch may begin anywhere, since no tag is used up.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Qit.Timing.Counting;

/// <summary>Picks the tags of one stream that have a partner in another.</summary>
internal static class CandidateKernel
{
    /// <summary>Copies the tags of a for which some b has |b - a| &lt;= span, as far as b reaches.</summary>
    /// <param name="a">Ascending tags.</param>
    /// <param name="i">First tag of a to look at; afterwards the first that is undecided.</param>
    /// <param name="b">Ascending tags.</param>
    /// <param name="j">First tag of b that may matter; moves on with i.</param>
    /// <param name="span">Half the window, 0 or more.</param>
    /// <param name="found">Takes them; as long as a from i on.</param>
    /// <returns>How many.</returns>
    public static int Pick(ReadOnlySpan<long> a, ref int i, ReadOnlySpan<long> b, ref int j, long span, Span<long> found)
    {
        if (i == a.Length || j == b.Length) return 0;
        // Each of these has a b that is not before it, so that b is never read past its end.
        int end = i + GallopSearch.FirstNotBelow(a[i..], 0, b[^1]);
        int quarter = (end - i) / 4;
        if (end == i) return 0;
        int count = PickFour(a, (i, i + quarter, i + (2 * quarter), i + (3 * quarter), end), b, ref j, span, found);
        i = end;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int PickFour(
        ReadOnlySpan<long> spanA, (int, int, int, int, int) ends, ReadOnlySpan<long> spanB, ref int j, long span,
        Span<long> found)
    {
        ref long a = ref MemoryMarshal.GetReference(spanA);
        ref long b = ref MemoryMarshal.GetReference(spanB);
        ref long to = ref MemoryMarshal.GetReference(found);
        (nint i0, nint i1, nint i2, nint i3, nint end) = ends;
        (nint e0, nint e1, nint e2) = (i1, i2, i3);
        nint j0 = j;
        nint j1 = GallopSearch.FirstNotBelow(spanB, j, spanA[(int)i1] - span);
        nint j2 = GallopSearch.FirstNotBelow(spanB, (int)j1, spanA[(int)i2] - span);
        nint j3 = GallopSearch.FirstNotBelow(spanB, (int)j2, spanA[(int)i3] - span);
        // Each stretch writes where its own tags would stand if all were found.
        nint first = i0;
        (nint n0, nint n1, nint n2, nint n3) = (0, i1 - first, i2 - first, i3 - first);
        (nint s1, nint s2, nint s3) = (n1, n2, n3);
        while (true)
        {
            nint safe = Math.Min(Math.Min(e0 - i0, e1 - i1), Math.Min(e2 - i2, end - i3));
            if (safe < 8) break;
            do
            {
                Step(ref a, ref i0, ref b, ref j0, span, ref to, ref n0);
                Step(ref a, ref i1, ref b, ref j1, span, ref to, ref n1);
                Step(ref a, ref i2, ref b, ref j2, span, ref to, ref n2);
                Step(ref a, ref i3, ref b, ref j3, span, ref to, ref n3);
            }
            while (--safe > 0);
        }
        while (i0 < e0) Step(ref a, ref i0, ref b, ref j0, span, ref to, ref n0);
        while (i1 < e1) Step(ref a, ref i1, ref b, ref j1, span, ref to, ref n1);
        while (i2 < e2) Step(ref a, ref i2, ref b, ref j2, span, ref to, ref n2);
        while (i3 < end) Step(ref a, ref i3, ref b, ref j3, span, ref to, ref n3);
        j = (int)j3;
        int count = (int)n0;
        count += Close(found, count, s1, n1);
        count += Close(found, count, s2, n2);
        return count + Close(found, count, s3, n3);
    }

    private static int Close(Span<long> found, int to, nint from, nint end)
    {
        found[(int)from..(int)end].CopyTo(found[to..]);
        return (int)(end - from);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref long a, ref nint i, ref long b, ref nint j, long span, ref long to, ref nint n)
    {
        long time = Unsafe.Add(ref a, i);
        long difference = Unsafe.Add(ref b, j) - time;
        Unsafe.Add(ref to, n) = time;
        nint isReached = difference >= -span ? 1 : 0;
        n += isReached & (difference <= span ? 1 : 0);
        i += isReached;
        j += 1 - isReached;
    }
}
