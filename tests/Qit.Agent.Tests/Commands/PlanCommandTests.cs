using System.Text.Json;

namespace Qit.Agent.Tests.Commands;

public class PlanCommandTests
{
    [Test]
    public async Task Plan_PrintsRates_Protocols_BestPump_Class_AndLimits()
    {
        (int code, string output, string errors) = await RunAsync(
            "plan", "--length", "20", "--classical", "1550:0", "--classical", "1550:-3:to-a");
        Assert.That(errors, Is.Empty);
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        foreach (string word in new[]
        {
            "photons/s of classical channels", "singles", "coincidences", "CAR", "round-trip", "one-way", "two-way", "tags",
            "best pump", "limits", "class", "of the three protocols of the report", "needs squeezed light",
        })
        {
            Assert.That(output, Does.Contain(word));
        }
    }

    [TestCase("class-a+", "tags: ", "class-a+: met", ExitCode.Good)]
    [TestCase("t-bc-d", "NOT MET", "t-bc-d: NOT MET", ExitCode.AnswerIsNo)]
    public async Task Class_Decides(string name, string first, string second, int expected)
    {
        string[] bad = name == "t-bc-d" ? ["--jitter", "1e5", "--pairs", "10", "--two-way-rate", "1e-6", "--window", "1e6"] : [];
        (int code, string output, _) = await RunAsync(["plan", "--class", name, .. bad]);
        Assert.That(code, Is.EqualTo(expected), output);
        Assert.That(output, Does.Contain(first).And.Contain(second));
    }

    [Test]
    public async Task Json_HasEverything_AndItsLinkPlansTheSameAgain()
    {
        (_, string output, _) = await RunAsync("plan", "--length", "15", "--source", "sfwm", "--pairs", "1e5", "--raman", "1e5",
            "--classical", "1550:0:to-a", "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(json.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("protocols").GetArrayLength(), Is.EqualTo(5));
        Assert.That(json.GetProperty("rates").GetProperty("coincidenceToAccidentalRatio").GetDouble(), Is.GreaterThan(1));
        Assert.That(json.GetProperty("bestPumpMilliwatts").GetDouble(), Is.GreaterThan(0));
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "plan-link.json");
        await File.WriteAllTextAsync(file, json.GetProperty("link").GetRawText());
        (_, string again, string errors) = await RunAsync("plan", "--link", file, "--json");
        Assert.That(errors, Is.Empty);
        Assert.That(again, Is.EqualTo(output));
        File.Delete(file);
    }

    [Test]
    public async Task OptionsOverrideTheFile_AndItsErrorsNameIt()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "plan-bad.json");
        await File.WriteAllTextAsync(file, "{ \"fibre\": { \"lengthToBMetres\": 5000 } }");
        (_, string output, _) = await RunAsync("plan", "--link", file);
        Assert.That(output, Does.Contain("5 km to B"));
        (_, output, _) = await RunAsync("plan", "--link", file, "--length", "7");
        Assert.That(output, Does.Contain("7 km to B"));
        foreach ((string text, string expected) in new[]
        {
            ("{ \"fibre\": {\n\"lengthToBMetre\": 5 } }", "line 2: 'lengthToBMetre' is no option of fibre"),
            ("{ \"source\": { \"pumpMilliwatts\": -1 } }", "Option source.pumpMilliwatts is -1"),
        })
        {
            await File.WriteAllTextAsync(file, text);
            (int code, _, string errors) = await RunAsync("plan", "--link", file);
            Assert.That(code, Is.EqualTo(ExitCode.BadInput));
            Assert.That(errors, Does.StartWith(file).And.Contain(expected));
        }

        File.Delete(file);
    }

    [Test]
    public async Task SqueezedLight_LeavesOnlyTheQuadrature()
    {
        (int code, string output, _) = await RunAsync("plan", "--source", "squeezed", "--repetition", "1e8");
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(output, Does.Contain("homodyne detection counts none").And.Contain("best        quadrature"));
    }

    [Test]
    public async Task NothingUsable_IsNo()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "plan-none.json");
        await File.WriteAllTextAsync(file,
            "{ \"source\": { \"kind\": \"two-level\" }, \"twoWay\": { \"offsetErrorSeconds\": 1 } }");
        (int code, string output, _) = await RunAsync("plan", "--link", file);
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(output, Does.Contain("no protocol can be used"));
        File.Delete(file);
    }

    [TestCase("--plot")]
    public async Task Plot_IsWritten(string option)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "plan.svg");
        (int code, _, string errors) = await RunAsync("plan", option, file);
        Assert.That(errors, Is.Empty);
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        string text = await File.ReadAllTextAsync(file);
        Assert.That(text, Does.Contain("viewBox"));
        File.Delete(file);
    }

    [TestCase("--source", "lamp", "source.kind is 'lamp'")]
    [TestCase("--classical", "1550", "--classical is '1550'")]
    [TestCase("--classical", "1550:0:up", "right would be wavelength, power and direction")]
    [TestCase("--class", "none", "--class is 'none'")]
    [TestCase("--length", "2000", "fibre.lengthToBMetres is 2E+06")]
    [TestCase("--clock", "quartz", "clockA is 'quartz'")]
    [TestCase("--plot", "plan.txt", "ends in .svg or .png")]
    public async Task WrongOptions_AreRefused_InOneLine(string option, string value, string expected)
    {
        (int code, string output, string errors) = await RunAsync("plan", option, value);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain(expected));
        Assert.That(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
