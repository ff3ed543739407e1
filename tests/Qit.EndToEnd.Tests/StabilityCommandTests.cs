using System.Globalization;
using System.Text.Json;
using Qit.Agent;

namespace Qit.EndToEnd.Tests;

public class StabilityCommandTests
{
    private string folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("qit-stability-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>The nine frequencies of NBS14 and their printed deviations (Riley, NIST SP 1065, section 12.4).</summary>
    [Test]
    public async Task KnownFrequencies_GiveThePrintedDeviations_InTextAndJson()
    {
        string file = Put("nbs14.txt", "# NBS14\n892\n809\n\n823\n798\n671\n644\n883\n903\n677\n");
        Outcome text = await RunAsync("stability", file, "--data", "frequency", "--deviation", "oadev,tdev");
        Assert.That(text.Code, Is.EqualTo(ExitCode.Good), text.Errors);
        Assert.That(text.Output, Does.Contain("9 measurements of frequency").And.Match(@"\s1\s+9\.1229e\+01\s+")
            .And.Match(@"\s2\s+8\.5953e\+01\s+").And.Match(@"tdev, s").And.Match(@"\s2\s+8\.6358e\+01\s+"));

        JsonElement json =
            (await RunAsync("stability", file, "--data", "frequency", "--deviation", "all", "--json")).Json;
        Assert.That(json.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("measurementCount").GetInt32(), Is.EqualTo(9));
        Assert.That(json.GetProperty("mask").ValueKind, Is.EqualTo(JsonValueKind.Null));
        JsonElement[] curves = [.. json.GetProperty("curves").EnumerateArray()];
        Assert.That(curves.Select(curve => curve.GetProperty("name").GetString()), Is.EqualTo(
            new[] { "adev", "oadev", "mdev", "tdev", "hdev", "ohdev", "totdev", "tierms", "mtie" }));
        JsonElement second = curves[2].GetProperty("points")[1];
        Assert.That(second.GetProperty("tauSeconds").GetDouble(), Is.EqualTo(2));
        Assert.That(second.GetProperty("deviation").GetDouble(), Is.EqualTo(74.78849).Within(1e-5));
        Assert.That(second.GetProperty("deviationSeconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(curves[3].GetProperty("points")[0].GetProperty("deviationSeconds").GetDouble(),
            Is.EqualTo(52.67135).Within(1e-5));
    }

    [Test]
    public async Task UnitSpacingAndTaus_AreTakenAsSaid()
    {
        string file = Put("steps.txt", string.Join('\n', Enumerable.Range(0, 24).Select(index => 3 * index)));
        JsonElement json = (await RunAsync(
            "stability", file, "--unit", "ps", "--tau0", "0.5", "--taus", "decade", "--deviation", "mtie", "--json")).Json;
        JsonElement[] points = [.. json.GetProperty("curves")[0].GetProperty("points").EnumerateArray()];
        Assert.That(points.Select(point => point.GetProperty("tauSeconds").GetDouble()),
            Is.EqualTo(new[] { 0.5, 1, 2.5, 5, 10 }));
        Assert.That(points[^1].GetProperty("deviationSeconds").GetDouble(), Is.EqualTo(60e-12).Within(1e-20));
        JsonElement all = (await RunAsync("stability", file, "--taus", "all", "--deviation", "mtie", "--json")).Json;
        Assert.That(all.GetProperty("curves")[0].GetProperty("points").GetArrayLength(), Is.EqualTo(23));
    }

    [Test]
    public async Task Gaps_AreCounted()
    {
        string file = Put("gaps.txt", "1\n2\nnan\n4\n5\n6\nNaN\n8\n9\n10\n");
        JsonElement json = (await RunAsync("stability", file, "--deviation", "oadev", "--json")).Json;
        Assert.That(json.GetProperty("missingCount").GetInt32(), Is.EqualTo(2));
        JsonElement point = json.GetProperty("curves")[0].GetProperty("points")[0];
        Assert.That(point.GetProperty("termCount").GetInt32(), Is.EqualTo(2));
        Assert.That(point.GetProperty("leftOutCount").GetInt32(), Is.EqualTo(6));
        Assert.That((await RunAsync("stability", file)).Output, Does.Contain("2 of them missing"));
        Outcome masked = await RunAsync("stability", file, "--unit", "ps", "--mask", "prtc-a");
        Assert.That(masked.Output, Does.Contain("whatever 2 missing measurements would have shown"));
    }

    [Test]
    public async Task LargestAllowedNumbers_AreStillFinite()
    {
        string file = Put("large.txt", string.Join('\n', Enumerable.Range(0, 90).Select(index => index % 7 < 3 ? "1e100" : "-1e100")));
        foreach (string tau0 in new[] { "1e-12", "1e12" })
        {
            foreach (string kind in new[] { "phase", "frequency" })
            {
                Outcome outcome = await RunAsync(
                    "stability", file, "--data", kind, "--tau0", tau0, "--deviation", "all", "--json");
                Assert.That(outcome.Code, Is.EqualTo(ExitCode.Good), outcome.Errors);
                Assert.That(outcome.Json.GetProperty("curves").GetArrayLength(), Is.EqualTo(9));
            }
        }
    }

    [Test]
    public async Task Mask_HoldsOrIsExceeded_AndSaysWhere()
    {
        string quiet = Put("quiet.txt", string.Join('\n', Enumerable.Range(0, 300).Select(index => index % 3)));
        Outcome holds = await RunAsync("stability", quiet, "--unit", "ns", "--mask", "prtc-a");
        Assert.That(holds.Code, Is.EqualTo(ExitCode.Good), holds.Output + holds.Errors);
        Assert.That(holds.Output, Does.Contain("within the mask at all").And.Contain("G.8272")
            .And.Contain("unchecked   MTIE beyond 274 s; TDEV beyond 100 s"));

        string loud = Put("loud.txt", string.Join('\n', Enumerable.Range(0, 300).Select(index => index == 150 ? 90 : 0)));
        Outcome exceeded = await RunAsync("stability", loud, "--unit", "ns", "--mask", "prtc-a");
        Assert.That(exceeded.Code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(exceeded.Output, Does.Contain("EXCEEDED").And.Contain("MTIE at tau 1 s: 90 ns, limit 25.275 ns, factor 3.561"));
        JsonElement mask =
            (await RunAsync("stability", loud, "--unit", "ns", "--mask", "prtc-a", "--json")).Json.GetProperty("mask");
        Assert.That(mask.GetProperty("holds").GetBoolean(), Is.False);
        JsonElement first = mask.GetProperty("comparisons")[0];
        Assert.That(first.GetProperty("quantity").GetString(), Is.EqualTo("max|TE|"));
        Assert.That(first.GetProperty("valueNanoseconds").GetDouble(), Is.EqualTo(90).Within(1e-9));
        Assert.That(first.GetProperty("holds").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Intervals_SurroundTheDeviation_AndNameTheNoise()
    {
        var random = new Random(3);
        double phase = 0;
        string file = Put("walk.txt", string.Join('\n', Enumerable.Range(0, 600).Select(_ =>
            (phase += random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture))));
        Outcome text = await RunAsync("stability", file);
        Assert.That(text.Output, Does.Contain("68 % from").And.Match(@"white freq\. +598").And.Contain("freq. *"));
        JsonElement json = (await RunAsync("stability", file, "--json")).Json;
        JsonElement point = json.GetProperty("curves")[0].GetProperty("points")[0];
        JsonElement interval = point.GetProperty("interval");
        Assert.That(interval.GetProperty("noiseExponent").GetInt32(), Is.Zero);
        Assert.That(point.GetProperty("deviation").GetDouble(), Is.InRange(
            interval.GetProperty("lowDeviation").GetDouble(), interval.GetProperty("highDeviation").GetDouble()));
        Assert.That(json.GetProperty("curves")[3].GetProperty("points")[0].GetProperty("interval").ValueKind,
            Is.EqualTo(JsonValueKind.Null), "MTIE has none");
    }

    [Test]
    public async Task SimulatedData_SaySo()
    {
        string file = Put("simulated.txt", "1\n2\n3\n4\n");
        Assert.That(
            (await RunAsync("stability", file, "--json")).Json.GetProperty("simulated").ValueKind,
            Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Put("simulated.txt.json", """{"simulated":true}""");
        Assert.That((await RunAsync("stability", file, "--json")).Json.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That((await RunAsync("stability", file)).Output, Does.StartWith("[simulated]"));
    }

    [Test]
    public async Task BadFiles_AreRefused_InOneLineThatNamesThem()
    {
        await CheckRefusedAsync("nowhere.txt: no such file", Path.Combine(folder, "nowhere.txt"));
        await CheckRefusedAsync("is a directory", folder);
        await CheckRefusedAsync("word.txt: line 3: 'two' is not a usable number", Put("word.txt", "# a\n1\ntwo\n3\n"));
        await CheckRefusedAsync("line 2: has 2 columns; right would be 1", Put("columns.txt", "1\n1 2\n"));
        await CheckRefusedAsync("line 1: 'inf' is not a usable number", Put("infinite.txt", "inf\n1\n1\n"));
        await CheckRefusedAsync("line 1: '1e999' is not a usable number", Put("huge.txt", "1e999\n1\n1\n"));
        await CheckRefusedAsync("holds 2 numbers; right would be at least 3", Put("short.txt", "1\n2\n"));
        await CheckRefusedAsync("too few measurements", Put("holes.txt", "nan\nnan\nnan\n"));
        await CheckRefusedAsync("nothing in it that mask t-bc-d limits", Put("few.txt", "1\n2\n3\n"),
            "--data", "frequency", "--mask", "t-bc-d");
    }

    /// <summary>The same offsets in all the shapes that they may come in, one of them missing.</summary>
    [TestCase("one.txt", "0\n1\n4 # four\n\n% nine\n9\nnan\n25\n36\n", "--unit", "ps")]
    [TestCase("header.csv", "offset_ps\n0\n1\n4\n9\nnan\n25\n36\n")]
    [TestCase("gap.csv", "time_s,offset_ps\n100,0\n101,1\n102,4\n103,9\n105,25\n106,36\n")]
    [TestCase("blank.csv", "offset_ps,status\n0,a\n1,a\n4,a\n9,a\n,holdover\n25,a\n36,a\n")]
    [TestCase("track.csv", "# made by\ntimeSeconds;offsetNanoseconds;sigmaNanoseconds\n0;0;1\n1;1e-3;1\n2;4e-3;1\n3;9e-3;1\n"
        + "5;25e-3;1\n6;36e-3;1\n")]
    [TestCase("dates.csv", "utc,offset (ps)\n2026-01-31T23:59:57Z,0\n2026-01-31T23:59:58Z,1\n2026-01-31T23:59:59Z,4\n"
        + "2026-02-01T00:00:00Z,9\n2026-02-01T00:00:02Z,25\n2026-02-01T00:00:03Z,36\n")]
    [TestCase("plain.txt", "7 0 0\n8 5 1\n9 5 4\n10.05 5 9\n12 5 25\n13 5 36\n", "--time-column", "1", "--column", "3",
        "--unit", "ps", "--tau0", "1")]
    [TestCase("named.csv", "a\tb [ps]\n0\t0\n0\t1\n0\t4\n0\t9\n0\tnan\n0\t25\n0\t36\n", "--column", "b")]
    public async Task Tables_AreRead_WhateverTheirShape(string name, string text, params string[] options)
    {
        Outcome outcome = await RunAsync(
            ["stability", Put(name, text), "--deviation", "tierms", "--json", .. options]);
        Assert.That(outcome.Code, Is.Zero, outcome.Errors);
        JsonElement json = outcome.Json;
        Assert.That(json.GetProperty("measurementCount").GetInt32(), Is.EqualTo(7));
        Assert.That(json.GetProperty("missingCount").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("tau0Seconds").GetDouble(), Is.EqualTo(1).Within(1e-9));
        JsonElement point = json.GetProperty("curves")[0].GetProperty("points")[0];
        Assert.That(point.GetProperty("deviationSeconds").GetDouble(),
            Is.EqualTo(1e-12 * Math.Sqrt((1 + 9 + 25 + 121) / 4.0)).Within(1e-17));
    }

    /// <summary>What `qit track --csv` writes: an interval without an offset of its own is a missing one, its marks are
    /// heeded, and frequencies in parts per billion are such.</summary>
    [Test]
    public async Task TrackedOffsets_AreReadAsTheyAreWritten()
    {
        const string Text = "# simulated: true\n"
            + "time_s,state,offset_ps,offset_se_ps,filtered_ps,filtered_se_ps,frequency_ppb,frequency_se_ppb,events\n"
            + "0.05,acquiring,,,,,0,0,\n0.15,tracking,100.5,7,100,5,2,1,acquired\n0.25,tracking,101.5,7,101,5,4,1,\n"
            + "0.35,holdover,,,102,9,2,1,lost\n0.45,tracking,102.5,7,103,5,4,1,\n0.55,tracking,104.5,7,104,5,2,1,\n";
        string file = Put("tracked.csv", Text);
        JsonElement json = (await RunAsync("stability", file, "--deviation", "tierms", "--json")).Json;
        Assert.That(json.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("missingCount").GetInt32(), Is.EqualTo(2));
        Assert.That(json.GetProperty("tau0Seconds").GetDouble(), Is.EqualTo(0.1).Within(1e-12));
        Assert.That(json.GetProperty("curves")[0].GetProperty("points")[0].GetProperty("deviationSeconds").GetDouble(),
            Is.EqualTo(1e-12 * Math.Sqrt((1 + 4) / 2.0)).Within(1e-20));
        json = (await RunAsync("stability", file, "--data", "frequency", "--column", "frequency_ppb", "--deviation", "adev",
            "--json")).Json;
        Assert.That(json.GetProperty("curves")[0].GetProperty("points")[0].GetProperty("deviation").GetDouble(),
            Is.EqualTo(1e-9 * Math.Sqrt(2)).Within(1e-18));
    }

    [Test]
    public async Task Hertz_BecomeFractional()
    {
        string file = Put("hertz.csv", "channel1,channel2\n5,10000001\n5,10000003\n5,10000001\n5,10000003\n");
        Outcome outcome = await RunAsync(
            "stability", file, "--data", "frequency", "--nominal", "1e7", "--column", "channel2", "--deviation", "adev", "--json");
        Assert.That(outcome.Json.GetProperty("curves")[0].GetProperty("points")[0].GetProperty("deviation").GetDouble(),
            Is.EqualTo(2e-7 / Math.Sqrt(2)).Within(1e-14));
    }

    [Test]
    public async Task BadTables_AreRefused_ByLine()
    {
        await CheckRefusedAsync("line 1: has 2 columns; right would be --column", Put("two.txt", "1 2\n3 4\n5 6\n"));
        await CheckRefusedAsync("line 2: has 2 columns (a, b); right would be --column", Put("names.csv", "a,b\n1,2\n"));
        await CheckRefusedAsync("line 1: --column is 3; right would be 1 to 2", Put("third.txt", "1 2\n"), "--column", "3");
        await CheckRefusedAsync("line 2: --column is 'c', but the header has (a, b)", Put("c.csv", "a,b\n1,2\n"), "--column", "c");
        await CheckRefusedAsync("line 1: --column is 'c', but no header", Put("d.csv", "1,2\n"), "--column", "c");
        await CheckRefusedAsync("line 3: has 3 columns; right would be 2", Put("ragged.csv", "t,offset\n1,2\n1,2,3\n"));
        await CheckRefusedAsync("line 2: has 3 columns; right would be 2, as in the header", Put("e.csv", "t,offset\n1,2,3\n"));
        await CheckRefusedAsync("line 3: 'noon' is not a usable time", Put("noon.csv", "t,offset\n1,2\nnoon,3\n"));
        await CheckRefusedAsync("line 4: the time is not after the one before",
            Put("back.csv", "t,offset\n1,2\n2,3\n2,4\n3,5\n4,6\n"));
        await CheckRefusedAsync("line 4: the time is +0.40 spacings of 1 s off the even grid",
            Put("uneven.csv", "t,offset\n1,2\n2,3\n3.4,4\n4.4,5\n5.4,6\n"), "--tau0", "1");
        await CheckRefusedAsync("the time shows a spacing of 1.05 s, not 1 s",
            Put("other.csv", "t,offset\n0,2\n1.05,3\n2.1,4\n3.15,5\n4.2,6\n"), "--tau0", "1");
        await CheckRefusedAsync("spacings of 1 s after the first",
            Put("far.csv", "t,offset\n0,2\n1,3\n2,4\n3,5\n1e15,6\n"));
        await CheckRefusedAsync("--time-column is the column of the measurements",
            Put("same.csv", "t,offset\n1,2\n"), "--time-column", "2");
    }

    [Test]
    public async Task SlowMeasures_ComeByName_WithTheirBias()
    {
        var random = new Random(3);
        double phase = 0;
        string file = Put("total.txt", string.Join('\n', Enumerable.Range(0, 400).Select(_ =>
            (phase += random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture))));
        Outcome text = await RunAsync("stability", file, "--deviation", "mtotdev,theo1");
        Assert.That(text.Output, Does.Contain("mtotdev").And.Contain("theo1").And.Contain("0.854").And.Contain("bias  "));
        JsonElement json = (await RunAsync("stability", file, "--deviation", "theo1", "--json")).Json;
        JsonElement point = json.GetProperty("curves")[0].GetProperty("points")[0];
        Assert.That(point.GetProperty("averagingFactor").GetInt32(), Is.EqualTo(16));
        Assert.That(point.GetProperty("tauSeconds").GetDouble(), Is.EqualTo(12));
    }

    [TestCase("--nominal", "1e7", "--nominal is for frequency")]
    [TestCase("--nominal", "-1", "--nominal is -1")]
    [TestCase("--data", "time", "--data is 'time'")]
    [TestCase("--tau0", "0", "--tau0 is 0")]
    [TestCase("--tau0", "NaN", "--tau0 is NaN")]
    [TestCase("--tau0", "1e-300", "--tau0 is 1E-300")]
    [TestCase("--unit", "hours", "--unit is 'hours'")]
    [TestCase("--deviation", "adev,bdev", "--deviation has 'bdev'")]
    [TestCase("--taus", "some", "--taus is 'some'")]
    [TestCase("--mask", "prtc-z", "--mask is 'prtc-z'")]
    public async Task WrongOptions_AreRefused(string option, string value, string expected) =>
        await CheckRefusedAsync(expected, "file", option, value);

    [Test]
    public async Task UnitOfFrequency_IsRefused() =>
        await CheckRefusedAsync("--unit is for phase", "file", "--data", "frequency", "--unit", "ns");

    [Test]
    public async Task Help_ShowsExamples()
    {
        Outcome outcome = await RunAsync("stability", "--help");
        Assert.That(outcome.Code, Is.Zero);
        Assert.That(outcome.Output, Does.Contain("Example: qit stability").And.Contain("prtc-a").And.Contain("totdev"));
        Assert.That((await RunAsync("stability")).Code, Is.EqualTo(ExitCode.BadInput), "no file named");
    }

    private static async Task CheckRefusedAsync(string expected, params string[] arguments)
    {
        Outcome outcome = await RunAsync(["stability", .. arguments]);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.BadInput), outcome.Output);
        Assert.That(outcome.Errors, Does.Contain(expected));
        Assert.That(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        Assert.That(outcome.Output, Is.Empty);
    }

    private static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    private string Put(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed record Outcome(int Code, string Output, string Errors)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }
}
