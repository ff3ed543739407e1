// Types and members that the device lacks: the compiler says so.
using System;
using System.Collections;
using System.Collections.Generic; //! SURFACE
using System.Linq; //! SURFACE
using System.Text;
using System.Threading;
using System.Threading.Tasks; //! SURFACE

namespace Planted;

public static class MissingTypes
{
    public static List<int> Items = null!; //! SURFACE
    public static Span<byte> Bytes => null; //! SURFACE
    public static decimal Money; //! SURFACE
    public static int? Maybe; //! SURFACE
    public static (int, int) Pair() => (1, 2); //! SURFACE
    public static Task Later() => Task.CompletedTask; //! SURFACE
    public static int Bits(uint u) => System.Numerics.BitOperations.PopCount(u); //! SURFACE

    public static void Members(int[] items, byte[] bytes, string text, long counter)
    {
        Array.Sort(items); //! SURFACE
        Array.Reverse(items); //! SURFACE
        Array.Fill(items, 1); //! SURFACE
        Buffer.BlockCopy(bytes, 0, bytes, 1, 2); //! SURFACE
        text.Replace("a", "b"); //! SURFACE
        string.Join(",", text); //! SURFACE
        Interlocked.Increment(ref counter); //! SURFACE
        Interlocked.Add(ref items[0], 3); //! SURFACE
        Math.BigMul(3, 4); //! SURFACE
        int last = items[^1]; //! SURFACE
        text.Substring(0, 1).AsSpan(); //! SURFACE
    }

    public static int Divide(int a, int b)
    {
        try
        {
            return a / b;
        }
        catch (DivideByZeroException) //! SURFACE
        {
            return 0;
        }
        catch (OverflowException) //! SURFACE
        {
            return 1;
        }
    }
}

public static class NearMiss
{
    public static readonly ArrayList Items = new();

    public static int Members(int[] items, byte[] bytes, string text, int counter)
    {
        Array.Copy(bytes, 0, bytes, 1, 2);
        Interlocked.Increment(ref counter);
        text.Substring(1).IndexOf('b');
        return items[items.Length - 1] + counter;
    }
}
