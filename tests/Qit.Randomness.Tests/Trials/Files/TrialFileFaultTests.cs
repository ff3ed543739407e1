using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Randomness.Tests.Trials.Files;

/// <summary>Files that were cut, damaged or made to do harm.</summary>
public sealed class TrialFileFaultTests
{
    private const int Chunk = 1 << 16;
    private const int ChunkBytes = 16 + (4 * Chunk / 8);

    private static readonly TrialRecord Record = TrialFileSamples.RandomRecord((2 * Chunk) + 100, false, 9);

    private static readonly byte[] File = TrialFileSamples.Write(
        Record, TrialFileHeader.Under(TrialFileSamples.Parameters(Record.Length), isSimulated: true));

    private static readonly int HeaderBytes = BinaryPrimitives.ReadInt32LittleEndian(File.AsSpan(12));

    [Test]
    public void Cut_Anywhere_KeepsWholeChunksAndIsIncomplete() =>
        Gen.Int[HeaderBytes, File.Length - 1].Sample(length =>
        {
            (_, TrialRecord kept, bool isComplete) = TrialFile.ReadRecord(new MemoryStream(File, 0, length));
            int chunks = (length - HeaderBytes) / ChunkBytes;
            int whole = length >= File.Length - 56 ? Record.Length : Math.Min(chunks, 2) * Chunk;
            return !isComplete && kept.Length == whole
                && TrialFileSamples.IsSame(kept, TrialFileSamples.Part(Record, 0, whole));
        }, iter: 30);

    [Test]
    public void Cut_SaysWhatIsMissing()
    {
        using var reader = new TrialFileReader(new MemoryStream(File, 0, HeaderBytes + ChunkBytes + 5000));
        Assert.That(reader.TryReadChunk(out _), Is.True);
        Assert.That(reader.TryReadChunk(out _), Is.False);
        Assert.That(reader.IsComplete, Is.False);
        Assert.That(reader.Incompleteness,
            Is.EqualTo($"the last chunk is cut at byte {HeaderBytes + ChunkBytes}: 65536 of 131172 trials are whole"));
        Assert.Throws<TrialFileException>(() => TrialFile.ReadBlock(new MemoryStream(File, 0, File.Length - 1)));
    }

    [Test]
    public void Cut_InTheHeader_IsNoTrialFile() =>
        Gen.Int[0, HeaderBytes - 1].Sample(length =>
            Throws(() => TrialFile.ReadRecord(new MemoryStream(File, 0, length))), iter: 50);

    [Test]
    public void LastChunk_HalfWritten_IsIncomplete()
    {
        byte[] torn = File[..(HeaderBytes + (2 * ChunkBytes))];
        Array.Clear(torn, torn.Length - 4096, 4096);
        (_, TrialRecord kept, bool isComplete) = TrialFile.ReadRecord(new MemoryStream(torn));
        Assert.That((kept.Length, isComplete), Is.EqualTo((Chunk, false)));
    }

    [Test]
    public void AnyBit_Changed_IsFound() =>
        Gen.Int[0, (8 * File.Length) - 1].Sample(bit =>
        {
            byte[] damaged = [.. File];
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            return Throws(() => TrialFile.ReadRecord(new MemoryStream(damaged)));
        }, iter: 200);

