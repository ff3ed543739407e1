using Qit.Timing.Estimation;

namespace Qit.Benchmarks.Estimation;

/// <summary>Draws the counts of the fit's bins of a cell that holds too many pairs to make tags for. The last step of the
/// estimator, which is given the same bins from tags, is run on them.</summary>
internal sealed class EstimationCounts
{
    private const double BinsPerWidth = 8;
    private readonly EstimationCell cell;
    private readonly ResidualBins bins = new();
    private readonly PeakShape shape = new(1, 1);
    private readonly double[] floorForm;
    private readonly double halfWindow;
    private readonly double sigma;

    public EstimationCounts(EstimationCell cell)
    {
        this.cell = cell;
        PeakResponse response = cell.Response;
        sigma = response.SigmaPicoseconds;
        halfWindow = Math.Max(12 * sigma, (6 * sigma) + (12 * response.LateTailPicoseconds));
        floorForm = new double[(int)(2 * halfWindow / sigma * BinsPerWidth)];
    }

    public PeakFit? Fit(double offset, FastRandom random)
    {
        bins.Reset(halfWindow, floorForm.Length);
        // The truth's floor has its step at the true offset, the fit's in the middle, where the last round put it.
        DeadTimeFloor step = cell.HasDeadTime
            ? DeadTimeFloor.Of(cell.Pairs, cell.TagsA, cell.TagsB, 0, 0) : default;
        step.Fill(floorForm, bins, offset, cell.Response);
        double[] truth = [.. floorForm];
        double variance = cell.Seconds * cell.Seconds / 12;
        for (int bin = 0; bin < bins.Count; bin++)
        {
            double x = ((bin + 0.5) * bins.BinPicoseconds) - halfWindow - offset;
            double mean = bins.BinPicoseconds * ((cell.Pairs * Average(x)) + (cell.Floor * truth[bin]));
            long count = random.NextPoisson(mean);
            double timeSum = Math.Sqrt(count * variance) * random.NextNormal();
            bins.Add(bin, count, timeSum, count * variance);
        }

        // The guess is as good as the one from tags: the peak's place and size are known, its shape is not.
        step.Fill(floorForm, bins, 0, cell.Response);
        var choice = new ShapeChoice(bins, shape, floorForm);
        return choice.Fit(PeakFamily.Best, cell.Response.RmsPicoseconds, cell.Pairs);
    }

    /// <summary>Simpson's rule over a bin.</summary>
    private double Average(double x)
    {
        double half = bins.BinPicoseconds / 2;
        PeakResponse response = cell.Response;
        return (shape.At(x - half, response).Value + (4 * shape.At(x, response).Value)
            + shape.At(x + half, response).Value) / 6;
    }
}
