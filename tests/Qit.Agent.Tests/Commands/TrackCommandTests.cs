using System.Globalization;
using System.Text.Json;

namespace Qit.Agent.Tests.Commands;

public sealed class TrackCommandTests
{
    private string folder = "";

    [OneTimeSetUp]
    public async Task Simulate()
    {
        folder = Directory.CreateTempSubdirectory("qit-track-").FullName;
        await RunAsync("simulate", In("demo"), "--seconds", "8", "--seed", "7");
        await RunAsync("simulate", In("other"), "--seconds", "8", "--seed", "8");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>Simulated files are followed: one JSON object an interval, and the filtered offset agrees with the truth
    /// beside the files.</summary>
    [Test]
    public async Task SimulatedFiles_AreFollowed()
    {
        string csv = In("track.csv");
        (int code, string output, string errors) = await RunAsync(
            "track", In("demo.alice.a1"), In("demo.bob.a1"), "--clock", "rubidium", "--json", "--csv", csv);
        Assert.That(code, Is.EqualTo(ExitCode.Good), errors);
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        JsonElement[] intervals = lines[..^1];
        Assert.That(intervals, Has.Length.InRange(6, 8));
        Assert.That(lines.Select(line => line.GetProperty("simulated").GetBoolean()), Is.All.True);
        Assert.That(intervals.Select(line => line.GetProperty("state").GetString()), Is.All.EqualTo("tracking"));
        Assert.That(intervals[0].GetProperty("events")[0].GetProperty("kind").GetString(), Is.EqualTo("acquired"));
        JsonElement truth = Parse(await File.ReadAllTextAsync(In("demo.bob.a1.json"))).GetProperty("truth");
        double mean = truth.GetProperty("meanClockOffsetPicoseconds").GetDouble()
            + truth.GetProperty("pathDelayDifferencePicoseconds").GetDouble();
        // The clocks differ by 0.2 ppb: 0.8 ns either way from the middle of the run.
        double middle = intervals[intervals.Length / 2].GetProperty("filteredOffsetPicoseconds").GetDouble();
        Assert.That(middle, Is.EqualTo(mean).Within(1000));
        JsonElement summary = lines[^1];
        Assert.That(summary.GetProperty("found").GetBoolean(), Is.True);
        Assert.That(summary.GetProperty("intervalCount").GetInt32(), Is.EqualTo(intervals.Length));
        string[] rows = await File.ReadAllLinesAsync(csv);
        Assert.That(rows[0], Is.EqualTo("# simulated: true"));
        Assert.That(rows, Has.Length.EqualTo(intervals.Length + 2));
        Assert.That(rows.Skip(1).Select(row => row.Split(',').Length), Is.All.EqualTo(13));
    }

    [Test]
    public async Task AFileAgainstItself_HasOffsetZero_InTheTable()
    {
        (int code, string output, _) = await RunAsync("track", In("demo.alice.a1"), In("demo.alice.a1"));
        Assert.That(code, Is.EqualTo(ExitCode.Good));
        Assert.That(output, Does.StartWith("[simulated]").And.Contain("tracking, acquired").And.Contain("+0.0000"));
    }

    [Test]
    public async Task UnrelatedFiles_AreAnsweredNo()
    {
        (int code, string output, _) = await RunAsync("track", In("demo.alice.a1"), In("other.bob.a1"));
        Assert.That(code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(output, Does.Contain("no offset: no peak"));
    }

    [TestCase("--interval", "0")]
    [TestCase("--clock", "sundial")]
    [TestCase("--adev", "1:2e-11")]
    [TestCase("--period", "-4")]
    [TestCase("--max-skew", "501")]
    [TestCase("--channel-a", "9")]
    public async Task BadOptions_AreRefusedByName(string option, string value)
    {
        string csv = In("refused.csv");
        (int code, string output, string errors) = await RunAsync(
            "track", In("demo.alice.a1"), In("demo.bob.a1"), option, value, "--csv", csv);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.Contain(option == "--channel-a" ? "channel 9" : option));
        Assert.That(File.Exists(csv), Is.False, "nothing half-written");
        _ = output;
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private string In(string name) => Path.Combine(folder, name);
}
