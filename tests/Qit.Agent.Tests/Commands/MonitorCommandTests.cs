using System.Globalization;
using System.Text;
using System.Text.Json;
using Qit.Hal.Simulation;

namespace Qit.Agent.Tests.Commands;

public sealed class MonitorCommandTests
{
    private const double Epoch = 120;
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("qit-monitor-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>The scenario and its control, with truth beside what was found; fixed seeds.</summary>
    [Test]
    public async Task Simulation_PrintsTruthBesideWhatWasFound()
    {
        string[] command = ["monitor", "--simulate", "maser,maser,maser,rubidium,rubidium", "--days", "10", "--json"];
        (int code, string output, _) = await RunAsync(
            [.. command, "--fault", "3:frequency=1e-12@6", "--fault", "3:jump=50ps@8"]);
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.That(json.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("isAlarmStanding").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("falseAlarmCount").GetInt32(), Is.Zero);
        Assert.That(json.GetProperty("reference").GetString(), Is.EqualTo("1-maser"));
        foreach (JsonElement fault in json.GetProperty("faults").EnumerateArray())
        {
            Assert.That(fault.GetProperty("station").GetString(), Is.EqualTo("3-maser"));
            Assert.That(fault.GetProperty("isNamed").GetBoolean(), Is.True);
            Assert.That(fault.GetProperty("delaySeconds").GetDouble(), Is.InRange(120, 8 * Epoch));
        }

        (code, output, _) = await RunAsync(command);
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(JsonDocument.Parse(output).RootElement.GetProperty("alarms").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Files_AreReadInAnyOrder_AndGiveTheSameAnswer()
    {
        var lines = new List<string>();
        var ensemble = new SimulatedEnsemble(
            [.. Enumerable.Repeat(ClockTypes.Find("maser")!, 4)], 2, Epoch, 3e-12, 0.02,
            [new(1, ClockFaultKind.Jump, 80e-12, 900 * Epoch)]);
        for (int epoch = 0; epoch < 1000; epoch++)
        {
            ensemble.Advance();
            foreach (SimulatedComparison one in ensemble.Comparisons)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{ensemble.TimeSeconds},h{one.First},h{one.Second},{one.DifferenceSeconds * 1e12:R},3"));
            }
        }

        const string Header = "# simulated: true\ntime_s,first,second,difference_ps,error_ps\n";
        string whole = Write("whole.csv", Header + string.Join('\n', lines));
        string a = Write("a.csv", Header + string.Join('\n', lines.Where((_, index) => index % 3 == 0).Reverse()));
        string b = Write("b.csv", Header + string.Join('\n', lines.Where((_, index) => index % 3 != 0)));
        (int code, string output, _) = await RunAsync("monitor", whole, "--preference", "h1,h0,h2,h3");
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(output, Does.Contain("[simulated]").And.Contain("ALARM  clock of h1: phase jumped by")
            .And.Contain("SWITCH h1 -> h0").And.Contain("the reference is h0; an alarm stands"));
        Assert.That((await RunAsync("monitor", a, b, "--preference", "h1,h0,h2,h3")).Output, Is.EqualTo(output));
        string picture = Path.Combine(folder, "curve.svg");
        await RunAsync("monitor", whole, "--plot", picture);
        Assert.That(File.ReadAllText(picture), Does.Contain("<svg"));
    }

    [TestCase("time_s,first,second,difference_ps\n0,a,b,1", "line 1", "no column 'error'")]
    [TestCase("time,first,second,difference,error\n0,a,b,1", "line 2", "right would be 5")]
    [TestCase("time,first,second,difference,error\n0,a,a,1,1", "line 2", "with itself")]
    [TestCase("time,first,second,difference,error\n0,a,b,x,1", "line 2", "'x' is not a usable number")]
    [TestCase("time,first,second,difference,error\n0,a,b,1,-1", "line 2", "0 or more")]
    [TestCase("time,first,second,difference,error\n0,a,b,1,1\n0,b,a,1,1", "line 3", "a second time")]
    [TestCase("time,first,second,difference,error\n0,a,b,1,1\n1,a,b,1,1", "bad.csv", "2 stations")]
    [TestCase("time,first,second,difference,error\n0,a,b,1,1\n0,b,c,1,1", "bad.csv", "1 epochs")]
    [TestCase("time,first,second,difference,error\n0,a,b,1,1\n100,b,c,1,1\n101,b,c,1,1\n200,a,c,1,1\n300,a,c,1,1", "bad.csv", "two epochs")]
    public async Task BadFile_IsRefusedByPlace(string text, string place, string right)
    {
        (int code, _, string errors) = await RunAsync("monitor", Write("bad.csv", text));
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain(place).And.Contain(right));
    }

    [TestCase("--simulate maser,maser", "2 clocks")]
    [TestCase("--simulate maser,maser,sundial", "'sundial'")]
    [TestCase("--simulate maser,maser,maser --fault 4:jump=1ps@1", "no station from 1 to 3")]
    [TestCase("--simulate maser,maser,maser --fault 1:jump=1@1", "without unit")]
    [TestCase("--simulate maser,maser,maser --fault 1:colour=1@1", "neither jump nor frequency")]
    [TestCase("--simulate maser,maser,maser --fault 1:frequency=x@1", "'x'")]
    [TestCase("--simulate maser,maser,maser --fault nonsense", "right form")]
    [TestCase("--simulate maser,maser,maser --days 0", "--days")]
    [TestCase("--simulate maser,maser,maser --learning 3", "--learning")]
    [TestCase("--fault 1:jump=1ps@1 some.csv", "--fault is for --simulate")]
    [TestCase("", "either files or --simulate")]
    [TestCase("nowhere.csv", "no such file")]
    public async Task BadUsage_IsRefused(string line, string right)
    {
        (int code, _, string errors) = await RunAsync(["monitor", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors, Does.Contain(right));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text, Encoding.UTF8);
        return path;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
