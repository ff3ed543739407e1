using System;
using Qit.Core.Framing;

namespace Qit.Protocols.DeviceLink;

/// <summary>
/// Frames to bytes and back. Layout, little-endian: version u8, type u8, flags u8, zero u8, device u32, boot u32,
/// sequence i64, device time i64 (microseconds), payload, CRC-32C u32 over all before it; the whole COBS-coded and
/// ended by a zero.
/// </summary>
public sealed class FrameCodec
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 28;

    /// <summary>Longest frame on the wire, its delimiter included.</summary>
    public static readonly int MaxEncodedLength = Cobs.MaxEncodedLength(HeaderLength + Frame.MaxPayload + CrcLength) + 1;

    private const int CrcLength = 4;

    private readonly byte[] scratch = new byte[HeaderLength + Frame.MaxPayload + CrcLength];

    /// <summary>Writes a frame with its delimiter.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="target">Takes up to <see cref="MaxEncodedLength"/> bytes from index 0.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Frame frame, byte[] target)
    {
        byte[] raw = scratch;
        raw[0] = Frame.CurrentVersion;
        raw[1] = frame.Type;
        raw[2] = frame.Flags;
        raw[3] = 0;
        LittleEndian.PutUInt32(raw, 4, frame.DeviceId);
        LittleEndian.PutUInt32(raw, 8, frame.BootId);
        LittleEndian.PutInt64(raw, 12, frame.Sequence);
        LittleEndian.PutInt64(raw, 20, frame.DeviceTimeMicroseconds);
        Array.Copy(frame.Payload, 0, raw, HeaderLength, frame.PayloadLength);
        int length = HeaderLength + frame.PayloadLength;
        LittleEndian.PutUInt32(raw, length, Crc32C.Compute(raw, 0, length));
        int encoded = Cobs.Encode(raw, 0, length + CrcLength, target, 0);
        target[encoded] = Cobs.Delimiter;
        return encoded + 1;
    }

    /// <summary>Reads a frame from decoded bytes (COBS already undone).</summary>
    /// <param name="raw">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <param name="frame">Takes the frame; unchanged when the answer is false.</param>
    /// <returns>False when the length, version or checksum is wrong.</returns>
    public static bool TryDecode(byte[] raw, int length, Frame frame)
    {
        int payloadLength = length - HeaderLength - CrcLength;
        if (payloadLength < 0 || payloadLength > Frame.MaxPayload || raw[0] != Frame.CurrentVersion)
            return false;
        if (Crc32C.Compute(raw, 0, length - CrcLength) != LittleEndian.GetUInt32(raw, length - CrcLength))
            return false;
        frame.Type = raw[1];
        frame.Flags = raw[2];
        frame.DeviceId = LittleEndian.GetUInt32(raw, 4);
        frame.BootId = LittleEndian.GetUInt32(raw, 8);
        frame.Sequence = LittleEndian.GetInt64(raw, 12);
        frame.DeviceTimeMicroseconds = LittleEndian.GetInt64(raw, 20);
        Array.Copy(raw, HeaderLength, frame.Payload, 0, payloadLength);
        frame.PayloadLength = payloadLength;
        return true;
    }
}
