using Qit.Core.Framing;
using Qit.Core.Timing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.OneWay;

/// <summary>
/// A run of time tags as it crosses the link. Layout, little-endian: base i64 (ticks; the first difference counts from
/// it), complete-through i64 (ticks; the station sends no further tag before this time but by the tagger's own disorder),
/// lost-before u32 (tags lost since the block before), tag count u16, then <see cref="TagDeltaCode"/>.
/// </summary>
public sealed class TagBlock
{
    /// <summary>Bytes before the coded tags.</summary>
    public const int HeaderLength = 22;

    /// <summary>Most tags in a block: each takes at least one byte.</summary>
    public const int MaxTags = Frame.MaxPayload - HeaderLength;

    /// <summary>Times, ticks of the station's tagger since its start, in the order in which the tagger gave them.</summary>
    public long[] Ticks { get; } = new long[MaxTags];

    /// <summary>Channels, 1 to 15.</summary>
    public byte[] Channels { get; } = new byte[MaxTags];

    /// <summary>Tags in this block.</summary>
    public int Count { get; private set; }

    /// <summary>The stream is complete up to this time, ticks.</summary>
    public long CompleteThroughTicks { get; private set; }

    /// <summary>Tags lost between the block before and this one.</summary>
    public long LostBefore { get; private set; }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when they are no tag block; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        Count = 0;
        if (length < HeaderLength)
            return false;
        int count = LittleEndian.GetUInt16(payload, 20);
        if (count > MaxTags)
            return false;
        long baseTicks = LittleEndian.GetInt64(payload, 0);
        CompleteThroughTicks = LittleEndian.GetInt64(payload, 8);
        long lost = 0;
        lost += LittleEndian.GetUInt32(payload, 16);
        LostBefore = lost;
        if (!TagDeltaCode.TryDecode(payload, HeaderLength, length - HeaderLength, baseTicks, Ticks, Channels, count))
            return false;
        Count = count;
        return true;
    }
}
