using Qit.Agent.Protocols;
using ScottPlot;

namespace Qit.Agent.Plots;

/// <summary>What a protocol has measured, with the fit.</summary>
internal static class ProtocolPicture
{
    private const int PanelHeight = 340;

    /// <summary>Draws the curves, one below the other.</summary>
    /// <param name="title">Protocol and answer.</param>
    /// <param name="curves">At least one.</param>
    /// <param name="isSimulated">Marks the picture.</param>
    /// <param name="file">Where it goes.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(string title, IReadOnlyList<MeasuredCurve> curves, bool isSimulated, PictureFile file)
    {
        var panels = new List<(Plot, double)>();
        foreach (MeasuredCurve curve in curves)
        {
            Plot plot = PlotStyle.Panel(panels.Count == 0 ? title : "", curve.XLabel, curve.YLabel, isSimulated && panels.Count == 0);
            Draw(plot, curve);
            panels.Add((plot, 1));
        }
        file.Save(panels, PanelHeight * panels.Count + 60);
    }

    private static void Draw(Plot plot, MeasuredCurve curve)
    {
        foreach (CurvePoint point in curve.Points.Where(point => point.Error > 0))
        {
            var bar = plot.Add.Line(point.X, point.Y - point.Error, point.X, point.Y + point.Error);
            bar.LineColor = PlotStyle.Curves[0].WithAlpha(0.5);
            bar.LineWidth = 1;
        }
        var points = plot.Add.Scatter(
            curve.Points.Select(point => point.X).ToArray(), curve.Points.Select(point => point.Y).ToArray(), PlotStyle.Curves[0]);
        points.LineWidth = 0;
        points.MarkerSize = 5;
        points.LegendText = curve.Name;
        if (curve.Fit.Count > 0)
        {
            var fit = plot.Add.Scatter(
                curve.Fit.Select(point => point.X).ToArray(), curve.Fit.Select(point => point.Y).ToArray(), PlotStyle.Curves[1]);
            fit.MarkerSize = 0;
            fit.LineWidth = 2;
            fit.LegendText = "fit";
        }
        PlotStyle.Legend(plot);
    }
}
