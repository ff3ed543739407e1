using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Qit.Agent.Publishing;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Publishing;

public sealed class MqttPublisherTests
{
    [Test]
    public async Task LateSubscriber_FindsEveryRetainedTopic_AndNoBlock()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using MqttPublisher publisher = await StartPublisherAsync(broker.Port);
        var source = new SyntheticResults();
        publisher.Handle(source.Station("alice", 1));
        publisher.Handle(source.Station("bob", 1, isOnline: false, fault: "nothing heard for 5 s"));
        publisher.Handle(source.Offset(1));
        publisher.Handle(source.Offset(2));
        publisher.Handle(source.Tracking(1));
        publisher.Handle(source.Progress(1));
        publisher.Handle(source.Block(1, 1));
        await Eventually.TrueAsync(() => publisher.Status is { PublishedCount: >= 11, QueuedCount: 0 }, "all is published");

        await using TestSubscriber late = await TestSubscriber.ConnectAsync(broker.Port);
        await Eventually.TrueAsync(() => late.Messages.Count >= 9, "the retained messages come");
        Assert.That(late.Messages.Select(m => m.Topic).Order(), Is.EqualTo(new[]
        {
            "qit/lab-1/alice/availability", "qit/lab-1/alice/state", "qit/lab-1/bob/availability", "qit/lab-1/bob/state",
            "qit/lab-1/info", "qit/lab-1/randomness/progress", "qit/lab-1/status", "qit/lab-1/timing/offset",
            "qit/lab-1/timing/state",
        }));
        Assert.That(late.Messages.Select(m => m.WasRetained), Is.All.True);
        Assert.That(late.Last("qit/lab-1/status"), Is.EqualTo(SyntheticResults.Online));
        Assert.That(late.Last("qit/lab-1/alice/availability"), Is.EqualTo(SyntheticResults.Online));
        Assert.That(late.Last("qit/lab-1/bob/availability"), Is.EqualTo(SyntheticResults.Offline));
        Assert.That(Seconds(late.Last("qit/lab-1/timing/offset")), Is.EqualTo(2), "the last offset is the one kept");
    }

    [Test]
    public async Task EverySubscriber_GetsEveryOffsetAndBlock_InOrder()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(broker.Port);
        await using MqttPublisher publisher = await StartPublisherAsync(broker.Port);
        var source = new SyntheticResults();
        for (int k = 0; k < 500; k++)
        {
            publisher.Handle(source.Offset(k));
            if (k % 50 == 0)
                publisher.Handle(source.Block(1 + (k / 50), k, isCertified: k % 100 == 0));
        }
        await Eventually.TrueAsync(() => Offsets(subscriber).Count >= 500 && Blocks(subscriber).Length >= 10, "all arrive");
        Assert.That(Offsets(subscriber), Is.EqualTo(Enumerable.Range(0, 500)));
        Assert.That(Blocks(subscriber).Select(b => b.GetProperty("certified").GetBoolean()),
            Is.EqualTo(Enumerable.Range(0, 10).Select(i => i % 2 == 0)), "refused blocks are published too");
        Assert.That(publisher.Status.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task RestartedBroker_IsToldEverythingRetainedAgain()
    {
        EmbeddedBroker first = await StartBrokerAsync();
        await using MqttPublisher publisher = await StartPublisherAsync(first.Port);
        publisher.Handle(new SyntheticResults().Station("alice", 1));
        publisher.Handle(new SyntheticResults().Offset(7));
        await Eventually.TrueAsync(() => publisher.Status is { PublishedCount: >= 5, QueuedCount: 0 }, "all is published");
        await first.DisposeAsync();

        // A new broker on the same port: it has none of the retained messages.
        await using EmbeddedBroker second = await StartBrokerAsync(first.Port);
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(second.Port);
        await Eventually.TrueAsync(() => subscriber.Last("qit/lab-1/timing/offset") is not null &&
            subscriber.Last("qit/lab-1/alice/state") is not null &&
            subscriber.Last("qit/lab-1/alice/availability") == SyntheticResults.Online &&
            subscriber.Last("qit/lab-1/info") is not null &&
            subscriber.Last("qit/lab-1/status") == SyntheticResults.Online, "the retained topics come back");
        Assert.That(Offsets(subscriber), Is.EqualTo(new[] { 7 }));
        Assert.That(publisher.Status.ConnectionCount, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task ResultsOfTheTimeWithoutBroker_ArriveLater()
    {
        int port = RealProgram.FreePort();
        await using MqttPublisher publisher = new(SyntheticResults.Run(), Options(port), TimeProvider.System);
        await publisher.StartAsync();
        await Eventually.TrueAsync(() => publisher.Status.Fault?.Contains($"127.0.0.1:{port}") == true, "the fault is named");
        var source = new SyntheticResults();
        for (int k = 0; k < 20; k++)
        {
            publisher.Handle(source.Offset(k));
            publisher.Handle(source.Station("alice", k));
        }
        Assert.That(publisher.Status.SupersededCount, Is.EqualTo(19), "of the states only the last waits");
        await using EmbeddedBroker broker = await StartBrokerAsync(port);
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(port);
        await Eventually.TrueAsync(() => publisher.Status is { IsConnected: true, QueuedCount: 0 }, "the queue empties");
        // The subscriber may have come after some: the last is retained.
        await Eventually.TrueAsync(() => Offsets(subscriber).LastOrDefault() == 19, "the last offset comes");
        Assert.That(publisher.Status.PublishedCount, Is.GreaterThanOrEqualTo(20 + 4));
        Assert.That(publisher.Status.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task FullQueue_IsCounted_AndSaidInInfo()
    {
        int port = RealProgram.FreePort();
        await using MqttPublisher publisher = new(
            SyntheticResults.Run(), Options(port) with { QueueCapacityMessages = 5 }, TimeProvider.System);
        var source = new SyntheticResults();
        for (int k = 0; k < 12; k++)
            publisher.Handle(source.Offset(k));
        Assert.That(publisher.Status.DroppedCount, Is.EqualTo(7));
        await using EmbeddedBroker broker = await StartBrokerAsync(port);
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(port);
        await publisher.StartAsync();
        await Eventually.TrueAsync(() => Offsets(subscriber).Count == 5, "what was kept arrives");
        Assert.That(Offsets(subscriber), Is.EqualTo(new[] { 7, 8, 9, 10, 11 }));
        Assert.That(Parse(subscriber.Last("qit/lab-1/info")).GetProperty("droppedCount").GetInt64(), Is.EqualTo(7));
    }

    [Test]
    public async Task AbruptEnd_LeavesOffline()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(broker.Port);
        await using var relay = new TcpRelay(broker.Port);
        await using MqttPublisher publisher = await StartPublisherAsync(relay.Port);
        await Eventually.TrueAsync(() => subscriber.Last("qit/lab-1/status") == SyntheticResults.Online, "the birth comes");
        relay.CutForGood();
        await Eventually.TrueAsync(() => subscriber.Last("qit/lab-1/status") == SyntheticResults.Offline, "the will comes");
        await using TestSubscriber late = await TestSubscriber.ConnectAsync(broker.Port, "qit/lab-1/status");
        await Eventually.TrueAsync(() => late.Messages.Count == 1, "the will is retained");
        Assert.That(late.Messages[0], Is.EqualTo(("qit/lab-1/status", SyntheticResults.Offline, true)));
    }

    [Test]
    public async Task CleanStop_SendsWhatWaits_ThenOffline_WithoutTheWill()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(broker.Port);
        MqttPublisher publisher = await StartPublisherAsync(broker.Port);
        var source = new SyntheticResults();
        for (int k = 0; k < 300; k++)
            publisher.Handle(source.Offset(k));
        await publisher.DisposeAsync();
        Assert.That(publisher.Status.QueuedCount, Is.Zero);
        await Eventually.TrueAsync(() => subscriber.Last("qit/lab-1/status") == SyntheticResults.Offline, "offline comes");
        Assert.That(Offsets(subscriber), Is.EqualTo(Enumerable.Range(0, 300)));
        // A will would be a second offline. What another client says after it must be the next message.
        await using MqttPublisher next = new(SyntheticResults.Run("lab-2"), Options(broker.Port), TimeProvider.System);
        await next.StartAsync();
        await Eventually.TrueAsync(() => subscriber.Last("qit/lab-2/status") is not null, "the next gateway comes");
        Assert.That(subscriber.Messages.Count(m => m == ("qit/lab-1/status", SyntheticResults.Offline, false)), Is.EqualTo(1));
    }

    [Test]
    public async Task StopWhileTheBrokerIsAway_Ends_AndSaysWhatWasNotSent()
    {
        MqttPublisher publisher = new(SyntheticResults.Run(), Options(RealProgram.FreePort()), TimeProvider.System);
        await publisher.StartAsync();
        publisher.Handle(new SyntheticResults().Offset(1));
        await Eventually.EndsAsync(publisher.DisposeAsync().AsTask(), "the stop ends");
        Assert.That(publisher.Status.QueuedCount, Is.GreaterThanOrEqualTo(1));
    }

    // A broker that keeps the connection up but answers nothing, while we go on publishing: MQTTnet alone never notices.
    [Test]
    public async Task FrozenBroker_IsLeft_AndNothingIsLost()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(broker.Port);
        await using var relay = new TcpRelay(broker.Port);
        await using MqttPublisher publisher = await StartPublisherAsync(relay.Port, keepAliveSeconds: 1);
        var source = new SyntheticResults();
        publisher.Handle(source.Offset(0));
        await Eventually.TrueAsync(() => Offsets(subscriber).Count == 1, "the first offset arrives");
        relay.Swallow();
        for (int k = 1; k <= 10; k++)
            publisher.Handle(source.Offset(k));
        await Eventually.TrueAsync(() => Offsets(subscriber).Distinct().Count() == 11, "all arrive on a new connection");
        Assert.That(publisher.Status.ConnectionCount, Is.GreaterThanOrEqualTo(2));
        Assert.That(Offsets(subscriber).Distinct(), Is.EqualTo(Enumerable.Range(0, 11)));
    }

    [Test]
    public async Task SilentBroker_IsLeftToo_WhenThereIsNothingToPublish()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using var relay = new TcpRelay(broker.Port);
        await using MqttPublisher publisher = await StartPublisherAsync(relay.Port, keepAliveSeconds: 1);
        await Eventually.TrueAsync(() => publisher.Status is { IsConnected: true, QueuedCount: 0 }, "it is connected");
        relay.Swallow();
        await Eventually.TrueAsync(() => publisher.Status.ConnectionCount >= 2, "a new connection is made");
    }

    [Test]
    public async Task ManyCuts_LoseNothing()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using TestSubscriber subscriber = await TestSubscriber.ConnectAsync(broker.Port);
        await using var relay = new TcpRelay(broker.Port);
        await using MqttPublisher publisher = await StartPublisherAsync(relay.Port);
        var source = new SyntheticResults();
        for (int k = 0; k < 200; k++)
        {
            publisher.Handle(source.Offset(k));
            if (k % 20 == 10)
            {
                int seen = k / 2;
                await Eventually.TrueAsync(() => Offsets(subscriber).Distinct().Count() >= seen, "half has arrived");
                relay.Cut();
            }
        }
        await Eventually.TrueAsync(() => Offsets(subscriber).Distinct().Count() == 200, "all arrive");
        // At least once: repetitions carry the same seq, and the first arrivals are in order.
        Assert.That(Offsets(subscriber).Distinct(), Is.EqualTo(Enumerable.Range(0, 200)));
        Assert.That(publisher.Status.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task SecondGatewayOfTheSameName_DoesNotFightForEver()
    {
        await using EmbeddedBroker broker = await StartBrokerAsync();
        await using MqttPublisher one = await StartPublisherAsync(broker.Port);
        await using MqttPublisher other = await StartPublisherAsync(broker.Port);
        await Eventually.TrueAsync(() => one.Completion.IsCompleted || other.Completion.IsCompleted, "one gives up");
        MqttPublisher loser = one.Completion.IsCompleted ? one : other;
        Assert.That(loser.Status.Fault, Does.Contain("'qit-lab-1'").And.Contain("its own name"));
    }

    [Test]
    public void GatewayNameThatIsNoTopicLevel_IsRefusedBeforeAnythingStarts() =>
        Assert.That(() => new MqttPublisher(SyntheticResults.Run("Lab 1"), Options(1), TimeProvider.System),
            Throws.ArgumentException.With.Message.Contains("'Lab 1'"));

    [Test]
    public async Task OccupiedPort_IsOneClearError()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        int port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        await using var broker = new EmbeddedBroker(port);
        PortUnavailableException? exception = await Assert.ThrowsAsync<PortUnavailableException>(broker.StartAsync);
        Assert.That(exception!.Port, Is.EqualTo(port));
        Assert.That(exception.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("mqtt.port").And.Contain("another program"));
    }

    [Test]
    public async Task TwoBrokers_CannotShareAPort()
    {
        await using EmbeddedBroker first = await StartBrokerAsync();
        await using var second = new EmbeddedBroker(first.Port);
        await Assert.ThrowsAsync<PortUnavailableException>(second.StartAsync);
    }

    // A subscriber that never reads: its socket fills, then its queue. The control is the same with the default queue.
    [TestCase(5, true)]
    [TestCase(100_000, false)]
    public async Task MessagesLostBySlowSubscribers_AreCounted(int pendingMessages, bool isLossExpected)
    {
        await using var broker = new EmbeddedBroker(0, pendingMessages);
        await broker.StartAsync();
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(IPAddress.Loopback, broker.Port);
        // MQTT 3.1.1 CONNECT with a clean session and no client id; SUBSCRIBE qit/# at QoS 0.
        byte[] connect = [0x10, 0x0C, 0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, 0];
        byte[] subscribe = [0x82, 0x0A, 0, 1, 0, 5, .. "qit/#"u8, 0];
        await slow.GetStream().WriteAsync((byte[])[.. connect, .. subscribe]);
        var answer = new byte[9];
        await slow.GetStream().ReadExactlyAsync(answer);
        Assert.That(answer, Is.EqualTo(new byte[] { 0x20, 2, 0, 0, 0x90, 3, 0, 1, 0 }), "CONNACK and SUBACK, both accepted");

        await using MqttPublisher publisher = new(SyntheticResults.Run(),
            Options(broker.Port) with { BrokerOverwrittenCount = () => broker.OverwrittenCount }, TimeProvider.System);
        await publisher.StartAsync();
        var output = new byte[100_000];
        for (int number = 1; number <= 200; number++)
        {
            publisher.Handle(new SyntheticResults().Block(number, number) with { Output = output, OutputBits = 800_000 });
        }
        await Eventually.TrueAsync(() => publisher.Status is { PublishedCount: >= 202, QueuedCount: 0 }, "all is published");
        Assert.That(publisher.Status.BrokerOverwrittenCount, isLossExpected ? Is.GreaterThan(0) : Is.Zero);
    }

    private static async Task<EmbeddedBroker> StartBrokerAsync(int port = 0)
    {
        var broker = new EmbeddedBroker(port);
        await broker.StartAsync();
        Assert.That(broker.Port, Is.GreaterThan(0));
        return broker;
    }

    private static async Task<MqttPublisher> StartPublisherAsync(int port, double keepAliveSeconds = 10)
    {
        MqttPublisherOptions options = Options(port) with { KeepAlive = TimeSpan.FromSeconds(keepAliveSeconds) };
        var publisher = new MqttPublisher(SyntheticResults.Run(), options, TimeProvider.System);
        await publisher.StartAsync();
        return publisher;
    }

    private static MqttPublisherOptions Options(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        BackoffMinimum = TimeSpan.FromMilliseconds(20),
        BackoffMaximum = TimeSpan.FromMilliseconds(200),
    };

    private static List<int> Offsets(TestSubscriber subscriber) =>
        [.. subscriber.Messages.Where(m => m.Topic == "qit/lab-1/timing/offset").Select(m => Seconds(m.Payload))];

    private static JsonElement[] Blocks(TestSubscriber subscriber) =>
        [.. subscriber.Messages.Where(m => m.Topic == "qit/lab-1/randomness/block").Select(m => Parse(m.Payload))];

    private static JsonElement Parse(string? json) => JsonDocument.Parse(json!).RootElement;

    // The number that SyntheticResults.Offset was asked for.
    private static int Seconds(string? json) =>
        (int)((long.Parse(Parse(json).GetProperty("ts").GetString()!) - SyntheticResults.Start) / 1_000_000_000);
}
