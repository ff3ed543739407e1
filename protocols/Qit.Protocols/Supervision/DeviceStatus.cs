using Qit.Core.Framing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.Supervision;

/// <summary>Counters and health that a device reports every second, as they cross the link (little-endian).</summary>
public sealed class DeviceStatus
{
    /// <summary>Payload bytes.</summary>
    public const int Length = 72;

    private const byte OneWayBit = 1;
    private const byte BellTrialsBit = 2;
    private const byte EntropyStartingUpBit = 4;
    private const byte EntropyFailedBit = 8;
    private const byte RoundTripBit = 16;
    private const byte PurificationBit = 128;
    private const byte TwoWayBit = 32;

    /// <summary>Time since boot, microseconds.</summary>
    public long UptimeMicroseconds { get; set; }

    /// <summary>Results made since boot.</summary>
    public long ResultCount { get; set; }

    /// <summary>Results sent again since boot.</summary>
    public long ResentCount { get; set; }

    /// <summary>Frames received with a wrong checksum, length or version.</summary>
    public long BadFrameCount { get; set; }

    /// <summary>Tags taken from the tagger since boot.</summary>
    public long TagCount { get; set; }

    /// <summary>Tags lost since boot.</summary>
    public long TagsLostCount { get; set; }

    /// <summary>Bell trials taken since the loop was started.</summary>
    public long TrialCount { get; set; }

    /// <summary>Bell trials lost since the loop was started.</summary>
    public long TrialsLostCount { get; set; }

    /// <summary>Unconfirmed results in the ring.</summary>
    public int RingUsed { get; set; }

    /// <summary>Last <c>HalStatus</c> of the tagger, as a number.</summary>
    public byte TaggerStatus { get; set; }

    /// <summary>Last <c>HalStatus</c> of the parts of the Bell test, as a number.</summary>
    public byte TrialStatus { get; set; }

    /// <summary>The one-way loop ships tags.</summary>
    public bool IsOneWayRunning { get; set; }

    /// <summary>The Bell-trial loop plays settings.</summary>
    public bool IsBellTrialsRunning { get; set; }

    /// <summary>The entropy source is in its start-up tests.</summary>
    public bool IsEntropyStartingUp { get; set; }

    /// <summary>The entropy source failed a health test; settings have stopped.</summary>
    public bool HasEntropyFailed { get; set; }

    /// <summary>True while the round-trip loop runs.</summary>
    public bool IsRoundTripRunning { get; set; }

    /// <summary>Last answer of the delay line, its ramps or the coincidence counter, as a HAL status.</summary>
    public byte RoundTripStatus { get; set; }

    /// <summary>True while the purification loop runs.</summary>
    public bool IsPurificationRunning { get; set; }

    /// <summary>Last answer of the quantum memory, as a HAL status.</summary>
    public byte PurificationStatus { get; set; }

    /// <summary>True while the two-way loop runs.</summary>
    public bool IsTwoWayRunning { get; set; }

    /// <summary>Last answer of the ramps, the phase shifter or the port counter, as a HAL status.</summary>
    public byte TwoWayStatus { get; set; }

    /// <summary>Writes the payload.</summary>
    /// <param name="target">Takes <see cref="Length"/> bytes from index 0.</param>
    public void Write(byte[] target)
    {
        LittleEndian.PutInt64(target, 0, UptimeMicroseconds);
        LittleEndian.PutInt64(target, 8, ResultCount);
        LittleEndian.PutInt64(target, 16, ResentCount);
        LittleEndian.PutInt64(target, 24, BadFrameCount);
        LittleEndian.PutInt64(target, 32, TagCount);
        LittleEndian.PutInt64(target, 40, TagsLostCount);
        LittleEndian.PutInt64(target, 48, TrialCount);
        LittleEndian.PutInt64(target, 56, TrialsLostCount);
        LittleEndian.PutUInt16(target, 64, RingUsed);
        target[66] = TaggerStatus;
        target[67] = TrialStatus;
        int bits = (IsOneWayRunning ? OneWayBit : 0) | (IsBellTrialsRunning ? BellTrialsBit : 0)
            | (IsEntropyStartingUp ? EntropyStartingUpBit : 0) | (HasEntropyFailed ? EntropyFailedBit : 0)
            | (IsRoundTripRunning ? RoundTripBit : 0) | (IsTwoWayRunning ? TwoWayBit : 0)
            | (IsPurificationRunning ? PurificationBit : 0);
        target[68] = (byte)bits;
        target[69] = RoundTripStatus;
        target[70] = TwoWayStatus;
        target[71] = PurificationStatus;
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when the length is wrong or a counter is negative; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        if (length != Length)
            return false;
        UptimeMicroseconds = LittleEndian.GetInt64(payload, 0);
        ResultCount = LittleEndian.GetInt64(payload, 8);
        ResentCount = LittleEndian.GetInt64(payload, 16);
        BadFrameCount = LittleEndian.GetInt64(payload, 24);
        TagCount = LittleEndian.GetInt64(payload, 32);
        TagsLostCount = LittleEndian.GetInt64(payload, 40);
        TrialCount = LittleEndian.GetInt64(payload, 48);
        TrialsLostCount = LittleEndian.GetInt64(payload, 56);
        RingUsed = LittleEndian.GetUInt16(payload, 64);
        TaggerStatus = payload[66];
        TrialStatus = payload[67];
        int bits = payload[68];
        IsOneWayRunning = (bits & OneWayBit) != 0;
        IsBellTrialsRunning = (bits & BellTrialsBit) != 0;
        IsEntropyStartingUp = (bits & EntropyStartingUpBit) != 0;
        HasEntropyFailed = (bits & EntropyFailedBit) != 0;
        IsRoundTripRunning = (bits & RoundTripBit) != 0;
        RoundTripStatus = payload[69];
        IsPurificationRunning = (bits & PurificationBit) != 0;
        PurificationStatus = payload[71];
        IsTwoWayRunning = (bits & TwoWayBit) != 0;
        TwoWayStatus = payload[70];
        return UptimeMicroseconds >= 0 && ResultCount >= 0 && ResentCount >= 0 && BadFrameCount >= 0 && TagCount >= 0
            && TagsLostCount >= 0 && TrialCount >= 0 && TrialsLostCount >= 0 && RingUsed <= LinkParameters.RingCapacity;
    }
}
