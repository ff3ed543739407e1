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

    /// <summary>Records that the file announces; null when the format has no such statement, and when only a range of times was
    /// asked for. More than
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

    /// <summary>Places where times fall by more than half a wrap without an overflow record (ptu): one is missing there, or a
    /// record is damaged. Which, and how many wraps, is not known, so nothing is repaired.</summary>
    public long MissingOverflows { get; init; }

    /// <summary>Places that were skipped because a checksum says that they are damaged (qtt).</summary>
    public long DamagedPlaces { get; init; }

    /// <summary>Bytes in those places.</summary>
    public long DamagedBytes { get; init; }

    /// <summary>Events that were in the file and could not be read, as far as what is left of it tells (qtt).</summary>
    public long LostEvents { get; init; }

    /// <summary>True when the file lacks its end: it was cut, or is still being written (qtt). False where the format has
    /// no end, and where reading ended with the range of times asked for.</summary>
    public bool EndIsMissing { get; init; }

    /// <summary>Events read that lie outside the range of times asked for, and were not handed on.</summary>
    public long EventsOutsideRange { get; init; }

    /// <summary>How often the time counter wrapped and was continued.</summary>
    public long EpochWraps { get; init; }

    /// <summary>Whether the file says that its tags are simulated; null when it says nothing, as the binary formats
    /// cannot: they have no header.</summary>
    public bool? Simulated { get; init; }
}
