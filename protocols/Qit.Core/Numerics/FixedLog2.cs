namespace Qit.Core.Numerics;

/// <summary>
/// Binary logarithm of an integer by repeated squaring: each squaring of the mantissa gives one bit. Integers only, because
/// the device's own logarithm is single precision.
/// </summary>
public static class FixedLog2
{
    /// <summary>Fraction bits of the result.</summary>
    public const int FractionBits = 24;

    private const long One = 1L << 30;
    private const long Two = 1L << 31;

    /// <summary>log2(value) times 2^24. The error against the exact logarithm is at most 0.6 units, that is 3.6e-8.</summary>
    /// <param name="value">1 or more; the result is -1 for anything below, which has no logarithm.</param>
    public static int Of(long value)
    {
        if (value < 1)
            return -1;
        int exponent = 30;
        // Bits below the mantissa's 31 are worth less than 2^-30 of the value.
        while (value >= Two)
        {
            value >>= 1;
            exponent++;
        }
        while (value < One)
        {
            value <<= 1;
            exponent--;
        }
        int result = exponent;
        for (int bit = 0; bit < FractionBits; bit++)
        {
            value = (value * value) >> 30;
            result <<= 1;
            if (value >= Two)
            {
                value >>= 1;
                result++;
            }
        }
        // The next bit, for rounding, is set when the mantissa is above the root of 2.
        return value > 1518500249L ? result + 1 : result;
    }
}
