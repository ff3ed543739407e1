using System.Buffers.Binary;

namespace Qit.Timing.Formats;

/// <summary>Writes the qtt format. Events keep the order they are given in; one that is earlier than the one before it costs
/// 12 bytes more. Memory does not grow with the file but for 32 bytes a block of 16384 events, for the index.</summary>
public sealed class QttWriter : IDisposable
{
    private readonly Stream stream;
    private readonly QttBlockEncoder encoder = new();
    private readonly long[] ticks = new long[QttLayout.BlockEvents];
    private readonly int[] channels = new int[QttLayout.BlockEvents];
    private readonly List<(long Place, long Earliest, long Latest, int Count)> index = [];
    private int filled;
    private long eventsWritten;
    private bool isComplete;

    /// <summary>Writes the header to the stream, which is completed and disposed with the writer.</summary>
    /// <exception cref="ArgumentException">A header without a tick length, or above 30 000 bytes.</exception>
    public QttWriter(Stream stream, QttHeader header)
    {
        this.stream = stream;
        byte[] bytes = header.Encode();
        stream.Write(bytes);
        stream.Write(bytes);
        BytesWritten = 2 * bytes.Length;
    }

    /// <summary>Bytes handed to the stream so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Events appended so far.</summary>
    public long Events => eventsWritten + filled;

    /// <summary>Appends an event of any time and channel.</summary>
    public void Write(long time, int channel)
    {
        ObjectDisposedException.ThrowIf(isComplete, this);
        ticks[filled] = time;
        channels[filled++] = channel;
        if (filled == QttLayout.BlockEvents) EndBlock();
    }

    /// <summary>Appends events.</summary>
    /// <param name="times">In ticks of the header.</param>
    /// <param name="values">As many channel numbers or patterns.</param>
    public void Write(ReadOnlySpan<long> times, ReadOnlySpan<int> values)
    {
        ObjectDisposedException.ThrowIf(isComplete, this);
        while (!times.IsEmpty)
        {
            int count = Math.Min(times.Length, QttLayout.BlockEvents - filled);
            times[..count].CopyTo(ticks.AsSpan(filled));
            values[..count].CopyTo(channels.AsSpan(filled));
            filled += count;
            times = times[count..];
            values = values[count..];
            if (filled == QttLayout.BlockEvents) EndBlock();
        }
    }

    /// <summary>Ends the block that is begun, so that what was appended can be read from the stream. Called often, it makes
    /// blocks short and the file longer: 64 bytes a block.</summary>
    public void EndBlock()
    {
        if (filled == 0) return;
        ReadOnlySpan<byte> bytes = encoder.Encode(
            ticks.AsSpan(0, filled), channels.AsSpan(0, filled), eventsWritten, out QttSection section);
        index.Add((BytesWritten, section.Earliest, section.Latest, section.Count));
        Put(bytes);
        eventsWritten += filled;
        filled = 0;
    }

    /// <summary>Writes what is left, the index and the end, and leaves the stream open. Nothing can be appended then.</summary>
    public void Complete()
    {
        if (isComplete) return;
        EndBlock();
        long place = BytesWritten;
        for (int first = 0; first < index.Count; first += QttLayout.IndexEntries)
            PutIndex(first, Math.Min(QttLayout.IndexEntries, index.Count - first));
        Span<byte> end = stackalloc byte[QttSection.HeaderBytes];
        new QttSection(QttSectionKind.End, 0, 0, 0, 0, 0, place, index.Count, eventsWritten, 0, 0, 0, 0).Write(end);
        Put(end);
        isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        stream.Dispose();
    }

    private void PutIndex(int first, int count)
    {
        byte[] bytes = new byte[QttSection.HeaderBytes + (count * QttLayout.IndexEntryBytes)];
        Span<byte> payload = bytes.AsSpan(QttSection.HeaderBytes);
        for (int entry = 0; entry < count; entry++)
        {
            Span<byte> at = payload[(entry * QttLayout.IndexEntryBytes)..];
            (long place, long earliest, long latest, int events) = index[first + entry];
            BinaryPrimitives.WriteInt64LittleEndian(at, place);
            BinaryPrimitives.WriteInt64LittleEndian(at[8..], earliest);
            BinaryPrimitives.WriteInt64LittleEndian(at[16..], latest);
            BinaryPrimitives.WriteInt32LittleEndian(at[24..], events);
        }

        new QttSection(
            QttSectionKind.Index, payload.Length, count, 0, 0, 0, 0, 0, first, 0, 0, 0, Checksum.Crc32C(payload)).Write(bytes);
        Put(bytes);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        BytesWritten += bytes.Length;
    }
}
