using System.Net;
using Qit.Hal.Buses;
using Qit.Hal.Linux.Buses;
using Qit.Hal.Simulation;

namespace Qit.EndToEnd.Tests.Links;

/// <summary>A wire of one kind: the device's end, and how the agent opens the other.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Func<IByteStream> openGatewayEnd;
    private readonly string name;

    private Wire(string name, IByteStream deviceEnd, Func<IByteStream> openGatewayEnd)
    {
        this.name = name;
        DeviceEnd = deviceEnd;
        this.openGatewayEnd = openGatewayEnd;
    }

    public IByteStream DeviceEnd { get; }

    public static Wire Open(string transport)
    {
        switch (transport)
        {
            case "in-process":
                var cable = new InMemoryLink();
                return new Wire("in-process", cable.EndA, () => cable.EndB);
            case "tcp":
                var listener = new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, 0));
                var tcp = new LinkAddress.Tcp("127.0.0.1", listener.Port);
                return new Wire(tcp.ToString(), listener, tcp.Open);
            default:
                var terminal = new PseudoTerminal();
                LinkAddress serial = LinkAddress.Parse($"serial://{terminal.Path}");
                return new Wire(serial.ToString()!, terminal, serial.Open);
        }
    }

    public IByteStream OpenGatewayEnd() => openGatewayEnd();

    public void Dispose() => (DeviceEnd as IDisposable)?.Dispose();

    public override string ToString() => name;
}
