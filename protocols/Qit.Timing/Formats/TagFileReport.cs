namespace Qit.Timing.Formats;

/// <summary>What was met while reading a tag file. Loss and damage are counted here, never hidden.</summary>
public sealed record TagFileReport
{
    /// <summary>Name of the file.</summary>
    public required string SourceName { get; init; }

    /// <summary>The layout it was read as (never Auto).</summary>
    public required TagFormat Format { get; init; }

    /// <summary>Complete records, dummies included.</summary>
    public long Records { get; init; }

    /// <summary>Records that are detector events.</summary>
    public long Events { get; init; }

    /// <summary>Dummy records, which a card writes so that no rollover of its counter passes unseen.</summary>
    public long Dummies { get; init; }

    /// <summary>Steps back in time: events earlier than the event just before them.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Farthest that an event lies before the latest event already read, in picoseconds.</summary>
    public long LargestStepBackPicoseconds { get; init; }

    /// <summary>Bytes after the last complete record: the file was cut there.</summary>
    public long TruncatedTailBytes { get; init; }

    /// <summary>How often the time counter wrapped and was continued.</summary>
    public long EpochWraps { get; init; }

    /// <summary>Whether the file says that its tags are simulated; null when it says nothing, as the binary formats
    /// cannot: they have no header.</summary>
    public bool? Simulated { get; init; }
}
