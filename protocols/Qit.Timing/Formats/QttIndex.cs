using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Where the blocks of a qtt file lie and which times they hold. Read from the end of the file, or found again by a
/// walk over the blocks when the end is cut off or damaged.</summary>
public sealed class QttIndex
{
    private readonly List<Entry> entries = [];

    private QttIndex(bool isRebuilt) => IsRebuilt = isRebuilt;

    /// <summary>True when the file's own index was not there or not sound.</summary>
    public bool IsRebuilt { get; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => entries.Count;

    /// <summary>Events in the blocks.</summary>
    public long Events => entries.Count == 0 ? 0 : entries[^1].Before + entries[^1].Count;

    /// <summary>Reads or rebuilds the index of a file.</summary>
    /// <param name="stream">Can seek; its position is left anywhere.</param>
    /// <param name="start">Where in the stream the file starts.</param>
    public static QttIndex Load(Stream stream, long start = 0)
    {
        var index = new QttIndex(isRebuilt: false);
        if (index.TryRead(stream, start)) return index;
        var rebuilt = new QttIndex(isRebuilt: true);
        rebuilt.Scan(stream, start);
        return rebuilt;
    }

    /// <summary>Place in the stream of the first block that may hold an event at this time or later, and the events of the file
    /// before it; null when every event is earlier. Holds also when events are out of order.</summary>
    public (long Place, long Before)? Find(long ticks)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (entries[middle].LatestSoFar < ticks) low = middle + 1;
            else high = middle;
        }

        return low == entries.Count ? null : (entries[low].Place, entries[low].Before);
    }

    private bool TryRead(Stream stream, long start)
    {
        if (stream.Length - start < QttSection.HeaderBytes) return false;
        if (!TryReadSection(stream, stream.Length - QttSection.HeaderBytes, out QttSection end)) return false;
        if (end.Kind != QttSectionKind.End) return false;
        byte[] payload = new byte[QttLayout.PayloadBytes];
        long place = start + end.Earliest;
        while (entries.Count < end.Latest)
        {
            if (place < start || !TryReadSection(stream, place, out QttSection section)) return false;
            if (section.Kind != QttSectionKind.Index || section.Before != entries.Count) return false;
            Span<byte> bytes = payload.AsSpan(0, section.PayloadLength);
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) return false;
            if (Checksum.Crc32C(bytes) != section.PayloadChecksum || !TryTake(bytes, start, stream.Length)) return false;
            place += QttSection.HeaderBytes + section.PayloadLength;
        }

        return Events == end.Before;
    }

    private bool TryTake(ReadOnlySpan<byte> payload, long start, long length)
    {
        for (; !payload.IsEmpty; payload = payload[QttLayout.IndexEntryBytes..])
        {
            long place = BinaryPrimitives.ReadInt64LittleEndian(payload);
            int count = BinaryPrimitives.ReadInt32LittleEndian(payload[24..]);
            if (place < 0 || place > length - start || count is < 1 or > QttLayout.BlockEvents) return false;
            Add(start + place, BinaryPrimitives.ReadInt64LittleEndian(payload[16..]), Events, count);
        }

        return true;
    }

    /// <summary>Walks from header to header; behind damage, byte by byte.</summary>
    private void Scan(Stream stream, long start)
    {
        byte[] window = new byte[1 << 16];
        for (long place = start; place <= stream.Length - QttSection.HeaderBytes;)
        {
            if (!TryReadSection(stream, place, out QttSection section))
            {
                place = NextSection(stream, place, window);
                continue;
            }

            if (section.Kind == QttSectionKind.Block) Add(place, section.Latest, section.Before, section.Count);
            place += QttSection.HeaderBytes + section.PayloadLength;
        }
    }

    /// <summary>Place of the next sound section header from this place on, or one behind which there is none.</summary>
    private static long NextSection(Stream stream, long place, byte[] window)
    {
        while (true)
        {
            stream.Position = place;
            int read = stream.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
            int at = 0;
            while (read - at >= QttSection.HeaderBytes)
            {
                if (QttSection.TryRead(window.AsSpan(at, read - at), out _)) return place + at;
                at += QttLayout.NextSign(window.AsSpan(at, read - at));
            }

            place += at; // what is left of the window begins the next
            if (read < window.Length) return place;
        }
    }

    private static bool TryReadSection(Stream stream, long place, out QttSection section)
    {
        Span<byte> header = stackalloc byte[QttSection.HeaderBytes];
        section = default;
        if (place > stream.Length - header.Length) return false;
        stream.Position = place;
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && QttSection.TryRead(header, out section);
    }

    private void Add(long place, long latest, long before, int count) => entries.Add(new Entry(
        place, entries.Count == 0 ? latest : Math.Max(latest, entries[^1].LatestSoFar), before, count));

    private readonly record struct Entry(long Place, long LatestSoFar, long Before, int Count);
}