    [Test]
    public void AnyBytes_AreRefused() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 200]).Sample((bytes, kept) =>
        {
            // The start of a good file with anything behind it reaches deeper than bytes at random.
            byte[] file = [.. File.AsSpan(0, Math.Min(kept, HeaderBytes)), .. bytes];
            return Throws(() => TrialFile.ReadRecord(new MemoryStream(file)));
        }, iter: 300);

    [TestCase(8, 2, "byte 8: format version 2; right would be 1")]
    [TestCase(10, 0x81, "byte 10: flags 0081")]
    [TestCase(16, 3, "byte 16: chunks of 65539 trials")]
    [TestCase(20, 1, "byte 20: 1 in a reserved field; right would be 0")]
    [TestCase(31, 0x80, "byte 24: attempt is -9223372036854775807; right would be 1 to 9223372036854775807")]
    [TestCase(47, 0x7F, "byte 40: planned trials is")]
    [TestCase(63, 0xFF, "byte 56: ")]
    [TestCase(64, 0, "byte 64: the parameters' hash")]
    [TestCase(99, 0x7F, "byte 96: the run's name has 2130706432 bytes; right would be at most 256")]
    public void Header_WithAnImpossibleField_NamesIt(int offset, int value, string message)
    {
        byte[] file = [.. File];
        file[offset] = (byte)value;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(HeaderBytes - 4), Crc32C(file.AsSpan(0, HeaderBytes - 4)));
        var error = Assert.Throws<TrialFileException>(() => TrialFile.ReadRecord(new MemoryStream(file)));
        Assert.That(error!.Message, Does.StartWith(message));
    }

    [Test]
    public void Header_OfAHugeRun_AsksForNoMemory()
    {
        byte[] file = TrialFileSamples.Write(TrialFileSamples.RandomRecord(10, false, 1),
            TrialFileHeader.Under(TrialFileSamples.Parameters(1_000_000_000), isSimulated: true));
        long before = GC.GetAllocatedBytesForCurrentThread();
        TrialFile.ReadRecord(new MemoryStream(file));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    /// <summary>A file put together from docs/trial-files.md by other code than the codec's.</summary>
    [Test]
    public void Layout_IsTheDocumentedOne()
    {
        var file = new List<byte>();
        file.AddRange([0x89, 0x51, 0x42, 0x54, 0x0D, 0x0A, 0x1A, 0x0A, 1, 0, 1, 0]);
        file.AddRange(BitConverter.GetBytes(96 + 16 + 3 + 4)); // header: run "r", stations "A" and "B", no parameters
        file.AddRange(BitConverter.GetBytes(65536));
        file.AddRange(new byte[4]);
        file.AddRange(BitConverter.GetBytes(1L));
        file.AddRange(new byte[(8 * 4) + 32]);
        foreach (string text in (string[])["r", "A", "B", ""])
        {
            file.AddRange(BitConverter.GetBytes(text.Length));
            file.AddRange(Encoding.UTF8.GetBytes(text));
        }
        file.AddRange(BitConverter.GetBytes(Crc32C(file.ToArray())));
        byte[] planes = [.. new byte[] { 1, 3, 7, 15 }.SelectMany(first => (byte[])[first, 0, 0, 0, 0, 0, 0, 0])];
        byte[] head = [.. "QBTC"u8, 5, 0, 0, 0, 0, 0, 0, 0];
        file.AddRange(head);
        file.AddRange(BitConverter.GetBytes(Crc32C([.. head, .. planes])));
        file.AddRange(planes);
        byte[] end = [.. "QBTE"u8, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0,
            .. System.Security.Cryptography.SHA256.HashData(file.ToArray())];
        file.AddRange(end);
        file.AddRange(BitConverter.GetBytes(Crc32C(end)));
        file.AddRange(new byte[4]);

        (TrialFileHeader header, TrialRecord trials, bool isComplete) = TrialFile.ReadRecord(
            new MemoryStream([.. file]));
        Assert.That(isComplete, Is.True);
        Assert.That(header, Is.EqualTo(TrialFileHeader.Calibration(false, isSimulated: true) with { RunName = "r" }));
        Assert.That(trials.Length, Is.EqualTo(5));
        Assert.That(trials.TestCounts[1, 1, 1, 1], Is.EqualTo(1), "trial 0: only its x is 1 in the first plane");
        Assert.That(trials.TestCounts[0, 1, 1, 1], Is.EqualTo(1));
        Assert.That(trials.TestCounts[0, 0, 1, 1], Is.EqualTo(1));
        Assert.That(trials.TestCounts[0, 0, 0, 1], Is.EqualTo(1));
        Assert.That(trials.TestCounts[0, 0, 0, 0], Is.EqualTo(1));
        Assert.That(TrialFileSamples.Write(trials, header), Is.EqualTo(file));
    }

    [Test]
    public void Checksum_KnownAnswer() // the check value of CRC-32C in Koopman's and Williams's catalogues
    {
        Assert.That(TrialFileLayout.Checksum("123456789"u8), Is.EqualTo(0xE3069283));
        Assert.That(Crc32C("123456789"u8), Is.EqualTo(0xE3069283));
        Assert.That(TrialFileLayout.Checksum("6789"u8, TrialFileLayout.Checksum("12345"u8)), Is.EqualTo(0xE3069283));
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }
        return ~crc;
    }

    private static bool Throws(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (TrialFileException)
        {
            return true;
        }
    }
}
