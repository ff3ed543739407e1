using System;
using System.Text;
using Qit.Core.Framing;

namespace Qit.Protocols.DeviceLink;

/// <summary>Who a device is and what its hardware can do, as it tells the gateway in its hello.</summary>
public sealed class DeviceIdentity
{
    /// <summary>Longest name and version, bytes of UTF-8.</summary>
    public const int MaxTextBytes = 32;

    private const int FixedLength = 10;

    /// <summary>The device's own number, fixed when it is made.</summary>
    public uint DeviceId { get; init; }

    /// <summary>A new number at every boot.</summary>
    public uint BootId { get; init; }

    /// <summary>True when any part of the board is a simulated one.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Station name, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Version of the firmware.</summary>
    public string FirmwareVersion { get; init; } = "";

    /// <summary>One tagger tick is this over <see cref="TickFemtosecondsDenominator"/> femtoseconds; 0 without a tagger.</summary>
    public int TickFemtosecondsNumerator { get; init; }

    /// <summary>See <see cref="TickFemtosecondsNumerator"/>.</summary>
    public int TickFemtosecondsDenominator { get; init; } = 1;

    /// <summary>Writes the identity as the tail of a hello.</summary>
    /// <param name="target">Takes up to 10 + 2 * <see cref="MaxTextBytes"/> bytes.</param>
    /// <param name="offset">First index to write.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">Name or version too long.</exception>
    public int Write(byte[] target, int offset)
    {
        LittleEndian.PutUInt32(target, offset, (uint)TickFemtosecondsNumerator);
        LittleEndian.PutUInt32(target, offset + 4, (uint)TickFemtosecondsDenominator);
        byte[] name = Encoding.UTF8.GetBytes(Name);
        byte[] version = Encoding.UTF8.GetBytes(FirmwareVersion);
        if (name.Length > MaxTextBytes || version.Length > MaxTextBytes)
            throw new ArgumentException("Name and firmware version take at most 32 bytes each.");
        target[offset + 8] = (byte)name.Length;
        target[offset + 9] = (byte)version.Length;
        Array.Copy(name, 0, target, offset + FixedLength, name.Length);
        Array.Copy(version, 0, target, offset + FixedLength + name.Length, version.Length);
        return FixedLength + name.Length + version.Length;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="frame">The hello: device, boot and flags come from its header.</param>
    /// <param name="offset">Where the identity starts in the payload.</param>
    /// <returns>The identity, or null when the bytes are too few, too many or out of range.</returns>
    public static DeviceIdentity? TryRead(Frame frame, int offset)
    {
        byte[] payload = frame.Payload;
        int length = frame.PayloadLength - offset;
        if (length < FixedLength)
            return null;
        int nameLength = payload[offset + 8];
        int versionLength = payload[offset + 9];
        if (nameLength > MaxTextBytes || versionLength > MaxTextBytes || length != FixedLength + nameLength + versionLength)
            return null;
        long numerator = 0;
        numerator += LittleEndian.GetUInt32(payload, offset);
        long denominator = 0;
        denominator += LittleEndian.GetUInt32(payload, offset + 4);
        if (numerator > int.MaxValue || denominator < 1 || denominator > int.MaxValue)
            return null;
        return new DeviceIdentity
        {
            DeviceId = frame.DeviceId,
            BootId = frame.BootId,
            IsSimulated = frame.IsSimulated,
            TickFemtosecondsNumerator = (int)numerator,
            TickFemtosecondsDenominator = (int)denominator,
            Name = ReadText(payload, offset + FixedLength, nameLength),
            FirmwareVersion = ReadText(payload, offset + FixedLength + nameLength, versionLength),
        };
    }

    /// <summary>Text that ends on terminals and pages: control characters, which could move a cursor, become '?'.</summary>
    private static string ReadText(byte[] payload, int offset, int length)
    {
        char[] text = Encoding.UTF8.GetString(payload, offset, length).ToCharArray();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] < ' ' || (text[i] >= '\u007f' && text[i] < '\u00a0'))
                text[i] = '?';
        }
        return new string(text);
    }
}
