using Qit.Timing.Counting;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>What `qit count` found out, for people and for programs.</summary>
/// <param name="Simulated">Whether the tags are simulated; null where nobody said.</param>
/// <param name="Channels">Numbers of the channels, in the order of the results.</param>
/// <param name="Counting">What was counted.</param>
/// <param name="Result">The counts.</param>
/// <param name="Correlation">Bins of --g2; null without.</param>
/// <param name="Heralded">--heralded; null without.</param>
/// <param name="Intervals">Counts of each interval; empty without --interval.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Files">What was met while reading.</param>
internal sealed record CountReport(
    bool? Simulated,
    IReadOnlyList<int> Channels,
    CountingOptions Counting,
    AnalysisResult Result,
    CorrelationBin[]? Correlation,
    HeraldedCorrelation? Heralded,
    IReadOnlyList<(long[] Singles, long[] Coincidences)> Intervals,
    CountRequest Request,
    IReadOnlyList<TagFileReport> Files)
{
    private const double StandsOutSigma = 5;

    /// <summary>Whether any pattern has coincidences beyond its accidentals.</summary>
    public bool StandsOut => Result.Patterns.Any(pattern =>
        pattern.True.Value > StandsOutSigma * pattern.True.StandardError);

    public double Seconds => Result.DurationPicoseconds / 1e12;

    /// <summary>A pattern in the file's numbers, such as 1+4.</summary>
    public string Name(CoincidencePattern pattern) =>
        string.Join('+', pattern.ChannelList().Select(channel => Channels[channel]));
}
