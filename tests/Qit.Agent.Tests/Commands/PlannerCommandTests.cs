using System.Globalization;
using System.Text.Json;

namespace Qit.Agent.Tests.Commands;

public class PlannerCommandTests
{
    [TestCase("bbpssw", true, "8 rounds are worth it: 5.475 ps without, 1.674 ps with")]
    [TestCase("bbpssw", false, "8 rounds are worth it: 5.475 ps without, 1.545 ps with")]
    [TestCase("dejmps", false, "4 rounds are worth it: 5.475 ps without, 290.1 fs with")]
    public async Task Purify_PrintsTheKnownAnswers(string protocol, bool counts, string expected)
    {
        string[] command = ["purify", "--clock", "cs", "--pairs", "1e5", "--fidelity", "0.9", "--protocol", protocol];
        (int code, string output, _) = await RunAsync(counts ? [.. command, "--count-success"] : command);
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(output, Does.Contain(expected));
    }

    [Test]
    public async Task Purify_SaysNo_WhenNoRoundHelps()
    {
        (int code, string output, _) = await RunAsync("purify", "--pairs", "10", "--fidelity", "0.9");
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(output, Does.Contain("no round is worth it"));
        Assert.That((await RunAsync("purify", "--pairs", "1")).Output, Does.Contain("no pair would be left"));
    }

    [Test]
    public async Task Purify_Json_HasTheWholeTable()
    {
        (_, string output, _) = await RunAsync(
            "purify", "--frequency", "1e9", "--pairs", "1e6", "--bell", "0.85,0.05,0.05,0.05", "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        int best = json.GetProperty("bestRounds").GetInt32();
        double[] errors = [.. json.GetProperty("rows").EnumerateArray()
            .Select(row => row.GetProperty("errorSeconds").GetDouble())];
        Assert.That(errors[best], Is.EqualTo(errors.Min()));
        Assert.That(json.GetProperty("gain").GetDouble(), Is.EqualTo(errors[0] / errors[best]));
        Assert.That(json.GetProperty("isWorthIt").GetBoolean(), Is.True);
    }

    [TestCase("purify", "--clock", "quartz", "--clock is 'quartz'")]
    [TestCase("purify", "--frequency", "0", "--frequency is 0")]
    [TestCase("purify", "--pairs", "0", "--pairs is 0")]
    [TestCase("purify", "--fidelity", "NaN", "--fidelity is NaN")]
    [TestCase("purify", "--bell", "0.9,0.2,0,0", "--bell is '0.9,0.2,0,0'")]
    [TestCase("purify", "--bell", "0.9,0.1", "--bell is '0.9,0.1'")]
    [TestCase("purify", "--protocol", "other", "--protocol is 'other'")]
    [TestCase("clocks", "--accuracy", "0", "--accuracy is 0")]
    public async Task WrongOptions_AreRefused_InOneLine(string command, string option, string value, string expected)
    {
        (int code, string output, string errors) = await RunAsync(command, option, value);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain(expected));
        Assert.That(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public async Task OptionsThatExcludeEachOther_AreRefused()
    {
        Assert.That((await RunAsync("purify", "--clock", "cs", "--frequency", "1e9")).Errors, Does.Contain("exclude"));
        Assert.That((await RunAsync("purify", "--bell", "1,0,0,0", "--fidelity", "1")).Errors, Does.Contain("exclude"));
    }

    [Test]
    public async Task Clocks_PrintTheTable_AndTheFrameSlips()
    {
        (int code, string table, _) = await RunAsync("clocks");
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(table, Does.Contain("Cs-133").And.Contain("9192631770 ").And.Contain("429228004229873.4"));
        Assert.That((await RunAsync("clocks", "--accuracy", "1e-6")).Output, Does.Contain("every 62.5 s"));
        Assert.That((await RunAsync("clocks", "--accuracy", "1e-18")).Output, Does.Contain("every 1.98 million years"));
        JsonElement json = JsonDocument.Parse((await RunAsync("clocks", "--accuracy", "1e-6", "--json")).Output).RootElement;
        Assert.That(json.GetProperty("frameSlipSeconds").GetDouble(), Is.EqualTo(62.5).Within(1e-9));
        Assert.That(json.GetProperty("clocks").GetArrayLength(), Is.EqualTo(4));
    }

    [TestCase("purify")]
    [TestCase("clocks")]
    public async Task Help_ShowsAnExample(string command) =>
        Assert.That((await RunAsync(command, "--help")).Output, Does.Contain("Example: qit " + command));

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
