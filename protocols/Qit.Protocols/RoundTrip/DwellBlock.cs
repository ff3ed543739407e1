using Qit.Core.Framing;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.RoundTrip;

/// <summary>
/// A run of dwells as it crosses the link. Layout, little-endian: number of the first dwell since the loop was started i64;
/// the tracker's centre after the last of them i64 (1/256 step; <see cref="NoCentre"/> when it has none); count u16; zero u16;
/// then for each dwell position i32 (steps), live time u32 (microseconds), coincidences u32, clicks of both detectors u32 u32,
/// plan number u16, phase u8 (<see cref="RoundTripPhase"/>), flags u8 (bit 0: the ramps ran).
/// </summary>
public sealed class DwellBlock
{
    /// <summary>Bytes before the first dwell.</summary>
    public const int HeaderLength = 20;

    /// <summary>Bytes of a dwell.</summary>
    public const int RecordLength = 24;

    /// <summary>Most dwells in a block.</summary>
    public const int MaxDwells = (Frame.MaxPayload - HeaderLength) / RecordLength;

    /// <summary>Centre of a device that has not found the dip, or follows a plan.</summary>
    public const long NoCentre = long.MinValue;

    private const byte RampedFlag = 1;

    private readonly DwellRecord[] records = new DwellRecord[MaxDwells];

    /// <summary>An empty block.</summary>
    public DwellBlock()
    {
        for (int i = 0; i < MaxDwells; i++)
            records[i] = new DwellRecord();
    }

    /// <summary>Number of the first dwell since the loop was started, from 0.</summary>
    public long FirstDwell { get; private set; }

    /// <summary>The tracker's centre, 1/256 step, or <see cref="NoCentre"/>.</summary>
    public long Centre { get; private set; }

    /// <summary>Dwells in the block.</summary>
    public int Count { get; private set; }

    /// <summary>A dwell; valid until the next block is read.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public DwellRecord Record(int index) => records[index];

    /// <summary>Writes a dwell into a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="index">Place of the dwell, 0 to <see cref="MaxDwells"/> - 1.</param>
    /// <param name="record">The dwell.</param>
    public static void Put(byte[] payload, int index, DwellRecord record)
    {
        int at = HeaderLength + index * RecordLength;
        LittleEndian.PutUInt32(payload, at, (uint)(record.PositionSteps & 0xFFFFFFFFL));
        LittleEndian.PutUInt32(payload, at + 4, (uint)record.LiveMicroseconds);
        LittleEndian.PutUInt32(payload, at + 8, (uint)record.Coincidences);
        LittleEndian.PutUInt32(payload, at + 12, (uint)record.SinglesA);
        LittleEndian.PutUInt32(payload, at + 16, (uint)record.SinglesB);
        LittleEndian.PutUInt16(payload, at + 20, record.PlanNumber & 0xFFFF);
        payload[at + 22] = record.Phase;
        payload[at + 23] = record.IsRamped ? RampedFlag : (byte)0;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="firstDwell">Number of the first dwell.</param>
    /// <param name="centre">The tracker's centre.</param>
    /// <param name="count">Dwells.</param>
    public static void PutHeader(byte[] payload, long firstDwell, long centre, int count)
    {
        LittleEndian.PutInt64(payload, 0, firstDwell);
        LittleEndian.PutInt64(payload, 8, centre);
        LittleEndian.PutUInt16(payload, 16, count);
        LittleEndian.PutUInt16(payload, 18, 0);
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes; they may be hostile.</param>
    /// <param name="length">Number of bytes.</param>
    /// <returns>False when they are no block of dwells; the content is then undefined.</returns>
    public bool TryRead(byte[] payload, int length)
    {
        Count = 0;
        if (length < HeaderLength)
            return false;
        int count = LittleEndian.GetUInt16(payload, 16);
        FirstDwell = LittleEndian.GetInt64(payload, 0);
        Centre = LittleEndian.GetInt64(payload, 8);
        if (count == 0 || count > MaxDwells || length != HeaderLength + count * RecordLength || FirstDwell < 0)
            return false;
        for (int i = 0; i < count; i++)
        {
            int at = HeaderLength + i * RecordLength;
            DwellRecord record = records[i];
            record.PositionSteps = DwellPlan.PositionOf(LittleEndian.GetUInt32(payload, at));
            record.LiveMicroseconds = LittleEndian.GetUInt32(payload, at + 4);
            record.Coincidences = LittleEndian.GetUInt32(payload, at + 8);
            record.SinglesA = LittleEndian.GetUInt32(payload, at + 12);
            record.SinglesB = LittleEndian.GetUInt32(payload, at + 16);
            record.PlanNumber = LittleEndian.GetUInt16(payload, at + 20);
            record.Phase = payload[at + 22];
            record.IsRamped = (payload[at + 23] & RampedFlag) != 0;
            if (record.LiveMicroseconds < 1 || record.LiveMicroseconds > DwellRecord.Max
                || record.Coincidences > DwellRecord.Max || record.SinglesA > DwellRecord.Max
                || record.SinglesB > DwellRecord.Max)
                return false;
        }
        Count = count;
        return true;
    }
}
