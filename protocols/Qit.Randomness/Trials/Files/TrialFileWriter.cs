using System.Buffers.Binary;
using System.Security.Cryptography;
using static Qit.Randomness.Trials.Files.TrialFileLayout;

namespace Qit.Randomness.Trials.Files;

/// <summary>
/// Writes trials to a stream as they come. The header goes out first, each chunk when it is full; a file without the end
/// record of <see cref="Complete"/> is recognised as incomplete and keeps all its whole chunks. The stream is only written,
/// never sought, and stays open. Memory: one chunk.
/// </summary>
public sealed class TrialFileWriter : IDisposable
{
    private readonly Stream stream;
    private readonly int planes;
    private readonly ulong[][] filled;
    private readonly ulong[] piece = new ulong[ChunkTrials / 64];
    private readonly byte[] record = new byte[EndBytes];
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int filledTrials;
    private uint chunks;
    private bool isComplete;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Takes the file.</param>
    /// <param name="header">Fixed from here on.</param>
    /// <exception cref="ArgumentException">A property of the header is outside the range it states.</exception>
    public TrialFileWriter(Stream stream, TrialFileHeader header)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        this.stream = stream;
        Header = header;
        planes = header.HasTests ? 5 : 4;
        filled = [.. Enumerable.Range(0, planes).Select(_ => new ulong[ChunkTrials / 64])];
        Write(TrialFileHeaderCodec.Write(header, ChunkTrials));
    }

    /// <summary>What the file says of its trials.</summary>
    public TrialFileHeader Header { get; }

    /// <summary>Trials taken, those of the chunk under way included.</summary>
    public long Trials { get; private set; }

    /// <summary>Appends trials.</summary>
    /// <param name="trials">With test flags exactly when the header says so; copied.</param>
    /// <exception cref="ArgumentException">Test flags are missing or too many.</exception>
    /// <exception cref="InvalidOperationException">The file is complete, or would exceed the parameters' trials.</exception>
    public void Append(TrialPlanes trials)
    {
        if (trials.Count > 0 && trials.Tests.IsEmpty == Header.HasTests)
            throw new ArgumentException(
                Header.HasTests ? "The file takes test flags; none were given." : "The file takes no test flags.",
                nameof(trials));
        CheckRoom(trials.Count);
        for (int from = 0; from < trials.Count;)
        {
            int count = Math.Min(trials.Count - from, ChunkTrials - filledTrials);
            Move(trials.X, from, count, filled[0]);
            Move(trials.Y, from, count, filled[1]);
            Move(trials.A, from, count, filled[2]);
            Move(trials.B, from, count, filled[3]);
            if (Header.HasTests) Move(trials.Tests, from, count, filled[4]);
            Advance(count);
            from += count;
        }
    }

    /// <summary>Appends one trial; each argument is 0 or 1.</summary>
    /// <param name="x">Setting of station A.</param>
    /// <param name="y">Setting of station B.</param>
    /// <param name="a">Outcome of station A.</param>
    /// <param name="b">Outcome of station B.</param>
    /// <param name="isTest">Must be true in a file without test flags.</param>
    /// <exception cref="ArgumentException">A value is neither 0 nor 1, or the trial is no test where all are.</exception>
    /// <exception cref="InvalidOperationException">The file is complete, or would exceed the parameters' trials.</exception>
    public void Append(int x, int y, int a, int b, bool isTest = true)
    {
        if (((x | y | a | b) & ~1) != 0)
            throw new ArgumentException($"Settings {x}, {y} and outcomes {a}, {b}: right would be 0 or 1.");
        if (!isTest && !Header.HasTests) throw new ArgumentException("The file takes no test flags.", nameof(isTest));
        CheckRoom(1);
        int word = filledTrials >> 6;
        int shift = filledTrials & 63;
        filled[0][word] |= (ulong)x << shift;
        filled[1][word] |= (ulong)y << shift;
        filled[2][word] |= (ulong)a << shift;
        filled[3][word] |= (ulong)b << shift;
        if (Header.HasTests && isTest) filled[4][word] |= 1UL << shift;
        Advance(1);
    }

    /// <summary>Writes what is left and the end record.</summary>
    /// <returns>SHA-256 of all before the end record: the name of the file's content, lower-case hexadecimal.</returns>
    /// <exception cref="InvalidOperationException">The file is complete already.</exception>
    public string Complete()
    {
        ObjectDisposedException.ThrowIf(isComplete, this);
        if (filledTrials > 0) WriteChunk();
        isComplete = true;
        Span<byte> end = record.AsSpan(0, EndBytes);
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndTag);
        BinaryPrimitives.WriteInt64LittleEndian(end[8..], Trials);
        digest.GetHashAndReset(end.Slice(16, HashBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(end[48..], Checksum(end[..48]));
        stream.Write(end);
        stream.Flush();
        return Convert.ToHexStringLower(end.Slice(16, HashBytes));
    }

    /// <inheritdoc/>
    public void Dispose() => digest.Dispose();

    private void CheckRoom(int count)
    {
        if (isComplete) throw new InvalidOperationException("The file is complete: no trial can follow.");
        long room = (Header.PlannedTrials ?? TrialsMaximum) - Trials;
        if (count > room)
            throw new InvalidOperationException($"The run has {Trials + room} trials; {Trials + count} would be too many.");
    }

    private void Move(ReadOnlySpan<ulong> source, int from, int count, ulong[] plane)
    {
        PackedBits.Extract(source, from, count, piece);
        PackedBits.Insert(piece, count, plane, filledTrials);
    }

    private void Advance(int count)
    {
        filledTrials += count;
        Trials += count;
        if (filledTrials == ChunkTrials) WriteChunk();
    }

    private void WriteChunk()
    {
        int words = PlaneWords(filledTrials);
        Span<byte> head = record.AsSpan(0, ChunkHeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head, ChunkTag);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], filledTrials);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], chunks++);
        uint checksum = Checksum(head[..12]);
        foreach (ulong[] plane in filled) checksum = Checksum(Bytes(plane.AsSpan(0, words)), checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(head[12..], checksum);
        Write(head);
        foreach (ulong[] plane in filled)
        {
            Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(plane.AsSpan(0, words)));
            Array.Clear(plane);
        }
        stream.Flush();
        filledTrials = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        digest.AppendData(bytes);
        stream.Write(bytes);
    }
}
