namespace Qit.Protocols.DeviceLink;

/// <summary>Times and sizes of the device link; both ends may differ.</summary>
public sealed class LinkParameters
{
    /// <summary>Results kept until acknowledged; a power of two, at most 64 (the receiver's window). 32 of them take
    /// 34 KiB on the device.</summary>
    public const int RingCapacity = 32;

    /// <summary>Results that the receiver keeps ahead of a missing one; a power of two, at least the ring.</summary>
    public const int ReceiveWindow = 64;

    /// <summary>An unanswered frame is sent again after this long, microseconds. Long against the round trip of a link
    /// at 115 200 baud (90 ms a full frame), short against a person's patience.</summary>
    public long ResendAfterMicroseconds { get; init; } = 250_000;

    /// <summary>A hole that later frames have overtaken is filled after this long, microseconds.</summary>
    public long FillHoleAfterMicroseconds { get; init; } = 20_000;

    /// <summary>A device unheard for this long is dead, microseconds. Devices send a status every second.</summary>
    public long DeadAfterMicroseconds { get; init; } = 3_000_000;
}
