using System.Globalization;
using System.Text.Json;
using Qit.Timing.Formats;

namespace Qit.Agent.Tests;

public class CountCommandTests
{
    private string folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("qit-count-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>
    /// What `qit simulate` was told comes back from its files: source rate, efficiencies of the whole path, and the two ways
    /// to the accidentals agree. 8 seeds; each pull within 5, their mean within 5 / sqrt(8): 4 quantities, false alarm below
    /// 3e-5.
    /// </summary>
    [Test]
    public async Task TheSimulatedWorld_ComesBackWithinItsErrors()
    {
        // Bright, so that accidentals are many; no skew, which would wander out of the window.
        const double Pairs = 200_000, Dark = 50_000, Afterpulses = 0.005;
        string world = Put("world.json",
            "{\"source\":{\"pairsPerSecond\":200000},\"clockB\":{\"offsetPicoseconds\":5000000},"
            + "\"detectorA\":{\"darkCountsPerSecond\":50000,\"deadTimePicoseconds\":0},"
            + "\"detectorB\":{\"darkCountsPerSecond\":50000,\"deadTimePicoseconds\":0}}");
        double efficiencyA = 0.6 * Math.Pow(10, -0.1 * (2 + (3 * 0.1)));
        double efficiencyB = 0.6 * Math.Pow(10, -0.1 * (2 + (3 * 1.0)));
        string background = string.Create(CultureInfo.InvariantCulture,
            $"1={Background(efficiencyA):0.0},2={Background(efficiencyB):0.0}");
        var pulls = new Dictionary<string, List<double>>();
        for (int seed = 1; seed <= 8; seed++)
        {
            string prefix = Path.Combine(folder, "world" + seed);
            Outcome made = await RunAsync("simulate", prefix, "--seconds", "0.5", "--world", world, "--seed", $"{seed}");
            Assert.That(made.Code, Is.Zero, made.Errors);
            JsonElement truth = JsonDocument.Parse(await File.ReadAllTextAsync(prefix + ".alice.a1.json")).RootElement
                .GetProperty("truth");
            double delay = truth.GetProperty("meanClockOffsetPicoseconds").GetDouble()
                + truth.GetProperty("pathDelayDifferencePicoseconds").GetDouble();
            Outcome counted = await RunAsync("count", prefix + ".alice.a1", prefix + ".bob.a1", "--delay",
                string.Create(CultureInfo.InvariantCulture, $"2={delay:0}"), "--window", "4000", "--background", background,
                "--json");
            Assert.That(counted.Code, Is.Zero, counted.Errors);
            Assert.That(counted.Json.GetProperty("simulated").GetBoolean(), Is.True);
            JsonElement pattern = counted.Json.GetProperty("patterns")[0];
            Pull("pairs", pattern.GetProperty("pairsPerSecond"), Pairs);
            JsonElement both = pattern.GetProperty("heraldingEfficiencies");
            Pull("A", both[0].GetProperty("efficiency"), efficiencyA);
            Pull("B", both[1].GetProperty("efficiency"), efficiencyB);
            Pull("accidentals", pattern.GetProperty("shiftedAccidentals"),
                pattern.GetProperty("formulaAccidentals").GetProperty("value").GetDouble());
        }
        Assert.Multiple(() =>
        {
            foreach ((string name, List<double> list) in pulls)
            {
                Assert.That(list, Has.All.InRange(-5, 5), name);
                Assert.That(list.Average(), Is.EqualTo(0).Within(5 / Math.Sqrt(8)), name);
            }
        });

        // Each avalanche, of whatever origin, leaves an afterpulse with this probability, and that another.
        double Background(double efficiency) => Dark + (((Pairs * efficiency) + Dark) * Afterpulses / (1 - Afterpulses));

        void Pull(string name, JsonElement found, double truth)
        {
            if (!pulls.TryGetValue(name, out List<double>? list)) pulls[name] = list = [];
            list.Add((found.GetProperty("value").GetDouble() - truth) / found.GetProperty("standardError").GetDouble());
        }
    }

    [Test]
    public async Task Text_SaysAllThatWasAsked_AndAgreesWithJson()
    {
        string file = Triples("triples.txt");
        string[] options =
        [
            "--patterns", "1+2,1+2+3:2000", "--dead-time", "1=10", "--shift", "20000", "--g2", "1,2", "--bin", "500", "--range",
            "1000", "--heralded", "1,2,3", "--interval", "0.001",
        ];
        Outcome text = await RunAsync(["count", file, .. options]);
        Assert.That(text.Code, Is.EqualTo(ExitCode.Good), text.Errors);
        Assert.That(text.Output, Does.StartWith("[simulated] ").And.Match(@"1\+2 +1000 coincidences")
            .And.Match(@"1\+2\+3 +500 coincidences.*window of 2000 ps").And.Contain("of which some tags belong together")
            .And.Contain("1000 heralds, 1000 with 2, 500 with 3, 500 with both").And.Match(@"g2\(0\) +1\.00")
            .And.Match(@"intervals of 0\.001 s.*\n +0 +101 +101 +51 +101 +51"));
        JsonElement json = (await RunAsync(["count", file, .. options, "--json"])).Json;
        Assert.That(json.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("patterns")[1].GetProperty("coincidenceCount").GetInt64(), Is.EqualTo(500));
        Assert.That(json.GetProperty("heralded").GetProperty("g2").GetProperty("value").GetDouble(), Is.EqualTo(1).Within(1e-12));
        JsonElement bins = json.GetProperty("correlation").GetProperty("bins");
        Assert.That(bins.EnumerateArray().Select(bin => bin.GetProperty("count").GetInt64()),
            Is.EqualTo(new[] { 0, 0, 1000, 0, 0 }));
        Assert.That(json.GetProperty("intervals").GetArrayLength(), Is.EqualTo(9));

        JsonElement exclusive = (await RunAsync(["count", file, .. options, "--exclusive", "--json"])).Json;
        Assert.That(exclusive.GetProperty("patterns")[0].GetProperty("coincidenceCount").GetInt64(), Is.EqualTo(500));
    }

    [Test]
    public async Task UnrelatedChannels_AreNo_UnlessG2WasAsked()
    {
        var random = new Random(4);
        string file = WriteText("unrelated.txt", Enumerable.Range(0, 4000)
            .Select(index => (random.NextInt64(100_000_000_000), 1 + (index % 2))));
        Outcome outcome = await RunAsync("count", file);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.AnswerIsNo));
        Assert.That(outcome.Output, Does.Contain("no coincidences"));
        Assert.That((await RunAsync("count", file, "--g2", "1,1")).Code, Is.EqualTo(ExitCode.Good));
        Outcome related = await RunAsync("count", Triples("related.txt"), "--shift", "20000");
        Assert.That(related.Code, Is.EqualTo(ExitCode.Good), "control: related channels");
    }

    [TestCase("no event in channel 7", "--channels", "1,7")]
    [TestCase("names a channel twice", "--channels", "1,1")]
    [TestCase("right would be channel numbers", "--channels", "one")]
    [TestCase("right would be two or more different channels", "--patterns", "1+1")]
    [TestCase("right would be two or more different channels", "--patterns", "1")]
    [TestCase("right would be two or more different channels", "--patterns", "1+2:-3")]
    [TestCase("--delay is '2'", "--delay", "2")]
    [TestCase("--delay names channel 2 twice", "--delay", "2=1,2=3")]
    [TestCase("--dead-time is '1=-1'", "--dead-time", "1=-1")]
    [TestCase("--window is -1", "--window", "-1")]
    [TestCase("--bin is 0", "--bin", "0")]
    [TestCase("more than a million bins", "--range", "1000000000")]
    [TestCase("--shifts is 1;", "--shifts", "1")]
    [TestCase("not longer than the widest window", "--shift", "1000")]
    [TestCase("right would be 3 channels", "--heralded", "1,2")]
    [TestCase("three different ones", "--heralded", "1,2,2")]
    [TestCase("right would be 2 channels", "--g2", "1")]
    [TestCase("--interval is 0;", "--interval", "0")]
    [TestCase("--format is 'b7'", "--format", "b7")]
    [TestCase("do not fit into half", "--shift", "10000000000")]
    public async Task WrongOptions_AreRefusedInOneLine(string expected, string option, string value) =>
        await CheckRefusedAsync(expected, "count", Triples("refused.txt"), option, value);

    [Test]
    public async Task WrongInput_IsRefused()
    {
        string file = Triples("input.txt");
        await CheckRefusedAsync("nowhere.ts: no such file", "count", Path.Combine(folder, "nowhere.ts"));
        await CheckRefusedAsync("channel 3 is named, but with 2 files", "count", file, file, "--channels", "1,3");
        await CheckRefusedAsync("not among --channels", "count", file, "--channels", "1,2", "--delay", "3=5");
        await CheckRefusedAsync("coincidences need two", "count", file, "--channels", "1");
        Assert.That((await RunAsync("count", "--help")).Output, Does.Contain("Example: qit count"));
    }

    private static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    private static async Task CheckRefusedAsync(string expected, params string[] arguments)
    {
        Outcome outcome = await RunAsync(arguments);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.BadInput), outcome.Output);
        Assert.That(outcome.Errors, Does.Contain(expected));
        Assert.That(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1), outcome.Errors);
        Assert.That(outcome.Output, Is.Empty);
    }

    /// <summary>1000 coincidences of channels 1 and 2, 10 us apart, every other one with channel 3; in 9.99 ms.</summary>
    private string Triples(string name) => WriteText(name, Enumerable.Range(0, 1000).SelectMany(index =>
    {
        long time = index * 9_990_000L;
        return index % 2 == 0 ? [(time, 1), (time + 100, 2), (time + 300, 3)] : new[] { (time, 1), (time + 100, 2) };
    }));

    private string WriteText(string name, IEnumerable<(long Time, int Channel)> tags)
    {
        string path = Path.Combine(folder, name);
        using var writer = new TextTagWriter(File.Create(path), simulated: true);
        foreach ((long time, int channel) in tags.OrderBy(tag => tag.Time)) writer.Write(time, channel);
        return path;
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
