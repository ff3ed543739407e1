using System.Text.Json;
using Qit.Agent;

namespace Qit.Rigs.Tests;

public class RigFileTests
{
    private static string Folder => TestContext.CurrentContext.TestDirectory;

    public static IEnumerable<string> RigFiles() => Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "rigs"), "*.json").Select(path => Path.GetFileName(path)).Order();

    [TestCaseSource(nameof(RigFiles))]
    public async Task Rig_KeepsToItsLimits(string file)
    {
        using var output = new StringWriter();
        bool isGood = await RigRunner.RunAsync(Path.Combine(Folder, "rigs", file), output, CancellationToken.None);
        Assert.That(isGood, Is.True, output.ToString());
        Assert.That(output.ToString(), Does.StartWith("[simulated] "));
    }

    [Test]
    public async Task Rig_FailsWhenALimitIsBroken()
    {
        // The control: the same bench, asked for what it cannot do.
        string path = Write("""
            {
              "description": "asks for too much",
              "agent": { "worldSpeed": 4, "timing": { "enabled": false }, "randomness": { "enabled": false } },
              "runSeconds": 2,
              "limits": { "stationsOnline": { "min": 2 }, "offsets": { "min": 1 } }
            }
            """);
        using var output = new StringWriter();
        Assert.That(await RigRunner.RunAsync(path, output, CancellationToken.None), Is.False);
        Assert.That(output.ToString(), Does.Contain("ok     stationsOnline = 2"));
        Assert.That(output.ToString(), Does.Contain("FAILED offsets = 0"));
        File.Delete(path);
    }

    [TestCase("""{ "description": "x", "limits": {} }""", "limits is empty")]
    [TestCase("""{ "description": "x", "limits": { "speed": { "max": 1 } } }""", "limits.speed is no measure")]
    [TestCase("""{ "description": "x", "runSeconds": 0, "limits": { "offsets": { "min": 1 } } }""", "runSeconds is 0")]
    [TestCase("""{ "description": "x", "agent": { "worldSpeed": -1 }, "limits": { "offsets": { "min": 1 } } }""", "agent.worldSpeed is -1")]
    [TestCase("""{ "descripton": "x" }""", "descripton")]
    public void Rig_ThatIsWrong_IsRefused(string json, string names)
    {
        string path = Write(json);
        Assert.That(() => RigRunner.Read(path), Throws.TypeOf<BadInputException>().With.Message.Contains(names));
        File.Delete(path);
    }

    [Test]
    public void Schema_NamesTheMeasuresThatTheRunnerHas()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "rig.schema.json")));
        string pattern = schema.RootElement.GetProperty("properties").GetProperty("limits")
            .GetProperty("patternProperties").EnumerateObject().Single().Name;
        Assert.That(pattern.Trim('^', '$', '(', ')').Split('|'), Is.EquivalentTo(RigMeasures.Names));
    }

    [TestCase(null, null, 1.0, ExpectedResult = true)]
    [TestCase(1.0, 2.0, 1.0, ExpectedResult = true)]
    [TestCase(1.0, 2.0, 2.0, ExpectedResult = true)]
    [TestCase(1.0, 2.0, 0.99, ExpectedResult = false)]
    [TestCase(1.0, 2.0, 2.01, ExpectedResult = false)]
    [TestCase(null, null, double.NaN, ExpectedResult = false)]
    public bool Limit_IncludesItsEnds(double? min, double? max, double value) => new Limit { Min = min, Max = max }.Holds(value);

    private static string Write(string json)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, json);
        return path;
    }
}
