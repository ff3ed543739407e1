using System.Globalization;
using Qit.Timing.Counting;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit count` for people.</summary>
internal static class CountReportText
{
    public static void Write(CountReport report, TextWriter output)
    {
        SimulatedMark.Write(report.Simulated, "the tags are", output);
        output.WriteLine($"time              {report.Seconds:0.000000} s in which all channels listened");
        for (int index = 0; index < report.Channels.Count; index++) WriteChannel(report, index, output);
        foreach (PatternResult pattern in report.Result.Patterns) WritePattern(report, pattern, output);
        if (!report.StandsOut && report.Result.Patterns.Count > 0)
            output.WriteLine("no coincidences   beyond the accidentals, by 5 standard errors, in any pattern");
        if (report.Heralded is not null) WriteHeralded(report, report.Heralded, output);
        if (report.Correlation is not null) WriteCorrelation(report, report.Correlation, output);
        if (report.Intervals.Count > 0) WriteIntervals(report, output);
        foreach (var file in report.Files)
            output.WriteLine($"file              {file.SourceName}: {OffsetReportText.Describe(file)}");
    }

    private static void WriteChannel(CountReport report, int index, TextWriter output)
    {
        long dead = report.Result.DeadTags[index];
        output.WriteLine($"{$"channel {report.Channels[index]}",-18}{report.Result.Singles[index]} singles, "
            + $"{report.Result.Singles[index] / report.Seconds:0.0} a second; delay {report.Counting.DelaysPicoseconds[index]} ps"
            + (dead == 0 ? "" : $"; {dead} left out in the dead time"));
    }

    private static void WritePattern(CountReport report, PatternResult pattern, TextWriter output)
    {
        output.WriteLine($"{report.Name(pattern.Pattern),-18}{pattern.Coincidences} coincidences, "
            + $"{pattern.Coincidences / report.Seconds:0.00} a second, in a window of {pattern.Pattern.WindowPicoseconds} ps");
        Line("accidentals", pattern.ShiftedAccidentals, "", $"by {report.Request.Analysis.ShiftCount} windows shifted in steps of "
            + $"{report.Result.ShiftPicoseconds} ps", output);
        Line("", pattern.FormulaAccidentals, "", "from the singles and the window", output);
        if (pattern.Pattern.Fold > 2)
        {
            if (pattern.PartialAccidentals is ValueWithError partial)
                Line("", partial, "", "of which some tags belong together", output);
            else
                output.WriteLine("                  those of which some tags belong together are not measured for 5 and more channels");
        }
        Line("true", pattern.True, "", "less measured accidentals", output);
        if (pattern.CoincidenceToAccidentalRatio is ValueWithError ratio) Line("CAR", ratio, "", "true over accidentals", output);
        if (pattern.Efficiency is not KlyshkoEfficiency efficiency) return;
        int[] channels = [.. pattern.Pattern.ChannelList().Select(channel => report.Channels[channel])];
        Line($"efficiency {channels[0]}", Percent(efficiency.EfficiencyA), " %", $"heralded by {channels[1]}", output);
        Line($"efficiency {channels[1]}", Percent(efficiency.EfficiencyB), " %", $"heralded by {channels[0]}", output);
        Line("pairs", efficiency.PairsPerSecond, "", "a second at the source", output);
    }

    private static void WriteHeralded(CountReport report, HeraldedCorrelation heralded, TextWriter output)
    {
        (int herald, int a, int b) = report.Request.Heralded!.Value;
        output.WriteLine($"{$"heralded by {herald}",-18}{heralded.Heralds} heralds, {heralded.WithA} with {a}, "
            + $"{heralded.WithB} with {b}, {heralded.WithBoth} with both");
        if (heralded.SecondOrder is ValueWithError g2) Line("g2(0)", g2, "", "0 for single photons, 1 for unrelated ones", output);
        else output.WriteLine("  g2(0)           not defined: a channel was never heralded");
    }

    private static void WriteCorrelation(CountReport report, CorrelationBin[] bins, TextWriter output)
    {
        (int a, int b) = report.Request.Correlation!.Value;
        output.WriteLine($"g2 of {a} and {b}: t({b}) - t({a}) in ps less delays, counts, g2, standard error");
        foreach (CorrelationBin bin in bins)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{bin.DelayPicoseconds,14:0.0} {bin.Counts,12} {bin.Value.Value,14:0.0000} {bin.Value.StandardError,12:0.0000}"));
        }
    }

    private static void WriteIntervals(CountReport report, TextWriter output)
    {
        output.WriteLine($"intervals of {report.Request.IntervalSeconds} s: number, singles of "
            + string.Join(", ", report.Channels) + ", coincidences of "
            + string.Join(", ", report.Result.Patterns.Select(pattern => report.Name(pattern.Pattern))));
        for (int index = 0; index < report.Intervals.Count; index++)
        {
            (long[] singles, long[] coincidences) = report.Intervals[index];
            output.WriteLine($"{index,14} " + string.Join(' ', singles.Concat(coincidences).Select(count => $"{count,10}")));
        }
    }

    private static ValueWithError Percent(ValueWithError share) => share.Over(0.01);

    private static void Line(string name, ValueWithError value, string unit, string remark, TextWriter output) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-16}{Digits(value.Value, value.StandardError)} +- {Digits(value.StandardError, value.StandardError)}{unit} "
            + $"{remark}"));

    /// <summary>As many decimals as two digits of the error ask for.</summary>
    private static string Digits(double value, double error)
    {
        int decimals = error > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(error)), 0, 9) : 2;
        return value.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }
}
