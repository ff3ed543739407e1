using System.Buffers.Binary;
using Qit.Core.Framing;
using Qit.Timing.Formats;

namespace Qit.Timing.Tests.Formats;

/// <summary>Builds, takes apart and reads qtt files in memory.</summary>
internal static class QttBytes
{
    public const int SectionBytes = 64;

    /// <summary>With it no reader finds a time too long or too far back.</summary>
    public static readonly TickLength Femtosecond = new(1, 1);

    public static readonly TagReadOptions AnyOrder = new() { MaximumDisorderPicoseconds = long.MaxValue };

    public static byte[] File(
        IReadOnlyList<(long Ticks, int Channel)> events, QttHeader? header = null, int blockEvents = int.MaxValue)
    {
        using var stream = new MemoryStream();
        using (var writer = new QttWriter(stream, header ?? new QttHeader { TickLength = Femtosecond }))
        {
            for (int index = 0; index < events.Count; index++)
            {
                writer.Write(events[index].Ticks, events[index].Channel);
                if ((index + 1) % blockEvents == 0) writer.EndBlock();
            }
        }

        return stream.ToArray();
    }

    public static (List<(long Ticks, int Channel)> Events, TagFileReport Report) Read(
        Stream stream, TagReadOptions? options = null, int batch = 1000)
    {
        using TagReader reader = TagFile.Open(stream, "test.qtt", options ?? AnyOrder);
        var events = new List<(long, int)>();
        long[] ticks = new long[batch];
        int[] channels = new int[batch];
        for (int count = reader.Read(ticks, channels); count > 0; count = reader.Read(ticks, channels))
        {
            for (int index = 0; index < count; index++) events.Add((ticks[index], channels[index]));
        }

        return (events, reader.Report);
    }

    public static (List<(long Ticks, int Channel)> Events, TagFileReport Report) Read(
        byte[] bytes, TagReadOptions? options = null) => Read(new MemoryStream(bytes), options);

    /// <summary>Places of the sections in a sound file, by the lengths in them.</summary>
    public static List<(int Place, int Length, char Kind, int Count)> Sections(byte[] bytes)
    {
        var sections = new List<(int, int, char, int)>();
        int header = 20 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        for (int place = 2 * header; place < bytes.Length;)
        {
            int length = SectionBytes + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place + 4));
            sections.Add((place, length, (char)bytes[place + 3], BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place + 8))));
            place += length;
        }

        return sections;
    }

    /// <summary>Makes both checksums of a section right again, as a malicious writer would.</summary>
    public static void Seal(byte[] bytes, int place, int length)
    {
        uint payload = Crc32C.Compute(bytes, place + SectionBytes, length - SectionBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place + 56), payload);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place + 60), Crc32C.Compute(bytes, place, 60));
    }

    /// <summary>A Poisson stream of one seed over channels 1 to n.</summary>
    public static (long Ticks, int Channel)[] Poisson(int count, double meanTicks, int channels, int seed = 1)
    {
        var random = new Random(seed);
        var events = new (long, int)[count];
        long time = 0;
        for (int index = 0; index < count; index++)
        {
            time += (long)(-meanTicks * Math.Log(1 - random.NextDouble()));
            events[index] = (time, 1 + random.Next(channels));
        }

        return events;
    }
}
