using ScottPlot;
using SkiaSharp;

namespace Qit.Agent.Plots;

/// <summary>What all pictures share: fonts, colours that the colour-blind tell apart (Okabe and Ito 2008), and the mark of
/// simulated data.</summary>
internal static class PlotStyle
{
    /// <summary>Colours of curves, in order of use.</summary>
    public static readonly Color[] Curves =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"),
    ];

    /// <summary>Colour of limits and other lines that are no data.</summary>
    public static readonly Color Limit = Color.FromHex("#444444");

    private static readonly string Font = ChooseFont();
    private static readonly Color Ink = Color.FromHex("#222222");
    private static readonly Color Warning = Color.FromHex("#B00020");

    /// <summary>An empty panel.</summary>
    /// <param name="title">Above it; empty for none.</param>
    /// <param name="x">Label of the horizontal axis with its unit; empty for none.</param>
    /// <param name="y">Label of the vertical axis with its unit.</param>
    /// <param name="isSimulated">Says so above it.</param>
    public static Plot Panel(string title, string x, string y, bool isSimulated)
    {
        var plot = new Plot();
        plot.Font.Set(Font);
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Color.FromHex("#E4E4E4");
        plot.Axes.Title.Label.FontSize = 15;
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        if (isSimulated)
        {
            title = title.Length > 0 ? "SIMULATED: " + title : "SIMULATED";
            plot.Axes.Title.Label.ForeColor = Warning;
        }
        if (title.Length > 0) plot.Title(title);
        if (x.Length > 0) plot.XLabel(x);
        plot.YLabel(y);
        // One left edge for all panels, whatever their numbers' lengths.
        plot.Axes.Left.MinimumSize = 90;
        plot.Axes.Right.MinimumSize = 20;
        return plot;
    }

    /// <summary>A sans-serif font that has Greek letters and superscripts; what the machine calls its default may be any.
    /// </summary>
    private static string ChooseFont()
    {
        string[] wanted = ["DejaVu Sans", "Noto Sans", "Liberation Sans", "Segoe UI", "Helvetica Neue", "Arial"];
        string[] installed = SKFontManager.Default.GetFontFamilies();
        return wanted.FirstOrDefault(name => installed.Contains(name)) ?? Fonts.Default;
    }

    /// <summary>Puts the legend beside the panel, where it covers no data.</summary>
    public static void Legend(Plot plot)
    {
        plot.ShowLegend(Edge.Right);
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.FontSize = 12;
    }
}
