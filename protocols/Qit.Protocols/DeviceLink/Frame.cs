namespace Qit.Protocols.DeviceLink;

/// <summary>One decoded frame; reused, so whoever keeps it copies it.</summary>
public sealed class Frame
{
    /// <summary>Largest payload, bytes. A frame then fits the 4096-byte serial buffer of the device three times.</summary>
    public const int MaxPayload = 1024;

    /// <summary>Version of the frame layout.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>Bit of <see cref="Flags"/>: what the frame carries comes from simulated hardware.</summary>
    public const byte SimulatedFlag = 1;

    /// <summary>One of <see cref="FrameType"/>.</summary>
    public byte Type { get; set; }

    /// <summary>Bit set; see <see cref="SimulatedFlag"/>.</summary>
    public byte Flags { get; set; }

    /// <summary>The device's own number, fixed when it is made.</summary>
    public uint DeviceId { get; set; }

    /// <summary>Number of the device's run since it was switched on; a new one at every boot.</summary>
    public uint BootId { get; set; }

    /// <summary>Place of a result in its boot, from 0; 0 for other frames.</summary>
    public long Sequence { get; set; }

    /// <summary>Device clock when the frame was made, microseconds since boot.</summary>
    public long DeviceTimeMicroseconds { get; set; }

    /// <summary>Payload bytes; the first <see cref="PayloadLength"/> count.</summary>
    public byte[] Payload { get; } = new byte[MaxPayload];

    /// <summary>0 to <see cref="MaxPayload"/>.</summary>
    public int PayloadLength { get; set; }

    /// <summary>True when the frame comes from simulated hardware.</summary>
    public bool IsSimulated => (Flags & SimulatedFlag) != 0;

    /// <summary>Takes over another frame's content.</summary>
    /// <param name="other">The frame to copy.</param>
    public void CopyFrom(Frame other)
    {
        Type = other.Type;
        Flags = other.Flags;
        DeviceId = other.DeviceId;
        BootId = other.BootId;
        Sequence = other.Sequence;
        DeviceTimeMicroseconds = other.DeviceTimeMicroseconds;
        PayloadLength = other.PayloadLength;
        System.Array.Copy(other.Payload, 0, Payload, 0, other.PayloadLength);
    }
}
