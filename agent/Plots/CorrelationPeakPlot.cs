using ScottPlot;

namespace Qit.Agent.Plots;

/// <summary>One bin of a histogram of time differences beside what the fit expects in it.</summary>
/// <param name="Picoseconds">Middle of the bin, relative to the fitted offset.</param>
/// <param name="Pairs">Pairs counted.</param>
/// <param name="Expected">Pairs that the fitted model expects; above 0.</param>
internal readonly record struct PeakBin(double Picoseconds, double Pairs, double Expected);

/// <summary>The correlation peak as counted, its fit, and the residuals in standard deviations.</summary>
internal static class CorrelationPeakPlot
{
    private const int Height = 640;

    /// <summary>Draws it.</summary>
    /// <param name="title">Offset with its standard error.</param>
    /// <param name="bins">Ascending bins of equal width.</param>
    /// <param name="isSimulated">Marks the picture.</param>
    /// <param name="file">Where it goes.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(string title, IReadOnlyList<PeakBin> bins, bool isSimulated, PictureFile file)
    {
        double width = bins.Count > 1 ? bins[1].Picoseconds - bins[0].Picoseconds : 1;
        Plot peak = PlotStyle.Panel(title, "", $"pairs in {width:0.###} ps", isSimulated);
        double[] x = [.. bins.Select(bin => bin.Picoseconds)];
        var counted = peak.Add.Scatter(x, bins.Select(bin => bin.Pairs).ToArray(), PlotStyle.Curves[0]);
        counted.LegendText = "counted";
        counted.LineWidth = 0;
        counted.MarkerSize = 4;
        foreach (PeakBin bin in bins)
            AddBar(peak, bin.Picoseconds, bin.Pairs, Math.Sqrt(bin.Pairs));
        var fit = peak.Add.Scatter(x, bins.Select(bin => bin.Expected).ToArray(), PlotStyle.Curves[1]);
        fit.LegendText = "maximum likelihood";
        fit.MarkerSize = 0;
        fit.LineWidth = 2;
        peak.ShowLegend(Alignment.UpperRight);

        Plot residuals = PlotStyle.Panel("", "time difference − offset / ps", "residual / σ", isSimulated: false);
        var points = residuals.Add.Scatter(
            x, bins.Select(bin => (bin.Pairs - bin.Expected) / Math.Sqrt(bin.Expected)).ToArray(), PlotStyle.Curves[0]);
        points.LineWidth = 0;
        points.MarkerSize = 4;
        foreach (double level in (double[])[-2, 0, 2])
        {
            var line = residuals.Add.HorizontalLine(level, 1, PlotStyle.Limit);
            line.LinePattern = level == 0 ? LinePattern.Solid : LinePattern.Dotted;
        }
        peak.Axes.SetLimitsX(x[0] - width, x[^1] + width);
        residuals.Axes.SetLimitsX(x[0] - width, x[^1] + width);
        file.Save([(peak, 0.68), (residuals, 0.32)], Height);
    }

    private static void AddBar(Plot plot, double x, double middle, double half)
    {
        var bar = plot.Add.Line(x, middle - half, x, middle + half);
        bar.LineColor = PlotStyle.Curves[0].WithAlpha(0.5);
        bar.LineWidth = 1;
    }
}
