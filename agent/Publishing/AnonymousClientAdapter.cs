// MQTTnet.Server 5.2 refuses every client without a client id ("Client Identifier not valid"), so that a plain
// `mosquitto_sub -t 'qit/#'` would fail. MQTT allows such clients, and brokers name them: 3.1.1 [MQTT-3.1.3-6..7], 5.0
// [MQTT-3.1.3-6..7], where the name is told in CONNACK. For 5.0 MQTTnet leaves a place for it; for 3.1.1 there is none,
// hence this pass-through that names the client as its CONNECT comes in.
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;

namespace Qit.Agent.Publishing;

/// <summary>A listener whose MQTT 3.1.1 clients need no client id.</summary>
internal sealed class AnonymousClientAdapter(IMqttServerAdapter inner) : IMqttServerAdapter
{
    private Func<IMqttChannelAdapter, Task>? clientHandler;

    /// <summary>A client id that no one else has.</summary>
    public static string NewClientId() => $"anonymous-{Guid.NewGuid():n}";

    /// <inheritdoc/>
    public Func<IMqttChannelAdapter, Task>? ClientHandler
    {
        get => clientHandler;
        set
        {
            clientHandler = value;
            inner.ClientHandler = value is null ? null : channel => value(new NamingChannel(channel));
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => inner.StartAsync(options, logger);

    /// <inheritdoc/>
    public Task StopAsync() => inner.StopAsync();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private sealed class NamingChannel(IMqttChannelAdapter inner) : IMqttChannelAdapter
    {
        public long BytesReceived => inner.BytesReceived;

        public long BytesSent => inner.BytesSent;

        public X509Certificate2 ClientCertificate => inner.ClientCertificate;

        public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

        public EndPoint LocalEndPoint => inner.LocalEndPoint;

        public bool IsSecureConnection => inner.IsSecureConnection;

        public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

        public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

        public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

        public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
        {
            MqttPacket packet = await inner.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
            // Without a clean session a nameless client must be refused: it could never come back to its session.
            if (packet is MqttConnectPacket { CleanSession: true } connect && string.IsNullOrEmpty(connect.ClientId) &&
                inner.PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
            {
                connect.ClientId = NewClientId();
            }
            return packet;
        }

        public void ResetStatistics() => inner.ResetStatistics();

        public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) =>
            inner.SendPacketAsync(packet, cancellationToken);

        public void Dispose() => inner.Dispose();
    }
}
