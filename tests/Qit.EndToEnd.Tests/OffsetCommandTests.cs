using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Qit.Agent;
using Qit.Agent.Commands;
using Qit.Timing.Formats;

namespace Qit.EndToEnd.Tests;

public class OffsetCommandTests
{
    private string folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("qit-offset-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>Channel 4 of the capture is channel 1 through 139 ns of cable; every encoding must say the
    /// same.</summary>
    [Test]
    public async Task RealCapture_GivesTheCable_FromEachEncoding([Values("Aa1fX", "Aa0f", "Aa2f")] string encoding)
    {
        string file = Recordings.Find($"s15/timestamp7_c14_rollover.{encoding}.ts");
        Outcome outcome = await RunAsync("offset", file, "--channel-a", "1", "--channel-b", "4", "--json");
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.Good), outcome.Errors);
        JsonElement json = outcome.Json;
        Assert.That(json.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("simulated").ValueKind, Is.EqualTo(JsonValueKind.Null), "no header, no sidecar");
        Assert.That(json.GetProperty("offsetPicoseconds").GetDouble(), Is.EqualTo(139_115).Within(30));
        Assert.That(json.GetProperty("offsetStandardErrorPicoseconds").GetDouble(), Is.InRange(4, 12));
        Assert.That(json.GetProperty("coincidenceCount").GetDouble(), Is.EqualTo(431).Within(2));
        JsonElement report = json.GetProperty("files")[0];
        Assert.That(report.GetProperty("recordCount").GetInt32(), Is.EqualTo(1000));
        Assert.That(report.GetProperty("eventCount").GetInt32(), Is.EqualTo(862));
        Assert.That(report.GetProperty("dummyCount").GetInt32(), Is.EqualTo(138));

