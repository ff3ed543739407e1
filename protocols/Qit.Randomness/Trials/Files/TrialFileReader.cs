using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static Qit.Randomness.Trials.Files.TrialFileLayout;

namespace Qit.Randomness.Trials.Files;

/// <summary>
/// Reads a trial file from a stream, chunk by chunk. Each chunk is checked before it is handed out; the digest of the whole
/// is checked at the end record. Memory: one chunk, whatever the file's length. The stream is never sought and stays open.
/// </summary>
public sealed class TrialFileReader : IDisposable
{
    private readonly Stream stream;
    private readonly int planes;
    private readonly int chunkTrials;
    private readonly ulong[] words;
    private readonly byte[] record = new byte[EndBytes];
    private readonly IncrementalHash? digest;
    private long offset;
    private uint chunks;
    private bool isEnded;
    private bool hasShortChunk;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file from its first byte.</param>
    /// <param name="checksDigest">
    /// False leaves out the SHA-256 of the whole; the chunks' checksums, which find accidents, are still checked.
    /// </param>
    /// <exception cref="TrialFileException">It is no trial file, or its header is impossible, cut or damaged.</exception>
    public TrialFileReader(Stream stream, bool checksDigest = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        if (checksDigest) digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Header = ReadHeader(out chunkTrials);
        planes = Header.HasTests ? 5 : 4;
        words = new ulong[planes * PlaneWords(chunkTrials)];
    }

    /// <summary>What the file says of its trials.</summary>
    public TrialFileHeader Header { get; }

    /// <summary>Trials handed out so far.</summary>
    public long Trials { get; private set; }

    /// <summary>True once the end record was read and agrees with everything before it.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the file is incomplete, once the last chunk was read; null when it is complete.</summary>
    public string? Incompleteness { get; private set; }

    /// <summary>
    /// SHA-256 of all before the end record, lower-case hexadecimal; null until a complete file was read with its digest.
    /// </summary>
    public string? Digest { get; private set; }

    /// <summary>Hands out the next chunk.</summary>
    /// <param name="chunk">Its trials, on memory of the reader, until the next call.</param>
    /// <returns>False at the end, also of a file that was cut: see <see cref="IsComplete"/>.</returns>
    /// <exception cref="TrialFileException">A chunk is damaged.</exception>
    public bool TryReadChunk(out TrialPlanes chunk)
    {
        chunk = default;
        if (isEnded) return false;
        int got = Fill(record.AsSpan(0, ChunkHeaderBytes));
        if (got < ChunkHeaderBytes) return EndCut(got == 0 ? "there is no end record" : "a record is cut");
        uint tag = BinaryPrimitives.ReadUInt32LittleEndian(record);
        if (tag == EndTag) return End();
        if (tag != ChunkTag)
            throw Fault(0, $"tag {tag:x8}; right would be a chunk ({ChunkTag:x8}) or the end record ({EndTag:x8})");
        int count = ReadCount();
        int planeWords = PlaneWords(count);
        Span<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan(0, planes * planeWords));
        if (Fill(bytes) < bytes.Length) return EndCut("the last chunk is cut");
        if (!IsChunkIntact(bytes)) return EndCut("the last chunk was not wholly written");
        digest?.AppendData(record, 0, ChunkHeaderBytes);
        digest?.AppendData(bytes);
        offset += ChunkHeaderBytes + bytes.Length;
        chunks++;
        Trials += count;
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        CheckPadding(count, planeWords, offset - bytes.Length);
        chunk = Planes(count, planeWords);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => digest?.Dispose();

    private TrialFileHeader ReadHeader(out int chunkSize)
    {
        var start = new byte[16];
        int got = Fill(start);
        int length = TrialFileHeaderCodec.Length(start.AsSpan(0, got));
        var bytes = new byte[length];
        start.CopyTo(bytes, 0);
        got += Fill(bytes.AsSpan(start.Length));
        if (got < length)
            throw new TrialFileException(got, $"the file ends within its header of {length} bytes");
        TrialFileHeader header = TrialFileHeaderCodec.Read(bytes, out chunkSize);
        digest?.AppendData(bytes);
        offset = length;
        return header;
    }

