using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Agent.Progress;
using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Simulation;

namespace Qit.Agent.Commands;

/// <summary>What `qit simulate --protocol` prints.</summary>
internal sealed class SimulateProtocolReport(string protocol, TextWriter output, bool isJson)
{
    private const int SchemaVersion = 1;
    private const int NameWidth = 16;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>One world.</summary>
    public void WriteOne(ulong seed, ProtocolBench bench, ProtocolAnswer? answer, double seconds)
    {
        if (isJson)
            WriteJson(OneAsJson(seed, bench, answer, seconds));
        else
            WriteText(seed, bench, answer, seconds);
    }

    /// <summary>Many worlds.</summary>
    public void WriteMany(ulong first, SeedStatistics all)
    {
        if (isJson)
        {
            WriteJson(ManyAsJson(first, all));
            return;
        }
        output.WriteLine($"[simulated] {protocol}, {all.Count + all.Refused} worlds from seed {first} on");
        Row("no answer", $"{all.Refused}");
        if (all.Count == 0)
            return;
        Row("mean error", Units.TimeWithError(all.MeanErrorPicoseconds, all.MeanErrorStandardErrorPicoseconds)
            + (all.IsUnbiased ? "  (no bias)" : $"  (BIAS, more than {SeedStatistics.BiasSigmas} standard errors)"));
        Row("rms error", Units.Time(all.RmsErrorPicoseconds));
        Row("standard error", $"{Units.Time(all.StatedErrorPicoseconds)} as stated, rms");
        if (double.IsFinite(all.BoundPicoseconds))
        {
            Row("bound", Text($"{Units.Time(all.BoundPicoseconds)}; rms error / bound {all.RmsErrorPicoseconds / all.BoundPicoseconds:0.000}")
                + Text($" +- {all.RmsErrorPicoseconds / all.BoundPicoseconds / Math.Sqrt(2 * all.Count):0.000}"));
        }
        Row("coverage", Text($"{100 * all.WithinOne:0.0} % within 1 sigma (68.3), {100 * all.WithinTwo:0.0} % within 1.96 (95.0)")
            + (all.IsHonest ? "  (honest)" : "  (NOT honest)"));
    }

    /// <summary>Many worlds of a protocol whose answer is no offset.</summary>
    public void WriteMany(ulong first, QuantityStatistics all)
    {
        if (isJson)
        {
            WriteJson(new
            {
                simulated = true,
                schemaVersion = SchemaVersion,
                protocol,
                firstSeed = first,
                worlds = all.Count + all.Refused,
                refused = all.Refused,
                isGood = all.IsGood,
                quantities = all.All,
            });
            return;
        }
        output.WriteLine($"[simulated] {protocol}, {all.Count + all.Refused} worlds from seed {first} on");
        Row("no answer", $"{all.Refused}");
        foreach (QuantityStatistic one in all.All)
        {
            string unit = one.Unit == "1" ? "" : " " + one.Unit;
            Row(one.Name, Text($"mean error {one.MeanError:G2} +- {one.MeanErrorStandardError:G2}{unit}, rms {one.RmsError:G3}{unit}")
                + Text($", interval held {100 * one.Held:0.0} % (95)")
                + (one.IsUnbiased ? "" : "  BIAS") + (one.IsHonest ? "" : "  NOT honest"));
        }
    }

    private void WriteText(ulong seed, ProtocolBench bench, ProtocolAnswer? answer, double seconds)
    {
        output.WriteLine($"[simulated] {protocol}, seed {seed}: {Units.Duration(seconds)} of the world's time");
        if (answer is null || answer.Refusal is not null)
        {
            Row("no answer", answer?.Refusal ?? $"within {Units.Duration(seconds)}; the session says: {bench.Session.State}");
            return;
        }
        double truth = bench.TruthPicoseconds(answer);
        if (double.IsFinite(truth))
            WriteOffset(answer, truth);
        if (answer.Conclusion is not null)
            Row("conclusion", answer.Conclusion);
        foreach (MeasuredQuantity quantity in answer.Quantities)
        {
            Row(quantity.Name, quantity
                + (bench.TruthOf(quantity.Name) is double known ? Text($"  (truth {known:G6})") : ""));
        }
    }

