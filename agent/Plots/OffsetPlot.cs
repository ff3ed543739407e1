using System.Globalization;
using ScottPlot;

namespace Qit.Agent.Plots;

/// <summary>One interval of a tracked offset.</summary>
/// <param name="Seconds">Middle of the interval.</param>
/// <param name="OffsetPicoseconds">Offset measured in it, null where nothing was (holdover).</param>
/// <param name="StandardErrorPicoseconds">Its standard error.</param>
/// <param name="StatePicoseconds">Offset of the filter's state.</param>
/// <param name="StateErrorPicoseconds">Standard error of the state.</param>
internal readonly record struct OffsetPoint(
    double Seconds, double? OffsetPicoseconds, double StandardErrorPicoseconds, double StatePicoseconds,
    double StateErrorPicoseconds);

/// <summary>Offset against time: each interval's estimate with its error bar, and the filter's state with a band of two
/// standard errors, which opens in holdover. A straight line is taken off and written into the label, for a frequency offset
/// would hide everything else.</summary>
internal static class OffsetPlot
{
    private const int Height = 480;

    /// <summary>Draws it.</summary>
    /// <param name="title">What the data are.</param>
    /// <param name="points">Ascending in time, at least one.</param>
    /// <param name="isSimulated">Marks the picture.</param>
    /// <param name="file">Where it goes.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(string title, IReadOnlyList<OffsetPoint> points, bool isSimulated, PictureFile file)
    {
        (double start, double offset, double slope) = Line(points);
        double Residual(double seconds, double value) => value - offset - (slope * (seconds - start));
        string taken = string.Create(
            CultureInfo.InvariantCulture,
            $"taken off: {offset:0} ps {(slope < 0 ? "−" : "+")} {Math.Abs(slope):G5} ps/s × (t − {start:0.###} s)");
        Plot plot = PlotStyle.Panel(title, "time of station A / s\n" + taken, "residual offset / ps", isSimulated);
        double[] x = [.. points.Select(point => point.Seconds)];
        double[] state = [.. points.Select(point => Residual(point.Seconds, point.StatePicoseconds))];
        var band = plot.Add.FillY(
            x, state.Zip(points, (middle, point) => middle - (2 * point.StateErrorPicoseconds)).ToArray(),
            state.Zip(points, (middle, point) => middle + (2 * point.StateErrorPicoseconds)).ToArray());
        band.FillColor = PlotStyle.Curves[1].WithAlpha(0.2);
        band.LineWidth = 0;
        band.LegendText = "filter ± 2σ";
        var line = plot.Add.Scatter(x, state, PlotStyle.Curves[1]);
        line.MarkerSize = 0;
        line.LineWidth = 1.5f;
        line.LegendText = "filter";
        var measured = points.Where(point => point.OffsetPicoseconds is not null)
            .Select(point => (point.Seconds, Value: Residual(point.Seconds, point.OffsetPicoseconds!.Value),
                Error: point.StandardErrorPicoseconds)).ToList();
        if (measured.Count > 0)
        {
            var dots = plot.Add.Scatter(
                measured.Select(point => point.Seconds).ToArray(), measured.Select(point => point.Value).ToArray(),
                PlotStyle.Curves[0]);
            dots.LineWidth = 0;
            dots.MarkerSize = 4;
            dots.LegendText = "intervals ± 1σ";
            var bars = plot.Add.ErrorBar(
                measured.Select(point => point.Seconds).ToArray(), measured.Select(point => point.Value).ToArray(),
                measured.Select(point => point.Error).ToArray());
            bars.Color = PlotStyle.Curves[0].WithAlpha(0.5);
            bars.CapSize = 0;
        }
        PlotStyle.Legend(plot);
        file.Save([(plot, 1)], Height);
    }

    /// <summary>Least-squares line through the states: time of its middle (s), offset there (ps) and slope (ps/s).</summary>
    private static (double Middle, double Offset, double Slope) Line(IReadOnlyList<OffsetPoint> points)
    {
        double middle = points.Average(point => point.Seconds);
        double offset = points.Average(point => point.StatePicoseconds);
        double square = points.Sum(point => (point.Seconds - middle) * (point.Seconds - middle));
        double product = points.Sum(point => (point.Seconds - middle) * (point.StatePicoseconds - offset));
        return (middle, offset, square > 0 ? product / square : 0);
    }
}
