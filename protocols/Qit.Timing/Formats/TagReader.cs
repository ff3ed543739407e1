// Readers stream: they hold one bounded buffer, allocate nothing per event, and hand events out in file order with
// what they met counted. Sorting and selection of channels is TagData's part.
using System.Numerics;

namespace Qit.Timing.Formats;

/// <summary>Streams events out of a tag file, in file order.</summary>
public abstract class TagReader : IDisposable
{
    private long previousEventTicks = long.MinValue;
    private long latestEventTicks = long.MinValue;
    private long largestStepBackTicks;
    private long maximumTicks;
    private long fromTicks = long.MinValue;
    private long toTicks = long.MaxValue;
    private long lastTicks = long.MaxValue;
    private long eventsOutsideRange;
    private int recordsBehind;

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
        AnnouncedRecords = HasRange ? null : AnnouncedRecords,
        ExcessBytes = ExcessBytes,
        OutOfOrder = OutOfOrder,
        LargestStepBackPicoseconds = TickLength.ToPicoseconds(largestStepBackTicks),
        TruncatedTailBytes = TruncatedTailBytes,
        EpochWraps = EpochWraps,
        MissingOverflows = MissingOverflows,
        DamagedPlaces = DamagedPlaces,
        DamagedBytes = DamagedBytes,
        LostEvents = LostEvents,
        EndIsMissing = EndIsMissing && latestEventTicks <= lastTicks,
        EventsOutsideRange = eventsOutsideRange,
        Simulated = Simulated,
    };

    private protected TagReadOptions Options { get; }

    private bool HasRange => Options.FromPicoseconds is not null || Options.ToPicoseconds is not null;

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

    private protected long MissingOverflows { get; set; }

    private protected long DamagedPlaces { get; set; }

    private protected long DamagedBytes { get; set; }

    private protected long LostEvents { get; set; }

    private protected bool EndIsMissing { get; set; }

    private protected bool? Simulated { get; set; }

    /// <summary>"record" or "line": what <see cref="Place"/> counts.</summary>
    private protected abstract string PlaceKind { get; }

    /// <summary>Number of the record or line last read, from 1.</summary>
    private protected abstract long Place { get; }

    /// <summary>Copies up to ticks.Length events. Returns how many; 0 only at the end of the file, or of the range of times
    /// asked for.</summary>
    /// <param name="ticks">Receives unwrapped times in ticks.</param>
    /// <param name="channels">Receives channel patterns or numbers; at least as long as ticks.</param>
    /// <exception cref="TagFileException">The content is damaged beyond counting.</exception>
    public int Read(Span<long> ticks, Span<int> channels)
    {
        if (maximumTicks == 0) Prepare();
        while (true)
        {
            int count = ReadAll(ticks, channels);
            if (count == 0 || !HasRange) return count;
            int kept = KeepInRange(ticks[..count], channels);
            if (kept > 0) return kept;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the stream.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Copies events as long as each record is simply one, and returns how many; 0 when the next record needs
    /// <see cref="TryReadEvent"/>. After a run <see cref="Place"/> is that of its last event.</summary>
    private protected virtual int ReadRun(Span<long> ticks, Span<int> channels) => 0;

    /// <summary>Next event, or false at the end.</summary>
    private protected abstract bool TryReadEvent(out long ticks, out int channel);

    /// <summary>An exception about the record or line last read.</summary>
    private protected TagFileException Fault(string problem) => new(SourceName, PlaceKind, Place - recordsBehind, problem);

    /// <summary>First tick that is at this time or later; the ends of a long where it would lie beyond them.</summary>
    private protected long FirstTickFrom(long picoseconds)
    {
        Int128 product = (Int128)picoseconds * 1000 * TickLength.Denominator;
        (Int128 whole, Int128 rest) = Int128.DivRem(product, TickLength.NumeratorFemtoseconds);
        return (long)Int128.Clamp(rest > 0 ? whole + 1 : whole, long.MinValue, long.MaxValue);
    }

    private void Prepare()
    {
        maximumTicks = MaximumTicks();
        if (Options.FromPicoseconds is long from) fromTicks = FirstTickFrom(from);
        if (Options.ToPicoseconds is not long to) return;
        toTicks = FirstTickFrom(to);
        lastTicks = FirstTickFrom((long)Int128.Min((Int128)to + Options.MaximumDisorderPicoseconds, long.MaxValue));
    }

    private int ReadAll(Span<long> ticks, Span<int> channels)
    {
        int count = 0;
        while (count < ticks.Length && latestEventTicks <= lastTicks)
        {
            int run = ReadRun(ticks[count..], channels[count..]);
            if (run > 0)
            {
                AccountRun(ticks.Slice(count, run));
                count += run;
                continue;
            }

            if (!TryReadEvent(out long time, out int channel)) break;
            Account(time);
            ticks[count] = time;
            channels[count] = channel;
            count++;
        }

        return count;
    }

    private int KeepInRange(Span<long> ticks, Span<int> channels)
    {
        int kept = 0;
        for (int index = 0; index < ticks.Length; index++)
        {
            long time = ticks[index];
            if (time < fromTicks || time >= toTicks) continue;
            ticks[kept] = time;
            channels[kept++] = channels[index];
        }

        eventsOutsideRange += ticks.Length - kept;
        return kept;
    }

    /// <summary>As <see cref="Account"/> on each, but where they ascend, as nearly always, a few comparisons at a time.</summary>
    private void AccountRun(ReadOnlySpan<long> ticks)
    {
        if (ticks[0] >= latestEventTicks && ticks[0] >= -maximumTicks && ticks[^1] <= maximumTicks && IsAscending(ticks))
        {
            Events += ticks.Length;
            previousEventTicks = latestEventTicks = ticks[^1];
            return;
        }

        for (int index = 0; index < ticks.Length; index++)
        {
            recordsBehind = ticks.Length - 1 - index;
            Account(ticks[index]);
        }
    }

    private static bool IsAscending(ReadOnlySpan<long> ticks)
    {
        int index = 1;
        for (; index + Vector<long>.Count <= ticks.Length; index += Vector<long>.Count)
        {
            if (!Vector.GreaterThanOrEqualAll(new Vector<long>(ticks[index..]), new Vector<long>(ticks[(index - 1)..])))
                return false;
        }

        for (; index < ticks.Length; index++)
        {
            if (ticks[index] < ticks[index - 1]) return false;
        }

        return true;
    }

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