    private int ReadCount()
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(4));
        if (hasShortChunk)
            throw Fault(0, $"a chunk after one of fewer than {chunkTrials} trials; right would be the end record");
        if (count == 0 || count > chunkTrials)
            throw Fault(4, $"a chunk of {count} trials; right would be 1 to {chunkTrials}");
        if (count > (Header.PlannedTrials ?? TrialsMaximum) - Trials)
            throw Fault(4, $"{Trials + count} trials; right would be at most {Header.PlannedTrials ?? TrialsMaximum}");
        uint number = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(8));
        if (number != chunks) throw Fault(8, $"chunk {number}; right would be {chunks}");
        hasShortChunk = count < chunkTrials;
        return (int)count;
    }

    // A chunk at the very end that fails its checksum is one a crash left half written; one with something behind it is not.
    private bool IsChunkIntact(ReadOnlySpan<byte> bytes)
    {
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(12));
        uint expected = Checksum(bytes, Checksum(record.AsSpan(0, 12)));
        if (checksum == expected) return true;
        if (stream.ReadByte() < 0) return false;
        throw Fault(12, $"checksum {checksum:x8} of chunk {chunks}; its bytes give {expected:x8}: the file is damaged");
    }

    private void CheckPadding(int count, int planeWords, long planesOffset)
    {
        ulong beyond = ~BitString.LastWordMask(count);
        if (beyond == 0) return;
        for (int plane = 0; plane < planes; plane++)
        {
            int last = ((plane + 1) * planeWords) - 1;
            if ((words[last] & beyond) != 0)
                throw new TrialFileException(planesOffset + (8L * last),
                    $"bits beyond trial {count - 1} of a plane are set; right would be zeros");
        }
    }

    private TrialPlanes Planes(int count, int planeWords)
    {
        ReadOnlySpan<ulong> all = words;
        return new TrialPlanes(all[..planeWords], all.Slice(planeWords, planeWords), all.Slice(2 * planeWords, planeWords),
            all.Slice(3 * planeWords, planeWords), count, Header.HasTests ? all.Slice(4 * planeWords, planeWords) : default);
    }

    private bool End()
    {
        int got = Fill(record.AsSpan(ChunkHeaderBytes));
        if (got < EndBytes - ChunkHeaderBytes) return EndCut("the end record is cut");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(48));
        uint expected = Checksum(record.AsSpan(0, 48));
        if (checksum != expected)
            throw Fault(48, $"checksum {checksum:x8} of the end record; its bytes give {expected:x8}: the file is damaged");
        if (BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(4)) != 0
            || BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(52)) != 0)
            throw Fault(4, $"a reserved field of the end record is set; right would be 0");
        long trials = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(8));
        if (trials != Trials) throw Fault(8, $"the end record counts {trials} trials; the chunks hold {Trials}");
        CheckDigest();
        if (stream.ReadByte() >= 0)
            throw Fault(EndBytes, $"something follows the end record; right would be the end of the file");
        isEnded = true;
        IsComplete = true;
        return false;
    }

    private void CheckDigest()
    {
        if (digest is null) return;
        Span<byte> computed = stackalloc byte[HashBytes];
        digest.GetHashAndReset(computed);
        Digest = Convert.ToHexStringLower(computed);
        if (!computed.SequenceEqual(record.AsSpan(16, HashBytes)))
            throw Fault(16, $"SHA-256 {Convert.ToHexStringLower(record.AsSpan(16, HashBytes))}; the file's bytes give {Digest}");
    }

    private bool EndCut(string why)
    {
        isEnded = true;
        string planned = Header.PlannedTrials is long n ? $" of {n}" : "";
        Incompleteness = FormattableString.Invariant($"{why} at byte {offset}: {Trials}{planned} trials are whole");
        return false;
    }

    private int Fill(Span<byte> bytes) => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

    private TrialFileException Fault(int within, FormattableString message) => new(offset + within, message);
}
