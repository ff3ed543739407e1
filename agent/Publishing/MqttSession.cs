// One connection to a broker, from CONNECT to its end, never reused: MQTTnet's client keeps state between connections
// that is best not kept. What MQTTnet 5.2 gets wrong by default is put right here:
//  - BufferSize 8192 pins the socket's buffers so small that a bursty peer can stall the connection: 262144;
//  - linger (true, 0) ends a clean disconnect with a reset that overtakes the last messages and fires the will: off,
//    and the last message before DISCONNECT is one that the broker acknowledges;
//  - its keep-alive counts packets sent, so a frozen broker goes unnoticed while we send: here every wait for an answer
//    has a deadline, and after half a keep-alive without traffic we ask.
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Protocol;

namespace Qit.Agent.Publishing;

/// <summary>The connection is of no more use. The message is for a person.</summary>
internal sealed class MqttSessionLostException(string message, Exception? cause, bool isTakenOver)
    : Exception(message, cause)
{
    /// <summary>True when another client came with our client id.</summary>
    public bool IsTakenOver { get; } = isTakenOver;
}

/// <summary>A standing connection. One thread at a time.</summary>
internal sealed class MqttSession : IDisposable
{
    private const int SocketBufferBytes = 262_144;

    private readonly IMqttClient client;
    private readonly TimeSpan keepAlive;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly long maximumPayloadBytes;
    private MqttClientDisconnectedEventArgs? ending;

    private MqttSession(IMqttClient client, TimeSpan keepAlive, long maximumPayloadBytes, TimeProvider time)
    {
        this.client = client;
        this.keepAlive = keepAlive;
        this.maximumPayloadBytes = maximumPayloadBytes;
        this.time = time;
    }

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>The longest time without traffic before <see cref="PingAsync"/> is due.</summary>
    public TimeSpan IdleLimit => keepAlive / 2;

