using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Qit.EndToEnd.Tests.Processes;

/// <summary>The agent as a stranger meets it: a process, its console, its exit code, and mosquitto_sub.</summary>
[Category("RealComponents")]
public partial class AgentProcessTests
{
    // The world runs four times as fast as the clock: what the default bench shows in a minute comes in a quarter of one.
    private const string FastBench = """
        {
          "gateway": "test",
          "worldSpeed": 4,
          "world": {
            "source": { "pairsPerSecond": 14000 },
            "bell": { "trialsPerSecond": 10000, "efficiencyA": 0.97, "efficiencyB": 0.97 }
          },
          "mqtt": { "port": 0 },
          "dashboard": { "port": 0 }
        }
        """;

    [Test]
    public void Bench_PublishesOffsetsAndBits_ThatAStrangerReads_AndEndsCleanlyAtCtrlC()
    {
        string mosquittoSub = Installed.Require("mosquitto_sub", "mosquitto-clients");
        using var folder = new TemporaryFolder();
        using var agent = RunningProgram.Dotnet("qit", "--config", folder.Write("bench.json", FastBench));
        string port = Port().Match(agent.WaitForLine(line => line.StartsWith("mqtt ", StringComparison.Ordinal))).Groups[1].Value;

        using var stranger = RunningProgram.Start(mosquittoSub, ["-p", port, "-t", "qit/#", "-v"]);
        JsonElement block = Payload(stranger.WaitForLine(line => line.StartsWith("qit/test/randomness/block ", StringComparison.Ordinal)));
        Assert.That(block.GetProperty("certified").GetBoolean(), Is.True);
        int bits = block.GetProperty("outputBits").GetInt32();
        Assert.That(bits, Is.GreaterThan(5_000));
        byte[] output = block.GetProperty("simulatedBits").GetBytesFromBase64();
        Assert.That(output, Has.Length.EqualTo((bits + 7) / 8));
        Assert.That(block.GetProperty("soundnessError").GetDouble(), Is.EqualTo(3e-8).Within(1e-12));
        Assert.That(block.GetProperty("warning").GetString(), Does.Contain("not randomness"));
        // Uniform bits: the count of ones strays by 6 sigma once in 5e8 runs.
        int ones = output.Sum(value => int.PopCount(value));
        Assert.That(ones, Is.EqualTo(bits / 2.0).Within(6 * Math.Sqrt(bits) / 2));

        string[] lines = stranger.Text.Split('\n');
        List<JsonElement> offsets = [.. lines.Where(line => line.StartsWith("qit/test/timing/offset ", StringComparison.Ordinal)).Select(Payload)];
        Assert.That(offsets, Is.Not.Empty);
        foreach (JsonElement offset in offsets)
        {
            double error = offset.GetProperty("offsetPicoseconds").GetDouble() - offset.GetProperty("truthPicoseconds").GetDouble();
            // Ten or so offsets at 6 sigma: false alarm below 1e-7.
            Assert.That(Math.Abs(error), Is.LessThan(6 * offset.GetProperty("standardErrorPicoseconds").GetDouble()));
        }
        foreach (JsonElement payload in lines.Where(line => line.Length > 0).Select(Payload))
        {
            Assert.That(payload.GetProperty("simulated").GetBoolean(), Is.True, payload.GetRawText());
            Assert.That(payload.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
        }

        agent.Interrupt();
        Assert.That(agent.WaitForExit(), Is.Zero);
        Assert.That(agent.Text, Does.Contain("Summary of run"));
        Assert.That(agent.Text, Does.Match("bell blocks +[1-9]"));
        stranger.WaitForLine(line => line.StartsWith("qit/test/status ", StringComparison.Ordinal) && line.Contains("offline"));
    }

    [TestCase("pty")]
    [TestCase("tcp-listen://127.0.0.1:0")]
    public void Protocol_RunsOnADeviceBehindARealLink_AndIsPublished(string link)
    {
        string mosquittoSub = Installed.Require("mosquitto_sub", "mosquitto-clients");
        using var folder = new TemporaryFolder();
        string world = folder.Write("world.json", """{ "pairsPerSecond": 1e7, "clockOffsetPicoseconds": -7e6 }""");
        using var firmware = RunningProgram.Dotnet(
            "Qit.Firmware.Host", "--protocol", "round-trip", "--link-a", link, "--world", world);
        string device = firmware.WaitForLine(line => line.Contains("station A: ")).Split("station A: ")[1];
        string path = folder.Write("protocols.json", $$"""
            {
              "gateway": "test",
              "stations": [],
              "timing": { "enabled": false },
              "randomness": { "enabled": false },
              "protocols": { "roundTrip": {
                "stations": [ { "name": "loop", "link": "{{device}}" } ],
                "measurement": { "exposureSeconds": 0.5, "zeroExposureSeconds": 0.5 }
              } },
              "mqtt": { "port": 0 },
              "dashboard": { "port": 0 }
            }
            """);
        using var agent = RunningProgram.Dotnet("qit", "--config", path);
        string port = Port().Match(agent.WaitForLine(line => line.StartsWith("mqtt ", StringComparison.Ordinal))).Groups[1].Value;
        using var stranger = RunningProgram.Start(mosquittoSub, ["-p", port, "-t", "qit/test/protocols/#", "-v"]);
        JsonElement measured = Payload(stranger.WaitForLine(line => line.Contains("round-trip/measurement", StringComparison.Ordinal)));
        Assert.That(measured.GetProperty("simulated").GetBoolean(), Is.True, "the device says so");
        Assert.That(measured.GetProperty("stations")[0].GetString(), Is.EqualTo("loop"));
        Assert.That(measured.GetProperty("truthPicoseconds").ValueKind, Is.EqualTo(JsonValueKind.Null), "the gateway cannot know");
        double error = measured.GetProperty("offsetPicoseconds").GetDouble() + 7e6;
        // 6 sigma: false alarm below 1e-8.
        Assert.That(Math.Abs(error), Is.LessThan(6 * measured.GetProperty("standardErrorPicoseconds").GetDouble()));
        agent.Interrupt();
        Assert.That(agent.WaitForExit(), Is.Zero);
    }

    [TestCase("tcp-listen://127.0.0.1:0")]
    [TestCase("pty")]
    public void RealLinks_ServeTheSameChain_AndADeadDeviceIsNamed(string link)
    {
        using var folder = new TemporaryFolder();
        string world = folder.Write("world.json", """{ "source": { "pairsPerSecond": 14000 } }""");
        using var firmware = RunningProgram.Dotnet("Qit.Firmware.Host", "--link-a", link, "--link-b", link, "--world", world);
        string a = firmware.WaitForLine(line => line.Contains("station A: ")).Split("station A: ")[1];
        string b = firmware.WaitForLine(line => line.Contains("station B: ")).Split("station B: ")[1];
        string path = folder.Write("lab.json", $$"""
            {
              "gateway": "lab",
              "stations": [ { "name": "alice", "link": "{{a}}" }, { "name": "bob", "link": "{{b}}" } ],
              "timing": { "pathDelayDifferencePicoseconds": 4404046.749 },
              "randomness": { "enabled": false },
              "mqtt": { "port": 0 },
              "dashboard": { "port": 0 }
            }
            """);
        using var agent = RunningProgram.Dotnet("qit", "run", "--config", path);
        string offset = agent.WaitForLine(line => line.Contains("bob - alice ="));
        Assert.That(offset, Does.Contain("[simulated]"), "the device says that it is simulated, and the agent passes it on");
        double microseconds = double.Parse(Offset().Match(offset).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.That(microseconds, Is.EqualTo(123.4569).Within(0.05), "the default world's clock offset and what drifts in minutes");

        firmware.Kill();
        string fault = agent.WaitForLine(line => line.Contains("offline"));
        Assert.That(fault, Does.Contain(a.Split('?')[0]).Or.Contain(b.Split('?')[0]));
        agent.Interrupt();
        Assert.That(agent.WaitForExit(), Is.Zero);
    }

    [GeneratedRegex(@":(\d+),")]
    private static partial Regex Port();

    [GeneratedRegex(@"= \+([0-9.]+) ")]
    private static partial Regex Offset();

    private static JsonElement Payload(string line) => JsonDocument.Parse(line[(line.IndexOf(' ') + 1)..]).RootElement;
}
