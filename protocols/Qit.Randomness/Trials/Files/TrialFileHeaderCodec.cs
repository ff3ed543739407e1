using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static Qit.Randomness.Trials.Files.TrialFileLayout;

namespace Qit.Randomness.Trials.Files;

/// <summary>The header's bytes.</summary>
internal static class TrialFileHeaderCodec
{
    private const int NanosecondsPerTick = 100;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole header with its checksum.</summary>
    /// <exception cref="ArgumentException">A property is outside the range it states.</exception>
    public static byte[] Write(TrialFileHeader header, int chunkTrials)
    {
        byte[] run = Name(header.RunName, nameof(header.RunName));
        byte[] stationA = Name(header.StationA, nameof(header.StationA));
        byte[] stationB = Name(header.StationB, nameof(header.StationB));
        byte[] parameters = Utf8.GetBytes(header.ParameterText ?? "");
        if (parameters.Length > ParameterTextBytesMaximum)
            throw new ArgumentException($"The parameters' text has {parameters.Length} bytes; a file holds "
                + $"{ParameterTextBytesMaximum}.", nameof(header));
        Check(header);
        var bytes = new byte[FixedHeaderBytes + (4 * 4) + run.Length + stationA.Length + stationB.Length + parameters.Length + 4];
        Span<byte> at = bytes;
        Magic.CopyTo(at);
        int flags = (header.IsSimulated ? SimulatedFlag : 0) | (header.HasTests ? TestsFlag : 0)
            | (header.IsImported ? ImportedFlag : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(at[10..], (ushort)flags);
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(at[16..], chunkTrials);
        BinaryPrimitives.WriteInt64LittleEndian(at[24..], header.Attempt);
        BinaryPrimitives.WriteInt64LittleEndian(at[32..], header.FirstTrial);
        BinaryPrimitives.WriteInt64LittleEndian(at[40..], header.PlannedTrials ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(at[48..], Nanoseconds(header.Start));
        BinaryPrimitives.WriteDoubleLittleEndian(at[56..], header.TrialsPerSecond ?? 0);
        if (header.ParameterText is not null) SHA256.HashData(parameters, at.Slice(64, HashBytes));
        at = at[FixedHeaderBytes..];
        foreach (byte[] text in (ReadOnlySpan<byte[]>)[run, stationA, stationB, parameters])
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, text.Length);
            text.CopyTo(at[4..]);
            at = at[(4 + text.Length)..];
        }
        BinaryPrimitives.WriteUInt32LittleEndian(at, Checksum(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>How many bytes the whole header has, from its first 16.</summary>
    /// <exception cref="TrialFileException">It is not a trial file, or of another version.</exception>
    public static int Length(ReadOnlySpan<byte> start)
    {
        if (start.Length < 16 || !start[..8].SequenceEqual(Magic))
            throw new TrialFileException(0, $"is no trial file; right would be the bytes 89 'QBT' 0D 0A 1A 0A");
        int version = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        if (version != FormatVersion)
            throw new TrialFileException(8, $"format version {version}; right would be {FormatVersion}");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        if (length is < FixedHeaderBytes + 20 or > HeaderBytesMaximum)
            throw new TrialFileException(12,
                $"a header of {length} bytes; right would be {FixedHeaderBytes + 20} to {HeaderBytesMaximum}");
        return (int)length;
    }

    /// <summary>Reads a whole header.</summary>
    /// <exception cref="TrialFileException">A field is impossible.</exception>
    public static TrialFileHeader Read(ReadOnlySpan<byte> bytes, out int chunkTrials)
    {
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        uint expected = Checksum(bytes[..^4]);
        if (checksum != expected)
            throw new TrialFileException(bytes.Length - 4,
                $"the header's checksum is {checksum:x8}; its bytes give {expected:x8}: the file is damaged");
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        if ((flags & ~KnownFlags) != 0)
            throw new TrialFileException(10, $"flags {flags:x4}; right would be bits of {KnownFlags:x4}");
        uint chunk = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        if (!IsChunkSize(chunk))
            throw new TrialFileException(16,
                $"chunks of {chunk} trials; right would be a power of two, {ChunkTrialsMinimum} to {ChunkTrialsMaximum}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]) is not 0 and uint reserved)
            throw new TrialFileException(20, $"{reserved} in a reserved field; right would be 0");
        chunkTrials = (int)chunk;
        var texts = new HeaderTexts(bytes[..^4]);
        string run = texts.Name("the run's name");
        string stationA = texts.Name("station A's name");
        string stationB = texts.Name("station B's name");
        int textOffset = texts.Offset;
        string parameters = texts.Text("the parameters' text", ParameterTextBytesMaximum);
        if (texts.Offset != bytes.Length - 4)
            throw new TrialFileException(texts.Offset, $"{bytes.Length - 4 - texts.Offset} bytes too many in the header");
        bool hasParameters = parameters.Length > 0;
        CheckHash(bytes.Slice(64, HashBytes), parameters, textOffset);
        long planned = Number(bytes, 40, hasParameters ? 1 : 0, hasParameters ? TrialsMaximum : 0, "planned trials");
        bool isSimulated = (flags & SimulatedFlag) != 0;
        bool hasTests = (flags & TestsFlag) != 0;
        TrialFileHeader header = TrialFileHeader.Read(
            hasParameters ? parameters : null, hasParameters ? planned : null, hasTests, isSimulated);
        return header with
        {
            IsImported = (flags & ImportedFlag) != 0,
            RunName = run,
            StationA = stationA,
            StationB = stationB,
            Attempt = Number(bytes, 24, 1, long.MaxValue, "attempt"),
            FirstTrial = Number(bytes, 32, 0, long.MaxValue - TrialsMaximum, "first trial"),
            Start = Start(Number(bytes, 48, 0, long.MaxValue, "start time in nanoseconds")),
            TrialsPerSecond = Rate(BinaryPrimitives.ReadDoubleLittleEndian(bytes[56..])),
        };
    }

    private static void Check(TrialFileHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(header.Attempt, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(header.FirstTrial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.FirstTrial, long.MaxValue - TrialsMaximum);
        if (header.TrialsPerSecond is double rate && !IsRate(rate))
            throw new ArgumentException($"{rate} trials per second; right would be above 0 up to 1e15.", nameof(header));
        if (header.Start is DateTimeOffset start && !(start.UtcTicks - DateTimeOffset.UnixEpoch.Ticks
            is > 0 and <= long.MaxValue / NanosecondsPerTick))
            throw new ArgumentException($"The start {start:O} lies outside 1970 to 2262.", nameof(header));
    }

    private static byte[] Name(string name, string property)
    {
        ArgumentNullException.ThrowIfNull(name, property);
        byte[] bytes = Utf8.GetBytes(name);
        if (bytes.Length > NameBytesMaximum || name.Any(char.IsControl))
            throw new ArgumentException(
                $"A name has at most {NameBytesMaximum} bytes and no control character.", property);
        return bytes;
    }

    private static void CheckHash(ReadOnlySpan<byte> hash, string parameters, int textOffset)
    {
        Span<byte> expected = stackalloc byte[HashBytes];
        expected.Clear();
        if (parameters.Length > 0) SHA256.HashData(Utf8.GetBytes(parameters), expected);
        if (hash.SequenceEqual(expected)) return;
        string found = Convert.ToHexStringLower(hash);
        string right = Convert.ToHexStringLower(expected);
        throw new TrialFileException(64, $"the parameters' hash {found} is not that of their text at byte {textOffset}: {right}");
    }

    private static long Number(ReadOnlySpan<byte> bytes, int offset, long minimum, long maximum, string name)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
        if (value < minimum || value > maximum)
            throw new TrialFileException(offset, $"{name} is {value}; right would be {minimum} to {maximum}");
        return value;
    }

    private static long Nanoseconds(DateTimeOffset? start) =>
        start is DateTimeOffset known ? (known.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * NanosecondsPerTick : 0;

    private static DateTimeOffset? Start(long nanoseconds) =>
        nanoseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick);

    private static double? Rate(double rate)
    {
        if (rate == 0) return null;
        return IsRate(rate) ? rate
            : throw new TrialFileException(56, $"{rate} trials per second; right would be above 0 up to 1e15, 0 if unknown");
    }

    private static bool IsRate(double rate) => rate is > 0 and <= 1e15;

    /// <summary>The texts after the fixed fields, one after the other.</summary>
    private ref struct HeaderTexts(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;

        public int Offset { get; private set; } = FixedHeaderBytes;

        public string Name(string what)
        {
            int start = Offset;
            string name = Text(what, NameBytesMaximum);
            return !name.Any(char.IsControl) ? name
                : throw new TrialFileException(start + 4, $"{what} has a control character; right would be none");
        }

        public string Text(string what, int maximum)
        {
            int room = bytes.Length - Offset - 4;
            uint length = room < 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[Offset..]);
            if (room < 0 || length > maximum || length > room)
                throw new TrialFileException(Offset,
                    $"{what} has {length} bytes; right would be at most {Math.Max(0, Math.Min(maximum, room))}");
            try
            {
                string text = Utf8.GetString(bytes.Slice(Offset + 4, (int)length));
                Offset += 4 + (int)length;
                return text;
            }
            catch (DecoderFallbackException)
            {
                throw new TrialFileException(Offset + 4, $"{what} is not UTF-8");
            }
        }
    }
}
