using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MQTTnet;
using Qit.Agent.Configuration;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.Client;

namespace Qit.Agent.Tests.TimeService;

/// <summary>Questions over MQTT, through the embedded broker and through mosquitto.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "TearDown disposes of them.")]
public sealed class MqttTimeTests
{
    private const string Topic = "qit/lab-1/time/request";
    private const double IntervalSeconds = 0.1;
    private static readonly TimeSpan Patience = Eventually.Deadline;

    private readonly Offsets offsets = new(frequency: 1e-9);
    private EmbeddedBroker? embedded;
    private RealProgram? mosquitto;
    private TimeServiceHost host = null!;
    private ConcurrentQueue<AgentResult> results = null!;
    private int port;

    [TearDown]
    public async Task StopAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        if (embedded is not null)
            await embedded.DisposeAsync();
        mosquitto?.Dispose();
        (embedded, mosquitto) = (null, null);
    }

    [TestCase("embedded")]
    [TestCase("mosquitto", Category = "RealComponents")]
    public async Task Client_GetsTheCorrection_AndARefusal(string broker)
    {
        await StartAsync(broker);
        await GiveOffsetsAsync();
        TimedAnswer answer = await MqttTimeClient.AskAsync("127.0.0.1", port, "lab-1", [], Patience, default);
        Assert.That(answer.Answer.Status, Is.EqualTo("valid"), answer.Answer.Reason);
        Assert.That(answer.Answer.OffsetPicoseconds, Is.EqualTo(123_456_000).Within(1e5));
        Assert.That(answer.FindFault(acceptSimulated: false), Is.Null);
        Assert.That(answer.RoundTripSeconds, Is.Positive);
        Assert.That(answer.MovedAtMostPicoseconds, Is.EqualTo(1000 * answer.RoundTripSeconds).Within(5).Percent);
        byte[] strict = Encoding.UTF8.GetBytes("{\"schemaVersion\":1,\"maximumUncertaintyPicoseconds\":1}");
        answer = await MqttTimeClient.AskAsync("127.0.0.1", port, "lab-1", strict, Patience, default);
        Assert.That(answer.Answer.Refusal, Is.EqualTo(TimeRefusals.Uncertain));
    }

    /// <summary>mosquitto_rr is a node of other people's making.</summary>
    [TestCase("embedded")]
    [TestCase("mosquitto")]
    [Category("RealComponents")]
    public async Task MosquittoRr_GetsItsCorrelationDataBack(string broker)
    {
        await StartAsync(broker);
        await GiveOffsetsAsync();
        using RealProgram asker = RealProgram.Start(
            RealProgram.FindOrSkip("mosquitto_rr", "mosquitto-clients"), "-h", "127.0.0.1", "-p", $"{port}", "-V", "mqttv5",
            "-t", Topic, "-e", "node/7/time", "-m", "{\"schemaVersion\":1}", "-q", "1", "-W", "20",
            "-D", "publish", "correlation-data", "question 42", "-F", "%t|%r|%D|%C|%E|%p");
        await asker.WaitForExitAsync();
        await Eventually.TrueAsync(() => asker.Output.Contains('}'), "mosquitto_rr prints the answer: " + asker.Output);
        string[] fields = asker.Output.Trim().Split('|', 6);
        Assert.That(fields[..4], Is.EqualTo(new[] { "node/7/time", "0", "question 42", "application/json" }));
        Assert.That(int.Parse(fields[4], CultureInfo.InvariantCulture), Is.InRange(1, 10), "message expiry, s");
        Assert.That(TimeAnswer.Read(Encoding.UTF8.GetBytes(fields[5])).Status, Is.EqualTo("valid"));
    }

    [TestCase("embedded")]
    [TestCase("mosquitto", Category = "RealComponents")]
    public async Task MalformedQuestions_AreCounted_AndDoNoHarm(string broker)
    {
        await StartAsync(broker);
        await GiveOffsetsAsync();
        await using TestSubscriber everything = await TestSubscriber.ConnectAsync(port, "#");
        using IMqttClient asker = await ConnectAsync();
        await AskAsync(asker, null, [1]);
        await AskAsync(asker, "qit/lab-1/timing/offset", [2]);
        await AskAsync(asker, "$SYS/x", [3]);
        await AskAsync(asker, new string('x', 300), [4]);
        await AskAsync(asker, "node/7", new byte[1000]);
        await AskAsync(asker, "node/7", [6], "what time is it?");
        await AskAsync(asker, "node/7", [7]);
        await Eventually.TrueAsync(() => everything.Messages.Count(one => one.Topic == "node/7") == 2, "two can be answered");
        string[] answers = [.. everything.Messages.Where(one => one.Topic != Topic).Select(one => one.Topic)];
        Assert.That(answers, Is.EqualTo(new[] { "node/7", "node/7" }));
        TimeAnswer[] read = [.. everything.Messages.Where(one => one.Topic == "node/7")
            .Select(one => TimeAnswer.Read(Encoding.UTF8.GetBytes(one.Payload)))];
        Assert.That(read[0].Refusal, Is.EqualTo(TimeRefusals.BadRequest));
        Assert.That(read[1].Status, Is.EqualTo("valid"));
        await Eventually.TrueAsync(
            () => results.OfType<TimeServiceResult>().LastOrDefault() is { MalformedCount: 6 } last
                && last.LastMalformed!.Contains("not JSON"),
            "the six are told");
    }

    /// <summary>It would be asked anew at every reconnection of the gateway.</summary>
    [TestCase("embedded")]
    [TestCase("mosquitto", Category = "RealComponents")]
    public async Task QuestionThatTheBrokerHasKept_IsNotAnswered(string broker)
    {
        await StartBrokerAsync(broker);
        await using TestSubscriber answers = await TestSubscriber.ConnectAsync(port, "node/#");
        using IMqttClient asker = await ConnectAsync();
        await AskAsync(asker, "node/kept", [1], "", isRetained: true);
        await StartHostAsync();
        await AskAsync(asker, "node/live", [2]);
        await Eventually.TrueAsync(() => answers.Messages.Count > 0, "the live one is answered");
        Assert.That(answers.Messages.Select(one => one.Topic), Is.EqualTo(new[] { "node/live" }));
    }

    [Test]
    public async Task Flood_IsLimited_AndCounted()
    {
        // The burst is one, and another each ten seconds that the flood lasts.
        await StartAsync("embedded", new TimeServiceConfiguration { RequestsPerSecond = 0.1 });
        await GiveOffsetsAsync();
        await using TestSubscriber answers = await TestSubscriber.ConnectAsync(port, "node/7");
        using IMqttClient asker = await ConnectAsync();
        for (int i = 0; i < 500; i++)
            await AskAsync(asker, "node/7", [1]);
        await Eventually.TrueAsync(
            () => results.OfType<TimeServiceResult>().LastOrDefault() is TimeServiceResult last
                && last.AnsweredCount + last.LimitedCount == 500 && last.LimitedCount > 400,
            "all are counted");
        TimeServiceResult total = results.OfType<TimeServiceResult>().Last();
        await Eventually.TrueAsync(() => answers.Messages.Count == total.AnsweredCount, "what is counted as answered has come");
    }

    [Test]
    [Category("RealComponents")]
    public async Task LostBroker_IsFoundAgain()
    {
        await StartAsync("mosquitto");
        await GiveOffsetsAsync();
        mosquitto!.Dispose();
        mosquitto = StartMosquitto(port);
        await Eventually.TrueAsync(() => CanAsk(), "questions are answered again");
    }

    /// <summary>mosquitto 2.0.11 closes the connection without the reason; there the waits between two attempts grow.</summary>
    [Test]
    public async Task SecondGatewayOfOurName_EndsTheAnswers_InsteadOfAFightForEver()
    {
        await StartAsync("embedded");
        var thieves = new List<IMqttClient>();
        bool HasGivenUp()
        {
            thieves.Add(ConnectAsync("qit-lab-1-time").GetAwaiter().GetResult());
            Thread.Sleep(250);
            return results.OfType<TimeServiceResult>().Last().Fault?.Contains("another client uses the id") == true;
        }

        await Eventually.TrueAsync(HasGivenUp, "it gives up and says why");
        Assert.That(thieves, Has.Count.LessThan(10));
        thieves.ForEach(thief => thief.Dispose());
    }

    [Test]
    public async Task AnswerToSomebodyElse_IsNotTaken()
    {
        await using var broker = new EmbeddedBroker(0);
        await broker.StartAsync();
        port = broker.Port;
        using IMqttClient liar = await ConnectAsync();
        liar.ApplicationMessageReceivedAsync += args => liar.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(args.ApplicationMessage.ResponseTopic).WithPayload("{}").WithCorrelationData([1, 2, 3]).Build());
        await liar.SubscribeAsync(Topic);
        Assert.That(
            async () => await MqttTimeClient.AskAsync("127.0.0.1", port, "lab-1", [], TimeSpan.FromSeconds(1), default),
            Throws.InstanceOf<BadInputException>().With.Message.Contains("no answer within 1 s"));
    }

    private bool CanAsk()
    {
        try
        {
            Task<TimedAnswer> ask = MqttTimeClient.AskAsync("127.0.0.1", port, "lab-1", [], TimeSpan.FromSeconds(0.5), default);
            return ask.GetAwaiter().GetResult().Answer.Gateway == "lab-1";
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private async Task StartAsync(string broker, TimeServiceConfiguration? service = null)
    {
        await StartBrokerAsync(broker);
        await StartHostAsync(service);
    }

    private async Task StartBrokerAsync(string broker)
    {
        if (broker == "mosquitto")
        {
            port = RealProgram.FreePort();
            mosquitto = StartMosquitto(port);
            await Eventually.TrueAsync(CanConnect, "mosquitto listens");
        }
        else
        {
            embedded = new EmbeddedBroker(0);
            await embedded.StartAsync();
            port = embedded.Port;
        }
    }

    private bool CanConnect()
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpClient("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private async Task StartHostAsync(TimeServiceConfiguration? service = null)
    {
        results = [];
        var options = new MqttPublisherOptions
        {
            Host = "127.0.0.1",
            Port = port,
            BackoffMinimum = TimeSpan.FromMilliseconds(20),
            BackoffMaximum = TimeSpan.FromMilliseconds(200),
        };
        var configuration = new AgentConfiguration
        {
            TimeService = service ?? new TimeServiceConfiguration(),
            Timing = new TimingConfiguration { IntervalSeconds = IntervalSeconds },
        };
        host = new TimeServiceHost(
            configuration, SyntheticResults.Run(isSimulated: false), options, results.Enqueue, TimeProvider.System);
        host.Start();
        await Eventually.TrueAsync(
            () => results.OfType<TimeServiceResult>().LastOrDefault() is { Fault: null }, "the gateway listens for questions");
    }

    // The second has to have been waited for.
    private async Task GiveOffsetsAsync()
    {
        host.Handle(offsets.Next());
        await Task.Delay(TimeSpan.FromSeconds(IntervalSeconds));
        host.Handle(offsets.Next());
    }

    private static RealProgram StartMosquitto(int port)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("qit-mosquitto-").FullName, "mosquitto.conf");
        File.WriteAllText(file, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n");
        return RealProgram.Start(RealProgram.FindOrSkip("mosquitto", "mosquitto"), "-c", file);
    }

    private async Task<IMqttClient> ConnectAsync(string? id = null)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port)
            .WithClientId(id ?? $"asker-{Guid.NewGuid():N}").Build();
        ((MqttClientTcpOptions)options.ChannelOptions).BufferSize = 262_144;
        await client.ConnectAsync(options);
        return client;
    }

    private static Task<MqttClientPublishResult> AskAsync(
        IMqttClient asker, string? answerTo, byte[] correlation, string payload = "", bool isRetained = false) =>
        asker.PublishAsync(new MqttApplicationMessage
        {
            Topic = Topic,
            Payload = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(payload)),
            ResponseTopic = answerTo,
            CorrelationData = correlation,
            Retain = isRetained,
            QualityOfServiceLevel = MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce,
        });
}
