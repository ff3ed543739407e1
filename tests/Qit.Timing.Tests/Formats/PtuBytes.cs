using System.Buffers.Binary;
using System.Text;

namespace Qit.Timing.Tests.Formats;

/// <summary>Builds PTU and quTAG files in memory.</summary>
internal static class PtuBytes
{
    public const uint Integer = 0x10000008;
    public const uint Floating = 0x20000008;
    public const long HydraHarpV2 = 0x01010204;

    public static byte[] File(long type, double resolutionSeconds, params uint[] records) =>
        [.. Header(type, records.Length, resolutionSeconds), .. Records(records)];

    public static byte[] Header(long type, long count, double resolutionSeconds) =>
    [
        .. Magic(),
        .. Tag("File_Comment", 0x4001FFFF, 8),
        .. "comment\0"u8,
        .. Tag("TTResultFormat_TTTRRecType", Integer, type),
        .. Tag("MeasDesc_GlobalResolution", Floating, BitConverter.DoubleToInt64Bits(resolutionSeconds)),
        .. Tag("TTResult_NumberOfRecords", Integer, count),
        .. Tag("Header_End", 0xFFFF0008, 0),
    ];

    public static byte[] Magic() => [.. "PQTTTR\0\01.0.00\0\0"u8];

    public static byte[] Tag(string name, uint type, long value)
    {
        byte[] tag = new byte[48];
        Encoding.ASCII.GetBytes(name, tag);
        BinaryPrimitives.WriteInt32LittleEndian(tag.AsSpan(32), -1);
        BinaryPrimitives.WriteUInt32LittleEndian(tag.AsSpan(36), type);
        BinaryPrimitives.WriteInt64LittleEndian(tag.AsSpan(40), value);
        return tag;
    }

    public static byte[] Records(params uint[] records)
    {
        byte[] bytes = new byte[4 * records.Length];
        for (int index = 0; index < records.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * index), records[index]);
        return bytes;
    }

    /// <summary>Encodes events as T2 records of the HydraHarp, version 2, overflows merged where they follow.</summary>
    public static uint[] HydraHarpRecords(IEnumerable<(long Ticks, int Channel)> events)
    {
        var records = new List<uint>();
        long wraps = 0;
        foreach ((long ticks, int channel) in events)
        {
            for (long missing = (ticks >> 25) - wraps; missing > 0; missing = (ticks >> 25) - wraps)
            {
                long step = Math.Min(missing, (1 << 25) - 1);
                records.Add(0xFE000000 | (uint)step);
                wraps += step;
            }

            records.Add(((uint)channel << 25) | (uint)(ticks & 0x01FFFFFF));
        }

        return [.. records];
    }

    public static byte[] Qutag(IEnumerable<(long Ticks, int Channel)> events, bool hasKnownStart = true)
    {
        (long Ticks, int Channel)[] all = [.. events];
        byte[] bytes = new byte[40 + (10 * all.Length)];
        if (hasKnownStart)
        {
            new byte[] { 0x87, 0xb3, 0x91, 0xfa }.CopyTo(bytes, 0);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length);
        }

        for (int index = 0; index < all.Length; index++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40 + (10 * index)), all[index].Ticks);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(48 + (10 * index)), (ushort)all[index].Channel);
        }

        return bytes;
    }
}
