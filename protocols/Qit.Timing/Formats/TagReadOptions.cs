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

    /// <summary>Largest step back in time, in picoseconds, that is still taken for local disorder and sorted. A step
    /// back by more refuses the file. Default 1 ms: S-Fifteen cards step back by up to 0.1 ms around a rollover.
    /// </summary>
    public long MaximumDisorderPicoseconds { get; init; } = 1_000_000_000;
}
