using System.Globalization;
using System.Net.Sockets;

namespace Qit.Agent.Publishing;

/// <summary>A listener could not have its port. The message names the port, why, and what to do.</summary>
public sealed class PortUnavailableException : IOException
{
    private PortUnavailableException(string message, int port, Exception cause) : base(message, cause) => Port = port;

    /// <summary>The port that was wanted.</summary>
    public int Port { get; }

    /// <summary>Puts the socket's complaint into words.</summary>
    /// <param name="what">What wanted the port, e.g. "the MQTT broker".</param>
    /// <param name="port">The port that was wanted.</param>
    /// <param name="option">The setting that chooses another port.</param>
    /// <param name="cause">The first error.</param>
    internal static PortUnavailableException Create(string what, int port, string option, Exception cause)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        string reason = FindSocketError(cause) switch
        {
            SocketError.AddressAlreadyInUse or null =>
                $"another program is listening there; choose another port with {option} (0 takes any free one) or " +
                "stop the other program",
            SocketError.AccessDenied =>
                $"this user may not open it; choose a port from 1024 up with {option}",
            SocketError error => $"the system says {error}; choose another port with {option}",
        };
        return new PortUnavailableException($"{what} cannot listen on {address}: {reason}.", port, cause);
    }

    private static SocketError? FindSocketError(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return socket.SocketErrorCode;
        }
        return null;
    }
}
