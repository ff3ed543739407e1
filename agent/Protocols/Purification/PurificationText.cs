using System.Globalization;
using Qit.Agent.Progress;
using Qit.Timing.Purification;

namespace Qit.Agent.Protocols.Purification;

/// <summary>Measured runs as an answer: numbers, and the verdict in words.</summary>
internal static class PurificationText
{
    private const double Picoseconds = 1e12;

    /// <summary>Name of a protocol, as in the names of quantities.</summary>
    public static string Of(PurificationProtocol protocol) => protocol == PurificationProtocol.Bbpssw ? "bbpssw" : "dejmps";

    /// <summary>The answer.</summary>
    /// <param name="runs">One run for each protocol.</param>
    public static ProtocolAnswer Answer(IReadOnlyList<PurificationRunResult> runs) => new()
    {
        IsSimulated = false,
        Quantities = [.. runs.SelectMany(Quantities)],
        Curves = [.. runs.Select(run => Curve(run.Measured))],
        Conclusion = string.Join("; ", runs.Select(run => Verdict(run.Measured)).Append(Comparison(runs)))
            + string.Create(CultureInfo.InvariantCulture, $" (intervals of {100 * MeasuredQuantity.IntervalConfidence:0.##} %)"),
    };

    private static IEnumerable<MeasuredQuantity> Quantities(PurificationRunResult run)
    {
        string name = Of(run.Measured.Protocol);
        yield return new($"{name}Pairs", run.Measured.Pairs, double.NaN, "pairs");
        foreach (MeasuredRow row in run.Measured.Rows)
        {
            if (row.Rounds > 0)
            {
                yield return new($"{name}Kept{row.Rounds}", row.Count.Kept, double.NaN, "pairs");
                yield return new($"{name}Dropped{row.Rounds}", row.Count.Dropped, double.NaN, "pairs");
                yield return new($"{name}Success{row.Rounds}", row.Success.Value,
                    Math.Sqrt(row.Success.Value * (1 - row.Success.Value) / row.Count.Decided), "1")
                {
                    Low = row.Success.Low,
                    High = row.Success.High,
                };
                yield return new($"{name}Theory{row.Rounds}", row.ExpectedSuccess, row.SuccessDifferenceStandardError, "1");
            }
            yield return new($"{name}Fidelity{row.Rounds}", row.Fidelity.Value, row.FidelityStandardError, "1")
            {
                Low = row.Fidelity.Low,
                High = row.Fidelity.High,
            };
            yield return new($"{name}Left{row.Rounds}", row.PairsLeft, double.NaN, "pairs");
            yield return new($"{name}Error{row.Rounds}", row.ErrorSeconds.Value * Picoseconds, double.NaN, "ps")
            {
                Low = row.ErrorSeconds.Low * Picoseconds,
                High = row.ErrorSeconds.High * Picoseconds,
            };
        }
        yield return new($"{name}LostHalves", run.LostHalves, double.NaN, "pairs");
        yield return new($"{name}LateRecords", run.LateRecords, double.NaN, "records");
        yield return new($"{name}Void", run.Void, double.NaN, "pairs");
        yield return new($"{name}LostRecords", run.LostRecords, double.NaN, "records");
    }

    private static MeasuredCurve Curve(MeasuredPurification measured) => new(
        Of(measured.Protocol), "rounds", "fidelity",
        [.. measured.Rows.Select(row => new CurvePoint(row.Rounds, row.Fidelity.Value, row.FidelityStandardError))], []);

    private static string Verdict(MeasuredPurification measured)
    {
        string name = Of(measured.Protocol);
        PurificationVerdict verdict = PurificationJudge.AgainstNone(measured, out MeasuredRow judged);
        if (judged.Rounds == 0)
            return $"{name}: no pair was left to tell of any round";
        string rounds = judged.Rounds == 1 ? "1 round" : $"{judged.Rounds} rounds";
        string numbers = $"{Show(measured.Rows[0].ErrorSeconds)} without, {Show(judged.ErrorSeconds)} with";
        return verdict switch
        {
            PurificationVerdict.Better => $"{name}: {rounds} worth it, {numbers}",
            PurificationVerdict.Worse => $"{name}: not worth it, {numbers} {rounds}",
            _ => $"{name}: undecided, {numbers} {rounds}",
        };
    }

    private static string Comparison(IReadOnlyList<PurificationRunResult> runs)
    {
        MeasuredRow first = runs[0].Measured.Best;
        MeasuredRow second = runs[1].Measured.Best;
        return PurificationJudge.Compare(first.ErrorSeconds, second.ErrorSeconds) switch
        {
            PurificationVerdict.Better => $"{Of(runs[0].Measured.Protocol)} is better",
            PurificationVerdict.Worse => $"{Of(runs[1].Measured.Protocol)} is better",
            _ => "which protocol is better is undecided",
        };
    }

    private static string Show(Estimate seconds) =>
        $"{Units.Time(seconds.Value * Picoseconds)} ({Units.Time(seconds.Low * Picoseconds)} to "
        + $"{Units.Time(seconds.High * Picoseconds)})";
}
