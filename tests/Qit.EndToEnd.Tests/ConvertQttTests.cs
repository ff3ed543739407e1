using System.Globalization;
using System.Text.Json;
using Qit.Agent;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.EndToEnd.Tests;

/// <summary>`qit convert` to and from qtt, and its refusal to round.</summary>
public class ConvertQttTests
{
    private string folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("qit-qtt-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A1_ThroughQtt_IsTheSameFile()
    {
        string source = In("clean.a1");
        WriteA1(source, 50_000);
        JsonElement json = JsonDocument.Parse(await RunGoodAsync("convert", source, In("clean.qtt"), "--to", "qtt", "--json")).RootElement;
        JsonElement output = json.GetProperty("output");
        Assert.That(output.GetProperty("bytes").GetInt64(), Is.EqualTo(new FileInfo(In("clean.qtt")).Length));
        Assert.That(output.GetProperty("bytesPerEvent").GetDouble(), Is.InRange(2.6, 2.8), "four detectors");
        Assert.That(File.Exists(In("clean.qtt.json")), Is.False, "qtt carries its mark itself");
        await RunGoodAsync("convert", In("clean.qtt"), In("back.a1"));
        Assert.That(await File.ReadAllBytesAsync(In("back.a1")), Is.EqualTo(await File.ReadAllBytesAsync(source)));
    }

    [Test]
    public async Task Text_ThroughQtt_IsTheSameEvents_AndKeepsItsMark([Values] bool simulated)
    {
        string[] events = ["-5,7", "10,-1", "8,7"];
        string source = In($"{simulated}.txt");
        await File.WriteAllTextAsync(source, $"# simulated: {(simulated ? "true" : "false")}\n{string.Join('\n', events)}\n");
        await RunGoodAsync("convert", source, In($"{simulated}.qtt"), "--to", "qtt");
        string output = await RunGoodAsync("convert", In($"{simulated}.qtt"), In($"{simulated}-back.txt"), "--to", "text");
        Assert.That(output.StartsWith("[simulated]", StringComparison.Ordinal), Is.EqualTo(simulated));
        Assert.That(Lines(In($"{simulated}-back.txt")), Is.EqualTo(events), "order too");
        TagData back = TagFile.Load(File.OpenRead(In($"{simulated}-back.txt")), "back");
        Assert.That(back.Report.Simulated, Is.EqualTo(simulated));
    }

    [Test]
    public async Task RealRecordings_KeepTickAndChannels()
    {
        string source = Recordings.Find("hydraharp400_t2.ptu");
        string output = await RunGoodAsync("convert", source, In("real.qtt"), "--to", "qtt");
        Assert.That(output, Does.Contain("rounded           nothing"));
        TagData before = TagFile.Load(File.OpenRead(source), source);
        TagData after = TagFile.Load(File.OpenRead(In("real.qtt")), "real.qtt");
        Assert.That(after.Ticks.SequenceEqual(before.Ticks) && after.Channels.SequenceEqual(before.Channels), Is.True);
        Assert.That(after.TickLength, Is.EqualTo(before.TickLength));
    }

    [Test]
    public async Task WithoutRound_AnInexactTime_IsRefused_NamingTheEvent()
    {
        await File.WriteAllTextAsync(In("off.txt"), "125,1\n250,1\n251,1\n");
        string errors = await RunBadAsync("convert", In("off.txt"), In("off.a1"));
        Assert.That(errors, Does.Contain("event 3: its time is not a whole number of ticks of 3.90625 ps").And.Contain("--round")
            .And.Contain("1.953125 ps"));
        Assert.That(File.Exists(In("off.a1")), Is.False);
        await RunGoodAsync("convert", In("off.txt"), In("off.a1"), "--round");
        Assert.That(TagFile.Load(File.OpenRead(In("off.a1")), "off.a1", new TagReadOptions { Format = TagFormat.A1 }).Ticks[2],
            Is.EqualTo(64));
    }

    [Test]
    public async Task ARange_AndChannels_CanBeChosen()
    {
        WriteA1(In("long.a1"), 100_000); // 0.1 s
        await RunGoodAsync("convert", In("long.a1"), In("long.qtt"), "--to", "qtt");
        foreach (string source in new[] { In("long.a1"), In("long.qtt") })
        {
            string output = await RunGoodAsync("convert", source, In("part.txt"), "--to", "text", "--round",
                "--start", "0.05", "--end", "0.051", "--channel", "2=20");
            long[] times = [.. Lines(In("part.txt")).Select(line => long.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];
            Assert.That(times, Has.Length.InRange(150, 350).And.All.InRange(50_000_000_000, 51_000_000_000));
            Assert.That(output, Does.Contain("2 as 20").And.Contain("events outside the range"));
        }

        Assert.That(await RunBadAsync("convert", In("long.qtt"), In("none.qtt"), "--to", "qtt", "--start", "50"),
            Does.Contain("holds no event between --start and --end"));
        Assert.That(await RunBadAsync("convert", In("long.qtt"), In("none.qtt"), "--to", "qtt", "--start", "5", "--end", "5"),
            Does.Contain("--start is not before --end"));
        Assert.That(await RunBadAsync("convert", In("long.qtt"), In("none.qtt"), "--to", "qtt", "--end", "100000000000000000000"),
            Does.Contain("--end is 100000000000000000000; right would be seconds"));
    }

    [Test]
    public async Task ACutFile_IsConvertedAsFarAsItGoes_AndSaysWhatIsLost()
    {
        WriteA1(In("whole.a1"), 50_000);
        await RunGoodAsync("convert", In("whole.a1"), In("whole.qtt"), "--to", "qtt");
        byte[] bytes = await File.ReadAllBytesAsync(In("whole.qtt"));
        await File.WriteAllBytesAsync(In("cut.qtt"), bytes[..100_000]);
        string output = await RunGoodAsync("convert", In("cut.qtt"), In("cut.a1"));
        Assert.That(output, Does.Contain("32768 events").And.Contain("16384 events lost").And.Contain("its end is missing"));
    }

    [Test]
    public async Task HeaderAndNames_TravelAlong()
    {
        using (var writer = new QttWriter(File.Create(In("named.qtt")), new QttHeader
        {
            TickLength = TickLength.OnePicosecond,
            ChannelNames = new SortedDictionary<int, string> { [1] = "H", [2] = "V" },
            Provenance = "bench 3",
            Start = DateTimeOffset.UnixEpoch,
        }))
        {
            writer.Write(1, 1);
            writer.Write(2, 2);
        }

        await RunGoodAsync("convert", In("named.qtt"), In("renamed.qtt"), "--to", "qtt", "--channel", "1=5");
        using var reader = (QttReader)TagFile.Open(File.OpenRead(In("renamed.qtt")), "renamed.qtt");
        Assert.That(reader.Header.ChannelNames, Is.EqualTo(new[] { KeyValuePair.Create(5, "H") }));
        Assert.That(reader.Header.Provenance, Is.EqualTo("bench 3\nconverted from: named.qtt (qtt)"));
        Assert.That(reader.Header.Start, Is.EqualTo(DateTimeOffset.UnixEpoch));
    }

    [Test]
    public async Task ALateMark_IsRefused_RatherThanLost()
    {
        string many = string.Concat(Enumerable.Range(0, 40_000).Select(index => $"{1000 * index},1\n"));
        await File.WriteAllTextAsync(In("late.txt"), many + "# simulated: true\n");
        Assert.That(await RunBadAsync("convert", In("late.txt"), In("late.qtt"), "--to", "qtt"),
            Does.Contain("says only after its first events"));
        Assert.That(File.Exists(In("late.qtt")), Is.False);
    }

    [Test]
    public async Task Simulate_WritesQtt_ThatOffsetReads()
    {
        string prefix = In("world");
        await RunGoodAsync("simulate", prefix, "--seconds", "1", "--seed", "3", "--format", "qtt");
        await RunGoodAsync("simulate", prefix, "--seconds", "1", "--seed", "3", "--format", "text");
        await RunGoodAsync("convert", $"{prefix}.alice.qtt", In("alice.txt"), "--to", "text", "--round");
        Assert.That(Lines(In("alice.txt")), Is.EqualTo(Lines($"{prefix}.alice.text")));
        string output = await RunGoodAsync("offset", $"{prefix}.alice.qtt", $"{prefix}.bob.qtt");
        Assert.That(output, Does.StartWith("[simulated]").And.Contain("qtt, "));
    }

    private static string[] Lines(string path) => [.. File.ReadLines(path).Where(line => !line.StartsWith('#'))];

    private static void WriteA1(string path, int events)
    {
        var random = new Random(1);
        using var writer = new A1Writer(File.Create(path));
        double time = 0;
        for (int index = 0; index < events; index++)
        {
            time -= 256_000 * Math.Log(1 - random.NextDouble()); // 1 Mtag/s
            writer.Write((long)time, 1 << random.Next(4));
        }
    }

    private static async Task<string> RunGoodAsync(params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(arguments);
        Assert.That(code, Is.EqualTo(ExitCode.Good), errors);
        return output;
    }

    private static async Task<string> RunBadAsync(params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(arguments);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput), output);
        Assert.That(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        return errors;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private string In(string name) => Path.Combine(folder, name);
}
