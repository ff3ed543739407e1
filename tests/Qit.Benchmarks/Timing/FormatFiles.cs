using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Benchmarks.Timing;

/// <summary>Long tag files, the engine's way of reading them, and the way one would write first. Both ways return the sum of all
/// times and channels, so that neither can leave anything out.</summary>
internal static class FormatFiles
{
    private const int FileBuffer = 1 << 16;
    private const uint Overflow = 0xFE000000;
    private const int TimeBitsOfPtu = 25;

    public static void Write(string path, TagFormat format, long tags)
    {
        bool isA1Tick = format is TagFormat.A1 or TagFormat.Qtt;
        TickLength tick = isA1Tick ? TickLength.Nanosecond256Th : TickLength.OnePicosecond;
        var source = new PoissonStream(1e6 / tick.Picoseconds, 4, arePatterns: isA1Tick);
        using FileStream stream = File.Create(path, FileBuffer);
        Action<long[], int[], int> write = Writer(stream, format, tags);
        long[] ticks = new long[PoissonStream.Batch];
        int[] channels = new int[PoissonStream.Batch];
        for (long done = 0; done < tags; done += ticks.Length)
        {
            int count = (int)Math.Min(ticks.Length, tags - done);
            source.Next(ticks.AsSpan(0, count), channels.AsSpan(0, count));
            write(ticks, channels, count);
        }

        write([], [], 0);
    }

    public static long ReadAll(string path, TagFormat format)
    {
        long[] ticks = new long[PoissonStream.Batch];
        int[] channels = new int[PoissonStream.Batch];
        using TagReader reader = TagFile.Open(File.OpenRead(path), path, new TagReadOptions { Format = format });
        long sum = 0;
        for (int count = reader.Read(ticks, channels); count > 0; count = reader.Read(ticks, channels))
        {
            foreach (long time in ticks.AsSpan(0, count)) sum += time;
            foreach (int channel in channels.AsSpan(0, count)) sum += channel;
        }

        return sum;
    }

    public static long ReadPlainly(string path, TagFormat format, long tags)
    {
        using FileStream stream = File.OpenRead(path);
        using var reader = new BinaryReader(stream);
        return format switch
        {
            TagFormat.A1 => PlainA1(reader, tags),
            TagFormat.Ptu => PlainPtu(reader, tags),
            TagFormat.Qutag => PlainQutag(reader, tags),
            _ => PlainText(stream),
        };
    }

    private static Action<long[], int[], int> Writer(FileStream stream, TagFormat format, long tags)
    {
        switch (format)
        {
            case TagFormat.A1:
                var a1 = new A1Writer(stream);
                return (ticks, channels, count) =>
                {
                    for (int index = 0; index < count; index++) a1.Write(ticks[index], channels[index]);
                    if (count == 0) a1.Flush();
                };
            case TagFormat.Qtt:
                var qtt = new QttWriter(
                    stream, new QttHeader { TickLength = TickLength.Nanosecond256Th, ChannelsArePatterns = true });
                return (ticks, channels, count) =>
                {
                    qtt.Write(ticks.AsSpan(0, count), channels.AsSpan(0, count));
                    if (count == 0) qtt.Complete();
                };
            case TagFormat.Text:
                var text = new TextTagWriter(stream, simulated: true);
                return (ticks, channels, count) =>
                {
                    for (int index = 0; index < count; index++) text.Write(ticks[index], channels[index]);
                    if (count == 0) text.Flush();
                };
            case TagFormat.Qutag:
                stream.Write(new byte[QutagReader.HeaderBytes]);
                return (ticks, channels, count) => WriteQutag(stream, ticks, channels, count);
            default:
                stream.Write(PtuHeader());
                long wraps = 0;
                return (ticks, channels, count) => WritePtu(stream, ticks, channels, count, ref wraps);
        }
    }

    private static void WriteQutag(FileStream stream, long[] ticks, int[] channels, int count)
    {
        byte[] bytes = new byte[count * QutagReader.RecordBytes];
        for (int index = 0; index < count; index++)
        {
            Span<byte> record = bytes.AsSpan(index * QutagReader.RecordBytes);
            BinaryPrimitives.WriteInt64LittleEndian(record, ticks[index]);
            BinaryPrimitives.WriteUInt16LittleEndian(record[sizeof(long)..], (ushort)channels[index]);
        }

        stream.Write(bytes);
    }

    private static void WritePtu(FileStream stream, long[] ticks, int[] channels, int count, ref long wraps)
    {
        byte[] bytes = new byte[2 * sizeof(uint) * count];
        int at = 0;
        for (int index = 0; index < count; index++)
        {
            long missing = (ticks[index] >> TimeBitsOfPtu) - wraps;
            if (missing > 0) Put(Overflow | (uint)missing);
            wraps += missing;
            Put(((uint)channels[index] << TimeBitsOfPtu) | (uint)(ticks[index] & ((1 << TimeBitsOfPtu) - 1)));
        }

        stream.Write(bytes.AsSpan(0, at));

        void Put(uint record)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), record);
            at += sizeof(uint);
        }
    }

    private static byte[] PtuHeader()
    {
        const uint Integer = 0x10000008;
        const uint Floating = 0x20000008;
        return
        [
            .. "PQTTTR\0\01.0.00\0\0"u8,
            .. Tag("TTResultFormat_TTTRRecType", Integer, 0x01010204),
            .. Tag("MeasDesc_GlobalResolution", Floating, BitConverter.DoubleToInt64Bits(1e-12)),
            .. Tag("TTResult_NumberOfRecords", Integer, 0),
            .. Tag("Header_End", 0xFFFF0008, 0),
        ];

        static byte[] Tag(string name, uint type, long value)
        {
            byte[] tag = new byte[48];
            Encoding.ASCII.GetBytes(name, tag);
            BinaryPrimitives.WriteUInt32LittleEndian(tag.AsSpan(36), type);
            BinaryPrimitives.WriteInt64LittleEndian(tag.AsSpan(40), value);
            return tag;
        }
    }

    private static long PlainA1(BinaryReader reader, long tags)
    {
        long sum = 0;
        for (long tag = 0; tag < tags; tag++)
        {
            ulong word = reader.ReadUInt64();
            sum += (long)(word >> A1Layout.TimeShift) + (long)(word & A1Layout.PatternMask);
        }

        return sum;
    }

    private static long PlainPtu(BinaryReader reader, long tags)
    {
        reader.ReadBytes(PtuHeader().Length);
        long sum = 0;
        long wrapped = 0;
        for (long tag = 0; tag < tags;)
        {
            uint word = reader.ReadUInt32();
            uint time = word & 0x01FFFFFF;
            if (word >> 31 != 0)
            {
                wrapped += (long)Math.Max(time, 1) << TimeBitsOfPtu;
                continue;
            }

            sum += wrapped + time + (word >> TimeBitsOfPtu);
            tag++;
        }

        return sum;
    }

    private static long PlainQutag(BinaryReader reader, long tags)
    {
        reader.ReadBytes(QutagReader.HeaderBytes);
        long sum = 0;
        for (long tag = 0; tag < tags; tag++) sum += reader.ReadInt64() + reader.ReadUInt16();
        return sum;
    }

    private static long PlainText(FileStream stream)
    {
        using var reader = new StreamReader(stream);
        long sum = 0;
        while (reader.ReadLine() is string line)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(',');
            sum += long.Parse(fields[0], CultureInfo.InvariantCulture) + int.Parse(fields[1], CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
