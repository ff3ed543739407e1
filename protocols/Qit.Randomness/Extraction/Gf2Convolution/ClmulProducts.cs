using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Qit.Randomness.Extraction.Gf2Convolution;

/// <summary>
/// Carry-less products of the even and of the odd elements of two vectors, and Barrett's reduction modulo g: with the product
/// h y^64 + l and floor(y^128 / g) = y^64 + u, the quotient is h + floor(h u / y^64), exactly.
/// </summary>
internal static class ClmulProducts
{
    private const byte LowLow = 0x00;
    private const byte HighHigh = 0x11;

    /// <summary>Whether the processor has a carry-less multiply of 64 bits.</summary>
    public static bool IsSupported => Pclmulqdq.IsSupported || (Arm.Aes.IsSupported && Arm.AdvSimd.Arm64.IsSupported);

    /// <summary>Whether the multiply comes 256 bits wide, with what it needs beside it.</summary>
    public static bool HasV256 => Pclmulqdq.V256.IsSupported && Avx2.IsSupported;

    /// <summary>Whether the multiply comes 512 bits wide, with what it needs beside it.</summary>
    public static bool HasV512 => Pclmulqdq.V512.IsSupported && Avx512F.IsSupported;

    public static Vector128<ulong> Even(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(a, b, LowLow)
        : Arm.Aes.PolynomialMultiplyWideningLower(a.GetLower(), b.GetLower());

    public static Vector128<ulong> Odd(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(a, b, HighHigh)
        : Arm.Aes.PolynomialMultiplyWideningUpper(a, b);

    public static Vector256<ulong> Even(Vector256<ulong> a, Vector256<ulong> b) =>
        Pclmulqdq.V256.CarrylessMultiply(a, b, LowLow);

    public static Vector256<ulong> Odd(Vector256<ulong> a, Vector256<ulong> b) =>
        Pclmulqdq.V256.CarrylessMultiply(a, b, HighHigh);

    public static Vector512<ulong> Even(Vector512<ulong> a, Vector512<ulong> b) =>
        Pclmulqdq.V512.CarrylessMultiply(a, b, LowLow);

    public static Vector512<ulong> Odd(Vector512<ulong> a, Vector512<ulong> b) =>
        Pclmulqdq.V512.CarrylessMultiply(a, b, HighHigh);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Reduce(Vector128<ulong> even, Vector128<ulong> odd)
    {
        Vector128<ulong> reciprocal = Vector128.Create(Gf64.Reciprocal);
        Vector128<ulong> modulus = Vector128.Create(Gf64.Modulus);
        even ^= Odd(even ^ Odd(even, reciprocal), modulus);
        odd ^= Odd(odd ^ Odd(odd, reciprocal), modulus);
        return Sse2.IsSupported ? Sse2.UnpackLow(even, odd) : Arm.AdvSimd.Arm64.ZipLow(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Reduce(Vector256<ulong> even, Vector256<ulong> odd)
    {
        Vector256<ulong> reciprocal = Vector256.Create(Gf64.Reciprocal);
        Vector256<ulong> modulus = Vector256.Create(Gf64.Modulus);
        even ^= Odd(even ^ Odd(even, reciprocal), modulus);
        odd ^= Odd(odd ^ Odd(odd, reciprocal), modulus);
        return Avx2.UnpackLow(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Reduce(Vector512<ulong> even, Vector512<ulong> odd)
    {
        Vector512<ulong> reciprocal = Vector512.Create(Gf64.Reciprocal);
        Vector512<ulong> modulus = Vector512.Create(Gf64.Modulus);
        even ^= Odd(even ^ Odd(even, reciprocal), modulus);
        odd ^= Odd(odd ^ Odd(odd, reciprocal), modulus);
        return Avx512F.UnpackLow(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Times(Vector128<ulong> a, Vector128<ulong> b) => Reduce(Even(a, b), Odd(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Times(Vector256<ulong> a, Vector256<ulong> b) => Reduce(Even(a, b), Odd(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Times(Vector512<ulong> a, Vector512<ulong> b) => Reduce(Even(a, b), Odd(a, b));
}
