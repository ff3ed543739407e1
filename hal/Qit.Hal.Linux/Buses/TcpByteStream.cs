using System.Net.Sockets;
using Qit.Hal.Buses;

namespace Qit.Hal.Linux.Buses;

/// <summary>A connected TCP socket as a byte stream. Once it has answered <see cref="HalStatus.Disconnected"/> it stays
/// so; open a new one.</summary>
public sealed class TcpByteStream : IByteStream, IDisposable
{
    private readonly Socket socket;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket; this object disposes it.</param>
    public TcpByteStream(Socket socket)
    {
        this.socket = socket;
        socket.Blocking = false;
        // Acknowledgements are small and must not wait for company.
        socket.NoDelay = true;
    }

    /// <summary>Connects.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="timeout">Longest wait for the connection.</param>
    /// <exception cref="IOException">No connection, with the reason.</exception>
    public static TcpByteStream Connect(string host, int port, TimeSpan timeout)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var limit = new CancellationTokenSource(timeout);
            socket.ConnectAsync(host, port, limit.Token).AsTask().GetAwaiter().GetResult();
            return new TcpByteStream(socket);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            string reason = fault is SocketException known ? known.Message : $"no answer in {timeout.TotalSeconds:0.#} s";
            throw new IOException($"tcp://{host}:{port}: {reason}", fault);
        }
    }

    /// <inheritdoc/>
    public HalStatus Read(byte[] buffer, int offset, int count, out int read)
    {
        read = socket.Receive(buffer.AsSpan(offset, count), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            read = 0;
            return HalStatus.Ok;
        }
        // A successful read of nothing is the other side's goodbye.
        return error == SocketError.Success && (read > 0 || count == 0) ? HalStatus.Ok : HalStatus.Disconnected;
    }

    /// <inheritdoc/>
    public HalStatus Write(byte[] buffer, int offset, int count, out int written)
    {
        written = socket.Send(buffer.AsSpan(offset, count), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            written = 0;
            return HalStatus.NotReady;
        }
        return error == SocketError.Success ? HalStatus.Ok : HalStatus.Disconnected;
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
