using System.Numerics;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// Bounds of results. Every function errs towards null (may be negative), which errs towards a report.
/// </summary>
internal static class BoundsArithmetic
{
    public static Bounds? Binary(Code code, int bits, Bounds? left, Bounds? right) => code switch
    {
        Code.Add => left is { } a && right is { } b ? Bounds.Fit(bits, (Int128)a.Low + b.Low, (Int128)a.High + b.High) : null,
        Code.Sub => left is { } a && right is { } b ? Bounds.Fit(bits, (Int128)a.Low - b.High, (Int128)a.High - b.Low) : null,
        Code.Mul => left is { } a && right is { } b ? Bounds.Fit(bits, (Int128)a.Low * b.Low, (Int128)a.High * b.High) : null,
        Code.And => And(left, right),
        Code.Or or Code.Xor => left is { } a && right is { } b ? Bounds.UpTo(Ones(a.High | b.High)) : null,
        Code.Div => left is { } a && right is { Low: > 0 } b ? new Bounds(a.Low / b.High, a.High / b.Low) : null,
        Code.Div_Un => right is { Low: > 0 } b ? Bounds.Fit(bits, (left?.Low ?? 0) / b.High, Unsigned(bits, left) / b.Low) : null,
        // The sign of a remainder is that of its left operand.
        Code.Rem => left is { } a ? Bounds.UpTo(right is { Low: > 0 } b ? Math.Min(a.High, b.High - 1) : a.High) : null,
        Code.Rem_Un => right is { Low: > 0 } b
            ? Bounds.Fit(bits, 0, Int128.Min(b.High - 1, Unsigned(bits, left)))
            : UpTo(left),
        Code.Shl => left is { } a && Count(bits, right) is { } n
            ? Bounds.Fit(bits, (Int128)a.Low << (int)n.Low, (Int128)a.High << (int)n.High)
            : null,
        Code.Shr => left is { } a && Count(bits, right) is { } n
            ? new Bounds(a.Low >> (int)n.High, a.High >> (int)n.Low)
            : UpTo(left),
        Code.Shr_Un => Count(bits, right) is { } n
            ? Bounds.Fit(bits, (left?.Low ?? 0) >> (int)n.High, Unsigned(bits, left) >> (int)n.Low)
            : UpTo(left),
        _ => null,
    };

    /// <summary>After keeping the low bits only, zero-extended.</summary>
    public static Bounds Truncated(Bounds? value, long mask) =>
        value is { } known && known.High <= mask ? known : Bounds.UpTo(mask);

    private static Bounds? UpTo(Bounds? value) => value is { } known ? Bounds.UpTo(known.High) : null;

    private static Bounds? And(Bounds? left, Bounds? right) => (left, right) switch
    {
        ({ } a, { } b) => Bounds.UpTo(Math.Min(a.High, b.High)),
        ({ } a, null) => Bounds.UpTo(a.High),
        (null, { } b) => Bounds.UpTo(b.High),
        _ => null,
    };

    private static Bounds? Count(int bits, Bounds? count) => count is { } known && known.High < bits ? known : null;

    private static Int128 Unsigned(int bits, Bounds? value) => value?.High ?? (bits == 32 ? uint.MaxValue : (Int128)ulong.MaxValue);

    private static long Ones(long value) => value == 0 ? 0 : long.MaxValue >> (BitOperations.LeadingZeroCount((ulong)value) - 1);
}
