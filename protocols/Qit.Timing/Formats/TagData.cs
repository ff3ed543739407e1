namespace Qit.Timing.Formats;

/// <summary>All events of a tag file in memory, ascending in time: 12 bytes an event.</summary>
public sealed class TagData
{
    private readonly long[] ticks;
    private readonly int[] channels;

    private TagData(long[] ticks, int[] channels, int count, TagReader reader)
    {
        this.ticks = ticks;
        this.channels = channels;
        Count = count;
        TickLength = reader.TickLength;
        ChannelsArePatterns = reader.ChannelsArePatterns;
        Report = reader.Report;
    }

    /// <summary>Number of events.</summary>
    public int Count { get; }

    /// <summary>Times in ticks, ascending, unwrapped over epochs.</summary>
    public ReadOnlySpan<long> Ticks => ticks.AsSpan(0, Count);

    /// <summary>Channel patterns or numbers, see <see cref="ChannelsArePatterns"/>.</summary>
    public ReadOnlySpan<int> Channels => channels.AsSpan(0, Count);

    /// <summary>True when a channel value is a pattern of detector bits: channel n is bit n-1, and an event may belong
    /// to several channels.</summary>
    public bool ChannelsArePatterns { get; }

    /// <summary>Length of a tick.</summary>
    public TickLength TickLength { get; }

    /// <summary>What was counted on the way.</summary>
    public TagFileReport Report { get; }

    /// <summary>Name of the file.</summary>
    public string SourceName => Report.SourceName;

    /// <summary>Reads all events and sorts out local disorder, which the report counts. Events of equal time keep
    /// their order.</summary>
    /// <exception cref="TagFileException">Unusable content, or no event in it.</exception>
    public static TagData Load(TagReader reader)
    {
        const int ChunkEvents = 1 << 14;
        long[] ticks = new long[ChunkEvents];
        int[] channels = new int[ChunkEvents];
        int count = 0;
        int read;
        while ((read = reader.Read(ticks.AsSpan(count), channels.AsSpan(count))) > 0)
        {
            count += read;
            if (count < ticks.Length) continue;
            if (count > Array.MaxLength / 2)
                throw new TagFileException(reader.SourceName, $"has more than {count} events; split the file");
            Array.Resize(ref ticks, 2 * count);
            Array.Resize(ref channels, 2 * count);
        }

        if (count == 0)
            throw new TagFileException(reader.SourceName,
                $"holds no detector event in {reader.Report.Records} records");
        if (reader.Report.OutOfOrder > 0) SortNearlySorted(ticks, channels, count);
        return new TagData(ticks, channels, count, reader);
    }

    /// <summary>Times of one channel in picoseconds, ascending.</summary>
    /// <param name="channel">Channel number: for patterns 1..4, otherwise as in the file. Null takes all
    /// events.</param>
    /// <exception cref="TagFileException">The file has no event in the channel; the message lists those it has.
    /// </exception>
    public long[] SelectPicoseconds(int? channel)
    {
        long[] selected = new long[Count];
        int count = 0;
        for (int index = 0; index < Count; index++)
        {
            if (channel is int number && !Contains(channels[index], number, ChannelsArePatterns)) continue;
            selected[count++] = TickLength.ToPicoseconds(ticks[index]);
        }

        if (count == 0)
            throw new TagFileException(SourceName, $"no event in channel {channel}; it has {DescribeChannels()}");
        Array.Resize(ref selected, count);
        return selected;
    }

    /// <summary>Channels that occur, with their event counts, ascending by number. An event with several bits counts
    /// in each of them.</summary>
    public IReadOnlyList<(int Channel, long Events)> CountByChannel()
    {
        var counts = new SortedDictionary<int, long>();
        foreach (int value in Channels)
        {
            if (!ChannelsArePatterns)
            {
                counts[value] = counts.GetValueOrDefault(value) + 1;
                continue;
            }

            for (int bit = 0; bit < 32; bit++)
            {
                if ((value >> bit & 1) != 0) counts[bit + 1] = counts.GetValueOrDefault(bit + 1) + 1;
            }
        }

        return [.. counts.Select(pair => (pair.Key, pair.Value))];
    }

    private static void SortNearlySorted(long[] ticks, int[] channels, int count)
    {
        // Insertion: a few displaced events travel a few places each. Stable, in place, linear when nearly sorted.
        for (int index = 1; index < count; index++)
        {
            long time = ticks[index];
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

    /// <summary>Whether an event is of a channel.</summary>
    /// <param name="value">The event's channel as read.</param>
    /// <param name="channel">Channel number: for patterns 1..32, otherwise as in the file.</param>
    /// <param name="channelsArePatterns">See <see cref="TagReader.ChannelsArePatterns"/>.</param>
    public static bool Contains(int value, int channel, bool channelsArePatterns) =>
        channelsArePatterns ? channel is >= 1 and <= 32 && (value >> (channel - 1) & 1) != 0 : value == channel;

    private string DescribeChannels()
    {
        const int Most = 8;
        IReadOnlyList<(int Channel, long Events)> counts = CountByChannel();
        if (counts.Count == 0) return "only events without a detector bit";
        string list = string.Join(", ", counts.Take(Most).Select(entry => $"{entry.Channel} ({entry.Events} events)"));
        return $"channel{(counts.Count == 1 ? "" : "s")} {list}{(counts.Count > Most ? ", ..." : "")}";
    }
}
