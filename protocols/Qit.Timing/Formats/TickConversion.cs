// Converts times from one tick to another in one rounding. Going over picoseconds would round twice: two ticks of a
// 1/256 ns grid are then no longer where they were. The product is formed in 64 bits where it fits, which is nearly
// always, and in 128 bits otherwise.
using System.Numerics;

namespace Qit.Timing.Formats;

/// <summary>Times in one tick as times in another, rounded to nearest, halves away from zero.</summary>
public readonly struct TickConversion
{
    private readonly long numerator;
    private readonly long denominator;
    private readonly long safeTicks;

    /// <summary>Prepares the conversion.</summary>
    /// <param name="from">Tick of the times given.</param>
    /// <param name="to">Tick of the times wanted.</param>
    /// <exception cref="ArgumentException">A length is not positive, or their ratio does not fit two longs.</exception>
    public TickConversion(TickLength from, TickLength to)
    {
        if (from.NumeratorFemtoseconds < 1 || from.Denominator < 1 || to.NumeratorFemtoseconds < 1 || to.Denominator < 1)
            throw new ArgumentException("A tick length needs a positive numerator and denominator.");
        BigInteger above = (BigInteger)from.NumeratorFemtoseconds * to.Denominator;
        BigInteger below = (BigInteger)from.Denominator * to.NumeratorFemtoseconds;
        BigInteger common = BigInteger.GreatestCommonDivisor(above, below);
        if (above / common > long.MaxValue || below / common > long.MaxValue / 2)
            throw new ArgumentException($"The ratio of {from} and {to} does not fit 64 bits.");
        numerator = (long)(above / common);
        denominator = (long)(below / common);
        safeTicks = (long.MaxValue - (denominator / 2)) / numerator;
    }

    /// <summary>True when no time needs rounding.</summary>
    public bool IsExact => denominator == 1;

    /// <summary>Parts that a tick of the target has in <see cref="Convert"/>'s error.</summary>
    public long PartsOfATick => denominator;

    /// <summary>Converts a time.</summary>
    /// <param name="ticks">Time in ticks of the source.</param>
    /// <param name="errorParts">By how much the result is too late, in 1/<see cref="PartsOfATick"/> of its tick.</param>
    /// <exception cref="OverflowException">The result does not fit a long.</exception>
    public long Convert(long ticks, out long errorParts)
    {
        if (ticks <= safeTicks && ticks >= -safeTicks)
        {
            long product = ticks * numerator;
            long half = product >= 0 ? denominator / 2 : -(denominator / 2);
            long nearest = (product + half) / denominator;
            errorParts = (nearest * denominator) - product;
            return nearest;
        }

        Int128 wide = (Int128)ticks * numerator;
        Int128 wideHalf = wide >= 0 ? denominator / 2 : -(denominator / 2);
        Int128 rounded = (wide + wideHalf) / denominator;
        errorParts = (long)((rounded * denominator) - wide);
        return checked((long)rounded);
    }
}
