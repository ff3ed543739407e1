// The broker for people who have none. It holds retained messages and queues in memory only; see docs/mqtt.md for what
// it does not do (message expiry, shared subscriptions, a client's receive maximum).
using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace Qit.Agent.Publishing;

/// <summary>An MQTT 5 broker inside this process, on the loopback address only.</summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    // MQTTnet's own limit, 1000, dropped acknowledged QoS 1 messages of a burst of 100 000; this holds such a burst.
    private const int DefaultPendingMessagesPerClient = 100_000;

    private readonly int wantedPort;
    private readonly MqttServerOptions options;
    private readonly MqttServer server;
    private long overwrittenCount;

    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="pendingMessagesPerClient">Messages that may wait for one slow subscriber, at least 1.</param>
    public EmbeddedBroker(int port, int pendingMessagesPerClient = DefaultPendingMessagesPerClient)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pendingMessagesPerClient, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        wantedPort = port;
        var factory = new MqttServerFactory();
        options = factory.CreateServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            // Left alone it would listen on every IPv6 address.
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithMaxPendingMessagesPerClient(pendingMessagesPerClient)
            .Build();
        // The default, linger 0, ends every connection with a reset that overtakes the last messages. ReuseAddress
        // stays off: it would let two brokers share the port.
        options.DefaultEndpointOptions.LingerState = new LingerOption(false, 0);
        server = factory.CreateMqttServer(options, [new AnonymousClientAdapter(new MqttTcpServerAdapter())]);
        server.ValidatingConnectionAsync += NameAnonymousClient;
        server.QueuedApplicationMessageOverwrittenAsync += CountOverwritten;
    }

    /// <summary>The port it listens on; valid after <see cref="StartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Messages dropped because a subscriber was too slow to take them.</summary>
    public long OverwrittenCount => Interlocked.Read(ref overwrittenCount);

    /// <summary>Listens.</summary>
    /// <exception cref="PortUnavailableException">The port is taken.</exception>
    public async Task StartAsync()
    {
        try
        {
            await server.StartAsync().ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw PortUnavailableException.Create("the MQTT broker", wantedPort, "mqtt.port", exception);
        }
        Port = options.DefaultEndpointOptions.Port;
    }

    /// <summary>Disconnects everyone and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync().ConfigureAwait(false);
        server.Dispose();
    }

    private static Task NameAnonymousClient(ValidatingConnectionEventArgs args)
    {
        if (string.IsNullOrEmpty(args.ClientId))
            args.AssignedClientIdentifier = AnonymousClientAdapter.NewClientId();
        return Task.CompletedTask;
    }

    private Task CountOverwritten(QueueMessageOverwrittenEventArgs args)
    {
        Interlocked.Increment(ref overwrittenCount);
        return Task.CompletedTask;
    }
}
