namespace Qit.Timing.Estimation;

/// <summary>Poisson likelihood of two peaks, each integrated over the bins, on a flat floor. A peak is a Gaussian and,
/// with the pedestal on, a wider Gaussian around the same centre: detectors and timestamp units put part of their
/// events there. Ratio and relative width of the pedestal are shared by the peaks. Works in bins of the histogram. The
/// information is the expected one, sum (dmu dmu' / mu): positive definite, and equal to the observed one on
/// average.</summary>
internal sealed class TwoPeakModel : IObjective
{
    public const int Centre1 = 0;
    public const int Centre2 = 1;
    public const int LogWidth1 = 2;
    public const int LogWidth2 = 3;
    public const int LogPairs1 = 4;
    public const int LogPairs2 = 5;
    public const int LogFloor = 6;
    public const int LogPedestalRatio = 7; // pairs in the pedestal over pairs in the Gaussian
    public const int LogPedestalStretch = 8; // width of the pedestal over that of the Gaussian
    private const int Parameters = 9;
    private const double Reach = 12; // beyond this many widths a peak adds nothing
    private readonly IReadOnlyList<long> counts;
    private readonly int first;
    private readonly int end;
    private readonly bool commonWidth;
    private readonly bool pedestal;

    /// <summary>Model of the bins first..end-1.</summary>
    public TwoPeakModel(IReadOnlyList<long> counts, int first, int end, bool commonWidth, bool pedestal)
    {
        this.pedestal = pedestal;
        this.counts = counts;
        this.first = first;
        this.end = end;
        this.commonWidth = commonWidth;
    }

    public int Count => Parameters;

    /// <summary>Which parameters are free.</summary>
    public bool[] Free => [true, true, true, !commonWidth, true, true, true, pedestal, pedestal];

    /// <summary>Pearson's sum of (count - expected)^2 / expected.</summary>
    public double ChiSquare { get; private set; }

    public double Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        ChiSquare = 0;
        double width1 = Math.Exp(parameters[LogWidth1]);
        double width2 = commonWidth ? width1 : Math.Exp(parameters[LogWidth2]);
        double pairs1 = Math.Exp(parameters[LogPairs1]);
        double pairs2 = Math.Exp(parameters[LogPairs2]);
        double floor = Math.Exp(parameters[LogFloor]);
        double ratio = this.pedestal ? Math.Exp(parameters[LogPedestalRatio]) : 0;
        double stretch = this.pedestal ? Math.Exp(parameters[LogPedestalStretch]) : 1;
        if (this.pedestal && !(ratio < 2 && ratio > 1e-6 && stretch > 1.2 && stretch < 20)) return double.PositiveInfinity;
        double longest = end - first;
        bool widthsGood = width1 > 0.02 && width1 < longest && width2 > 0.02 && width2 < longest;
        if (!widthsGood || !(pairs1 < 1e15 && pairs2 < 1e15 && floor < 1e15))
            return double.PositiveInfinity;
        double value = -0.5 * parameters[LogFloor]; // Jeffreys' prior keeps an empty floor off zero
        gradient[LogFloor] = -0.5;
        Span<double> slope = stackalloc double[Parameters];
        for (int bin = first; bin < end; bin++)
        {
            slope.Clear();
            double mean = floor;
            slope[LogFloor] = floor;
            int secondWidth = commonWidth ? LogWidth1 : LogWidth2;
            mean += Add(bin, parameters[Centre1], width1, pairs1, slope, Centre1, LogWidth1, LogPairs1);
            mean += Add(bin, parameters[Centre2], width2, pairs2, slope, Centre2, secondWidth, LogPairs2);
            if (this.pedestal)
            {
                double stretchBefore = slope[LogWidth1] + (commonWidth ? 0 : slope[LogWidth2]);
                double wide1 = stretch * width1;
                double wide2 = stretch * width2;
                double pedestal =
                    Add(bin, parameters[Centre1], wide1, ratio * pairs1, slope, Centre1, LogWidth1, LogPairs1)
                    + Add(bin, parameters[Centre2], wide2, ratio * pairs2, slope, Centre2, secondWidth, LogPairs2);
                slope[LogPedestalRatio] = pedestal;
                slope[LogPedestalStretch] = slope[LogWidth1] + (commonWidth ? 0 : slope[LogWidth2]) - stretchBefore;
                mean += pedestal;
            }

            long count = counts[bin];
            value += mean - (count > 0 ? count * Math.Log(mean) : 0);
            double pull = count - mean;
            ChiSquare += pull * pull / mean;
            double residual = 1 - (count / mean);
            for (int row = 0; row < Parameters; row++)
            {
                gradient[row] += residual * slope[row];
                for (int column = 0; column < Parameters; column++)
                    hessian[row, column] += slope[row] * slope[column] / mean;
            }
        }

        return value;
    }

    private static double Add(
        int bin, double centre, double width, double pairs, Span<double> slope, int atCentre, int atWidth, int atPairs)
    {
        double high = (bin + 0.5 - centre) / width;
        double low = (bin - 0.5 - centre) / width;
        if (low > Reach || high < -Reach) return 0;
        // On the negative side small differences of the tail stay exact.
        double mean = low > 0
            ? pairs * (NormalDistribution.Cumulative(-low) - NormalDistribution.Cumulative(-high))
            : pairs * (NormalDistribution.Cumulative(high) - NormalDistribution.Cumulative(low));
        double densityHigh = NormalDistribution.Density(high);
        double densityLow = NormalDistribution.Density(low);
        slope[atCentre] += pairs * (densityLow - densityHigh) / width;
        slope[atWidth] += pairs * ((low * densityLow) - (high * densityHigh));
        slope[atPairs] += mean;
        return mean;
    }
}
