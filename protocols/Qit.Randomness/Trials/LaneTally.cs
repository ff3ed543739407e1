namespace Qit.Randomness.Trials;

/// <summary>Sixteen counts for each byte of a vector, one for each set of x, y, a, b that is one.</summary>
internal struct LaneTally<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Vectors that fit: a byte gets at most 8 a vector, and holds 255.</summary>
    public const int VectorsMaximum = 255 / 8;

    private TLanes n, nB, nA, nAb, y, yB, yA, yAb, x, xB, xA, xAb, xy, xyB, xyA, xyAb;

    public void Add(TLanes valid, TLanes bitsX, TLanes bitsY, TLanes bitsA, TLanes bitsB)
    {
        TLanes both = TLanes.And(bitsA, bitsB);
        Row(valid, bitsA, bitsB, both, ref n, ref nB, ref nA, ref nAb);
        TLanes whereY = TLanes.And(valid, bitsY);
        Row(whereY, bitsA, bitsB, both, ref y, ref yB, ref yA, ref yAb);
        Row(TLanes.And(valid, bitsX), bitsA, bitsB, both, ref x, ref xB, ref xA, ref xAb);
        Row(TLanes.And(whereY, bitsX), bitsA, bitsB, both, ref xy, ref xyB, ref xyA, ref xyAb);
    }

    public readonly void AddTo(Span<long> sets)
    {
        ReadOnlySpan<TLanes> all = [n, nB, nA, nAb, y, yB, yA, yAb, x, xB, xA, xAb, xy, xyB, xyA, xyAb];
        for (int set = 0; set < all.Length; set++) sets[set] += TLanes.Sum(all[set]);
    }

    private static void Row(TLanes selected, TLanes a, TLanes b, TLanes both,
        ref TLanes all, ref TLanes withB, ref TLanes withA, ref TLanes withBoth)
    {
        all = TLanes.AddPopCount(all, selected);
        withB = TLanes.AddPopCount(withB, TLanes.And(selected, b));
        withA = TLanes.AddPopCount(withA, TLanes.And(selected, a));
        withBoth = TLanes.AddPopCount(withBoth, TLanes.And(selected, both));
    }
}
