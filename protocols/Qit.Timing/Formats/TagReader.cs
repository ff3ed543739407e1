// Readers stream: they hold one bounded buffer, allocate nothing per event, and hand events out in file order with
// what they met counted. Sorting and selection of channels is TagData's part.
namespace Qit.Timing.Formats;

/// <summary>Streams events out of a tag file, in file order.</summary>
public abstract class TagReader : IDisposable
{
    private long previousEventTicks = long.MinValue;
    private long latestEventTicks = long.MinValue;
    private long largestStepBackTicks;
    private long maximumTicks;

    /// <summary>Starts a reader.</summary>
    private protected TagReader(string sourceName, TagFormat format, TagReadOptions options)
    {
        SourceName = sourceName;
        Format = format;
        Options = options;
    }

    /// <summary>Name of the file, for messages.</summary>
    public string SourceName { get; }

    /// <summary>The layout read, never Auto.</summary>
    public TagFormat Format { get; }

    /// <summary>Length of a tick.</summary>
    public abstract TickLength TickLength { get; }

    /// <summary>True when channels are patterns of detector bits (an event may carry several), false when they are
    /// plain numbers.</summary>
    public abstract bool ChannelsArePatterns { get; }

    /// <summary>What was counted so far; complete once <see cref="Read"/> has returned 0.</summary>
    public TagFileReport Report => new()
    {
        SourceName = SourceName,
        Format = Format,
        Records = Records,
        Events = Events,
        Dummies = Dummies,
        Overflows = Overflows,
        Markers = Markers,
        AnnouncedRecords = AnnouncedRecords,
        ExcessBytes = ExcessBytes,
        OutOfOrder = OutOfOrder,
        LargestStepBackPicoseconds = TickLength.ToPicoseconds(largestStepBackTicks),
        TruncatedTailBytes = TruncatedTailBytes,
        EpochWraps = EpochWraps,
        Simulated = Simulated,
    };

    private protected TagReadOptions Options { get; }

    private protected long Records { get; set; }

    private protected long Events { get; private set; }

    private protected long Dummies { get; set; }

    private protected long Overflows { get; set; }

    private protected long Markers { get; set; }

    private protected long? AnnouncedRecords { get; set; }

    private protected long ExcessBytes { get; set; }

    private protected long OutOfOrder { get; private set; }

    private protected long TruncatedTailBytes { get; set; }

    private protected long EpochWraps { get; set; }

    private protected bool? Simulated { get; set; }

    /// <summary>"record" or "line": what <see cref="Place"/> counts.</summary>
    private protected abstract string PlaceKind { get; }

    /// <summary>Number of the record or line last read, from 1.</summary>
    private protected abstract long Place { get; }

    /// <summary>Copies up to ticks.Length events. Returns how many; 0 only at the end of the file.</summary>
    /// <param name="ticks">Receives unwrapped times in ticks.</param>
    /// <param name="channels">Receives channel patterns or numbers; at least as long as ticks.</param>
    /// <exception cref="TagFileException">The content is damaged beyond counting.</exception>
    public int Read(Span<long> ticks, Span<int> channels)
    {
        if (maximumTicks == 0) maximumTicks = MaximumTicks();
        int count = 0;
        while (count < ticks.Length && TryReadEvent(out long time, out int channel))
        {
            Account(time);
            ticks[count] = time;
            channels[count] = channel;
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the stream.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Next event, or false at the end.</summary>
    private protected abstract bool TryReadEvent(out long ticks, out int channel);

    /// <summary>An exception about the record or line last read.</summary>
    private protected TagFileException Fault(string problem) => new(SourceName, PlaceKind, Place, problem);

    /// <summary>Ticks beyond which a time does not fit a long of picoseconds.</summary>
    private long MaximumTicks()
    {
        Int128 ticks = (Int128)long.MaxValue * 1000 * TickLength.Denominator / TickLength.NumeratorFemtoseconds;
        return (long)Int128.Min(ticks, long.MaxValue);
    }

    private void Account(long time)
    {
        if (time > maximumTicks || time < -maximumTicks)
            throw Fault("the time does not fit 64 bits of picoseconds (106 days); the file is damaged, or not of this form");
        Events++;
        if (time < previousEventTicks) OutOfOrder++;
        previousEventTicks = time;
        if (time >= latestEventTicks)
        {
            latestEventTicks = time;
            return;
        }

        long back = latestEventTicks - time;
        if (back < 0 || back > maximumTicks) back = maximumTicks; // more than a long holds, in ticks or picoseconds
        if (back <= largestStepBackTicks) return;
        largestStepBackTicks = back;
        long backPicoseconds = TickLength.ToPicoseconds(back);
        if (backPicoseconds <= Options.MaximumDisorderPicoseconds) return;
        throw Fault($"time steps back by {backPicoseconds / 1e9:g6} ms, more than the "
            + $"{Options.MaximumDisorderPicoseconds / 1e9:g6} ms that local disorder may have; "
            + DisorderHint);
    }

    /// <summary>What would be right, when times are grossly out of order.</summary>
    private protected virtual string DisorderHint => "tags must ascend in time";
}
