using System.Net.Sockets;

namespace Qit.Agent.Tests.Support;

/// <summary>A Unix datagram socket that keeps what comes, as chronyd's SOCK refclock would.</summary>
internal sealed class DatagramListener : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public DatagramListener(string path)
    {
        // A socket's file outlives its owner; chronyd removes an old one, too.
        File.Delete(path);
        socket.Bind(new UnixDomainSocketEndPoint(path));
    }

    /// <summary>Everything that has come since the last call.</summary>
    public IReadOnlyList<byte[]> Take()
    {
        var taken = new List<byte[]>();
        var buffer = new byte[4096];
        while (socket.Poll(0, SelectMode.SelectRead))
            taken.Add(buffer[..socket.Receive(buffer)]);
        return taken;
    }

    public void Dispose() => socket.Dispose();
}
