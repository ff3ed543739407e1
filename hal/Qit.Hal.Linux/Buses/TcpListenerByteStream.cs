using System.Net;
using System.Net.Sockets;
using Qit.Hal.Buses;

namespace Qit.Hal.Linux.Buses;

/// <summary>
/// The device's side of a TCP link: listens, and speaks to whoever connected last, so that a gateway that comes back
/// after a broken line is not kept out by its own dead connection. Without a gateway it answers
/// <see cref="HalStatus.Disconnected"/> and goes on listening.
/// </summary>
public sealed class TcpListenerByteStream : IByteStream, IDisposable
{
    private readonly Socket listener;
    private TcpByteStream? peer;

    /// <summary>Starts to listen.</summary>
    /// <param name="endPoint">Address and port; port 0 lets the system choose.</param>
    /// <exception cref="IOException">The port is taken or not allowed.</exception>
    public TcpListenerByteStream(IPEndPoint endPoint)
    {
        listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen(backlog: 1);
            listener.Blocking = false;
        }
        catch (SocketException fault)
        {
            listener.Dispose();
            throw new IOException($"tcp-listen://{endPoint}: {fault.Message}", fault);
        }
    }

    /// <summary>The port listened on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public HalStatus Read(byte[] buffer, int offset, int count, out int read)
    {
        AcceptNewcomer();
        read = 0;
        if (peer is null)
            return HalStatus.Disconnected;
        HalStatus status = peer.Read(buffer, offset, count, out read);
        if (status == HalStatus.Disconnected)
            DropPeer();
        return status;
    }

    /// <inheritdoc/>
    public HalStatus Write(byte[] buffer, int offset, int count, out int written)
    {
        written = 0;
        if (peer is null)
            return HalStatus.Disconnected;
        HalStatus status = peer.Write(buffer, offset, count, out written);
        if (status == HalStatus.Disconnected)
            DropPeer();
        return status;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropPeer();
        listener.Dispose();
    }

    private void AcceptNewcomer()
    {
        if (!listener.Poll(0, SelectMode.SelectRead))
            return;
        try
        {
            Socket newcomer = listener.Accept();
            DropPeer();
            peer = new TcpByteStream(newcomer);
        }
        catch (SocketException)
        {
            // Whoever knocked has left again: the present peer, if any, stays.
            return;
        }
    }

    private void DropPeer()
    {
        peer?.Dispose();
        peer = null;
    }
}
