using System.Text.Json.Serialization;

namespace Qit.Hal.Simulation;

/// <summary>
/// What a bad link does to frames that end with a zero byte (COBS). Each fault strikes one frame in so many at random;
/// 0 is off, 1 is every frame. A frame suffers at most one fault; the first in the order below wins.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LinkFaultOptions
{
    /// <summary>Seed of the faults. The same seed and the same frames give the same faults.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The link goes down with the frame; everything answers Disconnected until it is reopened.</summary>
    public int DisconnectOneIn { get; init; }

    /// <summary>The frame vanishes.</summary>
    public int DropOneIn { get; init; }

    /// <summary>A run of bytes is missing, possibly with the delimiter, which glues on the next frame.</summary>
    public int CutOneIn { get; init; }

    /// <summary>One to four bits of the frame are flipped; a byte may become a delimiter.</summary>
    public int CorruptOneIn { get; init; }

    /// <summary>The frame arrives twice.</summary>
    public int DoubleOneIn { get; init; }

    /// <summary>The frame arrives after the next one.</summary>
    public int ReorderOneIn { get; init; }
}
