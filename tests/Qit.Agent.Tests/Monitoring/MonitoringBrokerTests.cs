using System.Globalization;
using System.Text.Json;
using Qit.Agent.Monitoring;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Hal.Simulation;

namespace Qit.Agent.Tests.Monitoring;

/// <summary>Through mosquitto: five publishers, the subscriber, and what is published about the reference.</summary>
[Category("RealComponents")]
public sealed class MonitoringBrokerTests
{
    private const int Learning = 150;

    [TestCase(true)]
    [TestCase(false)]
    public async Task FiveGateways_OverMosquitto(bool isFaulty)
    {
        int port = RealProgram.FreePort();
        using RealProgram broker = StartBroker(port);
        ClockFault[] faults = !isFaulty ? [] :
        [
            new(0, ClockFaultKind.Frequency, 1e-12, (Learning + 10) * FiveGateways.Epoch),
            new(0, ClockFaultKind.Jump, 50e-12, (Learning + 40) * FiveGateways.Epoch),
        ];
        var five = new FiveGateways(true, faults);
        MqttPublisher[] publishers = [.. FiveGateways.Names.Append("lab-1").Select(name => Publisher(name, port))];
        var reports = new List<string>();
        await using var subscriber = new OffsetSubscriber(
            "127.0.0.1", port, "lab-1", FiveGateways.Names, five.Pipeline, reports.Add);
        foreach (MqttPublisher publisher in publishers) await publisher.StartAsync();
        subscriber.Start();
        await Eventually.TrueAsync(() => subscriber.SubscriptionCount > 0, "the subscription stands");
        for (int epoch = 0; epoch < Learning + 60; epoch++)
        {
            long before = five.Pipeline.HandledCount;
            foreach ((int gateway, OffsetResult offset) in five.Advance()) publishers[gateway].Handle(offset);
            await Eventually.TrueAsync(() => five.Pipeline.HandledCount == before + 10, $"the offsets of epoch {epoch} come");
            five.EndEpoch();
        }

        foreach (AgentResult result in five.Results) publishers[5].Handle(result);
        await using TestSubscriber reader = await TestSubscriber.ConnectAsync(port, "qit/lab-1/reference/#");
        await Eventually.TrueAsync(() => publishers[5].Status.QueuedCount == 0, "all is published");
        await Eventually.TrueAsync(() => reader.Last("qit/lab-1/reference/state")?.Contains("\"offsetCount\":2100") == true, "the state");
        JsonElement state = JsonDocument.Parse(reader.Last("qit/lab-1/reference/state")!).RootElement;
        Assert.That(state.GetProperty("reference").GetString(), Is.EqualTo(isFaulty ? "h2" : "h1"));
        Assert.That(state.GetProperty("alarmCount").GetInt32(), Is.EqualTo(isFaulty ? 2 : 0));
        Assert.That(state.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That(reader.Last("qit/lab-1/reference/stability"), Does.Contain("\"tauSeconds\":120"));
        if (isFaulty)
            Assert.That(reader.Last("qit/lab-1/reference/alarm"), Does.Contain("\"owner\":\"clock\",\"stations\":[\"h1\"]"));
        else
            Assert.That(five.Alarms, Is.Empty);
        Assert.That(reports, Does.Contain("listens to g1, g2, g3, g4, g5"));
        foreach (MqttPublisher publisher in publishers) await publisher.DisposeAsync();
    }

    private static MqttPublisher Publisher(string gateway, int port) => new(
        SyntheticResults.Run(gateway),
        new MqttPublisherOptions
        {
            Host = "127.0.0.1", Port = port, BackoffMinimum = TimeSpan.FromMilliseconds(20),
            BackoffMaximum = TimeSpan.FromMilliseconds(200),
        },
        TimeProvider.System);

    private static RealProgram StartBroker(int port)
    {
        string folder = Directory.CreateTempSubdirectory("qit-mosquitto-").FullName;
        string file = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture,
            $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n"));
        return RealProgram.Start(RealProgram.FindOrSkip("mosquitto", "mosquitto"), "-c", file);
    }
}
