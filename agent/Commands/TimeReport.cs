using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qit.Agent.Configuration;
using Qit.Agent.Progress;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.Client;

namespace Qit.Agent.Commands;

/// <summary>What `qit time` prints.</summary>
internal static class TimeReport
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One JSON object.</summary>
    public static string Json(TimedAnswer timed, string? fault) => JsonSerializer.Serialize(
        new
        {
            SchemaVersion,
            Accepted = fault is null,
            Fault = fault,
            timed.RoundTripSeconds,
            timed.MovedAtMostPicoseconds,
            timed.Answer,
        },
        JsonOptions);

    /// <summary>Lines for a person. What came over the network is shown without control characters.</summary>
    public static string Text(TimedAnswer timed, string? fault)
    {
        TimeAnswer answer = timed.Answer;
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        const int LongestSentence = 400;
        string b = BadValue.Show(answer.StationB);
        string a = BadValue.Show(answer.StationA);
        if (answer.OffsetPicoseconds is double offset && answer.Status == TimeAnswer.Valid)
        {
            double uncertainty = answer.UncertaintyPicoseconds ?? double.NaN;
            string mark = answer.Simulated ? "  [simulated]" : "";
            string rate = Units.ValueWithError(
                answer.FrequencyOffsetPartsPerBillion ?? double.NaN,
                answer.FrequencyOffsetUncertaintyPartsPerBillion ?? double.NaN);
            Line($"{b} - {a} = {Units.TimeWithError(offset, uncertainty)} (k = 1){mark}");
            Line($"correction  {Units.TimeWithError(-offset, uncertainty)}, added to {b}'s clock, makes it show {a}'s time");
            Line($"uncertainty {Part(answer.StatisticalUncertaintyPicoseconds)} photons and clocks, "
                + $"{Part(answer.PathUncertaintyPicoseconds)} path, {Part(answer.AgeUncertaintyPicoseconds)} age");
            Line($"rate        {rate} ppb");
            Line($"state       {BadValue.Show(answer.State)}, measured {answer.AgeSeconds:0.0##} s before the answer, "
                + $"valid for {answer.ValidForSeconds:0.0##} s (until +- {Part(answer.UncertaintyLimitPicoseconds)})");
        }
        Line($"security    {BadValue.Show(answer.SecurityStatus)}: {BadValue.Show(answer.SecurityReason, LongestSentence)}");
        Line($"answer      gateway {BadValue.Show(answer.Gateway)}, run {BadValue.Show(answer.RunId)}; round trip "
            + $"{Units.Time(timed.RoundTripSeconds * 1e12)}: at most so old, in which the offset moves by at most "
            + Units.Time(timed.MovedAtMostPicoseconds));
        if (fault is not null)
            Line($"NOT USABLE  {BadValue.Show(fault, LongestSentence)}");
        return text.ToString().TrimEnd('\n');
    }

    private static string Part(double? picoseconds) => Units.Time(picoseconds ?? double.NaN);
}
