using System;

namespace Qit.Core.Timing;

/// <summary>
/// Extends the wrapping tick counter of a time tagger to 64 bits. Right as long as successive records lie less than half
/// a turn of the counter apart, in either direction: a tagger may deliver tags of different inputs slightly out of order,
/// and its contract is a record (a tag or a rollover record) at least every half turn.
/// </summary>
public sealed class TagUnwrapper
{
    private readonly uint mask;
    private readonly uint halfTurn;
    private uint lastRaw;
    private long lastTicks;

    /// <summary>Starts at tick 0.</summary>
    /// <param name="counterBits">Width of the counter, 8 to 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">Width outside 8 to 32.</exception>
    public TagUnwrapper(int counterBits)
    {
        if (counterBits < 8 || counterBits > 32)
            throw new ArgumentOutOfRangeException(nameof(counterBits));
        mask = counterBits == 32 ? 0xFFFFFFFF : (1u << counterBits) - 1;
        halfTurn = 1u << (counterBits - 1);
    }

    /// <summary>Ticks of the last record unwrapped.</summary>
    public long LastTicks => lastTicks;

    /// <summary>Unwraps a run of records. Allocates nothing.</summary>
    /// <param name="raw">Counter values; bits above the counter's width are ignored.</param>
    /// <param name="ticks">Takes the unwrapped times. A first record in the upper half turn comes out negative, as one
    /// shortly before the counter's zero.</param>
    /// <param name="offset">First index in both arrays.</param>
    /// <param name="count">Records to unwrap.</param>
    public void Unwrap(uint[] raw, long[] ticks, int offset, int count)
    {
        uint turn = mask;
        uint half = halfTurn;
        uint last = lastRaw;
        long time = lastTicks;
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            uint now = raw[i] & turn;
            // Differences wrap on purpose; the mask keeps them inside one turn.
            uint ahead = unchecked(now - last) & turn;
            if (ahead < half)
                time += ahead;
            else
                time -= unchecked(last - now) & turn;
            last = now;
            ticks[i] = time;
        }
        lastRaw = last;
        lastTicks = time;
    }
}
