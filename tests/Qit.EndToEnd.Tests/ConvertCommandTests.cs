using System.Globalization;
using System.Text.Json;
using Qit.Agent;
using Qit.Agent.Commands;
using Qit.Timing.Formats;

namespace Qit.EndToEnd.Tests;

public class ConvertCommandTests
{
    private string folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("qit-convert-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task TextToA1AndBack_KeepsEveryEventToHalfATick([Values("a1", "a1-legacy")] string format)
    {
        string source = Put("times.txt", "# unit: ns\n1.5,1\n2000,4\n2000.001,2\n30000000,1\n");
        string binary = Path.Combine(folder, $"times.{format}");
        JsonElement json = (await RunGoodAsync("convert", source, binary, "--to", format, "--round", "--json")).Json;
        Assert.That(json.GetProperty("output").GetProperty("format").GetString(), Is.EqualTo(format));
        Assert.That(json.GetProperty("output").GetProperty("eventCount").GetInt64(), Is.EqualTo(4));
        Assert.That(json.GetProperty("roundedEventCount").GetInt64(), Is.EqualTo(1), "2000.001 ns is off the grid");
        Assert.That(json.GetProperty("largestRoundingPicoseconds").GetDouble(), Is.EqualTo(1));
        TagData data = TagFile.Load(File.OpenRead(binary), binary, new TagReadOptions
        {
            Format = format == "a1" ? TagFormat.A1 : TagFormat.A1Legacy,
        });
        Assert.That(data.Ticks.ToArray(), Is.EqualTo(new long[] { 384, 512_000, 512_000, 7_680_000_000 }));
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 1, 8, 2, 1 }));

        string back = Path.Combine(folder, $"back-{format}.txt");
        await RunGoodAsync("convert", binary, back, "--from", format, "--to", "text");
        Assert.That(Lines(back), Is.EqualTo(new[] { "1500,1", "2000000,4", "2000000,2", "30000000000,1" }));
    }

    [Test]
    public async Task RealCapture_ComesThroughTextUnchanged()
    {
        string capture = Recordings.Find("s15/timestamp7_c14_rollover.Aa1fX.ts");
        string text = Path.Combine(folder, "capture.txt");
        Outcome outcome = await RunGoodAsync("convert", capture, text, "--to", "text", "--round");
        Assert.That(outcome.Output, Does.Contain("1000 records, 862 events, 138 dummies, 4 out of order")
            .And.Contain("channels          1 (431), 4 (431)")
            .And.Contain("times to the 1 ps grid of text, by at most 0.5 ps"));
        string again = Path.Combine(folder, "capture.a1");
        string direct = Path.Combine(folder, "direct.a1");
        await RunGoodAsync("convert", text, again, "--round");
        Outcome exact = await RunGoodAsync("convert", capture, direct);
        Assert.That(exact.Output, Does.Contain("rounded           nothing"));
        Assert.That(await File.ReadAllBytesAsync(again), Is.EqualTo(await File.ReadAllBytesAsync(direct)),
            "half a picosecond is less than half a tick");
    }

    [TestCase("hydraharp400_t2.ptu", "ptu", "0=1", "1=2", 159_298, 224_721)]
    [TestCase("qutag_320mhz_hbt.qutag", "qutag", "1", "5=2", 43_736, 105_600)]
    public async Task RealRecordings_BecomeA1(
        string name, string format, string first, string second, long eventsFirst, long eventsSecond)
    {
        string source = Recordings.Find(name);
        string target = Path.Combine(folder, name + ".a1");
        JsonElement json =
            (await RunGoodAsync("convert", source, target, "--channel", first, second, "--round", "--json")).Json;
        Assert.That(json.GetProperty("input").GetProperty("format").GetString(), Is.EqualTo(format));
        Assert.That(json.GetProperty("simulated").ValueKind, Is.EqualTo(JsonValueKind.Null), "nobody said");
        TagData before = TagFile.Load(File.OpenRead(source), source);
        TagData after = TagFile.Load(File.OpenRead(target), target);
        Assert.That(after.Report.Format, Is.EqualTo(TagFormat.A1), "a1 is recognized");
        Assert.That(after.CountByChannel(), Is.EqualTo(new[] { (1, eventsFirst), (2, eventsSecond) }));
        // The quTAG had run for 95 hours: a1 tells its time only modulo 19.5 hours, and the report says so.
        long epochs = json.GetProperty("output").GetProperty("epochsNotStoredCount").GetInt64();
        Assert.That(epochs, Is.EqualTo(format == "qutag" ? 4 : 0));
        long[] expected = before.SelectPicoseconds(int.Parse(first.Split('=')[0], CultureInfo.InvariantCulture));
        long[] written = after.SelectPicoseconds(1);
        long epoch = after.TickLength.ToPicoseconds(A1Layout.EpochTicks);
        long largest = expected.Zip(written, (x, y) => Math.Abs(x - (epochs * epoch) - y)).Max();
        Assert.That(largest, Is.InRange(1, 3), "half a tick of 3.9 ps, and the rounding to whole picoseconds");
    }

    [Test]
    public async Task RealPulsedRecordings_AreReadByOffset()
    {
        string target = Recordings.Find("qutag_320mhz_hbt.qutag");
        // Channel 5 copies channel 1 into four neighbouring pulses; the answer is one of them, or that it cannot be told which.
        Outcome outcome = await RunAsync("offset", target, "--channel-a", "1", "--channel-b", "5", "--json");
        JsonElement offset = outcome.Json.GetProperty("offsetPicoseconds");
        if (outcome.Code == ExitCode.Good)
            Assert.That(offset.GetDouble(), Is.InRange(-9000, 0));
        else
            Assert.That(outcome.Json.GetProperty("reason").GetString(), Does.Contain("ambiguous modulo 312"));
        Outcome ptu = await RunAsync("offset", Recordings.Find("hydraharp400_t2.ptu"), "--channel-a", "0", "--channel-b", "1",
            "--max-offset", "0.001");
        Assert.That(ptu.Code, Is.EqualTo(ExitCode.AnswerIsNo), "a comb has no one peak");
        Assert.That(ptu.Output, Does.Match(@"ambiguous modulo 312\d(\.\d)? ps"));
        Assert.That(ptu.Output, Does.Contain("ptu, 409482 records, 384019 events, 0 dummies, 25463 overflows"));
    }

    [Test]
    public async Task TheSimulatedMark_TravelsFromTextToA1AndBack([Values] bool simulated)
    {
        string source = Put($"marked-{simulated}.txt", $"# simulated: {(simulated ? "true" : "false")}\n1000,1\n2000,1\n");
        string binary = Path.Combine(folder, $"marked-{simulated}.a1");
        string back = Path.Combine(folder, $"marked-{simulated}-back.txt");
        Outcome first = await RunGoodAsync("convert", source, binary);
        Assert.That(first.Output.StartsWith("[simulated]", StringComparison.Ordinal), Is.EqualTo(simulated));
        JsonElement sidecar = JsonDocument.Parse(await File.ReadAllTextAsync(binary + ".json")).RootElement;
        Assert.That(sidecar.GetProperty("simulated").GetBoolean(), Is.EqualTo(simulated));
        await RunGoodAsync("convert", binary, back, "--from", "a1", "--to", "text");
        Assert.That(TagFile.Load(File.OpenRead(back), back).Report.Simulated, Is.EqualTo(simulated));
        Assert.That(File.Exists(back + ".json"), Is.False, "text says so itself");
    }

    [Test]
    public async Task AMarkAfterTheFirstEvents_IsNotLost()
    {
        string many = string.Concat(Enumerable.Range(0, 40_000).Select(index => $"{1000 * index},1\n"));
        string source = Put("late.txt", many + "# simulated: true\n");
        string target = Path.Combine(folder, "late-out.txt");
        Outcome outcome = await RunGoodAsync("convert", source, target, "--to", "text");
        Assert.That(outcome.Output, Does.StartWith("[simulated]"));
        TagData data = TagFile.Load(File.OpenRead(target), target);
        Assert.That(data.Count, Is.EqualTo(40_000));
        Assert.That(data.Report.Simulated, Is.True);
    }

    [Test]
    public async Task TextBesideAMarkThatSaysOtherwise_IsRefused()
    {
        string source = Put("real.txt", "# simulated: false\n1,1\n2,1\n");
        string target = Path.Combine(folder, "contradicted.txt");
        await File.WriteAllTextAsync(target + ".json", """{"simulated":true}""");
        await CheckRefusedAsync("says otherwise", target, "convert", source, target, "--to", "text");
        await File.WriteAllTextAsync(target + ".json", """{"simulated":false}""");
        await RunGoodAsync("convert", source, target, "--to", "text");
    }

    [Test]
    public async Task AnEventOfSeveralDetectors_BecomesSeveralLines_AndChannelsCanBeChosen()
    {
        string source = Path.Combine(folder, "patterns.a1");
        using (var writer = new A1Writer(File.Create(source)))
        {
            writer.Write(256_000, 0b1001);
            writer.Write(512_000, 0b0010);
            writer.Write(768_000, 0);
        }

        string all = Path.Combine(folder, "patterns.txt");
        Outcome outcome = await RunGoodAsync("convert", source, all, "--from", "a1", "--to", "text");
        Assert.That(Lines(all), Is.EqualTo(new[] { "1000000,1", "1000000,4", "2000000,2", "3000000,0" }));
        Assert.That(outcome.Output, Does.Contain("split             1 events").And.Contain("no detector       1 events"));

        string copy = Path.Combine(folder, "patterns-copy.a1");
        await RunGoodAsync("convert", source, copy, "--from", "a1");
        Assert.That(await File.ReadAllBytesAsync(copy), Is.EqualTo(await File.ReadAllBytesAsync(source)));

        string some = Path.Combine(folder, "some.txt");
        outcome = await RunGoodAsync(
            "convert", source, some, "--from", "a1", "--to", "text", "--channel", "4=7", "2");
        Assert.That(Lines(some), Is.EqualTo(new[] { "1000000,7", "2000000,2" }));
        Assert.That(outcome.Output, Does.Contain("left out          1 events").And.Contain("4 as 7 (1)"));
    }

    [Test]
    public async Task ChannelsBelowOne_CanBeRenamed()
    {
        string source = Put("sync.txt", "5000,-1\n6000,0\n");
        string target = Path.Combine(folder, "sync.a1");
        await RunGoodAsync("convert", source, target, "--channel", "-1=1", "0=2");
        TagData data = TagFile.Load(File.OpenRead(target), target, new TagReadOptions { Format = TagFormat.A1 });
        Assert.That(data.Channels.ToArray(), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task WhatA1CannotHold_IsRefused_AndLeavesNothingBehind()
    {
        string target = Path.Combine(folder, "refused.a1");
        await CheckRefusedAsync("event 2: channel 5 does not fit a1", target,
            "convert", Put("channel5.txt", "125,1\n250,5\n"), target);
        await CheckRefusedAsync("event 1: channel 0 does not fit a1", target,
            "convert", Put("channel0.txt", "1,0\n"), target);
        await CheckRefusedAsync("event 1: a1 cannot hold a time before 0", target,
            "convert", Put("negative.txt", "-125,1\n125,1\n"), target);
        await CheckRefusedAsync("event 2: is 9.7 hours or more from the event before it", target,
            "convert", Put("gap.txt", "# unit: s\n1,1\n35200,1\n"), target);
        await RunGoodAsync("convert", Put("nogap.txt", "# unit: s\n1,1\n35100,1\n70200,1\n105300,1\n"), target);
        TagData wrapped = TagFile.Load(File.OpenRead(target), target, new TagReadOptions { Format = TagFormat.A1 });
        Assert.That(wrapped.SelectPicoseconds(1)[^1], Is.EqualTo(105_300_000_000_000_000), "control: wraps are continued");
    }

    [Test]
    public async Task BadInput_IsRefused_AndLeavesNothingBehind()
    {
        string good = Put("good.txt", "125,1\n250,1\n");
        string target = Path.Combine(folder, "bad.a1");
        await CheckRefusedAsync("no such file", target, "convert", Path.Combine(folder, "nowhere"), target);
        await CheckRefusedAsync("line 3: 'x' is not a tag", target, "convert", Put("broken.txt", "125,1\n250,1\nx\n"), target);
        await CheckRefusedAsync("no detector event in 1 records", target,
            "convert", Put("dummy.a2", "edae1bd74ce88f30\n"), target, "--from", "a2");
        await CheckRefusedAsync("no event in channel 3; it has 1 (2 events)", target,
            "convert", good, target, "--channel", "1", "3");
        await CheckRefusedAsync("--channel is 'one'", target, "convert", good, target, "--channel", "one");
        await CheckRefusedAsync("--channel names 1 twice", target, "convert", good, target, "--channel", "1=2", "1=3");
        await CheckRefusedAsync("--to is 'ptu'", target, "convert", good, target, "--to", "ptu");
        await CheckRefusedAsync("--from is 'b7'", target, "convert", good, target, "--from", "b7");
        await CheckRefusedAsync("--unit is 'hours'", target, "convert", good, target, "--unit", "hours");
        await CheckRefusedAsync("--tick is -1", target, "convert", good, target, "--tick", "-1");
        await CheckRefusedAsync("is the file to read", target, "convert", good, Path.Combine(folder, ".", "good.txt"));
        await CheckRefusedAsync("is a directory", target, "convert", good, folder);
        await CheckRefusedAsync("missing", target, "convert", good, Path.Combine(folder, "missing", "out.a1"));
        Assert.That(Lines(good), Has.Length.EqualTo(2), "the input is as it was");
    }

    [Test]
    public async Task AnOlderFile_StaysUntilTheNewOneIsWhole()
    {
        string target = Put("older.txt", "17,1\n");
        await RunGoodAsync("convert", Put("newer.txt", "18,1\n"), target, "--to", "text");
        Assert.That(Lines(target), Is.EqualTo(new[] { "18,1" }));
        Outcome outcome = await RunAsync("convert", Put("newest.txt", "19,1\nx\n"), target, "--to", "text");
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.BadInput));
        Assert.That(Lines(target), Is.EqualTo(new[] { "18,1" }));
    }

    [Test]
    public async Task TheTickOfAQutag_CanBeNamed()
    {
        byte[] bytes = new byte[50];
        new byte[] { 0x87, 0xb3, 0x91, 0xfa }.CopyTo(bytes, 0);
        bytes[40] = 200;
        bytes[48] = 3;
        string source = Put("one.qutag", bytes);
        string target = Path.Combine(folder, "one.txt");
        await RunGoodAsync("convert", source, target, "--to", "text", "--tick", "80.955");
        Assert.That(Lines(target), Is.EqualTo(new[] { "16191,3" }));
    }

    [Test]
    public async Task Help_ShowsAnExample()
    {
        Outcome outcome = await RunGoodAsync("convert", "--help");
        Assert.That(outcome.Output, Does.Contain("Example: qit convert").And.Contain("--channel"));
    }

    [Test]
    public void Progress_IsOneLine_AFewTimesASecond_AndGoes()
    {
        using var terminal = new StringWriter(CultureInfo.InvariantCulture);
        var clock = new SteppedClock();
        var progress = new ConvertProgress(terminal, clock);
        progress.Update(1, 4, 1_000_000);
        Assert.That(terminal.ToString(), Is.Empty, "a short run shows nothing");
        clock.Milliseconds += 300;
        progress.Update(1, 4, 1_000_000);
        progress.Update(2, 4, 2_000_000);
        Assert.That(terminal.ToString(), Is.EqualTo("\r[#####...............] 25 %, 1.0 million events"));
        clock.Milliseconds += 300;
        progress.Update(5, 0, 3_000_000);
        Assert.That(terminal.ToString(), Does.EndWith("\r3.0 million events" + new string(' ', 29)), "a pipe has no length");
        progress.Clear();
        Assert.That(terminal.ToString(), Does.EndWith("\r"));
    }

    private static string[] Lines(string path) =>
        [.. File.ReadLines(path).Where(line => !line.StartsWith('#'))];

    private async Task CheckRefusedAsync(string expected, string target, params string[] arguments)
    {
        Outcome outcome = await RunAsync(arguments);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.BadInput), outcome.Output);
        Assert.That(outcome.Errors, Does.Contain(expected));
        Assert.That(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        Assert.That(outcome.Output, Is.Empty);
        Assert.That(File.Exists(target), Is.False);
        Assert.That(Directory.EnumerateFiles(folder, "*.partial"), Is.Empty);
    }

    private static async Task<Outcome> RunGoodAsync(params string[] arguments)
    {
        Outcome outcome = await RunAsync(arguments);
        Assert.That(outcome.Code, Is.EqualTo(ExitCode.Good), outcome.Errors);
        Assert.That(outcome.Errors, Is.Empty);
        return outcome;
    }

    private static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    private string Put(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Put(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class SteppedClock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }

    private sealed record Outcome(int Code, string Output, string Errors)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }
}
