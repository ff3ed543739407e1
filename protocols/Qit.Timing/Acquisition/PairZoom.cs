// From a coarse cell (microseconds or milliseconds, parts per million) to a cell as narrow as the peak.
//
// What a cell of width w over a span t shows of S pairs on a floor F = s^2 t w is S/sqrt(F), and a coarse peak says how many
// pairs to expect. So the first look takes the shortest span that holds enough of them, with bins as wide as will do: it
// costs next to nothing, and a place that merely looked like a peak is dropped at once. From there on the span grows
// eightfold a level, and the window around the line is what the level before leaves open.
//
// On each level all slopes and places are tried at bins of one width, and at twice, four times ... of it, because the width
// of the peak is not known; the cell least likely to be chance is followed.
namespace Qit.Timing.Acquisition;

/// <summary>A cell that pairs crowd in.</summary>
/// <param name="Line">Middle of the cell; its reference time is the middle of the span.</param>
/// <param name="Width">Full width in picoseconds.</param>
/// <param name="HalfSpan">From the middle of the span to its end, picoseconds.</param>
/// <param name="Pairs">Pairs in it.</param>
/// <param name="Expected">Pairs expected without a peak.</param>
/// <param name="LogFalseAlarm">Natural logarithm of the bound on the false-alarm probability over the search.</param>
internal readonly record struct ZoomCell(
    TrialLine Line, double Width, double HalfSpan, long Pairs, double Expected, double LogFalseAlarm)
{
    /// <summary>Slope that moves the cell by half its width at the end of the span.</summary>
    public double SkewCell => Width / (2 * HalfSpan);
}

/// <summary>What a cell is looked for in.</summary>
/// <param name="Line">Middle.</param>
/// <param name="HalfWindow">Distance from the line, at its reference time.</param>
/// <param name="SkewReach">Distance in skew.</param>
/// <param name="Rate">Pairs to expect per picosecond of A's time; 0 when nothing is known.</param>
internal readonly record struct ZoomStart(TrialLine Line, double HalfWindow, double SkewReach, double Rate);

/// <summary>Narrows a coarse cell down to the peak in it.</summary>
internal sealed class PairZoom(SearchSpace space)
{
    /// <summary>Pairs and cells that a search without a coarse stage may visit.</summary>
    public const double DirectWork = 3e6;

    private const int MostLevels = 14;
    private const double MostPairs = 1 << 23; // looked at in one level: 134 MB
    private const int Widths = 10; // 1, 2, ... 512 bins
    private const int FirstWidths = 3; // where the bin was made for the pairs expected
    private const double NarrowestBin = 25; // picoseconds: no detector is sharper
    private const double Growth = 8; // of the span
    private const double SharpCell = 2000; // picoseconds: what is inside is for the estimator to see
    private const double FirstPairs = 36; // that the first look should hold
    private const double FirstScore = 10; // standard deviations it should stand out by
    private const double MostDrift = 48; // bins
    private const double LaterBins = 64; // in the window on one side
    private static readonly double LogCarryOn = Math.Log(1e-3);
    private static readonly double LogInner = Math.Log(1e-9);
    private readonly LineHistogram histogram = new();

    /// <summary>Follows a cell; null when the first look shows nothing.</summary>
    public ZoomCell? Narrow(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomStart start)
    {
        (long From, long To) common = space.Common(start.Line);
        if (common.To <= common.From) return null;
        double available = (common.To - common.From) / 2.0;
        TrialLine line = start.Line.MovedTo(common.From + ((common.To - common.From) / 2));
        double window = start.HalfWindow + (start.SkewReach * Math.Abs(line.Reference - start.Line.Reference));
        double reach = start.SkewReach;
        // Half of the pairs seen, since a place is looked at because it is high.
        double rate = start.Rate / 2;
        double halfSpan = rate > 0 ? Math.Min(available, FirstPairs / (2 * rate)) : available;
        ZoomCell? best = null;
        int worse = 0;
        double gathered = 0;
        for (int level = 0; level < MostLevels; level++)
        {
            ReadOnlySpan<long> a = PeakAcquisition.Between(
                tagsA, line.Reference - (long)halfSpan, line.Reference + (long)halfSpan);
            double density = Density(a, tagsB, line, halfSpan);
            double bin = level == 0 ? FirstBin(density, rate, window, reach, halfSpan)
                : Math.Max(window / LaterBins, DirectBin(window, reach * halfSpan));
            // A finer layout proposes the same peak for less.
            if (density * 2 * (window + (reach * halfSpan)) > MostPairs) break;
            if (halfSpan > gathered)
                histogram.Gather(a, tagsB, line, window + (reach * halfSpan) + (3 * bin));
            gathered = halfSpan;
            histogram.Arrange(line, window, reach * halfSpan, halfSpan, bin);
            int widths = level == 0 && rate > 0 ? FirstWidths : Widths;
            ZoomCell cell = Choose(line, bin, halfSpan, density, widths, out double width, out double logLevel);
            if (cell.Pairs < 3 || (logLevel > LogCarryOn && level == 0)) break;
            bool better = best is null || cell.LogFalseAlarm < best.Value.LogFalseAlarm;
            worse = better ? 0 : worse + 1;
            if (better) best = cell;
            bool whole = halfSpan >= available;
            bool resolved = width >= 4 || bin <= NarrowestBin;
            if (worse > 1 || (whole && (resolved || worse > 0)) || logLevel > LogCarryOn) break;
            line = cell.Line;
            rate = Math.Max(cell.Pairs - cell.Expected, 1) / (2 * halfSpan);
            window = cell.Width + (2 * bin);
            reach = ((1.5 * cell.Width) + bin) / halfSpan;
            halfSpan = Math.Min(available, Growth * halfSpan);
        }

        return best;
    }

