namespace Qit.Hal.Simulation;

/// <summary>What a <see cref="FaultyByteStream"/> has done in one direction since the start.</summary>
public readonly record struct LinkFaultCounts
{
    /// <summary>Frames that came in, each with its delimiter.</summary>
    public long Frames { get; init; }

    /// <summary>Frames during which the link went down; they are gone.</summary>
    public long Disconnected { get; init; }

    /// <summary>Frames that vanished.</summary>
    public long Dropped { get; init; }

    /// <summary>Frames with a run of bytes missing.</summary>
    public long Cut { get; init; }

    /// <summary>Frames with flipped bits.</summary>
    public long Corrupted { get; init; }

    /// <summary>Frames sent twice.</summary>
    public long Doubled { get; init; }

    /// <summary>Frames sent after their successor.</summary>
    public long Reordered { get; init; }

    /// <summary>Frames with any fault.</summary>
    public long Faulty => Disconnected + Dropped + Cut + Corrupted + Doubled + Reordered;
}
