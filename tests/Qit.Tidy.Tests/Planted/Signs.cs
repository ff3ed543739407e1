// Every wrong and every safe form of docs/portable.md's sign rules.
// A line that must be reported ends in `//! RULE`; no other line may be.
namespace Planted;

public static class SignViolations
{
    public static int Shift(uint u) => (int)u >> 1; //! SIGNSHIFT
    public static long Widen(uint u) => (long)(int)u; //! SIGNWIDEN
    public static int Remainder(uint u) => (int)u % 7; //! SIGNREM
    public static double Float(uint u) => (double)(int)u; //! SIGNFLOAT
    public static float Single(ulong u) => (float)(long)u; //! SIGNFLOAT

    public static long Accumulate(uint t0, uint t1)
    {
        long acc64 = 5;
        acc64 += (int)(t1 - t0); //! SIGNWIDEN
        return acc64;
    }

    public static long LeftOperand(uint u, long x, int n) => ((long)u - x) >> n; //! SIGNSHIFT
    public static long SmallMinusLong(ushort ushortVar) => (ushortVar - 1L) % 4; //! SIGNREM
    public static long SmallTimesLong(byte byteVar) => (byteVar * -1L) >> 1; //! SIGNSHIFT
    public static long LargeConstant(long x) => (0xFFFFFFFFL - x) >> 3; //! SIGNSHIFT

    public static int Return(uint u) => (int)u; //! SIGNCARRY
    public static long ReturnLong(ulong u) => (long)u; //! SIGNCARRY
    public static long Argument(uint u) => Half((int)u); //! SIGNCARRY
    public static void Out(uint u, out int result) => result = (int)u; //! SIGNCARRY
    public static void Ref(ulong u, ref long result) => result = (long)u; //! SIGNCARRY
    public static void OutEvenWhenPositive(uint u, out int result) => result = (int)(u & 15); //! SIGNCARRY
    public static int Conditional(bool flag, uint u, int i) => (flag ? (int)u : i) >> 2; //! SIGNSHIFT
    public static int Negated(uint u) => -(int)u / 2 % 5; //! SIGNREM

    private static long Half(int value) => value / 2;
}

public static class SignFlow
{
    // The optimiser keeps a local that is used once on the stack: it does not give the value its type back.
    public static int SingleUseLocal(uint u)
    {
        int local = (int)u;
        local >>= 1; //! SIGNSHIFT
        return local + 1;
    }

    public static long Loop(uint[] times)
    {
        long sum = 0;
        for (int i = 1; i < times.Length; i++)
            sum += (int)(times[i] - times[i - 1]); //! SIGNWIDEN
        return sum;
    }

    public static int Switched(int way, uint u, int i)
    {
        switch (way)
        {
            case 0: return i >> 1;
            case 1: return 0;
            case 2: return (int)(u - 7) >> 1; //! SIGNSHIFT
            case 3: return (i > 3 ? i > 7 ? (int)u : 3 : i) % 7; //! SIGNREM
            default: return i;
        }
    }

    public static int InHandler(object o, uint u)
    {
        int result = 0;
        try
        {
            o.GetHashCode();
        }
        catch (System.Exception e) when (e.Message.Length == (int)u % 3) //! SIGNREM
        {
            result = (int)u >> 3; //! SIGNSHIFT
        }
        finally
        {
            result += (int)u % 9; //! SIGNREM
        }
        return result;
    }

    // Not negative, and with the wrong type on it: harmless until the callee subtracts from it.
    public static long PositiveButSubtracted(byte b) => QuarterBelow(b, 9); //! SIGNCARRY
    public static long ThroughReturn(byte b, long x) => (Widened(b) - x) >> 1; //! SIGNSHIFT
    private static long QuarterBelow(long value, long x) => (value - x) >> 2;
    private static long Widened(byte b) => b;

    public static void Field(Box box, uint u)
    {
        Set(ref box.Value, u);
        box.Value >>= 1;
    }

