// Decides on a cell. First against chance: pairs in the cell, against the density of pairs on both sides of it. Events that
// take part in several pairs are counted once (the smaller number of different tags on the two sides), so that a burst on
// one side cannot pass for a peak. Then against rivals: the fullest cell at some distance. When it too is no chance, the
// streams share a structure, like the pulses of a laser, and the cell counts only if a tooth as full as the rival would
// hardly ever be as full as this one, however many teeth there are within the search.
using Qit.Timing.Estimation;

namespace Qit.Timing.Acquisition;

/// <summary>What a cell is worth.</summary>
/// <param name="Pairs">Pairs in it, bursts counted once, over as much of the span as the decision takes.</param>
/// <param name="Expected">Pairs expected there, from its surroundings.</param>
/// <param name="LogFalseAlarm">Natural logarithm of the bound on the false-alarm probability.</param>
/// <param name="Period">Distance to rivals in picoseconds; 0 without one.</param>
/// <param name="RivalPairs">Pairs in the fullest rival; 0 without one.</param>
/// <param name="LogAmbiguity">Natural logarithm of the bound on the probability that another tooth is the right one;
/// negative infinity without a rival.</param>
internal readonly record struct Verdict(
    long Pairs, double Expected, double LogFalseAlarm, double Period, long RivalPairs, double LogAmbiguity);

/// <summary>Tests cells against chance and against rivals.</summary>
internal sealed class PeakJudge(SearchSpace space)
{
    private const double FarthestRival = 2e6; // picoseconds: pulses down to 1 MHz
    private const double MostPairs = 1e7;
    private const int BinsInWidth = 4;
    private const int NearestRival = 5; // widths of the cell: what is nearer may be the peak's own tail
    private static readonly double LogRivalChance = Math.Log(1e-6);
    private readonly PairDifferences pairs = new();
    private readonly LineHistogram histogram = new();

    /// <summary>Judges a cell.</summary>
    public Verdict Judge(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell, double logLimit)
    {
        ZoomCell part = Shortened(cell);
        Verdict verdict = JudgePart(tagsA, tagsB, part, logLimit);
        // Which of several teeth is the fullest may change from moment to moment when light comes in bunches.
        return verdict.RivalPairs > 0 && verdict.LogAmbiguity <= logLimit && part.HalfSpan < cell.HalfSpan
            ? JudgePart(tagsA, tagsB, cell, logLimit) : verdict;
    }

    private Verdict JudgePart(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell, double logLimit)
    {
        ReadOnlySpan<long> a = PeakAcquisition.Between(
            tagsA, cell.Line.Reference - (long)cell.HalfSpan, cell.Line.Reference + (long)cell.HalfSpan);
        double density = Math.Max(cell.Expected, 1e-30) / cell.Width;
        double bin = cell.Width / BinsInWidth;
        double most = Math.Min(FarthestRival, (LineHistogram.MostBins / 2.1) * bin);
        double half = Math.Min(most, Math.Max(40 * cell.Width, MostPairs / density / 2));
        histogram.Gather(a, tagsB, cell.Line, half + bin);
        histogram.Arrange(cell.Line, half, 0, cell.HalfSpan, bin);
        ReadOnlySpan<int> profile = histogram.Profile;
        int middle = profile.Length / 2;
        int reach = 2 * BinsInWidth;
        long all = 0;
        long near = 0;
        for (int at = 0; at < profile.Length; at++)
        {
            all += profile[at];
            if (Math.Abs(at - middle) <= reach) near += profile[at];
        }

        double side = (all - near) / (double)Math.Max(1, profile.Length - (2 * reach) - 1);
        double expected = Math.Max(side / bin, density) * cell.Width;
        long single = CountWithoutBursts(a, tagsB, cell);
        double log = PoissonTail.LogAtLeast(single, expected) + space.LogCells(cell.Width, cell.HalfSpan);
        var verdict = new Verdict(single, expected, log, 0, 0, double.NegativeInfinity);
        if (log > logLimit) return verdict;

        (long rival, int place) = FullestRival(profile, middle, NearestRival * BinsInWidth);
        double chance = PoissonTail.LogAtLeast(rival, expected) + Math.Log(profile.Length);
        if (chance > LogRivalChance) return verdict;
        double? comb = Comb.Find(profile, bin, BinsInWidth);
        // The next tooth may be nearer than the wings of a lone peak reach.
        if (comb is double spacing && spacing < NearestRival * cell.Width && spacing > cell.Width)
            (rival, place) = FullestRival(profile, middle, (int)(0.7 * spacing / bin));
        double period = comb ?? Math.Abs(place - middle) * bin;
        double teeth = comb is null ? 1 : Math.Max(1, (space.Highest - (double)space.Lowest) / period);
        double ambiguity = PoissonTail.LogAtLeast(single, rival) + Math.Log(profile.Length) + Math.Log(teeth);
        return verdict with { Period = period, RivalPairs = rival, LogAmbiguity = ambiguity };
    }

