using System.Globalization;
using Qit.Agent.Publishing;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Publishing;

/// <summary>Against the clients and the broker most people use: ours and MQTTnet's reading of MQTT is one author's.</summary>
[Category("RealComponents")]
public sealed class MosquittoTests
{
    [TestCase("mqttv5")]
    [TestCase("mqttv311")]
    public async Task MosquittoSub_ReadsTheEmbeddedBroker(string protocol)
    {
        await using var broker = new EmbeddedBroker(0);
        await broker.StartAsync();
        await using MqttPublisher publisher = await StartPublisherAsync(broker.Port);
        publisher.Handle(new SyntheticResults().Offset(3));
        await Eventually.TrueAsync(() => publisher.Status is { PublishedCount: >= 3, QueuedCount: 0 }, "all is published");
        using RealProgram reader = Subscribe(broker.Port, protocol);
        await Eventually.TrueAsync(() => reader.Output.Contains("timing/offset"), "the retained offset comes");
        publisher.Handle(new SyntheticResults().Block(1, 3));
        await Eventually.TrueAsync(() => reader.Output.Contains("randomness/block"), "the live block comes");
        // retain flag, QoS, topic, payload
        Assert.That(reader.Output, Does.Contain("1 1 qit/lab-1/status " + SyntheticResults.Online));
        Assert.That(reader.Output, Does.Contain("1 1 qit/lab-1/timing/offset {\"schemaVersion\":1,\"gateway\":\"lab-1\""));
        Assert.That(reader.Output, Does.Contain("0 1 qit/lab-1/randomness/block {\"schemaVersion\":1"));
        Assert.That(reader.Output, Does.Contain("\"warning\":\"simulated devices: not randomness\""));
    }

    [Test]
    public async Task Publisher_WorksWithMosquitto_AcrossItsRestart()
    {
        int port = RealProgram.FreePort();
        RealProgram first = StartBroker(port);
        MqttPublisher publisher = await StartPublisherAsync(port);
        try
        {
            publisher.Handle(new SyntheticResults().Offset(3));
            using (RealProgram reader = Subscribe(port, "mqttv5"))
            {
                await Eventually.TrueAsync(() => reader.Output.Contains("timing/offset"), "the offset comes");
                Assert.That(reader.Output, Does.Contain("qit/lab-1/status " + SyntheticResults.Online));
            }
            first.Dispose();
            await Eventually.TrueAsync(() => !publisher.Status.IsConnected, "the loss is noticed");
            using RealProgram second = StartBroker(port);
            using RealProgram again = Subscribe(port, "mqttv5");
            await Eventually.TrueAsync(() => again.Output.Contains("timing/offset"), "the retained offset comes again");
            await publisher.DisposeAsync();
            await Eventually.TrueAsync(() => again.Output.Contains("qit/lab-1/status " + SyntheticResults.Offline), "offline comes");
            Assert.That(publisher.Status.DroppedCount, Is.Zero);
        }
        finally
        {
            first.Dispose();
            await publisher.DisposeAsync();
        }
    }

    private static RealProgram StartBroker(int port)
    {
        string folder = Directory.CreateTempSubdirectory("qit-mosquitto-").FullName;
        string file = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture,
            $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n"));
        return RealProgram.Start(RealProgram.FindOrSkip("mosquitto", "mosquitto"), "-v", "-c", file);
    }

    // mosquitto_sub ends when it cannot connect; the broker may still be starting.
    private static RealProgram Subscribe(int port, string protocol)
    {
        string command = string.Create(CultureInfo.InvariantCulture,
            $"{RealProgram.FindOrSkip("mosquitto_sub", "mosquitto-clients")} -h 127.0.0.1 -p {port} -V {protocol} " +
            $"-q 1 -t 'qit/#' -F '%r %q %t %p'");
        return RealProgram.Start("/bin/sh", "-c", $"for i in $(seq 200); do {command} && exit; sleep 0.1; done");
    }

    private static async Task<MqttPublisher> StartPublisherAsync(int port)
    {
        var options = new MqttPublisherOptions
        {
            Host = "127.0.0.1",
            Port = port,
            BackoffMinimum = TimeSpan.FromMilliseconds(20),
            BackoffMaximum = TimeSpan.FromMilliseconds(200),
        };
        var publisher = new MqttPublisher(SyntheticResults.Run(), options, TimeProvider.System);
        await publisher.StartAsync();
        return publisher;
    }
}
