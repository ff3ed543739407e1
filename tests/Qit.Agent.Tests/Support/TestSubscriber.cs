using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using MQTTnet;

namespace Qit.Agent.Tests.Support;

/// <summary>A reader of a broker that keeps everything it gets.</summary>
internal sealed class TestSubscriber : IAsyncDisposable
{
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<(string Topic, string Payload, bool WasRetained)> messages = [];

    public IReadOnlyList<(string Topic, string Payload, bool WasRetained)> Messages => [.. messages];

    public static async Task<TestSubscriber> ConnectAsync(int port, string filter = "qit/#")
    {
        var subscriber = new TestSubscriber();
        subscriber.client.ApplicationMessageReceivedAsync += args =>
        {
            MqttApplicationMessage message = args.ApplicationMessage;
            subscriber.messages.Enqueue(
                (message.Topic, Encoding.UTF8.GetString(message.Payload.ToArray()), message.Retain));
            return Task.CompletedTask;
        };
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build();
        ((MqttClientTcpOptions)options.ChannelOptions).BufferSize = 262_144;
        await subscriber.client.ConnectAsync(options);
        await subscriber.client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(filter, MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce).Build());
        return subscriber;
    }

    public string? Last(string topic) => Messages.LastOrDefault(message => message.Topic == topic).Payload;

    public async ValueTask DisposeAsync()
    {
        if (client.IsConnected)
            await client.DisconnectAsync(new MqttClientDisconnectOptions());
        client.Dispose();
    }
}
