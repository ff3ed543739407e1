namespace Qit.Timing.Formats;

/// <summary>What a caller knows about a tag file beforehand.</summary>
public sealed record TagReadOptions
{
    /// <summary>Layout; Auto decides from the content.</summary>
    public TagFormat Format { get; init; } = TagFormat.Auto;

    /// <summary>Unit of decimal text. Null takes the file's own "# unit: ns" comment, or picoseconds without one.
    /// Ignored by the other formats, which state their unit.</summary>
    public TimeUnit? Unit { get; init; }

    /// <summary>Length of a tick of formats that do not state it: qutag. Null takes 1 ps. Ignored by the others.
    /// </summary>
    public TickLength? Tick { get; init; }

    /// <summary>Earliest time wanted, picoseconds on the file's own timeline; events before it are read, but not handed on.
    /// Of qtt in a stream that can seek the blocks before it are not read. Null: from the start.</summary>
    public long? FromPicoseconds { get; init; }

    /// <summary>First time no longer wanted, picoseconds. Reading ends once times are later by more than the disorder
    /// allowed; what comes after is then not counted. Null: to the end.</summary>
    public long? ToPicoseconds { get; init; }

    /// <summary>Largest step back in time, in picoseconds, that is still taken for local disorder and sorted. A step
    /// back by more refuses the file. Default 1 ms: S-Fifteen cards step back by up to 0.1 ms around a rollover.
    /// </summary>
    public long MaximumDisorderPicoseconds { get; init; } = 1_000_000_000;
}
