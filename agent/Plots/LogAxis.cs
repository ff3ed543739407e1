using System.Globalization;
using System.Text;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Qit.Agent.Plots;

/// <summary>Logarithmic axes: the panel's coordinates are decimal logarithms, its labels powers of ten.</summary>
internal static class LogAxis
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Makes both axes logarithmic.</summary>
    public static void UseBoth(Plot plot)
    {
        plot.Axes.Bottom.TickGenerator = Ticks();
        plot.Axes.Left.TickGenerator = Ticks();
        plot.Grid.MinorLineColor = Color.FromHex("#F2F2F2");
        plot.Grid.MinorLineWidth = 1;
    }

    /// <summary>A power of ten as text: 10⁻¹².</summary>
    public static string PowerOfTen(int exponent)
    {
        var text = new StringBuilder("10");
        if (exponent < 0) text.Append('⁻');
        foreach (char digit in Math.Abs((long)exponent).ToString(CultureInfo.InvariantCulture))
            text.Append(Superscripts[digit - '0']);
        return text.ToString();
    }

    private static NumericAutomatic Ticks() => new()
    {
        MinorTickGenerator = new LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = position => PowerOfTen((int)Math.Round(position)),
    };
}
