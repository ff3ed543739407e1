using System.Globalization;
using System.Text.Json;

namespace Qit.Agent.Tests.RandomnessClasses;

public sealed class SimulateRandomnessTests
{
    [Test]
    public async Task Text_NamesClassTrustAndBits_AndSaysSimulated()
    {
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "source-independent", "--seed", "3");
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(output, Does.StartWith("[simulated] source-independent, seed 3: semi-device-independent"));
        foreach (string row in new[] { "certified min-entropy", "output sha-256", "soundness error", "net expansion", "parameters" })
            Assert.That(output.Split('\n').Count(line => line.StartsWith("  " + row + " ", StringComparison.Ordinal)), Is.EqualTo(1), row);
        Assert.That(output, Does.Contain("  trusted "));
        Assert.That((await RunAsync("simulate", "--protocol", "source-independent", "--seed", "3")).Output, Is.EqualTo(output));
    }

    [Test]
    public async Task Json_HasTheNumbers_AndSaysSimulated()
    {
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "homodyne", "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(code, Is.EqualTo(ExitCode.Good), output);
        Assert.That(json.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("randomnessClass").GetString(), Is.EqualTo("device-dependent"));
        Assert.That(json.GetProperty("trusted").GetArrayLength(), Is.GreaterThan(3));
        Assert.That(json.GetProperty("outputBitsPerSample").GetDouble(), Is.InRange(5, 7));
        Assert.That(json.GetProperty("outputSha256").GetString(), Has.Length.EqualTo(64));
        Assert.That(json.GetProperty("parameters").GetString(), Does.StartWith("statement=homodyne-vacuum-1\n"));
        Assert.That(json.GetProperty("protocol").GetString(), Is.EqualTo("homodyne"));
        Assert.That(json.GetProperty("netBits").GetDouble(), Is.EqualTo(json.GetProperty("simulatedOutputBits").GetInt64()
            - json.GetProperty("choiceBits").GetDouble() - json.GetProperty("seedBits").GetInt64()));
    }

    [Test]
    public async Task AdversaryFromAFile_IsANo()
    {
        string world = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(world, """{ "eigenstateFraction": 1 }""");
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "source-independent", "--world", world);
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(output, Does.Contain("  refused ").And.Contain("output                          0 bits").And.Not.Contain("sha-256  "));
        await File.WriteAllTextAsync(world, """{ "eigenstates": 1 }""");
        (code, _, string errors) = await RunAsync("simulate", "--protocol", "source-independent", "--world", world);
        Assert.That((code, errors.Contains("eigenstates", StringComparison.Ordinal)), Is.EqualTo((ExitCode.BadInput, true)));
        // Minus infinity decibels are a number for JSON too.
        await File.WriteAllTextAsync(world, """{ "oscillatorMilliwatts": 0 }""");
        (code, output, _) = await RunAsync("simulate", "--protocol", "homodyne", "--json", "--world", world);
        JsonElement dark = JsonDocument.Parse(output).RootElement;
        Assert.That((code, dark.GetProperty("simulatedOutputBits").GetInt64()), Is.EqualTo((ExitCode.AnswerIsNo, 0L)));
        Assert.That(dark.GetProperty("refusals")[0].GetProperty("kind").GetString(), Is.Not.Empty);
        await File.WriteAllTextAsync(world, """{ "converterBits": 3 }""");
        (code, _, errors) = await RunAsync("simulate", "--protocol", "homodyne", "--world", world);
        File.Delete(world);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain("homodyne.converterBits is 3"));
    }

    [TestCase("--seeds and --plot", "--seeds", "2")]
    [TestCase("--seeds and --plot", "--plot", "a.svg")]
    [TestCase("writes no files", "--seconds", "1")]
    public async Task WhatItDoesNotHave_IsRefused(string message, params string[] more)
    {
        (int code, _, string errors) = await RunAsync(["simulate", "--protocol", "homodyne", .. more]);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain(message));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
