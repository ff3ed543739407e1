using System.Net.Sockets;

namespace Qit.Agent.TimeService.ChronyRefclock;

/// <summary>Sends datagrams to a Unix socket that comes and goes with its owner. Never waits. Not safe for several threads.
/// </summary>
/// <param name="path">Path of the socket.</param>
internal sealed class ChronySocket(string path) : IDisposable
{
    /// <summary>Bytes of a path, at most: sun_path has 108 with the closing zero.</summary>
    public const int LongestPathBytes = 107;

    private Socket? socket;

    /// <summary>Sends; null when chronyd has it, else why not.</summary>
    public string? TrySend(ReadOnlySpan<byte> datagram)
    {
        try
        {
            if (socket is null)
            {
                socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
                socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            socket.Send(datagram);
            return null;
        }
        catch (SocketException exception)
        {
            // A socket that was refused once can never be connected again: the next attempt takes a new one.
            Dispose();
            return exception.SocketErrorCode switch
            {
                SocketError.AddressNotAvailable => $"there is no socket {path}: chronyd makes it when it starts with "
                    + "'refclock SOCK' and this path",
                SocketError.ConnectionRefused => $"nobody listens at {path}: chronyd has ended",
                SocketError.WouldBlock => $"chronyd does not read {path}",
                SocketError.AccessDenied => $"no permission to write to {path}",
                _ => $"{path}: {exception.Message}",
            };
        }
    }

    /// <summary>Closes; the next send opens anew.</summary>
    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }
}