    private void WriteOffset(ProtocolAnswer answer, double truth)
    {
        double error = answer.OffsetPicoseconds - truth;
        Row("truth", Units.TimeWithError(truth, answer.StandardErrorPicoseconds).Split(" +- ")[0] + " "
            + Units.TimeWithError(truth, answer.StandardErrorPicoseconds).Split(' ')[^1]);
        Row("answer", Units.TimeWithError(answer.OffsetPicoseconds, answer.StandardErrorPicoseconds));
        Row("standard error", Units.Time(answer.StandardErrorPicoseconds)
            + (answer.ErrorParts.Count == 0 ? "" : " = " + string.Join(", ", answer.ErrorParts
                .Where(part => part.Picoseconds > 0).Select(part => $"{part.Name} {Units.Time(part.Picoseconds)}"))));
        if (double.IsFinite(answer.BoundPicoseconds))
            Row("bound", $"{Units.Time(answer.BoundPicoseconds)} (Cramer-Rao, for the same photons)");
        Row("error", Text($"{Units.Time(error)}, {error / answer.StandardErrorPicoseconds:+0.00;-0.00} standard errors"));
        if (double.IsFinite(answer.AmbiguityPicoseconds))
            Row("unambiguous", $"within {Units.Time(answer.AmbiguityPicoseconds)}");
    }

    private object OneAsJson(ulong seed, ProtocolBench bench, ProtocolAnswer? answer, double seconds) => new
    {
        simulated = true,
        schemaVersion = SchemaVersion,
        protocol,
        seed,
        seconds,
        truthPicoseconds = answer is null ? null : Finite(bench.TruthPicoseconds(answer)),
        refusal = answer is null ? $"no answer in time: {bench.Session.State}" : answer.Refusal,
        conclusion = answer?.Conclusion,
        offsetPicoseconds = Finite(answer?.OffsetPicoseconds),
        standardErrorPicoseconds = Finite(answer?.StandardErrorPicoseconds),
        boundPicoseconds = Finite(answer?.BoundPicoseconds),
        ambiguityPicoseconds = Finite(answer?.AmbiguityPicoseconds),
        errorParts = answer?.ErrorParts.Select(part => new { part.Name, part.Picoseconds }),
        quantities = answer?.Quantities.Select(quantity => new
        {
            quantity.Name,
            Value = Finite(quantity.Value),
            StandardError = Finite(quantity.StandardError),
            Low = Finite(quantity.Low),
            High = Finite(quantity.High),
            quantity.Unit,
            Truth = bench.TruthOf(quantity.Name),
        }),
    };

    private object ManyAsJson(ulong first, SeedStatistics all) => new
    {
        simulated = true,
        schemaVersion = SchemaVersion,
        protocol,
        firstSeed = first,
        worlds = all.Count + all.Refused,
        refused = all.Refused,
        meanErrorPicoseconds = Finite(all.MeanErrorPicoseconds),
        meanErrorStandardErrorPicoseconds = Finite(all.MeanErrorStandardErrorPicoseconds),
        rmsErrorPicoseconds = Finite(all.RmsErrorPicoseconds),
        statedErrorPicoseconds = Finite(all.StatedErrorPicoseconds),
        boundPicoseconds = Finite(all.BoundPicoseconds),
        withinOneSigma = Finite(all.WithinOne),
        withinNinetyFivePercent = Finite(all.WithinTwo),
        isUnbiased = all.IsUnbiased,
        isHonest = all.IsHonest,
    };

    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;

    private void WriteJson(object report) => output.WriteLine(JsonSerializer.Serialize(report, JsonOptions));

    private void Row(string name, string value) => output.WriteLine($"  {name.PadRight(NameWidth)} {value}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
