using System.Globalization;
using System.Net;
using Qit.Hal.Buses;

namespace Qit.Hal.Linux.Buses;

/// <summary>Where a device link goes, as people write it in configuration files and on command lines.</summary>
public abstract record LinkAddress
{
    private const int DefaultBaud = 921_600;

    private const string Forms =
        "right would be tcp://HOST:PORT, tcp-listen://ADDRESS:PORT, serial:///dev/PORT[?baud=N] or pty";

    private LinkAddress()
    {
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">tcp://host:port, tcp-listen://address:port, serial:///dev/port?baud=115200, or pty.</param>
    /// <exception cref="FormatException">Not one of these forms; the message says what would be right.</exception>
    public static LinkAddress Parse(string text)
    {
        if (text == "pty")
            return new Pty();
        string shown = Show(text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri))
            throw new FormatException($"link address '{shown}' is not understood; {Forms}");
        switch (uri.Scheme)
        {
            case "tcp" when uri.Port > 0 && uri.Host.Length > 0:
                return new Tcp(uri.Host, uri.Port);
            case "tcp-listen" when uri.Port >= 0 && IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address):
                return new TcpListen(new IPEndPoint(address, uri.Port));
            case "serial" when uri.Host.Length > 0:
                // serial://dev/ttyUSB0 would be the port /ttyUSB0 of a host called dev.
                throw new FormatException(
                    $"link address '{shown}' has two slashes; three would be right: serial:///{Show(text[9..])}");
            case "serial" when uri.AbsolutePath.Length > 1:
                return new Serial(uri.AbsolutePath, ParseBaud(uri.Query, shown));
            default:
                throw new FormatException($"link address '{shown}' is not understood; {Forms}");
        }
    }

    /// <summary>Opens the stream; the caller disposes it when it is disposable.</summary>
    /// <exception cref="IOException">It cannot be opened; the message names it and says why.</exception>
    public abstract IByteStream Open();

    /// <summary>An address is repeated in errors, but no more of it than fits a line.</summary>
    private static string Show(string text)
    {
        const int Longest = 60;
        string shown = string.Concat(text.Take(Longest).Select(letter => char.IsControl(letter) ? '?' : letter));
        return text.Length > Longest ? shown + "..." : shown;
    }

    private static int ParseBaud(string query, string shown)
    {
        if (query.Length == 0)
            return DefaultBaud;
        return query.StartsWith("?baud=", StringComparison.Ordinal)
            && int.TryParse(query.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int baud) && baud > 0
                ? baud
                : throw new FormatException($"link address '{shown}': right would be ?baud=N with a positive number");
    }

    /// <summary>Connects to a device that listens.</summary>
    public sealed record Tcp(string Host, int Port) : LinkAddress
    {
        /// <inheritdoc/>
        public override IByteStream Open() => TcpByteStream.Connect(Host, Port, TimeSpan.FromSeconds(3));

        /// <inheritdoc/>
        public override string ToString() => $"tcp://{Host}:{Port}";
    }

    /// <summary>Listens for the other side.</summary>
    public sealed record TcpListen(IPEndPoint EndPoint) : LinkAddress
    {
        /// <inheritdoc/>
        public override IByteStream Open() => new TcpListenerByteStream(EndPoint);

        /// <inheritdoc/>
        public override string ToString() => $"tcp-listen://{EndPoint}";
    }

    /// <summary>Opens a serial port.</summary>
    public sealed record Serial(string Path, int Baud) : LinkAddress
    {
        /// <inheritdoc/>
        public override IByteStream Open() => new SerialByteStream(Path, Baud);

        /// <inheritdoc/>
        public override string ToString() => $"serial://{Path}?baud={Baud}";
    }

    /// <summary>Makes a pseudo terminal for the other side to open.</summary>
    public sealed record Pty : LinkAddress
    {
        /// <inheritdoc/>
        public override IByteStream Open() => new PseudoTerminal();

        /// <inheritdoc/>
        public override string ToString() => "pty";
    }
}
