using System.IO.Ports;
using Qit.Hal.Buses;

namespace Qit.Hal.Linux.Buses;

/// <summary>A serial port (UART, USB CDC, pseudo terminal) as a byte stream, 8N1, raw, no handshake.</summary>
public sealed class SerialByteStream : IByteStream, IDisposable
{
    private const int WriteTimeoutMilliseconds = 500;

    private readonly SerialPort port;

    /// <summary>Opens the port.</summary>
    /// <param name="path">Device file, for example /dev/ttyUSB0.</param>
    /// <param name="baud">Symbols per second; USB CDC and pseudo terminals ignore it.</param>
    /// <exception cref="IOException">No such port, no permission, or in use, with the path.</exception>
    public SerialByteStream(string path, int baud)
    {
        // SerialPort calls a port that is not there "access denied".
        if (!File.Exists(path))
        {
            throw new IOException(
                $"serial://{path}: no such device; right would be the device file of the port, e.g. /dev/ttyUSB0");
        }
        port = new SerialPort(path, baud)
        {
            WriteTimeout = WriteTimeoutMilliseconds,
            ReadBufferSize = 1 << 16,
        };
        try
        {
            port.Open();
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException or ArgumentException)
        {
            port.Dispose();
            throw new IOException($"serial://{path}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public HalStatus Read(byte[] buffer, int offset, int count, out int read)
    {
        read = 0;
        try
        {
            int waiting = port.BytesToRead;
            if (waiting > 0)
                read = port.Read(buffer, offset, Math.Min(count, waiting));
            return HalStatus.Ok;
        }
        catch (Exception fault) when (IsGone(fault))
        {
            return HalStatus.Disconnected;
        }
    }

    /// <inheritdoc/>
    public HalStatus Write(byte[] buffer, int offset, int count, out int written)
    {
        written = 0;
        try
        {
            port.Write(buffer, offset, count);
            written = count;
            return HalStatus.Ok;
        }
        catch (TimeoutException)
        {
            // Part of it may be out: the frame is spoilt either way, and the link sends it again.
            written = count;
            return HalStatus.Ok;
        }
        catch (Exception fault) when (IsGone(fault))
        {
            return HalStatus.Disconnected;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => port.Dispose();

    private static bool IsGone(Exception fault) =>
        fault is IOException or InvalidOperationException or UnauthorizedAccessException;
}
