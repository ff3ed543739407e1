// The header of a PTU file: "PQTTTR\0\0", 8 bytes of version, then tags of 48 bytes (32 name, i32 index, u32 type,
// 8 value) up to the tag Header_End. Of some types the value is a length and that many bytes follow the tag.
// A header may be hostile: every length is checked before it is believed, and nothing is allocated by it.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Qit.Timing.Formats;

/// <summary>What the header of a PicoQuant PTU file must say for its records to be read.</summary>
internal sealed record PtuHeader(PtuRecordKind Kind, long AnnouncedRecords, TickLength TickLength)
{
    private const int TagBytes = 48;
    private const int NameBytes = 32;
    private const long LongestHeaderBytes = 64L << 20; // real ones are 4 to 40 kB; an embedded picture may add some
    private const uint Integer = 0x10000008;
    private const uint Floating = 0x20000008;

    private const string RecordTypeTag = "TTResultFormat_TTTRRecType";
    private const string RecordCountTag = "TTResult_NumberOfRecords";
    private const string ResolutionTag = "MeasDesc_GlobalResolution";

    /// <summary>First bytes of every PTU file.</summary>
    public static ReadOnlySpan<byte> Magic => "PQTTTR"u8;

    /// <summary>Reads the header; the buffer then stands at the first record.</summary>
    /// <exception cref="TagFileException">Not a PTU file, a damaged header, or records that are not T2.</exception>
    public static PtuHeader Read(RecordBuffer bytes, string sourceName)
    {
        if (!bytes.TryTake(16, out ReadOnlySpan<byte> start) || !start.StartsWith(Magic))
            throw new TagFileException(sourceName, "does not start as a PTU file; expected PQTTTR and a version");
        long? type = null;
        long? count = null;
        double? resolution = null;
        long total = start.Length;
        for (long number = 1; ; number++)
        {
            if (!bytes.TryTake(TagBytes, out ReadOnlySpan<byte> tag))
                throw Fault(number, "the file ends within the PTU header; expected tags up to Header_End");
            string name = NameIn(tag[..NameBytes]);
            uint tagType = BinaryPrimitives.ReadUInt32LittleEndian(tag[36..]);
            long value = BinaryPrimitives.ReadInt64LittleEndian(tag[40..]);
            if (name == "Header_End") break;
            long following = FollowingBytes(tagType, value, number, name, LongestHeaderBytes - total);
            total += TagBytes + following;
            switch (name)
            {
                case RecordTypeTag:
                    Demand(Integer, type is not null);
                    type = value;
                    break;
                case RecordCountTag:
                    Demand(Integer, count is not null);
                    count = value;
                    break;
                case ResolutionTag:
                    Demand(Floating, resolution is not null);
                    resolution = BitConverter.Int64BitsToDouble(value);
                    break;
            }

            if (bytes.Skip(following) < following)
                throw Fault(number, $"'{name}' says that {following} bytes follow, but the file ends before");

            void Demand(uint wanted, bool isRepeated)
            {
                if (tagType != wanted)
                    throw Fault(number, $"'{name}' has type 0x{tagType:x8}; expected 0x{wanted:x8}");
                if (isRepeated) throw Fault(number, $"'{name}' is there twice; expected once");
            }
        }

        return new PtuHeader(
            KindOf(type ?? throw Missing(RecordTypeTag), sourceName),
            count is >= 0 ? count.Value : throw (count is null
                ? Missing(RecordCountTag)
                : new TagFileException(sourceName, $"PTU header: {RecordCountTag} is {count}; expected 0 or more")),
            TickOf(resolution ?? throw Missing(ResolutionTag), sourceName));

        TagFileException Fault(long number, string problem) => new(sourceName, "PTU header tag", number, problem);

        TagFileException Missing(string name) =>
            new(sourceName, $"PTU header: has no {name}, without which the records cannot be read");

        long FollowingBytes(uint tagType, long value, long number, string name, long allowed)
        {
            switch (tagType)
            {
                case 0xFFFF0008 or 0x00000008 or Integer or 0x11000008 or 0x12000008 or Floating or 0x21000008:
                    if (allowed < TagBytes) throw Fault(number, "the header is longer than 64 MiB without Header_End");
                    return 0;
                case 0x2001FFFF or 0x4001FFFF or 0x4002FFFF or 0xFFFFFFFF:
                    return value >= 0 && value <= allowed - TagBytes ? value : throw Fault(number,
                        $"'{name}' gives {value} as its length; expected 0 or more, and 64 MiB at most in all");
                default:
                    throw Fault(number, $"'{name}' has the unknown type 0x{tagType:x8}; the header is damaged");
            }
        }
    }

    /// <summary>The resolution as an exact ratio of femtoseconds: the ratio of smallest denominator, at most 4096,
    /// that rounds to the same double to within 4 units in the last place.</summary>
    private static TickLength TickOf(double seconds, string sourceName)
    {
        const int LargestDenominator = 4096;
        const double UnitInLastPlace = 1.0 / (1L << 52);
        if (seconds is >= 1e-15 and <= 1e-6)
        {
            double femtoseconds = seconds * 1e15;
            for (int denominator = 1; denominator <= LargestDenominator; denominator++)
            {
                double scaled = femtoseconds * denominator;
                double nearest = Math.Round(scaled);
                if (Math.Abs(scaled - nearest) <= 4 * UnitInLastPlace * scaled)
                    return new TickLength((long)nearest, denominator);
            }
        }

        throw new TagFileException(sourceName, string.Create(CultureInfo.InvariantCulture,
            $"PTU header: {ResolutionTag} is {seconds} s; expected 1 fs to 1 us, a ratio of whole femtoseconds with a "
            + $"denominator of at most {LargestDenominator}"));
    }

    private static PtuRecordKind KindOf(long type, string sourceName)
    {
        if (PtuRecordTypes.T2(type) is PtuRecordKind kind) return kind;
        if (PtuRecordTypes.T3(type) is string name)
            throw new TagFileException(sourceName,
                $"PTU records are {name} (0x{type:x8}): times within the laser's period, not on a timeline; right "
                + "would be a measurement in T2 mode");
        throw new TagFileException(sourceName,
            $"PTU records have the unknown type 0x{type:x8}; expected {PtuRecordTypes.Readable}");
    }

    private static string NameIn(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
        return string.Create(text.Length, text, static (shown, source) =>
        {
            for (int index = 0; index < shown.Length; index++)
                shown[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
        });
    }
}