    /// <summary>A much fuller cell inside one that is certain; null when there is none. Events that come in bunches correlate
    /// over the length of a bunch, and the sharp peak of the pairs stands on that hill.</summary>
    public ZoomCell? Sharper(ReadOnlySpan<long> tagsA, ReadOnlySpan<long> tagsB, ZoomCell cell)
    {
        const int InnerWidths = 4;
        if (cell.Width <= SharpCell) return null;
        Span<FullestCell> fullest = stackalloc FullestCell[InnerWidths];
        double bin = Math.Max(SharpCell / 4, cell.Width / LaterBins);
        double reach = cell.Width / 2;
        ReadOnlySpan<long> a = PeakAcquisition.Between(
            tagsA, cell.Line.Reference - (long)cell.HalfSpan, cell.Line.Reference + (long)cell.HalfSpan);
        histogram.Gather(a, tagsB, cell.Line, (2 * reach) + (3 * bin));
        histogram.Arrange(cell.Line, reach, reach, cell.HalfSpan, bin);
        histogram.FindFullest(fullest);
        return Inner(cell, fullest, bin);
    }

    /// <summary>The inner cell that is least likely under an even spread over the outer one; null when none is at least
    /// four times as dense and no chance.</summary>
    private ZoomCell? Inner(ZoomCell outer, ReadOnlySpan<FullestCell> fullest, double bin)
    {
        const double Denser = 4;
        ZoomCell? best = null;
        double least = LogInner;
        double width = bin;
        foreach (FullestCell cell in fullest)
        {
            double share = width / outer.Width;
            double even = outer.Pairs * share;
            double log = PoissonTail.LogAtLeast(cell.Pairs, even) + Math.Log(histogram.Cells * fullest.Length);
            if (cell.Pairs >= Denser * even && log < least)
            {
                least = log;
                var middle = new TrialLine(
                    outer.Line.Reference, outer.Line.Offset + cell.Centre, outer.Line.Skew + (cell.Drift / outer.HalfSpan));
                best = outer with { Line = middle, Width = width, Pairs = cell.Pairs, Expected = outer.Expected * share };
            }

            width *= 2;
        }

        return best;
    }

    /// <summary>Accidental pairs per picosecond of difference.</summary>
    private static double Density(ReadOnlySpan<long> a, ReadOnlySpan<long> tagsB, TrialLine line, double halfSpan)
    {
        long middle = line.Reference + (long)line.Offset;
        ReadOnlySpan<long> b = PeakAcquisition.Between(tagsB, middle - (long)halfSpan, middle + (long)halfSpan);
        return Math.Max((double)a.Length * b.Length / (2 * halfSpan), 1e-30);
    }

    /// <summary>Narrowest bin for a window and a drift.</summary>
    public static double DirectBin(double window, double drift) => Math.Max(
        NarrowestBin, Math.Max(drift / MostDrift, 4 * (window + drift) / LineHistogram.MostBins));

    /// <summary>Width of a bin: as wide as lets the expected pairs stand out, within what the picture can hold.</summary>
    private static double FirstBin(double density, double rate, double window, double reach, double halfSpan)
    {
        double pairs = rate * 2 * halfSpan;
        double wanted = pairs / FirstScore * (pairs / FirstScore) / density;
        if (rate <= 0) wanted = 0;
        double least = DirectBin(window, reach * halfSpan);
        double most = Math.Max(least, window / 4);
        return Math.Clamp(wanted, least, most);
    }

    private ZoomCell Choose(
        TrialLine line, double bin, double halfSpan, double density, int widths, out double width, out double logLevel)
    {
        Span<FullestCell> fullest = stackalloc FullestCell[widths];
        histogram.FindFullest(fullest);
        var best = default(ZoomCell);
        width = 1;
        logLevel = 0;
        double box = 1;
        foreach (FullestCell cell in fullest)
        {
            if (cell.Pairs > 0)
            {
                double expected = density * box * bin;
                double tail = PoissonTail.LogAtLeast(cell.Pairs, expected);
                double log = tail + space.LogCells(box * bin, halfSpan);
                if (best.Pairs == 0 || log < best.LogFalseAlarm)
                {
                    var middle = new TrialLine(
                        line.Reference, line.Offset + cell.Centre, line.Skew + (cell.Drift / halfSpan));
                    best = new ZoomCell(middle, box * bin, halfSpan, cell.Pairs, expected, log);
                    width = box;
                    logLevel = tail + Math.Log(histogram.Cells * widths);
                }
            }

            box *= 2;
        }

        return best;
    }
}
