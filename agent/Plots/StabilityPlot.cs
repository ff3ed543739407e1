using ScottPlot;

namespace Qit.Agent.Plots;

/// <summary>One curve of a sigma-tau picture.</summary>
/// <param name="Name">Name for the legend, such as OADEV.</param>
/// <param name="Points">Averaging time (s), value, and its confidence interval where there is one.</param>
internal sealed record SigmaTauCurve(
    string Name, IReadOnlyList<(double TauSeconds, double Value, (double Low, double High)? Interval)> Points);

/// <summary>One limit of a mask: from one averaging time to another, a straight line on logarithmic axes.</summary>
/// <param name="Name">Name for the legend.</param>
/// <param name="Points">Averaging time (s) and limit, ascending.</param>
internal sealed record SigmaTauMask(string Name, IReadOnlyList<(double TauSeconds, double Limit)> Points);

/// <summary>
/// Sigma-tau picture: deviations against averaging time on logarithmic axes, with error bars and mask lines. Fractional
/// frequencies and times have a panel each, for they have no unit in common.
/// </summary>
internal static class StabilityPlot
{
    private const int PanelHeight = 460;

    /// <summary>Draws it.</summary>
    /// <param name="title">What the data are.</param>
    /// <param name="frequency">Curves without unit (ADEV and its kin).</param>
    /// <param name="time">Curves in seconds (TDEV, TIE rms, MTIE).</param>
    /// <param name="masks">Mask lines, in seconds.</param>
    /// <param name="isSimulated">Marks the picture.</param>
    /// <param name="file">Where it goes.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(
        string title, IReadOnlyList<SigmaTauCurve> frequency, IReadOnlyList<SigmaTauCurve> time,
        IReadOnlyList<SigmaTauMask> masks, bool isSimulated, PictureFile file)
    {
        var panels = new List<(Plot, double)>();
        if (frequency.Count > 0)
            panels.Add((Panel(title, "σ(τ)", frequency, [], isSimulated), 1));
        if (time.Count > 0 || masks.Count > 0)
            panels.Add((Panel(panels.Count == 0 ? title : "", "time error / s", time, masks, isSimulated), 1));
        file.Save(panels, PanelHeight * panels.Count);
    }

    private static Plot Panel(
        string title, string y, IReadOnlyList<SigmaTauCurve> curves, IReadOnlyList<SigmaTauMask> masks, bool isSimulated)
    {
        Plot plot = PlotStyle.Panel(title, "averaging time τ / s", y, isSimulated);
        LogAxis.UseBoth(plot);
        for (int index = 0; index < curves.Count; index++)
            Add(plot, curves[index], PlotStyle.Curves[index % PlotStyle.Curves.Length]);
        for (int index = 0; index < masks.Count; index++)
            Add(plot, masks[index], index);
        plot.Axes.Margins(0.05, 0.12);
        PlotStyle.Legend(plot);
        return plot;
    }

    private static void Add(Plot plot, SigmaTauCurve curve, Color color)
    {
        // A deviation of zero, as a perfect or coarsely rounded clock gives, has no place on a logarithmic axis.
        var points = curve.Points.Where(point => point.TauSeconds > 0 && point.Value > 0).ToList();
        if (points.Count == 0)
            return;
        var line = plot.Add.Scatter(
            points.Select(point => Math.Log10(point.TauSeconds)).ToArray(),
            points.Select(point => Math.Log10(point.Value)).ToArray(), color);
        line.LegendText = curve.Name;
        line.LineWidth = 1.5f;
        line.MarkerSize = 6;
        foreach ((double tau, double _, (double Low, double High)? interval) in points)
        {
            if (interval is not (double low, double high) || !(low > 0) || !double.IsFinite(high))
                continue;
            double x = Math.Log10(tau);
            var bar = plot.Add.Line(x, Math.Log10(low), x, Math.Log10(high));
            bar.LineColor = color;
            bar.LineWidth = 1.2f;
        }
    }

    private static void Add(Plot plot, SigmaTauMask mask, int index)
    {
        var line = plot.Add.Scatter(
            mask.Points.Select(point => Math.Log10(point.TauSeconds)).ToArray(),
            mask.Points.Select(point => Math.Log10(point.Limit)).ToArray(), PlotStyle.Limit);
        line.LegendText = mask.Name;
        line.MarkerSize = 0;
        line.LineWidth = 2;
        line.LinePattern = index % 2 == 0 ? LinePattern.Dashed : LinePattern.Dotted;
    }
}
