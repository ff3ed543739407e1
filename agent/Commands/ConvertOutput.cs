using System.Globalization;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Writes events to OUT in its layout. What the layout cannot hold is refused; what it can hold only roughly
/// is counted.</summary>
internal sealed class ConvertOutput : IDisposable
{
    private const int PatternBits = 32;
    private readonly string path;
    private readonly TagReader source;
    private readonly ConvertChannels channels;
    private readonly TickConversion conversion;
    private readonly TickLength tick;
    private readonly string format;
    private readonly bool mayRound;
    private readonly WholeFile file;
    private readonly ConvertWriter writer;
    private long previousTicks;
    private long largestErrorParts;
    private long events;

    /// <summary>Creates the file beside OUT.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public ConvertOutput(ConvertRequest request, TagReader source, bool? simulated)
    {
        path = request.Out;
        this.source = source;
        channels = request.Channels;
        format = TagFormats.Name(request.To);
        mayRound = request.MayRound;
        file = new WholeFile(path);
        writer = new ConvertWriter(request, source, simulated, file.Stream);
        tick = writer.Tick;
        conversion = new TickConversion(source.TickLength, tick);
    }

    /// <summary>Records written: events, or in text one line for each detector of an event.</summary>
    public long Written { get; private set; }

    /// <summary>Size of the file once it is complete.</summary>
    public long Bytes { get; private set; }

    /// <summary>Events of which nothing was written, because none of their channels is chosen.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Events of several detectors that became several lines.</summary>
    public long Split { get; private set; }

    /// <summary>Events without a detector, which text can only name as channel 0.</summary>
    public long WithoutDetector { get; private set; }

    /// <summary>Times that were rounded.</summary>
    public long Rounded { get; private set; }

    /// <summary>Whole epochs of a1 before the first event written, which the file does not tell.</summary>
    public long EpochsNotStored { get; private set; }

    /// <summary>How often the a1 times wrap after the first event written.</summary>
    public long EpochWraps { get; private set; }

    /// <summary>Largest rounding, picoseconds.</summary>
    public double LargestRoundingPicoseconds => tick.Picoseconds * largestErrorParts / conversion.PartsOfATick;

    /// <summary>Tick of the file, picoseconds.</summary>
    public double TickPicoseconds => tick.Picoseconds;

    /// <summary>Appends events as the reader hands them out.</summary>
    /// <exception cref="BadInputException">The layout cannot hold one of them, or the disk does not take it.</exception>
    public void Write(ReadOnlySpan<long> ticks, ReadOnlySpan<int> values)
    {
        try
        {
            for (int index = 0; index < ticks.Length; index++)
            {
                events++;
                if (writer.ArePatterns) WritePattern(ticks[index], values[index]);
                else WriteNumbers(ticks[index], values[index]);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>Adds the mark where the source says only after its first events that they are simulated.</summary>
    /// <exception cref="BadInputException">The layout has it at the start.</exception>
    public void MarkSimulated()
    {
        if (!writer.TryMarkSimulated())
            throw new BadInputException(
                $"{source.SourceName}: says only after its first events that they are simulated, and {format} has that at its "
                + "start; right would be that line at the start of the file, or --to text");
    }

    /// <summary>Brings everything to the disk; the size is known then.</summary>
    public void Complete()
    {
        writer.Complete();
        Bytes = file.Stream.Length;
        file.Finish();
    }

    /// <summary>Gives the complete file its name.</summary>
    public void Commit() => file.Commit();

    public void Dispose() => file.Dispose();

    private void WriteNumbers(long ticks, int value)
    {
        if (!source.ChannelsArePatterns)
        {
            if (channels.TryTake(value, out int target)) WriteLine(Convert(ticks), target);
            else LeftOut++;
            return;
        }

        long before = Written;
        long picoseconds = 0;
        for (int bit = 0; bit < PatternBits; bit++)
        {
            if ((value >> bit & 1) == 0 || !channels.TryTake(bit + 1, out int target)) continue;
            if (Written == before) picoseconds = Convert(ticks);
            WriteLine(picoseconds, target);
        }

        if (Written - before > 1) Split++;
        if (Written > before) return;
        if (value != 0 || channels.IsSelection)
        {
            LeftOut++;
            return;
        }

        WithoutDetector++;
        WriteLine(Convert(ticks), 0);
    }

    private void WriteLine(long picoseconds, int channel)
    {
        writer.Write(picoseconds, channel);
        Written++;
    }

    private void WritePattern(long ticks, int value)
    {
        int pattern = 0;
        if (!source.ChannelsArePatterns)
        {
            if (channels.TryTake(value, out int target)) pattern = Bit(value, target);
        }
        else
        {
            for (int bit = 0; bit < PatternBits; bit++)
            {
                if ((value >> bit & 1) != 0 && channels.TryTake(bit + 1, out int target)) pattern |= Bit(bit + 1, target);
            }
        }

        if (pattern == 0 && (channels.IsSelection || value != 0 || !source.ChannelsArePatterns))
        {
            LeftOut++;
            return;
        }

        if (pattern == 0) WithoutDetector++;
        long time = Convert(ticks);
        if (writer.Wraps) CheckTime(time);
        writer.Write(time, pattern);
        previousTicks = time;
        Written++;
    }

    private int Bit(int channel, int target) => target >= 1 && target <= writer.Detectors
        ? 1 << (target - 1)
        : throw new BadInputException(
            $"{source.SourceName}: event {events}: channel {target} does not fit {format}, which has 1 to {writer.Detectors}; right "
            + $"would be --channel {channel}=1 (or another number up to {writer.Detectors}), or --to text");

    private void CheckTime(long time)
    {
        if (time < 0)
            throw new BadInputException(
                $"{source.SourceName}: event {events}: a1 cannot hold a time before 0; right would be --to text or --to qtt");
        if (Written == 0)
        {
            EpochsNotStored = time >> A1Layout.TimeBits;
            return;
        }

        EpochWraps = Math.Max(EpochWraps, (time >> A1Layout.TimeBits) - EpochsNotStored);
        if (Math.Abs(time - previousTicks) >= A1Layout.EpochTicks / 2)
            throw new BadInputException(
                $"{source.SourceName}: event {events}: is 9.7 hours or more from the event before it, which the wrapping "
                + "times of a1 cannot tell; right would be --to text or --to qtt");
    }

    private long Convert(long ticks)
    {
        long converted = conversion.Convert(ticks, out long errorParts);
        if (errorParts == 0) return converted;
        if (!mayRound)
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"{source.SourceName}: event {events}: its time is not a whole number of ticks of {tick.Picoseconds} ps, which "
                + $"{format} has; right would be --round, at most {tick.Picoseconds / 2} ps, or --to qtt, which keeps the tick"));
        Rounded++;
        largestErrorParts = Math.Max(largestErrorParts, Math.Abs(errorParts));
        return converted;
    }
}
