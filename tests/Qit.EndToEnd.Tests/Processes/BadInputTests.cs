using System.Net;
using System.Net.Sockets;
using Qit.Agent;
using Qit.Agent.Configuration;

namespace Qit.EndToEnd.Tests.Processes;

/// <summary>What a user can do wrong: one line that names it and says what would be right, exit code 2.</summary>
public class BadInputTests
{
    [TestCase("{ \"gatway\": \"x\" }", "line 1", "gatway")]
    [TestCase("{\n  \"worldSpeed\": \"fast\"\n}", "line 2", "worldSpeed")]
    [TestCase("{ \"worldSpeed\": 0 }", "worldSpeed is 0", "right would be 0.001 to 1000")]
    [TestCase("{ not json", "line 1", "bad.json")]
    [TestCase("null", "bad.json", "right would be")]
    [TestCase("{ \"gatewy\": 1 }", "bad.json: line 1: 'gatewy' is no option here", "known are gateway, stations, world, worldSpeed")]
    [TestCase("{ \"world\": {\n \"bell\": { \"visibilty\": 1 } } }", "line 2: 'visibilty' is no option of world.bell", "known are trialsPerSecond, visibility")]
    [TestCase("{ \"stations\": [ { \"nam\": 1 } ] }", "'nam' is no option of stations[0]", "known are name, link")]
    [TestCase("{ \"worldSpeed\": \"fast\" }", "line 1: worldSpeed is \"fast\"", "right would be a number")]
    [TestCase("{ \"mqtt\": { \"port\": 1.5 } }", "mqtt.port is 1.5", "right would be a whole number")]
    [TestCase("{ \"mqtt\": { \"port\": 99999999999 } }", "mqtt.port is 99999999999", "right would be a whole number")]
    [TestCase("{ \"mqtt\": { \"embedded\": \"yes\" } }", "mqtt.embedded is \"yes\"", "right would be true or false")]
    [TestCase("{ \"stations\": {} }", "stations is an object", "right would be a list")]
    [TestCase("{ \"timing\": [] }", "timing is a list", "right would be an object")]
    [TestCase("{ \"gateway\": \"\\ud800\" }", "gateway is", "right would be a text")]
    [TestCase("{ \"worldSpeed\": 1e999 }", "worldSpeed", "right would be 0.001 to 1000")]
    [TestCase("{ \"worldSpeed\": 1,\n \"worldSpeed\": 2 }", "line 2: worldSpeed is said twice", "right would be once")]
    [TestCase("{ \"mqtt\": { \"port\": 0, \"port\": 0 } }", "mqtt.port is said twice", "right would be once")]
    [TestCase("{ } x", "bad.json: line 1", "is not JSON")]
    [TestCase("{ \"gateway\": \"a\\nb\" }", "gateway is 'a?b'", "lower-case")]
    [TestCase("{ \"stations\": [ { \"name\": \"status\" }, { \"name\": \"b\" } ] }", "bad.json: stations[0].name", "choose another")]
    [TestCase("{ \"gateway\": null }", "line 1: gateway is null", "right would be a text")]
    [TestCase("{ \"stations\": null }", "line 1: stations is null", "right would be a list")]
    [TestCase("{ \"stations\": [ null, null ] }", "line 1: stations[0] is null", "right would be an object")]
    [TestCase("{ \"stations\": [ { \"name\": null } ] }", "stations[0].name is null", "right would be a text")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\", \"link\": null } ] }", "stations[0].link is null", "right would be a text")]
    [TestCase("{ \"world\": null }", "world is null", "right would be an object")]
    [TestCase("{ \"world\": { \"bell\": null } }", "world.bell is null", "right would be an object")]
    [TestCase("{ \"worldSpeed\": null }", "worldSpeed is null", "right would be a number")]
    [TestCase("{ \"timing\": null }", "timing is null", "right would be an object")]
    [TestCase("{ \"randomness\": null }", "randomness is null", "right would be an object")]
    [TestCase("{ \"randomness\": { \"isolation\": null } }", "randomness.isolation is null", "right would be a text")]
    [TestCase("{ \"mqtt\": null }", "mqtt is null", "right would be an object")]
    [TestCase("{ \"mqtt\": { \"host\": null } }", "mqtt.host is null", "right would be a text")]
    [TestCase("{ \"dashboard\": null }", "dashboard is null", "right would be an object")]
    [TestCase("{ \"gateway\": \"Upper Case\" }", "gateway is 'Upper Case'", "lower-case")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\" } ] }", "stations has 1 entries", "right would be two")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\" }, { \"name\": \"a\" } ] }", "two stations are named 'a'", "different names")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\", \"link\": \"http://x\" }, { \"name\": \"b\" } ] }", "stations[0].link", "tcp://HOST:PORT")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\", \"link\": \"pty\" }, { \"name\": \"b\" } ] }", "stations[0].link", "device's side")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\", \"link\": \"tcp://h:1\" }, { \"name\": \"b\" } ] }", "one link is simulated", "photons")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\", \"link\": \"tcp://h:1\" }, { \"name\": \"b\", \"link\": \"tcp://h:1\" } ] }", "have the same link", "a device each")]
    [TestCase("{ \"stations\": [], \"randomness\": { \"enabled\": false } }", "stations has 0 entries", "right would be two")]
    [TestCase("{ \"protocols\": { \"roundTrip\": {} } }", "protocols.roundTrip.stations has 0 entries", "right would be 1")]
    [TestCase("{ \"protocols\": { \"roundTrip\": { \"stations\": [ { \"name\": \"bob\" } ] } } }", "two stations are named 'bob'", "different")]
    [TestCase("{ \"protocols\": { \"roundTrip\": { \"stations\": [ { \"name\": \"c\" } ], \"measurement\": { \"exposureSeconds\": 0 } } } }", "measurement.exposureSeconds is 0", "0.1 to 1e6")]
    [TestCase("{ \"protocols\": { \"roundTrip\": { \"stations\": [ { \"name\": \"c\" } ], \"world\": { \"signalTransmission\": 2 } } } }", "signalTransmission", "0 to 1")]
    [TestCase("{ \"world\": { \"bell\": { \"visibility\": 1.5 } } }", "isibility", "1")]
    [TestCase("{ \"world\": { \"clockB\": { \"offsetPicoseconds\": 1e11 } } }", "clockB.offsetPicoseconds", "counter")]
    [TestCase("{ \"randomness\": { \"stationSeparationMetres\": 10 } }", "stationSeparationMetres", "right would be at least")]
    [TestCase("{ \"randomness\": { \"isolation\": \"hope\" } }", "isolation", "shielded")]
    [TestCase("{ \"randomness\": { \"trialsPerBlock\": 8192 } }", "can never certify a bit", "more trialsPerBlock")]
    [TestCase("{ \"randomness\": { \"smoothingError\": 1e-3 } }", "randomness.smoothingError is 0.001", "right would be at most accumulationError")]
    [TestCase("{ \"randomness\": { \"expectedWinningProbability\": 0.75 } }", "bad.json: randomness", "right would be")]
    [TestCase("{ \"timing\": { \"maxOffsetSeconds\": 11 } }", "timing.maxOffsetSeconds is 11", "0.001 to 10 s")]
    [TestCase("{ \"mqtt\": { \"port\": 70000 } }", "mqtt.port is 70000", "65535")]
    [TestCase("{ \"timeService\": null }", "timeService is null", "right would be an object")]
    [TestCase("{ \"timeService\": { \"latencySeconds\": 0 } }", "timeService.latencySeconds is 0", "0.001 to 60 s")]
    [TestCase("{ \"timeService\": { \"maximumAgeSeconds\": -1 } }", "timeService.maximumAgeSeconds is -1", "0.1 to")]
    [TestCase("{ \"timeService\": { \"requestsPerSecond\": 1e9 } }", "timeService.requestsPerSecond", "0.1 to 1000")]
    [TestCase("{ \"timeService\": { \"chrony\": { \"station\": \"carol\" } } }", "timeService.chrony.station is 'carol'", "alice or bob")]
    [TestCase("{ \"timeService\": { \"chrony\": { \"socket\": \"qit.sock\" } } }", "timeService.chrony.socket is 'qit.sock'", "absolute path")]
    [TestCase("{ \"timeService\": { \"chrony\": { \"enabled\": true } }, \"timing\": { \"enabled\": false } }",
        "timeService.chrony.enabled", "timing.enabled")]
    public async Task Configuration_IsRefusedInOneLine(string json, string names, string right)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.json", json);
        string line = await RefuseAsync("run", "--config", path).ConfigureAwait(false);
        Assert.That(line, Does.StartWith(path + ": "));
        Assert.That(line, Does.Contain(names));
        Assert.That(line, Does.Contain(right));
        Assert.That(line, Does.Not.Contain("Qit.").And.Not.Contain("System.").And.Not.Contain("(Parameter"), "no .NET names");
    }

    [TestCase("{ \"worldSpeed\": \"LONG\" }")]
    [TestCase("{ \"gateway\": \"LONG\" }")]
    [TestCase("{ \"LONG\": 1 }")]
    [TestCase("{ \"randomness\": { \"isolation\": \"LONG\" } }")]
    [TestCase("{ \"stations\": [ { \"name\": \"a\", \"link\": \"LONG\" }, { \"name\": \"b\" } ] }")]
    public async Task LongValue_IsCutInTheError(string json)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.json", json.Replace("LONG", new string('x', 100_000), StringComparison.Ordinal));
        string line = await RefuseAsync("run", "--config", path).ConfigureAwait(false);
        Assert.That(line, Does.Contain(new string('x', 60) + "...").And.Not.Contain(new string('x', 61)));
    }

    [Test]
    public void Null_IsTaken_WhereItMeansSomething() =>
        Assert.That(
            ConfigurationFile.Parse("""{ "timing": { "pathDelayDifferencePicoseconds": null } }""", "good.json")
                .Timing.PathDelayDifferencePicoseconds,
            Is.Null);

    [Test]
    public void ImpossibleRandomness_IsTaken_WhenItIsNotEnabled() =>
        Assert.That(
            ConfigurationFile.Parse("""{ "randomness": { "enabled": false, "trialsPerBlock": 8192 } }""", "good.json")
                .Randomness.TrialsPerBlock,
            Is.EqualTo(8192));

    [Test]
    public async Task Configuration_ThatIsMissing_IsNamed() =>
        Assert.That(await RefuseAsync("--config", "/no/such/file.json").ConfigureAwait(false), Does.Contain("/no/such/file.json"));

    [TestCase("dashboard")]
    [TestCase("mqtt")]
    public async Task OccupiedPort_IsNamed(string who)
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        int port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        string other = who == "mqtt" ? "dashboard" : "mqtt";
        using var folder = new TemporaryFolder();
        string path = folder.Write("port.json", $$"""{ "{{who}}": { "port": {{port}} }, "{{other}}": { "port": 0 } }""");
        string line = await RefuseAsync("--config", path).ConfigureAwait(false);
        Assert.That(line, Does.Contain($"127.0.0.1:{port}"));
        Assert.That(line, Does.Contain($"{who}.port"));
    }

    [TestCase("--no-such-option")]
    [TestCase("nonsense")]
    [TestCase("run --seconds -1")]
    [TestCase("run --seconds x")]
    [TestCase("simulate x --seconds 0")]
    [TestCase("simulate x --format wav")]
    [TestCase("simulate /no/such/folder/x --seconds 1")]
    [TestCase("simulate")]
    [TestCase("simulate ")]
    [TestCase("simulate folder/")]
    public Task WrongUse_IsRefused(string arguments) => RefuseAsync(arguments.Split(' '));

    [Test]
    public async Task Simulate_LeavesNothingHalfWritten_WhenItFails()
    {
        using var folder = new TemporaryFolder();
        // A clock that starts before zero cannot be written as a1.
        string world = folder.Write("world.json", """{ "clockA": { "offsetPicoseconds": -1e12 } }""");
        await RefuseAsync("simulate", folder.File("out"), "--seconds", "0.5", "--world", world).ConfigureAwait(false);
        Assert.That(Directory.GetFiles(folder.Path).Select(Path.GetFileName), Is.EqualTo(new[] { "world.json" }));
    }

    private static async Task<string> RefuseAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = await CommandLine.RunAsync(arguments, output, errors).ConfigureAwait(false);
        Assert.That(code, Is.EqualTo(ExitCode.BadInput), errors.ToString());
        string text = errors.ToString().TrimEnd('\n');
        Assert.That(text, Is.Not.Empty);
        Assert.That(text.Split('\n'), Has.Length.EqualTo(1), text);
        return text;
    }
}
