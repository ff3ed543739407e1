namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// An interval of values known not to be negative when read as signed. Unsigned and signed rules agree on such
/// values, so a slot with bounds is safe whatever type it carries. No bounds (null) means: may be negative.
/// </summary>
internal readonly record struct Bounds(long Low, long High)
{
    public static Bounds Exactly(long value) => new(value, value);

    public static Bounds UpTo(long high) => new(0, high);

    /// <summary>The interval if it holds in a signed slot of that width without touching the sign, else null.</summary>
    public static Bounds? Fit(int bits, Int128 low, Int128 high) =>
        low >= 0 && high <= Highest(bits) ? new Bounds((long)low, (long)high) : null;

    public static Bounds? Hull(Bounds? a, Bounds? b) =>
        a is { } x && b is { } y ? new Bounds(Math.Min(x.Low, y.Low), Math.Max(x.High, y.High)) : null;

    public static long Highest(int bits) => bits == 32 ? int.MaxValue : long.MaxValue;
}
