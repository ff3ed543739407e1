using Qit.Core.Framing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.Purification;

/// <summary>
/// A run of pair records of one station as it crosses the link. Layout, little-endian: run u32; number of the first record in
/// the run i64, lost ones counted too; lost-before u32 (records lost since the block before); base i64 (a pair); count u16;
/// zero u16; then for each record source i32 (less the base), target i32 (less the source), round u8, result u8: bit 0 the
/// measured bit, bits 1 and 2 the basis (0 the target of a round, 1 to 3 a sampled pair in X, Y, Z: target is source, and
/// round counts those that it came through).
/// </summary>
public sealed class PairBlock
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderLength = 28;

    /// <summary>Bytes of a record.</summary>
    public const int RecordLength = 10;

    /// <summary>Most records in a block.</summary>
    public const int MaxRecords = (Frame.MaxPayload - HeaderLength) / RecordLength;

    /// <summary>Largest pair identifier taken: a century of pairs at 1 GHz.</summary>
    public const long MaxPair = 1L << 61;

    /// <summary>Largest result.</summary>
    public const int MaxResult = 7;

    private const long MaxDifference = 0x7FFFFFFF;

    /// <summary>Number of the run since the device booted, from 1.</summary>
    public long Run { get; private set; }

    /// <summary>Number of the first record in the run, from 0.</summary>
    public long FirstRecord { get; private set; }

    /// <summary>Records lost between the block before and this one.</summary>
    public long LostBefore { get; private set; }

    /// <summary>Records in the block; 0 when it only tells of lost ones.</summary>
    public int Count { get; private set; }

    /// <summary>Pairs that a round would keep, or that were sampled.</summary>
    public long[] Sources { get; } = new long[MaxRecords];

    /// <summary>Measured pairs.</summary>
    public long[] Targets { get; } = new long[MaxRecords];

    /// <summary>Rounds.</summary>
    public byte[] Rounds { get; } = new byte[MaxRecords];

    /// <summary>Bases and bits.</summary>
    public byte[] Results { get; } = new byte[MaxRecords];

    /// <summary>Whether a record can stand in a block of this base.</summary>
    /// <param name="basePair">The block's base.</param>
    /// <param name="source">Source pair.</param>
    /// <param name="target">Target pair.</param>
    public static bool Fits(long basePair, long source, long target) =>
        IsSmall(source - basePair) && IsSmall(target - source);

    /// <summary>Writes a record into a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="index">Place of the record, 0 to <see cref="MaxRecords"/> - 1.</param>
    /// <param name="basePair">The block's base; see <see cref="Fits"/>.</param>
    /// <param name="source">Source pair.</param>
    /// <param name="target">Target pair.</param>
    /// <param name="round">Round.</param>
    /// <param name="result">Basis and bit.</param>
    public static void Put(
        byte[] payload, int index, long basePair, long source, long target, byte round, byte result)
    {
        int at = HeaderLength + index * RecordLength;
        LittleEndian.PutUInt32(payload, at, (uint)((source - basePair) & 0xFFFFFFFFL));
        LittleEndian.PutUInt32(payload, at + 4, (uint)((target - source) & 0xFFFFFFFFL));
        payload[at + 8] = round;
        payload[at + 9] = result;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="run">Number of the run.</param>
    /// <param name="firstRecord">Number of the first record.</param>
    /// <param name="lostBefore">Lost records, 0 to 2^32 - 1.</param>
    /// <param name="basePair">The base.</param>
    /// <param name="count">Records.</param>
    public static void PutHeader(
        byte[] payload, uint run, long firstRecord, long lostBefore, long basePair, int count)
    {
        LittleEndian.PutUInt32(payload, 0, run);
        LittleEndian.PutInt64(payload, 4, firstRecord);
        LittleEndian.PutUInt32(payload, 12, (uint)lostBefore);
        LittleEndian.PutInt64(payload, 16, basePair);
        LittleEndian.PutUInt16(payload, 24, count);
        LittleEndian.PutUInt16(payload, 26, 0);
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when they are no block of pair records; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        Count = 0;
        if (length < HeaderLength)
            return false;
        Run = Unsigned(payload, 0);
        FirstRecord = LittleEndian.GetInt64(payload, 4);
        LostBefore = Unsigned(payload, 12);
        long basePair = LittleEndian.GetInt64(payload, 16);
        int count = LittleEndian.GetUInt16(payload, 24);
        if (count > MaxRecords || length != HeaderLength + count * RecordLength || Run < 1
            || FirstRecord < LostBefore || FirstRecord > MaxPair || basePair < 0 || basePair > MaxPair)
            return false;
        for (int i = 0; i < count; i++)
        {
            int at = HeaderLength + i * RecordLength;
            long source = basePair + Signed(payload, at);
            long target = source + Signed(payload, at + 4);
            if (source < 0 || source > MaxPair || target < 0 || target > MaxPair || payload[at + 9] > MaxResult)
                return false;
            Sources[i] = source;
            Targets[i] = target;
            Rounds[i] = payload[at + 8];
            Results[i] = payload[at + 9];
        }
        Count = count;
        return true;
    }

    private static bool IsSmall(long difference) => difference >= -MaxDifference && difference <= MaxDifference;

    private static long Unsigned(byte[] payload, int at)
    {
        long value = 0;
        value += LittleEndian.GetUInt32(payload, at);
        return value;
    }

    private static long Signed(byte[] payload, int at)
    {
        long value = Unsigned(payload, at);
        return value > MaxDifference ? value - 0x100000000L : value;
    }
}
