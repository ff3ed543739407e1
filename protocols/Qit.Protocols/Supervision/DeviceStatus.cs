using System;
using Qit.Core.Framing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.Supervision;

/// <summary>Counters and health that a device reports every second, as they cross the link (little-endian).</summary>
public sealed class DeviceStatus
{
    /// <summary>Payload bytes.</summary>
    public const int Length = LoopsAt + LoopKind.Last;

    private const int FlagsAt = 66;
    private const int LoopsAt = 67;
    private const byte EntropyStartingUpFlag = 1;
    private const byte EntropyFailedFlag = 2;
    private const byte RunningFlag = 0x80;

    private readonly byte[] loops = new byte[LoopKind.Last];

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

    /// <summary>The entropy source is in its start-up tests.</summary>
    public bool IsEntropyStartingUp { get; set; }

    /// <summary>The entropy source failed a health test; settings have stopped.</summary>
    public bool HasEntropyFailed { get; set; }

    /// <summary>Whether a loop is running.</summary>
    /// <param name="kind">A <see cref="LoopKind"/>.</param>
    public bool IsRunning(byte kind) => (loops[kind - 1] & RunningFlag) != 0;

    /// <summary>Last <c>HalStatus</c> of a loop's parts, as a number.</summary>
    /// <param name="kind">A <see cref="LoopKind"/>.</param>
    public byte HalStatusOf(byte kind) => (byte)(loops[kind - 1] & ~RunningFlag);

    /// <summary>Says how a loop does.</summary>
    /// <param name="kind">A <see cref="LoopKind"/>.</param>
    /// <param name="isRunning">Whether it runs.</param>
    /// <param name="halStatus">Last <c>HalStatus</c> of its parts, 0 to 127.</param>
    public void SetLoop(byte kind, bool isRunning, byte halStatus) =>
        loops[kind - 1] = (byte)(isRunning ? halStatus | RunningFlag : halStatus);

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
        int flags = (IsEntropyStartingUp ? EntropyStartingUpFlag : 0) | (HasEntropyFailed ? EntropyFailedFlag : 0);
        target[FlagsAt] = (byte)flags;
        Array.Copy(loops, 0, target, LoopsAt, LoopKind.Last);
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
        int flags = payload[FlagsAt];
        IsEntropyStartingUp = (flags & EntropyStartingUpFlag) != 0;
        HasEntropyFailed = (flags & EntropyFailedFlag) != 0;
        Array.Copy(payload, LoopsAt, loops, 0, LoopKind.Last);
        return UptimeMicroseconds >= 0 && ResultCount >= 0 && ResentCount >= 0 && BadFrameCount >= 0 && TagCount >= 0
            && TagsLostCount >= 0 && TrialCount >= 0 && TrialsLostCount >= 0 && RingUsed <= LinkParameters.RingCapacity;
    }
}
