using Qit.Core.Numerics;

namespace Qit.Protocols.TwoWay;

/// <summary>
/// Phase of a fringe from the clicks of both ports at four quarter-wave steps. The difference of the ports at step k goes
/// with cos(phi + k pi/2), so x = d0 - d2 goes with cos phi and y = d3 - d1 with sin phi; what the ports differ by in
/// efficiency drops out of both.
/// </summary>
public static class QuadraturePhase
{
    // Rates are clicks a microsecond times 2^30.
    private const int RateBits = 30;

    /// <summary>An amplitude below so many standard deviations of its own noise is none.</summary>
    private const long SmallestSquare = 25;

    /// <summary>The phase in 2^-32 turn. With D = hypot(x, y) in 2^-30 clicks a microsecond, the error against the exact
    /// angle of (x, y) is at most 0.55 units plus 1.5/D radians: for ports that differ by 1000 clicks a second, 1.5 urad.
    /// </summary>
    /// <param name="record">A fringe with live time at each step.</param>
    /// <param name="phase">The phase, when there is one.</param>
    /// <returns>False when what is seen may as well be the noise of counting: the amplitude is below five standard
    /// deviations.</returns>
    public static bool TryPhase(FringeRecord record, out int phase)
    {
        phase = 0;
        long total = 0;
        for (int step = 0; step < TwoWaySettings.Steps; step++)
        {
            if (record.Live(step) < 1)
                return false;
            total += record.Plus(step) + record.Minus(step);
        }
        long x = -Rate(record, 2) + Rate(record, 0);
        long y = -Rate(record, 1) + Rate(record, 3);
        phase = FixedAtan2.Of(y, x);
        return IsClear(Clicks(record, 0) - Clicks(record, 2), Clicks(record, 3) - Clicks(record, 1), total);
    }

    private static long Clicks(FringeRecord record, int step) => record.Plus(step) - record.Minus(step);

    private static long Rate(FringeRecord record, int step)
    {
        long live = record.Live(step);
        long scaled = Clicks(record, step) << RateBits;
        // To the nearest: the quotient alone cuts towards zero.
        return (scaled + (scaled < 0 ? -(live >> 1) : live >> 1)) / live;
    }

    /// <summary>x and y have a variance of half of all clicks each.</summary>
    private static bool IsClear(long x, long y, long total)
    {
        while (x > int.MaxValue || x < int.MinValue || y > int.MaxValue || y < int.MinValue)
        {
            x >>= 1;
            y >>= 1;
            total >>= 2;
        }
        // Halves of the squares, whose sum would not fit.
        return total > 0 && ((x * x) >> 1) + ((y * y) >> 1) >= SmallestSquare * (total >> 2);
    }
}
