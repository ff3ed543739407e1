using System.Numerics;

namespace Qit.Randomness.Tests.Support;

/// <summary>Doubles as what they are, whole multiples of powers of two, added and multiplied without rounding.</summary>
internal readonly record struct ExactRational(BigInteger Mantissa, int Exponent)
{
    public static ExactRational Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long fraction = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0x7FF) throw new ArgumentOutOfRangeException(nameof(value), value, "Not a finite number.");
        long mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        return new ExactRational(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    public static ExactRational operator +(ExactRational a, ExactRational b)
    {
        int exponent = Math.Min(a.Exponent, b.Exponent);
        return new ExactRational(
            (a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static ExactRational operator *(ExactRational a, ExactRational b) =>
        new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public bool IsAtMostOne => Exponent >= 0 ? Mantissa << Exponent <= 1 : Mantissa <= BigInteger.One << -Exponent;
}
