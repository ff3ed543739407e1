using Qit.Core.Framing;

namespace Qit.Protocols.OneWay;

/// <summary>
/// The end of a dwell in one configuration, as it crosses the link after the dwell's last tags: the tags after
/// <see cref="FromTicks"/> up to <see cref="ThroughTicks"/> are this dwell's, all others belong to none. Layout, little-endian:
/// number of the dwell since the start i64; from i64, through i64 (ticks); begin i64, end i64 (device clock, microseconds); tags
/// u32; tags lost u32; number in the plan u16 (0: none); length u8; flags u8 (bit 0: swapped).
/// </summary>
public sealed class PathBlock
{
    /// <summary>Payload bytes.</summary>
    public const int Length = 52;

    private const long MaxCount = 0xFFFFFFFF;
    private const byte SwappedFlag = 1;

    /// <summary>Number of the dwell since the loop was started, from 0.</summary>
    public long Number { get; set; }

    /// <summary>Every tag of the dwell is later, ticks.</summary>
    public long FromTicks { get; set; }

    /// <summary>No tag of the dwell is later, ticks.</summary>
    public long ThroughTicks { get; set; }

    /// <summary>Device clock when the dwell began, microseconds.</summary>
    public long BeginMicroseconds { get; set; }

    /// <summary>Device clock when it ended, microseconds.</summary>
    public long EndMicroseconds { get; set; }

    /// <summary>Tags sent.</summary>
    public long TagCount { get; set; }

    /// <summary>Tags lost: in the tagger, or because the link took none.</summary>
    public long LostCount { get; set; }

    /// <summary>Number in the gateway's plan, from 1; 0 without a plan.</summary>
    public int PlanNumber { get; set; }

    /// <summary>Which length.</summary>
    public int PathLength { get; set; }

    /// <summary>True with the idler on path 1.</summary>
    public bool IsSwapped { get; set; }

    /// <summary>Writes the payload.</summary>
    /// <param name="target">Takes <see cref="Length"/> bytes from index 0.</param>
    public void Write(byte[] target)
    {
        LittleEndian.PutInt64(target, 0, Number);
        LittleEndian.PutInt64(target, 8, FromTicks);
        LittleEndian.PutInt64(target, 16, ThroughTicks);
        LittleEndian.PutInt64(target, 24, BeginMicroseconds);
        LittleEndian.PutInt64(target, 32, EndMicroseconds);
        LittleEndian.PutUInt32(target, 40, (uint)(TagCount > MaxCount ? MaxCount : TagCount));
        LittleEndian.PutUInt32(target, 44, (uint)(LostCount > MaxCount ? MaxCount : LostCount));
        LittleEndian.PutUInt16(target, 48, PlanNumber & 0xFFFF);
        target[50] = (byte)(PathLength & 255);
        target[51] = IsSwapped ? SwappedFlag : (byte)0;
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when they are no such block; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        if (length != Length)
            return false;
        Number = LittleEndian.GetInt64(payload, 0);
        FromTicks = LittleEndian.GetInt64(payload, 8);
        ThroughTicks = LittleEndian.GetInt64(payload, 16);
        BeginMicroseconds = LittleEndian.GetInt64(payload, 24);
        EndMicroseconds = LittleEndian.GetInt64(payload, 32);
        long tags = 0;
        tags += LittleEndian.GetUInt32(payload, 40);
        TagCount = tags;
        long lost = 0;
        lost += LittleEndian.GetUInt32(payload, 44);
        LostCount = lost;
        PlanNumber = LittleEndian.GetUInt16(payload, 48);
        PathLength = payload[50];
        IsSwapped = payload[51] == SwappedFlag;
        return Number >= 0 && ThroughTicks >= FromTicks && BeginMicroseconds >= 0 && EndMicroseconds >= BeginMicroseconds
            && payload[51] <= SwappedFlag;
    }
}
