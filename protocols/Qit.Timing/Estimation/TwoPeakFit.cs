// Two-way time transfer with two pair sources: A's source gives a peak at ta - tb = offset - travel time, B's one at
// offset + travel time (for a symmetric path). The midpoint of the peaks is the clock offset, half their separation the
// travel time (Lee et al., Appl. Phys. Lett. 114, 101102 (2019); report section 6.1.2).
//
// Real peaks are not Gaussian (detector tails, steps of the timestamp units). A plain Gaussian then is drawn out by the
// feet of the peak and its centre with it, so a shape with a pedestal is tried as well, and taken when the likelihood
// gains more than chance would (15 in -2 lnL for two parameters: 6e-4). What still does not fit is said: errors are
// scaled with the square root of Pearson's reduced chi-square over the bins within reach of the peaks, if above 1.
namespace Qit.Timing.Estimation;

/// <summary>Shape of the peaks.</summary>
public enum TwoPeakShape
{
    /// <summary>Gaussian if the data do not show otherwise.</summary>
    Best,

    /// <summary>Gaussian.</summary>
    Gaussian,

    /// <summary>Gaussian with a wider Gaussian around the same centre.</summary>
    GaussianWithPedestal,
}

/// <summary>Result of <see cref="TwoPeakFit"/>; times in picoseconds.</summary>
public sealed record TwoPeakResult
{
    /// <summary>Midpoint of the peaks: clock offset, in the histogram's own sense of difference.</summary>
    public required double OffsetPicoseconds { get; init; }

    /// <summary>Its standard error, scaled.</summary>
    public required double OffsetStandardErrorPicoseconds { get; init; }

    /// <summary>Half the separation: one-way travel time for a symmetric path.</summary>
    public required double TravelTimePicoseconds { get; init; }

    /// <summary>Its standard error, scaled.</summary>
    public required double TravelTimeStandardErrorPicoseconds { get; init; }

    /// <summary>Centres of the two peaks, ascending.</summary>
    public required (double First, double Second) CentresPicoseconds { get; init; }

    /// <summary>Shape that was fitted, never Best.</summary>
    public required TwoPeakShape Shape { get; init; }

    /// <summary>Share of a peak's pairs that lie in its pedestal; 0 for a plain Gaussian.</summary>
    public required double PedestalShare { get; init; }

    /// <summary>Rms widths of the two Gaussians, pedestals not counted.</summary>
    public required (double First, double Second) WidthsPicosecondsRms { get; init; }

    /// <summary>Pairs in the two peaks.</summary>
    public required (double First, double Second) Coincidences { get; init; }

    /// <summary>Floor, pairs a bin.</summary>
    public required double AccidentalsPerBin { get; init; }

    /// <summary>Pearson chi-square over degrees of freedom, over the bins within reach of the peaks.</summary>
    public required double ReducedChiSquare { get; init; }

    /// <summary>Degrees of freedom of that.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Factor that the errors were multiplied with: sqrt of the reduced chi-square, at least 1.</summary>
    public required double ErrorScale { get; init; }
}

/// <summary>Fits two peaks to a histogram of time differences.</summary>
public static class TwoPeakFit
{
    private const double FitReach = 10;
    private const double FewestSigma = 6;
    private const double LeastGain = 15;

    /// <summary>Finds and fits the two peaks. Null when the histogram does not show two, each at least 6 sigma of its
    /// own counts.</summary>
    /// <param name="histogram">Histogram with both peaks well inside.</param>
    /// <param name="commonWidth">True holds both widths equal.</param>
    /// <param name="shape">Shape; Best lets the data decide.</param>
    public static TwoPeakResult? Fit(
        DifferenceHistogram histogram, bool commonWidth = false, TwoPeakShape shape = TwoPeakShape.Best)
    {
        double[]? best = null;
        double bestValue = double.PositiveInfinity;
        foreach (double[] start in TwoPeakFinder.Starts(histogram.Counts))
        {
            var model = new TwoPeakModel(histogram.Counts, 0, histogram.Counts.Count, commonWidth, pedestal: false);
            var fit = new NewtonFit(model, model.Free);
            if (fit.Minimize(start) is null || !(fit.Value < bestValue)) continue;
            bestValue = fit.Value;
            best = start;
        }

        if (best is null) return null;
        var window = new FitWindow(histogram, best, commonWidth);
        ShapeFit plain = window.Fit(best, pedestal: false);
        if (shape == TwoPeakShape.Gaussian) return Describe(window, plain);
        ShapeFit wide = window.Fit([.. best[..7], Math.Log(0.2), Math.Log(3)], pedestal: true);
        double gain = 2 * (plain.Value - wide.Value);
        bool takeWide = wide.Covariance is not null && (shape == TwoPeakShape.GaussianWithPedestal || gain > LeastGain);
        return Describe(window, takeWide ? wide : plain);
    }

