using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qit.Agent.Progress;
using Qit.Randomness.Certification;
using Qit.Randomness.Statements;

namespace Qit.Agent.RandomnessClasses;

/// <summary>What a simulated run of a class of randomness prints.</summary>
internal sealed class RandomnessReport(string protocol, TextWriter output, bool isJson)
{
    private const int SchemaVersion = 1;
    private const int NameWidth = 31;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>One run.</summary>
    public void Write(ulong seed, RandomnessRun run)
    {
        if (isJson)
            output.WriteLine(JsonSerializer.Serialize(AsJson(seed, run), JsonOptions));
        else
            WriteText(seed, run);
    }

    private static string ClassName(RandomnessClass one) => one switch
    {
        RandomnessClass.DeviceIndependent => "device-independent",
        RandomnessClass.SemiDeviceIndependent => "semi-device-independent",
        _ => "device-dependent",
    };

    private void WriteText(ulong seed, RandomnessRun run)
    {
        EntropyStatement statement = run.Statement;
        EntropyParameters parameters = statement.Parameters;
        output.WriteLine($"[simulated] {protocol}, seed {seed}: {ClassName(parameters.Class)} randomness; these bits are not random");
        Row("method", parameters.Method);
        Row("reference", parameters.Reference);
        foreach (string trusted in parameters.Trusted) Row("trusted", trusted);
        Row("adversary holds", parameters.SideInformation == SideInformation.Quantum ? "quantum systems" : "classical information");
        Row("parameters", $"sha-256 {parameters.Hash}, fixed before the data");
        foreach (RandomnessFigure figure in run.Figures)
        {
            Row(figure.Name, Text($"{figure.Value:G6} {figure.Unit}").TrimEnd()
                + (figure.Truth is double truth ? Text($"  (truth {truth:G6})") : ""));
        }
        Row("raw", $"{Units.Count(run.Samples)} {run.SampleName}, {Units.Count(statement.Raw.Length)} bits");
        foreach (EntropyRefusal refusal in statement.Refusals) Row("refused", refusal.Reason);
        Row("certified min-entropy", Amount(statement.CertifiedBits, run));
        if (run.Extracted is not { } extracted)
        {
            Row("output", "0 bits");
            return;
        }
        Row("extractor", $"{extracted.Extractor} ({extracted.Reference})");
        Row("output", Amount(extracted.Bits.Length, run));
        Row("output sha-256", extracted.Sha256);
        Row("soundness error", Text($"{run.SoundnessError:G3}"));
        RandomnessBalance balance = run.Balance;
        Row("spent", $"{Units.Count(balance.ChoiceBits)} bits on choices, {Units.Count(balance.SeedBits)} on the extractor's seed");
        Row("net expansion", $"{Units.Count(balance.NetWithSeedKept)} bits with the seed kept, {Units.Count(balance.Net)} without; "
            + (double.IsFinite(balance.BlocksToBreakEven) ? Text($"even after {balance.BlocksToBreakEven:0} blocks") : "never even"));
    }

    private object AsJson(ulong seed, RandomnessRun run)
    {
        EntropyStatement statement = run.Statement;
        EntropyParameters parameters = statement.Parameters;
        RandomnessBalance balance = run.Balance;
        return new
        {
            simulated = true,
            schemaVersion = SchemaVersion,
            protocol,
            seed,
            randomnessClass = ClassName(parameters.Class),
            parameters.Method,
            parameters.Reference,
            parameters.Trusted,
            parameters.SideInformation,
            parameters = parameters.CanonicalText,
            parametersSha256 = parameters.Hash,
            figures = run.Figures,
            samples = run.Samples,
            run.SampleName,
            rawBits = statement.Raw.Length,
            statement.IsAccepted,
            statement.Refusals,
            certifiedMinEntropyBits = statement.CertifiedBits,
            minEntropyBitsPerSample = Per(statement.CertifiedBits, run),
            parameters.SmoothingError,
            run.SoundnessError,
            extractor = run.Extracted?.Extractor,
            simulatedOutputBits = balance.OutputBits,
            outputBitsPerSample = Per(balance.OutputBits, run),
            outputSha256 = run.Extracted?.Sha256,
            balance.ChoiceBits,
            balance.SeedBits,
            netBits = balance.Net,
            netBitsWithSeedKept = balance.NetWithSeedKept,
        };
    }

    private static string Amount(long bits, RandomnessRun run) =>
        Text($"{Units.Count(bits)} bits, {Per(bits, run):0.0000} a {run.SampleName[..^1]}");

    private static double Per(long bits, RandomnessRun run) => bits / (double)run.Samples;

    private void Row(string name, string value) => output.WriteLine($"  {name.PadRight(NameWidth)} {value}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
