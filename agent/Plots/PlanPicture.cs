using Qit.Agent.Commands;
using Qit.Timing.LinkPlanning;
using ScottPlot;

namespace Qit.Agent.Plots;

/// <summary>The pictures of a plan: each protocol's error against averaging time, with the limits of the classes nearby, and the
/// best protocol's error against pump power.</summary>
internal static class PlanPicture
{
    private const int PointsPerDecade = 12;
    private const int PanelHeight = 430;

    /// <exception cref="BadInputException">The file cannot be written, or there is nothing to draw.</exception>
    public static void Save(PlanReport report, PictureFile file)
    {
        if (report.Best is not (ProtocolPlan best, PlannedError error))
            throw new BadInputException("--plot: no protocol can be used on this link, so there is nothing to draw");
        var panels = new List<(Plot, double)> { (AgainstTime(report), 1) };
        if (report.BestPumpMilliwatts is double pump) panels.Add((AgainstPump(report, best, error, pump), 1));
        file.Save(panels, PanelHeight * panels.Count);
    }

    private static Plot AgainstTime(PlanReport report)
    {
        Plot plot = PlotStyle.Panel("planned error of each protocol", "averaging time / s", "error rms / s", isSimulated: false);
        LogAxis.UseBoth(plot);
        double last = Math.Log10(report.Plan.Link.MaximumAveragingSeconds);
        int color = 0;
        double largest = 0, smallest = double.PositiveInfinity;
        foreach ((ProtocolPlan protocol, PlannedError? _) in report.Rows.Where(row => row.Error is not null))
        {
            var points = Steps(-2, last).Select(x => (X: x, Y: protocol.ErrorAt(Math.Pow(10, x)).Total * 1e-12))
                .Where(point => double.IsFinite(point.Y) && point.Y > 0).ToList();
            if (points.Count == 0) continue;
            largest = Math.Max(largest, points.Max(point => point.Y));
            smallest = Math.Min(smallest, points.Min(point => point.Y));
            Curve(plot, protocol.Name, points, color++);
        }

        foreach (ClassVerdict verdict in report.Classes)
        {
            double limit = verdict.AllowedPicoseconds * 1e-12;
            bool isAsked = verdict.Mask.Name == report.Asked?.Name;
            bool isNearby = limit <= largest && limit >= smallest;
            if (!isAsked && !(isNearby && verdict.Mask.Name is ("class-a+" or "class-c" or "prtc-b")))
                continue;
            var line = plot.Add.Line(-2, Math.Log10(limit), last, Math.Log10(limit));
            line.LineColor = PlotStyle.Limit;
            line.LinePattern = isAsked ? LinePattern.Solid : LinePattern.Dashed;
            line.LegendText = "allowed: " + verdict.Mask.Name;
        }

        plot.Axes.Margins(0.03, 0.08);
        PlotStyle.Legend(plot);
        return plot;
    }

    private static Plot AgainstPump(PlanReport report, ProtocolPlan best, PlannedError error, double pump)
    {
        Plot plot = PlotStyle.Panel("", "pump / mW", "error rms / s", isSimulated: false);
        LogAxis.UseBoth(plot);
        double last = Math.Log10(report.Plan.Link.Source.MaximumPumpMilliwatts);
        var points = Steps(last - 5, last)
            .Select(x => (X: x, Y: report.Plan.ErrorAtPump(best.Name, error.Seconds, Math.Pow(10, x)) * 1e-12))
            .Where(point => double.IsFinite(point.Y)).ToList();
        Curve(plot, FormattableString.Invariant($"{best.Name}, {error.Seconds:G3} s"), points, 0);
        Mark(plot, "best", pump, report.AtBestPump!.Value, MarkerShape.OpenCircle);
        Mark(plot, "planned", report.Plan.Link.Source.PumpMilliwatts, error.Total, MarkerShape.FilledDiamond);
        plot.Axes.Margins(0.03, 0.08);
        PlotStyle.Legend(plot);
        return plot;
    }

    private static void Mark(Plot plot, string name, double pump, double picoseconds, MarkerShape shape)
    {
        var marker = plot.Add.Marker(Math.Log10(pump), Math.Log10(picoseconds * 1e-12), shape, 11, PlotStyle.Curves[1]);
        marker.LegendText = name;
    }

    private static void Curve(Plot plot, string name, List<(double X, double Y)> points, int color)
    {
        var line = plot.Add.Scatter(points.Select(point => point.X).ToArray(),
            points.Select(point => Math.Log10(point.Y)).ToArray(), PlotStyle.Curves[color % PlotStyle.Curves.Length]);
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 0;
    }

    private static IEnumerable<double> Steps(double from, double to)
    {
        int count = Math.Max(2, (int)Math.Ceiling((to - from) * PointsPerDecade));
        return Enumerable.Range(0, count + 1).Select(index => from + ((to - from) * index / count));
    }
}
