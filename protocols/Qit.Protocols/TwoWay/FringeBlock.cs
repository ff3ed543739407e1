using Qit.Core.Framing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.TwoWay;

/// <summary>
/// A run of fringes as it crosses the link. Layout, little-endian: number of the first record since the loop was started i64;
/// the tracker's phase since rest after the last of them i64 (2^-32 turn; <see cref="NoPhase"/> when it has none); count u16;
/// zero u16; then for each record the gateway's number u16, cycles u16, rate i32 (nm/s), began i64, ended i64 (microseconds),
/// the device's phase i32 (2^-32 turn), phase u8 (<see cref="TwoWayPhase"/>), flags u8 (bit 0: phase lost, bit 1:
/// interrupted), zero u16; and for each of the four phase steps live time u32 (microseconds), clicks of both ports u32 u32.
/// </summary>
public sealed class FringeBlock
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes of a record.</summary>
    public const int RecordLength = FixedLength + TwoWaySettings.Steps * StepLength;

    /// <summary>Most records in a block.</summary>
    public const int MaxRecords = (Frame.MaxPayload - HeaderLength) / RecordLength;

    /// <summary>Phase of a device that tracks none.</summary>
    public const long NoPhase = long.MinValue;

    private const int FixedLength = 32;
    private const int StepLength = 12;
    private const byte LostFlag = 1;
    private const byte InterruptedFlag = 2;

    private readonly FringeRecord[] records = new FringeRecord[MaxRecords];

    /// <summary>An empty block.</summary>
    public FringeBlock()
    {
        for (int i = 0; i < MaxRecords; i++)
            records[i] = new FringeRecord();
    }

    /// <summary>Number of the first record since the loop was started, from 0.</summary>
    public long FirstRecord { get; private set; }

    /// <summary>The tracker's phase since rest, 2^-32 turn, or <see cref="NoPhase"/>.</summary>
    public long TrackedPhase { get; private set; }

    /// <summary>Records in the block.</summary>
    public int Count { get; private set; }

    /// <summary>A record; valid until the next block is read.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public FringeRecord Record(int index) => records[index];

    /// <summary>Writes a record into a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="index">Its place, 0 to <see cref="MaxRecords"/> - 1.</param>
    /// <param name="record">The record.</param>
    public static void Put(byte[] payload, int index, FringeRecord record)
    {
        int at = HeaderLength + index * RecordLength;
        LittleEndian.PutUInt16(payload, at, record.Number);
        LittleEndian.PutUInt16(payload, at + 2, record.Cycles);
        LittleEndian.PutUInt32(payload, at + 4, (uint)(record.RateNanometresPerSecond & 0xFFFFFFFFL));
        LittleEndian.PutInt64(payload, at + 8, record.BeganMicroseconds);
        LittleEndian.PutInt64(payload, at + 16, record.EndedMicroseconds);
        LittleEndian.PutUInt32(payload, at + 24, (uint)(record.DevicePhase & 0xFFFFFFFFL));
        payload[at + 28] = record.Phase;
        payload[at + 29] = (byte)((record.IsLost ? LostFlag : 0) | (record.IsInterrupted ? InterruptedFlag : 0));
        LittleEndian.PutUInt16(payload, at + 30, 0);
        for (int step = 0; step < TwoWaySettings.Steps; step++)
        {
            int place = at + FixedLength + step * StepLength;
            LittleEndian.PutUInt32(payload, place, (uint)record.Live(step));
            LittleEndian.PutUInt32(payload, place + 4, (uint)record.Plus(step));
            LittleEndian.PutUInt32(payload, place + 8, (uint)record.Minus(step));
        }
    }

    /// <summary>Writes the header.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="firstRecord">Number of the first record.</param>
    /// <param name="trackedPhase">The tracker's phase.</param>
    /// <param name="count">Records.</param>
    public static void PutHeader(byte[] payload, long firstRecord, long trackedPhase, int count)
    {
        LittleEndian.PutInt64(payload, 0, firstRecord);
        LittleEndian.PutInt64(payload, 8, trackedPhase);
        LittleEndian.PutUInt16(payload, 16, count);
        LittleEndian.PutUInt16(payload, 18, 0);
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when they are no block of fringes; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        Count = 0;
        if (length < HeaderLength)
            return false;
        int count = LittleEndian.GetUInt16(payload, 16);
        FirstRecord = LittleEndian.GetInt64(payload, 0);
        TrackedPhase = LittleEndian.GetInt64(payload, 8);
        if (count == 0 || count > MaxRecords || length != HeaderLength + count * RecordLength || FirstRecord < 0)
            return false;
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(payload, HeaderLength + i * RecordLength, records[i]))
                return false;
        }
        Count = count;
        return true;
    }

    private static bool TryRead(byte[] payload, int at, FringeRecord record)
    {
        record.Number = LittleEndian.GetUInt16(payload, at);
        record.Cycles = LittleEndian.GetUInt16(payload, at + 2);
        record.RateNanometresPerSecond = Signed(LittleEndian.GetUInt32(payload, at + 4));
        record.BeganMicroseconds = LittleEndian.GetInt64(payload, at + 8);
        record.EndedMicroseconds = LittleEndian.GetInt64(payload, at + 16);
        record.DevicePhase = Signed(LittleEndian.GetUInt32(payload, at + 24));
        record.Phase = payload[at + 28];
        record.IsLost = (payload[at + 29] & LostFlag) != 0;
        record.IsInterrupted = (payload[at + 29] & InterruptedFlag) != 0;
        if (record.BeganMicroseconds < 0 || record.EndedMicroseconds < record.BeganMicroseconds)
            return false;
        for (int step = 0; step < TwoWaySettings.Steps; step++)
        {
            int place = at + FixedLength + step * StepLength;
            long live = LittleEndian.GetUInt32(payload, place);
            long plus = LittleEndian.GetUInt32(payload, place + 4);
            long minus = LittleEndian.GetUInt32(payload, place + 8);
            if (live > FringeRecord.Max || plus > FringeRecord.Max || minus > FringeRecord.Max
                || record.Cycles > 0 && live == 0)
                return false;
            record.Set(step, live, plus, minus);
        }
        return true;
    }

    private static int Signed(long low) => (int)(low > int.MaxValue ? low - 0x100000000L : low);
}
