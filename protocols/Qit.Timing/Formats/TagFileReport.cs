namespace Qit.Timing.Formats;

/// <summary>What was met while reading a tag file. Loss and damage are counted here, never hidden.</summary>
public sealed record TagFileReport
{
    /// <summary>Name of the file.</summary>
    public required string SourceName { get; init; }

    /// <summary>The layout it was read as (never Auto).</summary>
    public required TagFormat Format { get; init; }

    /// <summary>Complete records: events, dummies, overflows and markers.</summary>
    public long Records { get; init; }

    /// <summary>Records that are detector events.</summary>
    public long Events { get; init; }

    /// <summary>Dummy records, which a card writes so that no rollover of its counter passes unseen.</summary>
    public long Dummies { get; init; }

    /// <summary>Records that only carry the time counter over its end (ptu). <see cref="EpochWraps"/> has how often it
    /// wrapped in all: one record may stand for many.</summary>
    public long Overflows { get; init; }

    /// <summary>Marker records (ptu, qutag): no detector events.</summary>
    public long Markers { get; init; }

    /// <summary>Records that the header announces; null when the format has no such statement. More than
    /// <see cref="Records"/> when the file was cut; 0 when the measurement
    /// ended before it was filled in.</summary>
    public long? AnnouncedRecords { get; init; }

    /// <summary>Bytes after the last announced record, which were not read.</summary>
    public long ExcessBytes { get; init; }

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
