namespace Qit.Timing.Counting;

/// <summary>
/// Histogram of time differences between two channels, or within one, block by block: of every tag of A to every tag of B
/// in the range (start-multistop, all pairs), so that it is not bent as a start-stop histogram is. Bin k, of
/// -<see cref="HalfBins"/> to +<see cref="HalfBins"/>, holds tB - tA - delay from k w - floor(w / 2), inclusive, to the same
/// plus w, exclusive: bin 0 is centred on zero.
/// </summary>
/// <remarks>The result does not depend on how the streams are cut. Tags are kept until the other channel has passed them by
/// the range; nothing is allocated once the arrays have grown to that. Not for several threads.</remarks>
public sealed class CorrelationHistogram
{
    private const int PieceTags = 4096;

    private readonly ChannelBuffer a;
    private readonly ChannelBuffer b;
    private readonly long[] counts;
    private readonly long lowest;
    private readonly long width;
    private readonly ulong reciprocal;
    private readonly bool isAuto;
    private long nextA;
    private long firstB;
    private long latestA = long.MinValue;
    private long latestB = long.MinValue;
    private bool isFinished;

    private CorrelationHistogram(long binPicoseconds, int halfBins, long delayPicoseconds, bool isAuto)
    {
        if (halfBins is < 0 or > 10_000_000)
            throw new ArgumentOutOfRangeException(nameof(halfBins), halfBins, "right would be 0 to 1e7");
        if (binPicoseconds < 1 || (Int128)binPicoseconds * binPicoseconds * ((2 * halfBins) + 1) > 1L << 62)
        {
            throw new ArgumentOutOfRangeException(nameof(binPicoseconds), binPicoseconds,
                "right would be at least 1 ps, and bin times range at most 4e18 ps^2");
        }
        if (delayPicoseconds is < -CountingOptions.LargestDelayPicoseconds or > CountingOptions.LargestDelayPicoseconds)
            throw new ArgumentOutOfRangeException(nameof(delayPicoseconds), delayPicoseconds, "right would be within 2^60 ps");
        HalfBins = halfBins;
        BinPicoseconds = binPicoseconds;
        counts = new long[(2 * halfBins) + 1];
        lowest = -(halfBins * binPicoseconds) - (binPicoseconds / 2);
        width = counts.Length * binPicoseconds;
        // Division of 2 d by 2 w as a product: r = floor(2^64 / 2 w) + 1 is too large by less than 1, and 2 d times that is
        // below 2^64 / 2 w for every d in the range. Doubled, because for w = 1 the reciprocal would not fit.
        reciprocal = (ulong)((UInt128.One << 64) / (ulong)(2 * binPicoseconds)) + 1;
        this.isAuto = isAuto;
        a = new ChannelBuffer(0, 0, false);
        b = isAuto ? a : new ChannelBuffer(delayPicoseconds, 0, false);
    }

    /// <summary>True when it is of one channel with itself.</summary>
    public bool IsAuto => isAuto;

    /// <summary>Width of a bin, ps.</summary>
    public long BinPicoseconds { get; }

    /// <summary>Bins to either side of the one at zero.</summary>
    public int HalfBins { get; }

    /// <summary>Pairs of tags in each bin, from -<see cref="HalfBins"/> on.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>Tags of A taken.</summary>
    public long TagsA => a.End;

    /// <summary>Tags of B taken; those of A for an autocorrelation.</summary>
    public long TagsB => b.End;

    /// <summary>Differences tB - tA - delay of two channels.</summary>
    /// <param name="binPicoseconds">Width of a bin w, at least 1 ps; w times the whole range at most 4e18 ps^2.</param>
    /// <param name="halfBins">Bins to either side of the one at zero, 0 to 1e7.</param>
    /// <param name="delayPicoseconds">Subtracted from B's times, ps, within 2^60.</param>
    public static CorrelationHistogram Cross(long binPicoseconds, int halfBins, long delayPicoseconds = 0) =>
        new(binPicoseconds, halfBins, delayPicoseconds, false);

    /// <summary>Differences within one channel; a tag is not paired with itself. Give the tags as A's.</summary>
    /// <param name="binPicoseconds">As in <see cref="Cross"/>.</param>
    /// <param name="halfBins">As in <see cref="Cross"/>.</param>
    public static CorrelationHistogram Auto(long binPicoseconds, int halfBins) => new(binPicoseconds, halfBins, 0, true);

    /// <summary>Takes the next block of both channels, or the whole streams.</summary>
    /// <param name="tagsA">Ascending times, ps, not before those of the last block, within 2^61.</param>
    /// <param name="tagsB">The same of B; empty for an autocorrelation.</param>
    /// <exception cref="ArgumentException">Times descend or are out of range.</exception>
    public void Add(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB)
    {
        if (isFinished) throw new InvalidOperationException("The histogram is finished: nothing can be added.");
        if (isAuto && !tagsB.IsEmpty) throw new ArgumentException("An autocorrelation has no B.", nameof(tagsB));
        while (!tagsA.IsEmpty || !tagsB.IsEmpty)
        {
            // The stream that is behind is read on.
            bool isA = tagsB.IsEmpty || (!tagsA.IsEmpty && a.Bound <= b.Bound);
            if (isA) Take(a, ref tagsA, ref latestA, isAuto ? Math.Min(nextA, firstB) : nextA, 0);
            else Take(b, ref tagsB, ref latestB, firstB, 1);
            Run();
        }
    }

    /// <summary>Pairs what is left: no tag follows.</summary>
    public void Finish()
    {
        if (isFinished) return;
        isFinished = true;
        a.RaiseBound(ChannelBuffer.Never);
        b.RaiseBound(ChannelBuffer.Never);
        Run();
    }

    private static void Take(ChannelBuffer buffer, ref ReadOnlySpan<long> tags, ref long latest, long needed, int channel)
    {
        ReadOnlySpan<long> piece = tags[..Math.Min(PieceTags, tags.Length)];
        AscendingTimes.Check(piece, ref latest, channel);
        buffer.Append(piece, needed);
        tags = tags[piece.Length..];
    }

    private void Run()
    {
        ReadOnlySpan<long> startTimes = a.Times.AsSpan(0, a.Count);
        ReadOnlySpan<long> stopTimes = b.Times.AsSpan(0, b.Count);
        int start = (int)(nextA - a.Origin);
        int first = (int)(firstB - b.Origin);
        for (; start < startTimes.Length; start++)
        {
            long from = startTimes[start] + lowest;
            // Decided once no stop can come that would still be in the range.
            if (from + width > b.Bound) break;
            while (first < stopTimes.Length && stopTimes[first] < from) first++;
            int self = isAuto ? start : -1;
            for (int stop = first; stop < stopTimes.Length; stop++)
            {
                ulong difference = (ulong)(stopTimes[stop] - from);
                if (difference >= (ulong)width) break;
                if (stop != self) counts[(int)Math.BigMul(2 * difference, reciprocal, out _)]++;
            }
        }
        // Stops that no later start reaches back to are let go.
        if (start == startTimes.Length) first = GallopSearch.FirstNotBelow(stopTimes, first, a.Bound + lowest);
        nextA = a.Origin + start;
        firstB = b.Origin + first;
    }
}
