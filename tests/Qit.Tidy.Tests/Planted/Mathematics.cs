using System;

namespace Planted;

public static class MathViolations
{
    public static long Max(long a, long b) => (long)Math.Max(a, b); //! MATHFLOAT
    public static double Constant(long a) => Math.Min(5000000000L, a); //! MATHFLOAT
    public static double Unsigned(uint a, uint b) => Math.Max(a, b); //! MATHFLOAT
    public static double Absolute(long a) => Math.Abs(a); //! MATHFLOAT
    public static double Root(double a) => Math.Sqrt(a); //! MATHSINGLE
    public static double Sine(double a) => Math.Sin(a); //! MATHSINGLE
    public static double Larger(double a) => Math.Max(a, 1.5); //! MATHSINGLE
    public static ulong Saturates(double a) => (ulong)a; //! FLOATULONG
    public static ulong SaturatesToo(float a) => (ulong)(a * 2); //! FLOATULONG
}

public static class NearMiss
{
    public static int Max(int a, int b) => Math.Max(a, b);
    public static int Small(ushort a, byte b) => Math.Min(a, b);
    public static long Larger(long a, long b) => a > b ? a : b;
    public static long Clamped(long a) => Math.Clamp(a, 0L, 5000000000L);
    public static double Circle(double radius) => 2 * Math.PI * radius;
    public static long Truncated(double a) => (long)a;
    public static uint TruncatedUnsigned(double a) => (uint)a;
    public static ulong Wide(long a) => (ulong)a;
}
