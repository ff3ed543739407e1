// A fit needs no single pairs. Bins far narrower than the peak, each with its count, its mean residual and the first two
// moments of its times, give the same likelihood: pairs of one bin differ by less than an eighth of the width, which
// takes 1/1500 off the information, and the moments carry the slope exactly as long as it is small, which the estimator
// sees to by moving its line. A fit then costs the same for a thousand pairs and for a thousand million.
namespace Qit.Timing.Estimation;

/// <summary>Residuals of pairs in narrow bins around a moving line. Buffers are reused.</summary>
internal sealed class ResidualBins
{
    private long[] counts = [];
    private double[] sums = [];
    private double[] times = [];
    private double[] squares = [];
    private double[] products = [];

    /// <summary>Number of bins.</summary>
    public int Count { get; private set; }

    /// <summary>Pairs in all of them.</summary>
    public long Pairs { get; private set; }

    /// <summary>Width of a bin in picoseconds.</summary>
    public double BinPicoseconds { get; private set; }

    /// <summary>Half width of all bins together, in picoseconds.</summary>
    public double HalfWindowPicoseconds { get; private set; }

    /// <summary>Pairs of each bin.</summary>
    public ReadOnlySpan<long> Counts => counts.AsSpan(0, Count);

    /// <summary>Sum over the pairs of their times, seconds.</summary>
    public ReadOnlySpan<double> Times => times.AsSpan(0, Count);

    /// <summary>Sum over the pairs of their squared times.</summary>
    public ReadOnlySpan<double> TimeSquares => squares.AsSpan(0, Count);

    /// <summary>Empties the bins and gives them a window.</summary>
    public void Reset(double halfWindow, int bins)
    {
        if (counts.Length < bins)
        {
            counts = new long[bins];
            sums = new double[bins];
            times = new double[bins];
            squares = new double[bins];
            products = new double[bins];
        }

        Count = bins;
        Pairs = 0;
        HalfWindowPicoseconds = halfWindow;
        BinPicoseconds = 2 * halfWindow / bins;
        Array.Clear(counts, 0, bins);
        Array.Clear(sums, 0, bins);
        Array.Clear(times, 0, bins);
        Array.Clear(squares, 0, bins);
        Array.Clear(products, 0, bins);
    }

    /// <summary>Adds the pairs whose residual, less offset and slope times time, lies in the window.</summary>
    public void Add(ReadOnlySpan<double> residuals, ReadOnlySpan<double> at, double offset, double slope)
    {
        double inverse = 1 / BinPicoseconds;
        long pairs = 0;
        for (int index = 0; index < residuals.Length; index++)
        {
            double t = at[index];
            double place = residuals[index] - offset - (slope * t) + HalfWindowPicoseconds;
            double position = place * inverse;
            if (!(position >= 0 && position < Count)) continue;
            int bin = (int)position;
            counts[bin]++;
            sums[bin] += place;
            times[bin] += t;
            squares[bin] += t * t;
            products[bin] += t * place;
            pairs++;
        }

        Pairs += pairs;
    }

    /// <summary>Adds pairs to a bin as if they lay in its middle, evenly over the times from -half to half a span: for
    /// simulations of more pairs than tags can be made for.</summary>
    internal void Add(int bin, long pairs, double timeSum, double timeSquares)
    {
        counts[bin] += pairs;
        sums[bin] += pairs * (bin + 0.5) * BinPicoseconds;
        times[bin] += timeSum;
        squares[bin] += timeSquares;
        products[bin] += timeSum * (bin + 0.5) * BinPicoseconds;
        Pairs += pairs;
    }

    /// <summary>Sum over a bin's pairs of time times the residual's distance from the bin's mean. Residuals that lie on a
    /// lattice of ticks move through the bin with time, and only this shows it.</summary>
    public double TimeResidual(int bin) => counts[bin] > 0 ? products[bin] - (times[bin] * sums[bin] / counts[bin]) : 0;

    /// <summary>Mean residual of a bin's pairs; the bin's middle when it has none.</summary>
    public double Residual(int bin) =>
        (counts[bin] > 0 ? sums[bin] / counts[bin] : (bin + 0.5) * BinPicoseconds) - HalfWindowPicoseconds;
}
