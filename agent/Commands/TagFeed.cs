using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>Streams one tag file in ascending order of time: local disorder is sorted out as it passes by. Holds a batch and
/// the events within the largest disorder.</summary>
internal sealed class TagFeed : IDisposable
{
    private const int BatchEvents = 1 << 14;
    private readonly Stream stream;
    private readonly TagReader reader;
    private readonly long disorderTicks;
    private long[] ticks = new long[2 * BatchEvents];
    private int[] channels = new int[2 * BatchEvents];
    private int count;
    private int released;
    private long latest = long.MinValue;

    private TagFeed(Stream stream, string path, TagReadOptions options)
    {
        this.stream = stream;
        reader = TagFile.Open(stream, path, options);
        OffsetInput.CheckUnit(path, reader.Format, options);
        double tick = (double)reader.TickLength.NumeratorFemtoseconds / reader.TickLength.Denominator / 1000;
        disorderTicks = (long)Math.Ceiling(options.MaximumDisorderPicoseconds / tick);
    }

    /// <summary>Times released by the last <see cref="Read"/>, ascending, in ticks.</summary>
    public ReadOnlySpan<long> Ticks => ticks.AsSpan(0, released);

    /// <summary>Their channels as in the file.</summary>
    public ReadOnlySpan<int> Channels => channels.AsSpan(0, released);

    /// <summary>What was counted so far.</summary>
    public TagFileReport Report => reader.Report;

    /// <summary>Whether channels are patterns of detector bits.</summary>
    public bool ChannelsArePatterns => reader.ChannelsArePatterns;

    /// <summary>Length of a tick.</summary>
    public TickLength TickLength => reader.TickLength;

    /// <summary>Bytes read.</summary>
    public long DoneBytes => stream.CanSeek ? stream.Position : 0;

    /// <summary>Bytes in all; 0 when that is not known.</summary>
    public long TotalBytes => stream.CanSeek ? stream.Length : 0;

    /// <summary>Opens a file.</summary>
    /// <exception cref="TagFileException">The file is empty, unknown or undecided.</exception>
    public static TagFeed Open(Stream stream, string path, TagReadOptions options) => new(stream, path, options);

    /// <summary>Releases further events; false at the end of the file.</summary>
    /// <exception cref="TagFileException">The content is damaged beyond counting.</exception>
    public bool Read()
    {
        int rest = count - released;
        ticks.AsSpan(released, rest).CopyTo(ticks);
        channels.AsSpan(released, rest).CopyTo(channels);
        count = rest;
        released = 0;
        while (released == 0)
        {
            if (count + BatchEvents > ticks.Length)
            {
                Array.Resize(ref ticks, 2 * ticks.Length);
                Array.Resize(ref channels, 2 * channels.Length);
            }

            int read = reader.Read(ticks.AsSpan(count, BatchEvents), channels.AsSpan(count, BatchEvents));
            if (read == 0)
            {
                released = count;
                return count > 0;
            }

            int sorted = count;
            count += read;
            SortIn(sorted);
            while (released < count && ticks[released] <= latest - disorderTicks) released++;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    /// <summary>Insertion: a few displaced events travel a few places each.</summary>
    private void SortIn(int from)
    {
        for (int index = from; index < count; index++)
        {
            long time = ticks[index];
            if (time >= latest)
            {
                latest = time;
                continue;
            }

            int channel = channels[index];
            int place = index;
            while (place > 0 && ticks[place - 1] > time)
            {
                ticks[place] = ticks[place - 1];
                channels[place] = channels[place - 1];
                place--;
            }

            ticks[place] = time;
            channels[place] = channel;
        }
    }
}
