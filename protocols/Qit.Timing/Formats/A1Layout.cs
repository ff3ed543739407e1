// The 64-bit event word shared by a0, a1 and a2 (formats of qcrypto's readevents and of fpfind):
//   bits 63..10  time in 1/256 ns, 54 bits: wraps after 2^54/256 ns = 70 368.7 s
//   bit  4       dummy: written by the card so that no rollover passes unseen; not an event
//   bits 3..0    detector pattern, one bit a detector, several may be set
//   bits 9..5    other flags, not interpreted
namespace Qit.Timing.Formats;

/// <summary>Bits of the event word of the a0, a1 and a2 formats.</summary>
public static class A1Layout
{
    /// <summary>Bits of time.</summary>
    public const int TimeBits = 54;

    /// <summary>Position of the lowest time bit.</summary>
    public const int TimeShift = 10;

    /// <summary>Ticks after which the time field wraps.</summary>
    public const long EpochTicks = 1L << TimeBits;

    /// <summary>Mask of the detector pattern.</summary>
    public const int PatternMask = 0xF;

    /// <summary>Mask of the dummy bit.</summary>
    public const int DummyMask = 0x10;

    /// <summary>Wrapped time of a word, in 1/256 ns.</summary>
    public static long Time(ulong word) => (long)(word >> TimeShift);

    /// <summary>Event word for a time and a detector pattern. The time is taken modulo the epoch.</summary>
    public static ulong Word(long ticks, int pattern) =>
        ((ulong)(ticks & (EpochTicks - 1)) << TimeShift) | (uint)(pattern & PatternMask);
}

/// <summary>Continues the wrapped 54-bit time over epochs. A step by more than half an epoch (9.8 hours), either way,
/// is taken for a wrap: cards write dummies far more often than that, so no real gap is that long.</summary>
internal struct EpochUnwrapper
{
    private long previous;
    private bool started;

    /// <summary>Wraps passed so far.</summary>
    public long Wraps { get; private set; }

    /// <summary>Unwrapped ticks of the next record.</summary>
    public long Unwrap(long wrapped)
    {
        if (!started)
        {
            started = true;
            previous = wrapped;
            return wrapped;
        }

        // Sign-extended difference modulo the epoch: shortest way round.
        const int Spare = 64 - A1Layout.TimeBits;
        long step = (wrapped - previous) << Spare >> Spare;
        long unwrapped = previous + step;
        previous = unwrapped;
        long epoch = unwrapped >> A1Layout.TimeBits;
        if (epoch > Wraps) Wraps = epoch;
        return unwrapped;
    }
}
