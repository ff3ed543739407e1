// From a coarse cell (microseconds, parts per million) down to a cell as narrow as the peak, on the list of pairs that
// fall into the coarse cell. Each level divides offset and skew by four or more, keeps the fullest cell, and asks how
// likely unrelated streams would show a cell as full anywhere in the whole search at that resolution. The level at
// which this is least likely wins: finer ones cut into the peak.
//
// The bound: with pairs of density rho per picosecond, a cell of width c holds Poisson(rho c) pairs. The number of
// different cells is at most (offset range / half a cell) x (skew range / step + 1); the probability that any of them
// is as full is at most that number times the tail (union bound), times the levels and stages tried. Events that take
// part in several pairs are counted once (the smaller number of different tags on the two sides), so that a burst on
// one side cannot pass for a peak.
using Qit.Timing.Estimation;

namespace Qit.Timing.Acquisition;

/// <summary>A cell that pairs crowd in.</summary>
/// <param name="Offset">Residual of its middle at time 0, in picoseconds.</param>
/// <param name="Slope">Slope relative to the line, in picoseconds a second.</param>
/// <param name="Width">Full width in picoseconds.</param>
/// <param name="SlopeStep">Step of the slopes tried, in picoseconds a second.</param>
/// <param name="Pairs">Pairs in it, bursts counted once.</param>
/// <param name="Expected">Pairs expected without a peak.</param>
/// <param name="LogFalseAlarm">Natural logarithm of the bound on the false-alarm probability over the search.</param>
internal readonly record struct ZoomCell(
    double Offset, double Slope, double Width, double SlopeStep, long Pairs, double Expected, double LogFalseAlarm);

/// <summary>Narrows a coarse cell down to the peak in it.</summary>
internal sealed class PairZoom
{
    private const int Levels = 12;
    private const double NarrowestCellPicoseconds = 4;
    private const int LaterBins = 24; // per level over the full window; a cell is two of them
    private const int MostBins = 1 << 15;
    private const double FirstLevelWork = 4e6; // pairs and bins visited: a few milliseconds
    private const double FinestFirstCellPicoseconds = 2000;
    private readonly int[] histogram = new int[MostBins + 1];

    /// <summary>Logarithm of the number of stages that share the false-alarm probability.</summary>
    public double LogStages { get; init; }

    /// <summary>Width of all offsets searched, in picoseconds.</summary>
    public double OffsetRange { get; init; }

    /// <summary>Largest slope searched, either sign, in picoseconds a second.</summary>
    public double LargestSlope { get; init; }

    /// <summary>Largest magnitude of the pairs' times, in seconds, above 0.</summary>
    public double HalfDuration { get; init; } = 1;

    /// <summary>Logarithm of the number of cells of one width in the whole search, with all
    /// levels and stages: the factor that a single cell's probability is to be multiplied with.</summary>
    public double LogSearchCells(double width)
    {
        double cells = Math.Max(2 * OffsetRange / width, 1);
        double slopes = (2 * LargestSlope * 2 * HalfDuration / width) + 1;
        return Math.Log(cells) + Math.Log(slopes) + Math.Log(Levels) + LogStages;
    }

    /// <summary>Best cell among the pairs, which are thinned out on the way.</summary>
    /// <param name="pairs">Pairs within a window around a line.</param>
    /// <param name="slopeRange">Slopes to try, either sign, in picoseconds a second relative to the line.</param>
    public ZoomCell Narrow(PairDifferences pairs, double slopeRange)
    {
        double halfDuration = HalfDuration;
        double density = pairs.Count / (2 * pairs.HalfWindowPicoseconds);
        double centre = 0;
        double slope = 0;
        double half = pairs.HalfWindowPicoseconds;
        var best = new ZoomCell(0, 0, 0, 0, 0, 0, 0);
        int worse = 0;
        int bins = FirstBins(pairs.Count, half, slopeRange * halfDuration);
        for (int level = 0; level < Levels && worse < 2; level++)
        {
            double width = 4 * half / bins;
            if (width < NarrowestCellPicoseconds) break;
            double step = width / (2 * halfDuration);
            ZoomCell cell = FindFullest(pairs, bins, (centre, slope), half, slopeRange, step);
            bins = LaterBins;
            if (cell.Pairs < 3) break;
            cell = Judge(cell, pairs, density);
            worse = cell.LogFalseAlarm < best.LogFalseAlarm ? 0 : worse + 1;
            if (worse == 0) best = cell;
            centre = cell.Offset;
            slope = cell.Slope;
            half = 1.5 * width;
            slopeRange = slopeRange > 0 ? 1.5 * step : 0;
            pairs.Keep(centre, slope, half + (slopeRange * halfDuration));
        }

        return best;
    }

    /// <summary>A weak peak shows only in a cell so narrow that chance fills it less. The first level therefore is as
    /// fine as its work allows: slopes x (pairs + bins), where slopes grow with the bins.</summary>
    private static int FirstBins(int pairs, double half, double drift)
    {
        int bins = LaterBins;
        while (bins * 2 <= MostBins && 4 * half / (bins * 2) >= FinestFirstCellPicoseconds)
        {
            double width = 4 * half / (bins * 2);
            double slopes = 1 + (4 * drift / width);
            if (slopes * (pairs + (bins * 2)) > FirstLevelWork) break;
            bins *= 2;
        }

        return bins;
    }

    private ZoomCell FindFullest(
        PairDifferences pairs, int bins, (double Centre, double Slope) at0, double half, double slopeRange, double step)
    {
        (double centre, double slope) = at0;
        ReadOnlySpan<double> residuals = pairs.Residuals;
        ReadOnlySpan<double> times = pairs.Times;
        double bin = 2 * half / bins;
        double inverse = 1 / bin;
        int steps = (int)Math.Ceiling(slopeRange / step);
        var best = default(ZoomCell);
        for (int trial = -steps; trial <= steps; trial++)
        {
            double tried = slope + (trial * step);
            Array.Clear(histogram, 0, bins + 1);
            for (int index = 0; index < residuals.Length; index++)
            {
                double position = (residuals[index] - centre - (tried * times[index]) + half) * inverse;
                if (position >= 0 && position < bins) histogram[(int)position]++;
            }

            for (int at = 0; at < bins; at++)
            {
                int sum = histogram[at] + histogram[at + 1];
                if (sum <= best.Pairs) continue;
                best = new ZoomCell(centre - half + ((at + 1) * bin), tried, 2 * bin, step, sum, 0, 0);
            }
        }

        return best;
    }

    private ZoomCell Judge(ZoomCell cell, PairDifferences pairs, double density)
    {
        long single = CountWithoutBursts(cell, pairs);
        double expected = density * cell.Width;
        double log = PoissonTail.LogAtLeast(single, expected) + LogSearchCells(cell.Width);
        return cell with { Pairs = single, Expected = expected, LogFalseAlarm = Math.Min(log, 0) };
    }

    private static long CountWithoutBursts(ZoomCell cell, PairDifferences pairs)
    {
        long differentA = 0;
        long differentB = 0;
        int lastA = -1;
        int lastB = -1;
        for (int index = 0; index < pairs.Count; index++)
        {
            double distance = pairs.Residuals[index] - cell.Offset - (cell.Slope * pairs.Times[index]);
            if (Math.Abs(distance) > cell.Width / 2) continue;
            if (pairs.IndicesA[index] != lastA) differentA++;
            if (pairs.IndicesB[index] > lastB) differentB++;
            lastA = pairs.IndicesA[index];
            lastB = Math.Max(lastB, pairs.IndicesB[index]);
        }

        return Math.Min(differentA, differentB);
    }
}
