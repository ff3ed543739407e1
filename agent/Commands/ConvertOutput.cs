using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Writes events to OUT in its layout. What the layout cannot hold is refused; what it can hold only roughly
/// is counted.</summary>
internal sealed class ConvertOutput : IDisposable
{
    private const int DetectorBits = 4;
    private readonly string path;
    private readonly TagReader source;
    private readonly ConvertChannels channels;
    private readonly TickConversion conversion;
    private readonly TickLength tick;
    private readonly WholeFile file;
    private readonly A1Writer? binary;
    private readonly TextTagWriter? text;
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
        tick = request.To == TagFormat.Text ? TickLength.OnePicosecond : TickLength.Nanosecond256Th;
        conversion = new TickConversion(source.TickLength, tick);
        file = new WholeFile(path);
        if (request.To == TagFormat.Text)
            text = new TextTagWriter(
                file.Stream, simulated, $"converted from: {Path.GetFileName(request.In)} ({TagFormats.Name(source.Format)})");
        else
            binary = new A1Writer(file.Stream, highHalfFirst: request.To == TagFormat.A1Legacy);
    }

    /// <summary>Records written: events, or in text one line for each detector of an event.</summary>
    public long Written { get; private set; }

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
                if (binary is null) WriteText(ticks[index], values[index]);
                else WriteBinary(binary, ticks[index], values[index]);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>Adds the mark to text whose source says only after its first events that it is simulated.</summary>
    public void MarkSimulated() => text?.WriteComment("simulated: true");

    /// <summary>Gives the file its name.</summary>
    public void Commit()
    {
        binary?.Dispose();
        text?.Dispose();
        file.Commit();
    }

    public void Dispose() => file.Dispose();

    private void WriteText(long ticks, int value)
    {
        if (!source.ChannelsArePatterns)
        {
            if (channels.TryTake(value, out int target)) WriteLine(Convert(ticks), target);
            else LeftOut++;
            return;
        }

        long before = Written;
        long picoseconds = 0;
        for (int bit = 0; bit < DetectorBits; bit++)
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
        text!.Write(picoseconds, channel);
        Written++;
    }

    private void WriteBinary(A1Writer writer, long ticks, int value)
    {
        int pattern = 0;
        if (!source.ChannelsArePatterns)
        {
            if (channels.TryTake(value, out int target)) pattern = Bit(value, target);
        }
        else
        {
            for (int bit = 0; bit < DetectorBits; bit++)
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
        CheckTime(time);
        writer.Write(time, pattern);
        previousTicks = time;
        Written++;
    }

    private int Bit(int channel, int target) => target is >= 1 and <= DetectorBits
        ? 1 << (target - 1)
        : throw new BadInputException(
            $"{source.SourceName}: event {events}: channel {target} does not fit a1, which has 1 to {DetectorBits}; right "
            + $"would be --channel {channel}=1 (or another number up to {DetectorBits}), or --to text");

    private void CheckTime(long time)
    {
        if (time < 0)
            throw new BadInputException(
                $"{source.SourceName}: event {events}: a1 cannot hold a time before 0; right would be --to text");
        if (Written == 0)
        {
            EpochsNotStored = time >> A1Layout.TimeBits;
            return;
        }

        EpochWraps = Math.Max(EpochWraps, (time >> A1Layout.TimeBits) - EpochsNotStored);
        if (Math.Abs(time - previousTicks) >= A1Layout.EpochTicks / 2)
            throw new BadInputException(
                $"{source.SourceName}: event {events}: is 9.7 hours or more from the event before it, which the wrapping "
                + "times of a1 cannot tell; right would be --to text");
    }

    private long Convert(long ticks)
    {
        long converted = conversion.Convert(ticks, out long errorParts);
        if (errorParts == 0) return converted;
        Rounded++;
        largestErrorParts = Math.Max(largestErrorParts, Math.Abs(errorParts));
        return converted;
    }
}
