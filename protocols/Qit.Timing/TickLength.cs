// The one place where native ticks become picoseconds. Taggers count in ticks that are seldom a whole number of
// picoseconds (an S-Fifteen card: 1/256 ns = 3.90625 ps), so the length is kept as a ratio and the product is formed
// in 128 bits: the rounding error of one tag is at most half a picosecond and never grows with the tag's age.
namespace Qit.Timing;

/// <summary>Length of one tick of a time tagger as the ratio NumeratorFemtoseconds / Denominator, in femtoseconds.
/// Both are positive. 1/256 ns is 15625/4 fs, 1 ps is 1000/1 fs.</summary>
/// <param name="NumeratorFemtoseconds">Femtoseconds in Denominator ticks, at least 1.</param>
/// <param name="Denominator">Number of ticks that last NumeratorFemtoseconds, at least 1.</param>
public readonly record struct TickLength(long NumeratorFemtoseconds, long Denominator)
{
    /// <summary>One picosecond.</summary>
    public static TickLength OnePicosecond => new(1000, 1);

    /// <summary>1/256 ns, the unit of the a0, a1 and a2 formats of S-Fifteen and qcrypto.</summary>
    public static TickLength Nanosecond256Th => new(15625, 4);

    /// <summary>Length in picoseconds, for display and error models.</summary>
    public double Picoseconds => NumeratorFemtoseconds / (1000.0 * Denominator);

    /// <summary>Converts ticks to picoseconds, rounded to nearest, halves away from zero. Exact in between: the
    /// product is 128 bits wide.</summary>
    /// <exception cref="OverflowException">The time does not fit a long of picoseconds (106 days).</exception>
    /// <exception cref="InvalidOperationException">The length is not positive, as in default(TickLength).</exception>
    public long ToPicoseconds(long ticks)
    {
        if (NumeratorFemtoseconds < 1 || Denominator < 1)
            throw new InvalidOperationException("A tick length needs a positive numerator and denominator.");
        Int128 divisor = (Int128)1000 * Denominator;
        Int128 product = (Int128)ticks * NumeratorFemtoseconds;
        Int128 half = divisor / 2;
        Int128 rounded = product >= 0 ? (product + half) / divisor : (product - half) / divisor;
        return checked((long)rounded);
    }
}
