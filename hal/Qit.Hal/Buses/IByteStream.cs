namespace Qit.Hal.Buses;

/// <summary>
/// A full-duplex stream of bytes: UART, USB serial, TCP, or a queue in memory. It may lose, change or
/// repeat bytes; whoever needs better puts the device link on top.
/// </summary>
public interface IByteStream
{
    /// <summary>Copies up to <paramref name="count"/> bytes that have arrived. Never blocks.</summary>
    /// <param name="buffer">Where to put them.</param>
    /// <param name="offset">First index to write.</param>
    /// <param name="count">Most bytes to copy.</param>
    /// <param name="read">Bytes copied; 0 when none are waiting.</param>
    /// <returns><see cref="HalStatus.Ok"/>, or <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Read(byte[] buffer, int offset, int count, out int read);

    /// <summary>Takes up to <paramref name="count"/> bytes for sending. Never blocks for longer than the driver's
    /// own buffer needs.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">First index to send.</param>
    /// <param name="count">Bytes offered.</param>
    /// <param name="written">Bytes taken; offer the rest again later.</param>
    /// <returns><see cref="HalStatus.Ok"/>, <see cref="HalStatus.NotReady"/> when the buffer is full, or
    /// <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Write(byte[] buffer, int offset, int count, out int written);
}