    /// <summary>Period of the pulses that a stream's own events keep to, in picoseconds; null when they keep to none. On one
    /// clock no skew blurs it.</summary>
    public double? PulsePeriod(ReadOnlySpan<long> tags)
    {
        const double Bin = 250;
        const double Half = 1e6;
        double wanted = MostPairs / 10 / (2 * Half) * ((double)tags[^1] - tags[0] + 1) / tags.Length;
        ReadOnlySpan<long> part = tags[..(int)Math.Min(tags.Length, Math.Max(1000, wanted))];
        var line = new TrialLine(part[0], Half + (10 * Bin), 0); // events with later ones, not with themselves
        histogram.Gather(part, tags, line, Half + Bin);
        histogram.Arrange(line, Half, 0, (double)part[^1] - part[0] + 1, Bin);
        return Comb.Find(histogram.Profile, Bin, BinsInWidth);
    }

    /// <summary>Pairs in the fullest of the nearest teeth of a comb on either side, over the whole span of the cell.</summary>
    public long FullestNeighbour(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell, double period)
    {
        const int Neighbours = 4;
        ReadOnlySpan<long> a = PeakAcquisition.Between(
            tagsA, cell.Line.Reference - (long)cell.HalfSpan, cell.Line.Reference + (long)cell.HalfSpan);
        long most = 0;
        for (int tooth = -Neighbours; tooth <= Neighbours; tooth++)
        {
            if (tooth == 0) continue;
            long offset = (long)Math.Round(cell.Line.Offset + (tooth * period));
            pairs.Collect(a, tagsB, new OffsetLine(cell.Line.Reference, offset, cell.Line.Skew), cell.Width / 2);
            most = Math.Max(most, pairs.Count);
        }

        return most;
    }

    /// <summary>A thousand pairs, thirty standard deviations, tell as much as a million.</summary>
    private static ZoomCell Shortened(ZoomCell cell)
    {
        double signal = Math.Max(1, cell.Pairs - cell.Expected);
        double share = Math.Min(1, Math.Max(1000 / signal, 900 * cell.Expected / (signal * signal)));
        return cell with { HalfSpan = share * cell.HalfSpan, Expected = share * cell.Expected };
    }

    private static (long Pairs, int Place) FullestRival(ReadOnlySpan<int> profile, int middle, int nearest)
    {
        long most = 0;
        int place = 0;
        long sum = 0;
        for (int at = 0; at < profile.Length; at++)
        {
            sum += profile[at];
            if (at >= BinsInWidth) sum -= profile[at - BinsInWidth];
            int centre = at - (BinsInWidth / 2) + 1;
            if (sum <= most || Math.Abs(centre - middle) < nearest) continue;
            most = sum;
            place = centre;
        }

        return (most, place);
    }

    private long CountWithoutBursts(ReadOnlySpan<long> a, ReadOnlySpan<long> tagsB, ZoomCell cell)
    {
        long offset = (long)Math.Round(cell.Line.Offset);
        double centre = cell.Line.Offset - offset;
        pairs.Collect(a, tagsB, new OffsetLine(cell.Line.Reference, offset, cell.Line.Skew), cell.Width);
        double halfWidth = cell.Width / 2;
        long differentA = 0;
        long differentB = 0;
        int lastA = -1;
        int lastB = -1;
        for (int index = 0; index < pairs.Count; index++)
        {
            if (Math.Abs(pairs.Residuals[index] - centre) > halfWidth) continue;
            if (pairs.IndicesA[index] != lastA) differentA++;
            if (pairs.IndicesB[index] > lastB) differentB++;
            lastA = pairs.IndicesA[index];
            lastB = Math.Max(lastB, pairs.IndicesB[index]);
        }

        return Math.Min(differentA, differentB);
    }
}
