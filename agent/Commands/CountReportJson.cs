using Qit.Timing.Counting;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit count` for programs.</summary>
internal static class CountReportJson
{
    private const int SchemaVersion = 1;

    public static void Write(CountReport report, TextWriter output) => OffsetReportJson.WriteObject(
        new
        {
            SchemaVersion,
            report.Simulated,
            report.StandsOut,
            report.Result.DurationPicoseconds,
            report.Result.ShiftPicoseconds,
            report.Request.Analysis.ShiftCount,
            Exclusive = report.Request.IsExclusive,
            Channels = report.Channels.Select((channel, index) => new
            {
                Channel = channel,
                DelayPicoseconds = report.Counting.DelaysPicoseconds[index],
                DeadTimePicoseconds = report.Counting.DeadTimesPicoseconds[index],
                SinglesCount = report.Result.Singles[index],
                DeadTagCount = report.Result.DeadTags[index],
                SinglesPerSecond = report.Result.Singles[index] / report.Seconds,
            }),
            Patterns = report.Result.Patterns.Select(pattern => Describe(report, pattern)),
            Correlation = report.Correlation is null ? null : new
            {
                ChannelA = report.Request.Correlation!.Value.A,
                ChannelB = report.Request.Correlation!.Value.B,
                report.Request.BinPicoseconds,
                Bins = report.Correlation.Select(bin => new
                {
                    bin.DelayPicoseconds, Count = bin.Counts, G2 = Describe(bin.Value),
                }),
            },
            Heralded = report.Heralded is null ? null : new
            {
                HeraldChannel = report.Request.Heralded!.Value.Herald,
                ChannelA = report.Request.Heralded!.Value.A,
                ChannelB = report.Request.Heralded!.Value.B,
                HeraldCount = report.Heralded.Heralds,
                WithACount = report.Heralded.WithA,
                WithBCount = report.Heralded.WithB,
                WithBothCount = report.Heralded.WithBoth,
                G2 = Describe(report.Heralded.SecondOrder),
            },
            report.Request.IntervalSeconds,
            Intervals = report.Intervals.Select(interval => new
            {
                SinglesCounts = interval.Singles, CoincidenceCounts = interval.Coincidences,
            }),
            Files = report.Files.Select(OffsetReportJson.Describe),
        },
        output);

    private static object Describe(CountReport report, PatternResult pattern) => new
    {
        Channels = pattern.Pattern.ChannelList().Select(channel => report.Channels[channel]),
        pattern.Pattern.WindowPicoseconds,
        CoincidenceCount = pattern.Coincidences,
        CoincidencesPerSecond = pattern.Coincidences / report.Seconds,
        ShiftedAccidentals = Describe(pattern.ShiftedAccidentals),
        FormulaAccidentals = Describe(pattern.FormulaAccidentals),
        PartialAccidentals = Describe(pattern.PartialAccidentals),
        TrueCoincidences = Describe(pattern.True),
        CoincidenceToAccidentalRatio = Describe(pattern.CoincidenceToAccidentalRatio),
        HeraldingEfficiencies = pattern.Efficiency is null ? null : pattern.Pattern.ChannelList().Select((channel, index) => new
        {
            Channel = report.Channels[channel],
            Efficiency = Describe(index == 0 ? pattern.Efficiency.EfficiencyA : pattern.Efficiency.EfficiencyB),
        }),
        PairsPerSecond = Describe(pattern.Efficiency?.PairsPerSecond),
    };

    private static object? Describe(ValueWithError? value) =>
        value is ValueWithError found && double.IsFinite(found.Value) && double.IsFinite(found.StandardError)
            ? new { found.Value, found.StandardError }
            : null;
}