    /// <summary>Connects; the broker will publish the will, where there is one, when the connection ends in any way but ours.
    /// </summary>
    /// <exception cref="MqttSessionLostException">There is no connection.</exception>
    public static async Task<MqttSession> ConnectAsync(
        MqttPublisherOptions options, string clientId, OutboundMessage? will, TimeProvider time,
        CancellationToken abandon)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        try
        {
            using var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abandon);
            MqttClientConnectResult result =
                await client.ConnectAsync(BuildOptions(options, clientId, will), either.Token).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
                throw Refused(options, $"refused the connection: {result.ResultCode} {result.ReasonString}".TrimEnd());
            if (!result.RetainAvailable)
                throw Refused(options, "keeps no retained messages, which readers of this gateway depend on");
            TimeSpan keepAlive = result.ServerKeepAlive > 0
                ? TimeSpan.FromSeconds(result.ServerKeepAlive)
                : options.KeepAlive;
            var session = new MqttSession(client, keepAlive, MaximumPayload(result), time);
            client.DisconnectedAsync += session.NoteEnd;
            // Between CONNACK and the line above the end would have gone unheard.
            if (!client.IsConnected)
                await session.NoteEnd(null).ConfigureAwait(false);
            return session;
        }
        catch (MqttSessionLostException)
        {
            client.Dispose();
            throw;
        }
        // MQTTnet throws many kinds here, including those of a client torn down under it; all mean: no connection.
        catch (Exception exception)
        {
            client.Dispose();
            string reason = exception is OperationCanceledException
                ? "no answer in time"
                : exception.GetBaseException().Message;
            throw new MqttSessionLostException(
                $"no connection to the MQTT broker at {options.Host}:{options.Port}: {reason}", exception, false);
        }
    }

    /// <summary>Publishes at QoS 1 and waits for the broker's word.</summary>
    /// <returns>Null when the broker took it, else why it did not; sending it again would not help.</returns>
    /// <exception cref="MqttSessionLostException">Unknown whether it arrived.</exception>
    public async Task<string?> PublishAsync(OutboundMessage message, CancellationToken abandon)
    {
        if (message.Payload.LongLength > maximumPayloadBytes)
            return $"larger than the broker takes ({message.Payload.Length} bytes, it takes {maximumPayloadBytes})";
        MqttApplicationMessage packet = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayload(message.Payload)
            .WithContentType(message.ContentType)
            .WithRetainFlag(message.IsRetained)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        packet.ResponseTopic = message.ResponseTopic;
        packet.CorrelationData = message.CorrelationData;
        packet.MessageExpiryInterval = message.ExpirySeconds;
        MqttClientPublishResult? result = null;
        await AskAsync(async token => result = await client.PublishAsync(packet, token).ConfigureAwait(false), abandon)
            .ConfigureAwait(false);
        return result!.IsSuccess ? null : $"{result.ReasonCode} {result.ReasonString}".TrimEnd();
    }

    /// <summary>Subscribes at QoS 1 to messages that are sent from now on; those that were retained are not wanted.</summary>
    /// <param name="filter">Topic filter.</param>
    /// <param name="received">Takes every message, on a thread that must not wait.</param>
    /// <param name="abandon">Ends the wait.</param>
    /// <returns>Null when the broker took it, else why it did not.</returns>
    /// <exception cref="MqttSessionLostException">The connection is lost.</exception>
    public async Task<string?> SubscribeAsync(
        string filter, Action<MqttApplicationMessage> received, CancellationToken abandon)
    {
        client.ApplicationMessageReceivedAsync += args =>
        {
            received(args.ApplicationMessage);
            return Task.CompletedTask;
        };
        MqttClientSubscribeOptions wanted = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(one => one
            .WithTopic(filter)
            .WithAtLeastOnceQoS()
            .WithRetainHandling(MqttRetainHandling.DoNotSendOnSubscribe)).Build();
        MqttClientSubscribeResult? result = null;
        await AskAsync(async token => result = await client.SubscribeAsync(wanted, token).ConfigureAwait(false), abandon)
            .ConfigureAwait(false);
        MqttClientSubscribeResultCode code = result!.Items.Single().ResultCode;
        return code <= MqttClientSubscribeResultCode.GrantedQoS2 ? null : code.ToString();
    }

    /// <summary>Asks the broker whether it lives.</summary>
    /// <exception cref="MqttSessionLostException">It does not.</exception>
    public Task PingAsync(CancellationToken abandon) => AskAsync(token => client.PingAsync(token), abandon);

    /// <summary>Disconnects so that the will is not published. The last publish was acknowledged.</summary>
    public Task CloseAsync(CancellationToken abandon) =>
        AskAsync(token => client.DisconnectAsync(new MqttClientDisconnectOptions(), token), abandon);

    /// <summary>Closes the socket; without <see cref="CloseAsync"/> before, the broker publishes the will.</summary>
    public void Dispose()
    {
        client.DisconnectedAsync -= NoteEnd;
        client.Dispose();
        // Lost is not disposed: MQTTnet may still be on its way to NoteEnd, and it holds no timer.
    }

    /// <summary>The loss, in words.</summary>
    public MqttSessionLostException Loss(Exception? cause)
    {
        MqttClientDisconnectReason? reason = ending?.Reason;
        string words = cause is OperationCanceledException
            ? "the MQTT broker does not answer"
            : $"the MQTT connection was lost: {(reason is null or MqttClientDisconnectReason.NormalDisconnection
                ? (ending?.Exception ?? cause)?.GetBaseException().Message ?? "closed by the broker"
                : reason.ToString())}";
        return new MqttSessionLostException(words, cause, reason == MqttClientDisconnectReason.SessionTakenOver);
    }

    private static MqttClientOptions BuildOptions(MqttPublisherOptions options, string clientId, OutboundMessage? will)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.ConnectTimeout);
        if (will is not null)
        {
            builder
                .WithWillTopic(will.Topic)
                .WithWillPayload(will.Payload)
                .WithWillContentType(will.ContentType)
                .WithWillRetain(will.IsRetained)
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        }
        MqttClientOptions built = builder.Build();
        var tcp = (MqttClientTcpOptions)built.ChannelOptions;
        tcp.BufferSize = SocketBufferBytes;
        tcp.LingerState = new LingerOption(false, 0);
        return built;
    }

    private static long MaximumPayload(MqttClientConnectResult result)
    {
        const int Headers = 1024; // topic, properties and fixed header, generously
        return result.MaximumPacketSize is > Headers ? result.MaximumPacketSize.Value - Headers : int.MaxValue;
    }

    private static MqttSessionLostException Refused(MqttPublisherOptions options, string how) =>
        new($"the MQTT broker at {options.Host}:{options.Port} {how}", null, false);

    private async Task AskAsync(Func<CancellationToken, Task> ask, CancellationToken abandon)
    {
        // Half a keep-alive may have passed in silence before, so this deadline makes it 1.5.
        using var deadline = new CancellationTokenSource(keepAlive, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abandon);
        try
        {
            await ask(either.Token).ConfigureAwait(false);
        }
        // As in ConnectAsync: of whatever kind, it means that this connection is of no more use.
        catch (Exception exception)
        {
            throw Loss(exception);
        }
    }

    // Only notes: reconnecting from this event can deadlock in MQTTnet.
    private Task NoteEnd(MqttClientDisconnectedEventArgs? args)
    {
        ending = args;
        lost.Cancel();
        return Task.CompletedTask;
    }
}
