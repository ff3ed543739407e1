using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Qit.Agent.Tests.Commands;

public sealed class SimulateProtocolTests
{
    [Test]
    public async Task OneWorld_IsPrintedBesideItsTruth()
    {
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "round-trip", "--seed", "3");
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Does.StartWith("[simulated] round-trip, seed 3"));
        foreach (string row in new[] { "truth", "answer", "standard error", "bound", "error", "visibility" })
            Assert.That(lines.Count(line => line.StartsWith("  " + row + " ", StringComparison.Ordinal)), Is.EqualTo(1), row);
        Assert.That((await RunAsync("simulate", "--protocol", "round-trip", "--seed", "3")).Output, Is.EqualTo(output));
    }

    [Test]
    public async Task Json_HasTheNumbers_AndSaysSimulated()
    {
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "round-trip", "--json");
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(json.GetProperty("simulated").GetBoolean(), Is.True);
        double error = json.GetProperty("offsetPicoseconds").GetDouble() - json.GetProperty("truthPicoseconds").GetDouble();
        Assert.That(error, Is.Not.Zero.And.EqualTo(0).Within(5 * json.GetProperty("standardErrorPicoseconds").GetDouble()));
        Assert.That(json.GetProperty("errorParts").GetArrayLength(), Is.EqualTo(5));
    }

    [Test]
    public async Task Plot_ShowsPointsAndFit_AndSaysSimulated()
    {
        string picture = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".svg");
        (int code, _, _) = await RunAsync("simulate", "--protocol", "round-trip", "--plot", picture);
        string svg = await File.ReadAllTextAsync(picture);
        File.Delete(picture);
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(svg, Does.Contain("SIMULATED: round-trip"));
        Assert.That(Regex.Count(svg, "<path"), Is.GreaterThan(50));
    }

    [Test]
    public async Task ManySeeds_GiveStatistics()
    {
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "round-trip", "--seeds", "20", "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(json.GetProperty("worlds").GetInt32(), Is.EqualTo(20));
        Assert.That(json.GetProperty("rmsErrorPicoseconds").GetDouble(), Is.Positive);
    }

    [Test]
    public async Task WorldWithoutLight_IsANo()
    {
        string world = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(world, """{ "pairsPerSecond": 0 }""");
        (int code, string output, _) = await RunAsync("simulate", "--protocol", "round-trip", "--world", world);
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(output, Does.Contain("no answer").And.Contain("no dip"));
        await File.WriteAllTextAsync(world, """{ "pairsPerSecund": 0 }""");
        (code, _, string errors) = await RunAsync("simulate", "--protocol", "round-trip", "--world", world);
        File.Delete(world);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain("pairsPerSecund"));
    }

    [TestCase("--protocol is 'three-way'", "--protocol", "three-way")]
    [TestCase("--seeds is 0", "--protocol", "round-trip", "--seeds", "0")]
    [TestCase("writes no files", "somewhere", "--protocol", "round-trip")]
    [TestCase("writes no files", "--protocol", "round-trip", "--format", "a1")]
    [TestCase("--plot draws one world", "--protocol", "round-trip", "--seeds", "2", "--plot", "dip.svg")]
    [TestCase("PREFIX is missing")]
    [TestCase("go with --protocol", "somewhere", "--json")]
    public async Task WrongUsage_IsRefused_InOneLine(string expected, params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(["simulate", .. arguments]);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain(expected));
        Assert.That(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