        Outcome swapped = await RunAsync("offset", file, "--channel-a", "4", "--channel-b", "1", "--json");
        Assert.That(swapped.Json.GetProperty("offsetPicoseconds").GetDouble(), Is.EqualTo(-139_115).Within(30),
            "the sign follows the roles");
        Outcome text = await RunAsync("offset", file, "--channel-a", "1", "--channel-b", "4");
        Assert.That(text.Output, Does.Match(@"offset +\+139\.\d{4} ns \+- 0\.00\d\d ns").And.Contain("138 dummies")
            .And.Contain("time(B) - time(A)"));
    }

    [TestCase("fibre_00m_data.dat", 3_827_495_393, 24)]
    [TestCase("fibre_05m_data.dat", 3_827_495_435, 23)]
    public async Task RealTwoWayHistogram_GivesTheKnownOffset(string name, double offsetPicoseconds,
        double errorPicoseconds)
    {
        string file = Recordings.Find("twoway/" + name);
        Outcome outcome = await RunAsync("offset", "--histogram", file, "--json");
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.Good), outcome.Errors);
        Assert.That(outcome.Json.GetProperty("offsetPicoseconds").GetDouble(), Is.EqualTo(offsetPicoseconds)
            .Within(errorPicoseconds));
        Outcome text = await RunAsync("offset", "--histogram", file);
        Assert.That(text.Output, Does.Contain("offset            +3827495.").And.Contain("errors are scaled by"));
    }

    [Test]
    public async Task SimulatedFiles_AreSolvedAndMarked([Values("text", "a1")] string format)
    {
        (string a, string b) = WritePair(format, pairs: 400, seed: 3);
        Outcome unmarked = await RunAsync("offset", a, b, "--json");
        Assert.That(unmarked.Code, Is.EqualTo(ExitCode.Good), unmarked.Errors);
        Assert.That(unmarked.Json.GetProperty("offsetPicoseconds").GetDouble(), Is.EqualTo(-7_654_321_000).Within(100));
        JsonValueKind marked = unmarked.Json.GetProperty("simulated").ValueKind;
        Assert.That(marked, Is.EqualTo(format == "text" ? JsonValueKind.True : JsonValueKind.Null), "a1 cannot say so itself");
        Assert.That((await RunAsync("offset", a, b)).Output,
            Does.StartWith(format == "text" ? "[simulated] " : "[simulated?] unknown"));
        await File.WriteAllTextAsync(a + ".json", """{"simulated":false}""");
        Assert.That((await RunAsync("offset", a, b, "--json")).Json.GetProperty("simulated").ValueKind,
            Is.EqualTo(marked), "one that denies it does not speak for the other");
        if (format == "a1")
        {
            await File.WriteAllTextAsync(b + ".json", """{"simulated":false}""");
            Assert.That((await RunAsync("offset", a, b, "--json")).Json.GetProperty("simulated").GetBoolean(), Is.False);
        }

        await File.WriteAllTextAsync(b + ".json", """{"simulated":true,"tags":1}""");
        Assert.That((await RunAsync("offset", a, b, "--json")).Json.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That((await RunAsync("offset", a, b)).Output, Does.StartWith("[simulated]"));
        await File.WriteAllTextAsync(b + ".json", "oops");
        await CheckRefusedAsync("is not JSON", "offset", a, b);
        await File.WriteAllTextAsync(b + ".json", "{}");
        await CheckRefusedAsync("has no \"simulated\"", "offset", a, b);
    }

    [Test]
    public async Task WhatSimulateWrites_OffsetReads()
    {
        string prefix = Path.Combine(folder, "world");
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(["simulate", prefix, "--seconds", "3", "--seed", "5"], output, errors);
        Assert.That(code, Is.Zero, errors.ToString());
        using var answer = new StringWriter(CultureInfo.InvariantCulture);
        code = await CommandLine.RunAsync(["offset", prefix + ".alice.a1", prefix + ".bob.a1", "--json"], answer,
            errors);
        Assert.That(code, Is.Zero, errors.ToString());
        JsonElement found = JsonDocument.Parse(answer.ToString()).RootElement;
        Assert.That(found.GetProperty("simulated").GetBoolean(), Is.True);
        JsonElement truth = JsonDocument.Parse(await File.ReadAllTextAsync(prefix + ".alice.a1.json"))
            .RootElement.GetProperty("truth");
        double expected = truth.GetProperty("meanClockOffsetPicoseconds").GetDouble()
            + truth.GetProperty("pathDelayDifferencePicoseconds").GetDouble();
        // The truth is the mean over the run, as the estimate is. One seed, 6 sigma.
        Assert.That(found.GetProperty("offsetPicoseconds").GetDouble(), Is.EqualTo(expected)
            .Within(6 * found.GetProperty("offsetStandardErrorPicoseconds").GetDouble()));
    }

    [Test]
    public async Task UnrelatedFiles_GiveNoPeak_AndSayWhatIsExcluded()
    {
        (string a, _) = WritePair("text", pairs: 400, seed: 11);
        (_, string b) = WritePair("text", pairs: 400, seed: 12);
        Outcome outcome = await RunAsync("offset", a, b, "--max-offset", "0.1");
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(outcome.Output, Does.Contain("no offset: no peak")
            .And.Contain("would have been found with 95 % probability").And.Contain("-0.100000 s to +0.100000 s"));
        JsonElement json = (await RunAsync("offset", a, b, "--max-offset", "0.1", "--json")).Json;
        Assert.That(json.GetProperty("found").GetBoolean(), Is.False);
        Assert.That(json.GetProperty("offsetPicoseconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("searched").GetProperty("excludedCoincidenceCount")
            .GetDouble(), Is.InRange(3, 400));
        (string a2, string b2) = WritePair("text", pairs: 400, seed: 11);
        Outcome related = await RunAsync("offset", a2, b2, "--max-offset", "0.1");
        Assert.That(related.Code, Is.EqualTo(ExitCode.Good), "control: related files");
    }

    [Test]
    public async Task APeaklessHistogram_GivesNo()
    {
        string file =
            Put("flat.dat", string.Concat(Enumerable.Range(0, 200).Select(bin => $"{bin} {3 + (bin % 3)}\n")));
        Outcome outcome = await RunAsync("offset", "--histogram", file);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(outcome.Output, Does.Contain("does not show two peaks"));
    }

    [Test]
    public async Task BadFiles_AreRefused_InOneLineThatNamesThem()
    {
        (string a, string b) = WritePair("a1", pairs: 100, seed: 21);
        byte[] bytes = await File.ReadAllBytesAsync(a);
        await CheckRefusedAsync("nowhere.ts: no such file", "offset", Path.Combine(folder, "nowhere.ts"), b);
        await CheckRefusedAsync("the file is empty", "offset", a, Put("empty.ts", ""));
        await CheckRefusedAsync("is a directory", "offset", a, folder);
        await CheckRefusedAsync("line 2: 'garbage' is not a tag", "offset", a, Put("garbage.txt", "17,1\ngarbage\n"));
        await CheckRefusedAsync("unknown content", "offset", a, Put("prose.txt", "Dear station,\n"));
        await CheckRefusedAsync("word order", "offset", a, Put("short.ts", bytes[..16]));
        await CheckRefusedAsync("record ", "offset", a, b, "--format", "a1-legacy");
        byte[] unsorted = [.. bytes[^80..], .. bytes];
        await CheckRefusedAsync("record 11: time steps back", "offset", Put("unsorted.ts", unsorted), b);
        await CheckRefusedAsync("no event in channel 3; it has channel 1", "offset", a, b, "--channel-b", "3");
        await CheckRefusedAsync("not a bin", "offset", "--histogram", Put("bad.dat", "1 two\n"));

        Outcome cut = await RunAsync("offset", Put("cut.ts", bytes[..^3]), b);
        Assert.That(cut.Code, Is.EqualTo(ExitCode.Good), "a cut file is read up to the cut");
        Assert.That(cut.Output, Does.Contain("5 bytes truncated"));
    }

    [TestCase("--max-offset", "1001", "--max-offset is 1001")]
    [TestCase("--max-offset", "many", "'many'")]
    [TestCase("--max-skew", "-1", "--max-skew is -1")]
    [TestCase("--false-alarm", "0", "--false-alarm is 0")]
    [TestCase("--format", "b7", "--format is 'b7'")]
    [TestCase("--unit", "hours", "--unit is 'hours'")]
    [TestCase("--window", "0", "--window is 0")]
    [TestCase("--frobnicate", "1", "frobnicate")]
    public async Task WrongOptions_AreRefused(string option, string value, string expected) =>
        await CheckRefusedAsync(expected, "offset", "a", "b", option, value);

    [Test]
    public async Task Unit_IsRefused_ForWhatIsNoText()
    {
        (string a, string b) = WritePair("a1", pairs: 100, seed: 22);
        await CheckRefusedAsync("only text files take a --unit", "offset", a, b, "--unit", "ns");
        await CheckRefusedAsync("--unit does not go with --histogram", "offset", "--histogram", "h", "--unit", "ns");
        (string textA, string textB) = WritePair("text", pairs: 400, seed: 22);
        Outcome control = await RunAsync("offset", textA, textB, "--unit", "ps");
        Assert.That(control.Code, Is.EqualTo(ExitCode.Good), control.Errors);
    }

    [Test]
    public async Task TextThatDeniesIt_IsNotSimulated_AndTextThatSaysNothing_IsUnknown()
    {
        (string a, string b) = WritePair("text", pairs: 400, seed: 23);
        foreach ((string header, JsonValueKind expected) in new[]
        {
            ("# simulated: false", JsonValueKind.False), ("# nothing", JsonValueKind.Null),
        })
        {
            foreach (string file in new[] { a, b })
            {
                string[] lines = await File.ReadAllLinesAsync(file);
                await File.WriteAllLinesAsync(file, [lines[0], header, .. lines[2..]]);
            }

            Assert.That((await RunAsync("offset", a, b, "--json")).Json.GetProperty("simulated").ValueKind,
                Is.EqualTo(expected), header);
        }
    }

    [Test]
    public async Task MissingArguments_AreRefused()
    {
        await CheckRefusedAsync("no input", "offset");
        await CheckRefusedAsync("two different channels", "offset", "a");
        await CheckRefusedAsync("not both", "offset", "a", "--histogram", "h");
    }

    [Test]
    public async Task Help_ShowsExamplesAndTheSign()
    {
        Outcome outcome = await RunAsync("offset", "--help");
        Assert.That(outcome.Code, Is.Zero);
        Assert.That(outcome.Output, Does.Contain("Example: qit offset").And.Contain("time(B) - time(A)")
            .And.Contain("--false-alarm"));
    }

    private static async Task CheckRefusedAsync(string expected, params string[] arguments)
    {
        Outcome outcome = await RunAsync(arguments);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.BadInput), outcome.Output);
        Assert.That(outcome.Errors, Does.Contain(expected));
        string[] lines = outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(arguments.Contains("--frobnicate") ? lines.Length : 1), outcome.Errors);
        Assert.That(outcome.Output, Is.Empty);
    }

    private static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.InvokeAsync(new RootCommand { OffsetCommand.Create() }, arguments, output, errors);
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    private string Put(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Put(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>0.5 s of pairs among as many singles; B 7.654321 ms early, 50 ps of jitter.</summary>
    private (string A, string B) WritePair(string format, int pairs, int seed)
    {
        const long Late = 1_000_000_000_000; // a1 holds no times before zero
        const long Offset = -7_654_321_000;
        var random = new Random(seed);
        var a = new List<long>();
        var b = new List<long>();
        for (int index = 0; index < pairs; index++)
        {
            long time = Late + random.NextInt64(500_000_000_000);
            a.Add(time);
            b.Add(time + Offset + (long)(50 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
            a.Add(Late + random.NextInt64(500_000_000_000));
            b.Add(Late + random.NextInt64(500_000_000_000));
        }

        string stem = $"{seed}-{pairs}-{Guid.NewGuid():n}";
        return (Write($"{stem}.a", a), Write($"{stem}.b", b));

        string Write(string name, List<long> tags)
        {
            tags.Sort();
            string path = Path.Combine(folder, name);
            if (format == "text")
            {
                using var writer = new TextTagWriter(File.Create(path), simulated: true);
                foreach (long tag in tags) writer.Write(tag, 1);
                return path;
            }

            using var binary = new A1Writer(File.Create(path));
            foreach (long tag in tags) binary.Write(A1Writer.TicksFromPicoseconds(tag), 1);
            return path;
        }
    }

    private sealed record Outcome(int Code, string Output, string Errors)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }
}