    private static void Set(ref int field, uint u) => field = (int)u; //! SIGNCARRY

    public static int Delegated(Taker taker, uint u) => taker((int)(u & 7)); //! SIGNCARRY
    public static int ThroughInterface(ITaker taker, uint u) => taker.Take((int)(u & 7)); //! SIGNCARRY
}

public delegate int Taker(int value);

public interface ITaker
{
    int Take(int value);
}

public sealed class Box
{
    public int Value;
    public long Long;
}

public static class NearMiss
{
    public static int ThroughLong(uint u) => (int)(long)u >> 1;

    public static long ThroughLocal(ulong u)
    {
        long r = 0;
        r += (long)u;
        return r;
    }

    public static long LongFirst(uint u, long x, int n) => (-x + u) >> n;
    public static bool Compare(uint u, int i) => (int)u < i;
    public static int Sum(uint u, int i) => i + (int)u;
    public static int Product(uint u, int i) => i * (int)u;
    public static int Masks(uint u, int i) => i & (int)u | i ^ (int)u;
    public static int Quotient(uint u, int i) => i / (int)u;
    public static uint UnsignedShift(uint u, int n) => u >> n;
    public static uint UnsignedOfSigned(int i) => (uint)i >> 3;
    public static int UnsignedSigned(int i) => i >>> 3;
    public static ulong ToUnsigned(int i) => (uint)i;
    public static ushort Narrow(uint u) => (ushort)(int)u;
    public static long WidenUnsigned(uint u) => 1L + u;
    public static double FloatOfUnsigned(uint u) => u;

    public static int IntOnly(int i) => (i - 5 >> 1) % 7;
    public static long LongOnly(long i) => (i - 5 >> 1) % 7;
    public static double FloatOfInt(int i, long l) => i + (double)l;

    // Provably not negative.
    public static int Masked(uint u) => (int)(u & 0x7F) >> 2;
    public static int MaskedRemainder(uint u) => (int)(u & 0x7F) % 7;
    public static long MaskedWiden(uint u) => 1L + (int)(u >> 1);
    public static double MaskedFloat(uint u) => (double)(int)(u % 1000);
    public static long SmallWiden(byte[] bytes, ushort[] words) => ((long)bytes[0] << 8 | words[1]) >> 4;
    public static int Constant() => (int)7u >> 1;
    public static int ShiftedOut(ulong u) => (int)(long)(u >> 40) % 10;
    public static long WideLocal(uint u)
    {
        long wide = u;
        return (0 - wide) >> 3;
    }

    // Locals, fields and array elements take the value back to their own type.
    public static int Local(uint u, int[] items, Box box, ulong big)
    {
        int local = 1;
        local += (int)u;
        items[0] = (int)u;
        items[1] += (int)u;
        box.Value = (int)u;
        box.Long = (long)big;
        return local + (items[0] >> 1) + box.Value % 3 + (int)(box.Long % 5);
    }

    // Not negative, handed on to code that does nothing with the type.
    public static int Index(byte[] table, uint u) => Lookup(table, (int)(u & 0xFF));
    public static long Widen(byte b) => Double(b);
    public static int Digit(uint u) => Nibble(u) >> 1;
    public static string Text(uint u) => new string('x', (int)(u & 7));
    private static int Lookup(byte[] table, int index) => table[index >> 1];
    private static long Double(long value) => value * 2;
    private static int Nibble(uint u) => (int)(u & 15);

    // The compiler gives the result of a switch expression a local of its own type.
    public static int Switched(int way, uint u, int i) => (way switch { 0 => i, 1 => i + 1, 2 => (int)u, _ => 0 }) >> 1;

    public static int CountUp(uint u, int n)
    {
        int sum = 0;
        for (int i = 0; i < n; i++)
            sum += i % 3 - (i >> 1);
        return sum;
    }

    public static int Recursive(int depth) => depth == 0 ? 0 : Recursive(depth - 1) >> 1;
}
