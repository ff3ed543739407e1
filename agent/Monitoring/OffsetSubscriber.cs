// Reads other gateways' offsets from the broker. A connection of its own beside the publisher's: what comes in never waits
// for what goes out. It only listens, so that MQTTnet's keep-alive, which counts what is sent, does notice a frozen broker.
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Protocol;
using Qit.Agent.Publishing;

namespace Qit.Agent.Monitoring;

/// <summary>Subscribes to the offsets of gateways, again after every loss of the connection.</summary>
internal sealed class OffsetSubscriber : IAsyncDisposable
{
    private const int SocketBufferBytes = 262_144;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BackoffMinimum = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BackoffMaximum = TimeSpan.FromSeconds(30);

    private readonly string host;
    private readonly int port;
    private readonly string clientId;
    private readonly Dictionary<string, string> gatewayOfTopic;
    private readonly MonitoringPipeline pipeline;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> report;
    private Task running = Task.CompletedTask;
    private string lastReport = "";

    /// <param name="host">Of the broker.</param>
    /// <param name="port">Of the broker.</param>
    /// <param name="gateway">This gateway.</param>
    /// <param name="others">Gateways to listen to.</param>
    /// <param name="pipeline">Takes the messages.</param>
    /// <param name="report">Told what a person should know of the connection, when it changes; any thread.</param>
    public OffsetSubscriber(
        string host, int port, string gateway, IReadOnlyList<string> others, MonitoringPipeline pipeline, Action<string> report)
    {
        (this.host, this.port, this.pipeline, this.report) = (host, port, pipeline, report);
        clientId = $"qit-{gateway}-monitor";
        gatewayOfTopic = others.ToDictionary(TopicNames.OffsetsOf);
    }

    /// <summary>Subscriptions made, one for each connection.</summary>
    public int SubscriptionCount { get; private set; }

    /// <summary>Faults when a message met a bug of ours; never completes otherwise.</summary>
    public Task Faulted => broken.Task;

    /// <summary>Starts to connect; does not wait for it.</summary>
    public void Start() => running = Task.Run(RunAsync);

    /// <summary>Disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var backoff = new ReconnectBackoff(BackoffMinimum, BackoffMaximum, new Random());
        while (!stopping.IsCancellationRequested)
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            if (await ListenAsync(lost).ConfigureAwait(false))
                backoff.Reset();
            await DelayAsync(backoff.Next(), stopping.Token).ConfigureAwait(false);
        }
    }

    /// <summary>One connection, from its beginning to its end; true if it stood.</summary>
    private async Task<bool> ListenAsync(CancellationTokenSource lost)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += Receive;
        client.DisconnectedAsync += _ => lost.CancelAsync();
        bool stood = false;
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            deadline.CancelAfter(ConnectTimeout);
            await client.ConnectAsync(Options(), deadline.Token).ConfigureAwait(false);
            MqttClientSubscribeOptionsBuilder topics = new();
            foreach (string topic in gatewayOfTopic.Keys)
                topics.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
            MqttClientSubscribeResult answer =
                await client.SubscribeAsync(topics.Build(), deadline.Token).ConfigureAwait(false);
            SubscriptionCount++;
            stood = true;
            string[] refused = [.. answer.Items.Where(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                .Select(item => item.TopicFilter.Topic)];
            Report(refused.Length == 0 ? $"listens to {string.Join(", ", gatewayOfTopic.Values)}"
                : $"the broker refuses to tell {string.Join(", ", refused)}");
            await DelayAsync(Timeout.InfiniteTimeSpan, lost.Token).ConfigureAwait(false);
            using var farewell = new CancellationTokenSource(ConnectTimeout);
            if (client.IsConnected)
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), farewell.Token).ConfigureAwait(false);
        }
        // MQTTnet throws many kinds, see MqttSession: all mean that this connection is of no more use, and the next is tried.
        catch (Exception fault)
        {
            Report($"does not hear other gateways: {fault.GetBaseException().Message}");
        }
        return stood;
    }

    private void Report(string text)
    {
        if (text == lastReport)
            return;
        lastReport = text;
        report(text);
    }

    private MqttClientOptions Options()
    {
        MqttClientOptions built = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(ConnectTimeout)
            .Build();
        var tcp = (MqttClientTcpOptions)built.ChannelOptions;
        tcp.BufferSize = SocketBufferBytes;
        tcp.LingerState = new LingerOption(false, 0);
        return built;
    }

    private Task Receive(MqttApplicationMessageReceivedEventArgs args)
    {
        try
        {
            if (gatewayOfTopic.TryGetValue(args.ApplicationMessage.Topic, out string? gateway))
                pipeline.HandleMessage(gateway, args.ApplicationMessage.Payload);
        }
        // Thrown on into MQTTnet it would be lost: a bug must end the run.
        catch (Exception fault)
        {
            broken.TrySetException(fault);
        }
        return Task.CompletedTask;
    }

    private static async Task DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(delay, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
