using System.Text.Json;
using System.Text.RegularExpressions;
using Qit.Agent;
using Qit.Agent.Tests.Support;

namespace Qit.EndToEnd.Tests.Processes;

/// <summary>From simulated photons to a real chronyd and to nodes that ask: `qit run`, chronyd -x, `qit time`, mosquitto_rr.
/// </summary>
public partial class TimeServiceProcessTests
{
    private const double OffsetMicroseconds = 123.456789;

    // The default world's clocks drift apart by 0.2 ns a second, and wander less: a test takes no 100 s.
    private const double Drift = 0.05;

    [Test]
    [Category("RealComponents")]
    public async Task SimulatedPhotons_SteerARealChronyd_AndAnswerWhoAsks()
    {
        // chronyd gets four samples a second here; two of them make one of its own.
        using var chronyd = new RealChronyd("poll 0 filter 2");
        using var folder = new TemporaryFolder();
        using var agent = RunningProgram.Dotnet("qit", "run", "--config", folder.Write("bench.json", $$"""
            {
              "gateway": "test",
              "world": { "source": { "pairsPerSecond": 14000 } },
              "timing": { "intervalSeconds": 0.25, "clock": "rubidium" },
              "randomness": { "enabled": false },
              "timeService": { "chrony": { "enabled": true, "socket": "{{chronyd.Socket}}", "acceptSimulated": true } },
              "mqtt": { "port": 0 },
              "dashboard": { "port": 0 }
            }
            """));
        string page = agent.WaitForLine(line => line.StartsWith("page ", StringComparison.Ordinal)).Split(' ')[^1];
        string port = Port().Match(agent.WaitForLine(line => line.StartsWith("mqtt ", StringComparison.Ordinal))).Groups[1].Value;

        agent.WaitForLine(line => line.Contains("chrony") && line.Contains("feeding"));
        await Eventually.TrueAsync(() => chronyd.IsSelected, "chronyd selects the source");
        // This host is bob's: ahead of alice, so fast.
        Assert.That(chronyd.SystemIsSlowBySeconds * 1e6, Is.EqualTo(-OffsetMicroseconds).Within(Drift));

        JsonElement refused = await AskAsync(ExitCode.AnswerIsNo, "--url", page);
        Assert.That(refused.GetProperty("fault").GetString(), Does.Contain("simulated"));
        foreach (string[] way in new[] { new[] { "--url", page }, ["--broker", "127.0.0.1:" + port, "--gateway", "test"] })
        {
            JsonElement accepted = await AskAsync(ExitCode.Good, [.. way, "--accept-simulated"]);
            JsonElement answer = accepted.GetProperty("answer");
            Assert.That(answer.GetProperty("offsetPicoseconds").GetDouble() * 1e-6, Is.EqualTo(OffsetMicroseconds).Within(Drift));
            Assert.That(answer.GetProperty("simulated").GetBoolean(), Is.True);
            Assert.That(answer.GetProperty("securityStatus").GetString(), Is.EqualTo("notAssessed"));
            Assert.That(accepted.GetProperty("roundTripSeconds").GetDouble(), Is.Positive);
        }
        JsonElement strict = await AskAsync(ExitCode.AnswerIsNo, "--url", page, "--maximum-uncertainty", "1", "--accept-simulated");
        Assert.That(strict.GetProperty("answer").GetProperty("refusal").GetString(), Is.EqualTo("uncertain"));

        chronyd.Stop();
        agent.WaitForLine(line => line.Contains("chrony") && line.Contains("unreachable"));
        chronyd.Start();
        await Eventually.TrueAsync(() => chronyd.IsSelected, "chronyd selects the source again");

        agent.Interrupt();
        Assert.That(agent.WaitForExit(), Is.Zero, agent.Text);
        Assert.That((await RefuseAsync("time", "--url", page)).Split('\n'), Has.Length.EqualTo(1), "nobody there any more");
    }

    [TestCase("time --timeout 0", "--timeout is 0")]
    [TestCase("time --broker nowhere", "HOST:PORT")]
    [TestCase("time --broker localhost:0", "HOST:PORT")]
    [TestCase("time --broker localhost:1883 --gateway A/B", "--gateway")]
    [TestCase("time --broker localhost:1883 --url http://localhost", "exclude each other")]
    [TestCase("time --url ftp://localhost", "--url is 'ftp://localhost'")]
    [TestCase("time --maximum-uncertainty -1", "--maximum-uncertainty is -1")]
    public async Task WrongUse_IsRefused(string arguments, string why) =>
        Assert.That(await RefuseAsync(arguments.Split(' ')), Does.Contain(why));

    private static async Task<JsonElement> AskAsync(int expected, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = await CommandLine.RunAsync(["time", .. arguments, "--json"], output, errors);
        Assert.That(code, Is.EqualTo(expected), output.ToString() + errors);
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    private static async Task<string> RefuseAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.That(await CommandLine.RunAsync(arguments, output, errors), Is.EqualTo(ExitCode.BadInput), output.ToString());
        return errors.ToString().TrimEnd('\n');
    }

    [GeneratedRegex(@":(\d+),")]
    private static partial Regex Port();
}
