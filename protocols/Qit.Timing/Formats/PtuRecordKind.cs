// What the record type in a PTU header says about its records: numbers, field widths and overflow periods as in
// PicoQuant's published demonstration readers.
namespace Qit.Timing.Formats;

/// <summary>Form of the 32-bit T2 records of a PTU file.</summary>
public enum PtuRecordKind
{
    /// <summary>PicoHarp 300: 4 bits of channel, 28 of time; a wrap is 210 698 240 ticks, one a record.</summary>
    PicoHarp300,

    /// <summary>HydraHarp, first version: a wrap is 33 552 000 ticks, one a record.</summary>
    HydraHarpV1,

    /// <summary>HydraHarp from version 2, TimeHarp 260, MultiHarp, PicoHarp 330: an overflow record counts wraps of
    /// 2^25 ticks in its time field, where 0 means 1.</summary>
    HydraHarpV2,
}

/// <summary>Record types by the number in a PTU header.</summary>
internal static class PtuRecordTypes
{
    /// <summary>Types that can be read, for messages.</summary>
    public const string Readable = "a T2 type: 0x00010203, 0x00010204, 0x01010204, 0x00010205, 0x00010206 or 0x00010207";

    /// <summary>Form of the records, or null when the type is not a T2 type.</summary>
    public static PtuRecordKind? T2(long type) => type switch
    {
        0x00010203 => PtuRecordKind.PicoHarp300,
        0x00010204 => PtuRecordKind.HydraHarpV1,
        0x01010204 or 0x00010205 or 0x00010206 or 0x00010207 => PtuRecordKind.HydraHarpV2,
        _ => null,
    };

    /// <summary>Name of a T3 type, or null when it is none.</summary>
    public static string? T3(long type) => type switch
    {
        0x00010303 => "PicoHarp 300 T3",
        0x00010304 => "HydraHarp V1 T3",
        0x01010304 => "HydraHarp V2 T3",
        0x00010305 => "TimeHarp 260 N T3",
        0x00010306 => "TimeHarp 260 P T3",
        0x00010307 => "MultiHarp or generic T3",
        _ => null,
    };
}