    private static TwoPeakResult? Describe(FitWindow window, ShapeFit fit)
    {
        if (fit.Covariance is not double[,] covariance) return null;
        DifferenceHistogram histogram = window.Histogram;
        double[] parameters = fit.Parameters;
        int freedom = window.Bins - fit.FreeParameters;
        double reduced = fit.ChiSquare / Math.Max(1, freedom);
        double scale = Math.Sqrt(Math.Max(1, reduced));
        double error1 = Math.Sqrt(covariance[TwoPeakModel.LogPairs1, TwoPeakModel.LogPairs1]) * scale;
        double error2 = Math.Sqrt(covariance[TwoPeakModel.LogPairs2, TwoPeakModel.LogPairs2]) * scale;
        if (!(error1 * FewestSigma < 1) || !(error2 * FewestSigma < 1)) return null;

        double variance1 = covariance[TwoPeakModel.Centre1, TwoPeakModel.Centre1];
        double variance2 = covariance[TwoPeakModel.Centre2, TwoPeakModel.Centre2];
        double mixed = covariance[TwoPeakModel.Centre1, TwoPeakModel.Centre2];
        double bin = histogram.BinPicoseconds;
        double ratio = fit.Pedestal ? Math.Exp(parameters[TwoPeakModel.LogPedestalRatio]) : 0;
        double pairs1 = (1 + ratio) * Math.Exp(parameters[TwoPeakModel.LogPairs1]);
        double pairs2 = (1 + ratio) * Math.Exp(parameters[TwoPeakModel.LogPairs2]);
        double centre1 = histogram.Centre(parameters[TwoPeakModel.Centre1]);
        double centre2 = histogram.Centre(parameters[TwoPeakModel.Centre2]);
        double width1 = Math.Exp(parameters[TwoPeakModel.LogWidth1]) * bin;
        double width2 = window.CommonWidth ? width1 : Math.Exp(parameters[TwoPeakModel.LogWidth2]) * bin;
        bool swap = centre1 > centre2;
        return new TwoPeakResult
        {
            OffsetPicoseconds = (centre1 + centre2) / 2,
            OffsetStandardErrorPicoseconds = scale * bin * Math.Sqrt(variance1 + variance2 + (2 * mixed)) / 2,
            TravelTimePicoseconds = Math.Abs(centre2 - centre1) / 2,
            TravelTimeStandardErrorPicoseconds =
                scale * bin * Math.Sqrt(Math.Max(0, variance1 + variance2 - (2 * mixed))) / 2,
            CentresPicoseconds = swap ? (centre2, centre1) : (centre1, centre2),
            WidthsPicosecondsRms = swap ? (width2, width1) : (width1, width2),
            Coincidences = swap ? (pairs2, pairs1) : (pairs1, pairs2),
            Shape = fit.Pedestal ? TwoPeakShape.GaussianWithPedestal : TwoPeakShape.Gaussian,
            PedestalShare = ratio / (1 + ratio),
            AccidentalsPerBin = Math.Exp(parameters[TwoPeakModel.LogFloor]),
            ReducedChiSquare = reduced,
            DegreesOfFreedom = freedom,
            ErrorScale = scale,
        };
    }

    private sealed record ShapeFit(
        double[] Parameters, double[,]? Covariance, double Value, double ChiSquare, int FreeParameters, bool Pedestal);

    /// <summary>The bins of the final fit: the peaks and as much floor, not a whole histogram of floor, in whose
    /// chi-square a bad peak shape would drown.</summary>
    private sealed class FitWindow
    {
        private readonly int first;

        public FitWindow(DifferenceHistogram histogram, double[] parameters, bool commonWidth)
        {
            Histogram = histogram;
            CommonWidth = commonWidth;
            double widest = Math.Exp(parameters[TwoPeakModel.LogWidth1]);
            if (!commonWidth) widest = Math.Max(widest, Math.Exp(parameters[TwoPeakModel.LogWidth2]));
            double low = Math.Min(parameters[TwoPeakModel.Centre1], parameters[TwoPeakModel.Centre2])
                - (FitReach * widest);
            double high = Math.Max(parameters[TwoPeakModel.Centre1], parameters[TwoPeakModel.Centre2])
                + (FitReach * widest);
            first = Math.Max(0, (int)Math.Floor(low));
            Bins = Math.Min(histogram.Counts.Count, (int)Math.Ceiling(high) + 1) - first;
        }

        public DifferenceHistogram Histogram { get; }

        public bool CommonWidth { get; }

        public int Bins { get; }

        public ShapeFit Fit(double[] start, bool pedestal)
        {
            double[] parameters = [.. start];
            var model = new TwoPeakModel(Histogram.Counts, first, first + Bins, CommonWidth, pedestal);
            var fit = new NewtonFit(model, model.Free);
            double[,]? covariance = fit.Minimize(parameters);
            double value = model.Evaluate(parameters, new double[model.Count], new double[model.Count, model.Count]);
            return new ShapeFit(parameters, covariance, value, model.ChiSquare, model.Free.Count(free => free),
                pedestal);
        }
    }
}
