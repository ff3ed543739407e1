// host: compiled against .NET 10, so that the look-up in the IL, not the compiler, finds what the device lacks.
using System;
using System.Collections;
using System.Text;

namespace Planted;

public static class HostOnly
{
    public static void Sort(int[] items) => Array.Sort((Array)items); //! SURFACE
    public static string Swap(string text) => text.Replace("a", "b"); //! SURFACE
    public static Version Current => Environment.Version; //! SURFACE
    public static long Largest(long a, long b) => Math.Max(a, b); //! SURFACE
    public static void Leave() => throw new OverflowException(); //! SURFACE
    public static string Format(int x) => $"{x:D3} of"; //! SURFACE
}

public delegate int Source();

public class NearMiss
{
    private readonly ArrayList items = new();

    // .NET swaps the handlers by a generic CompareExchange; the device compile has none and does without.
    public event EventHandler? Changed; //! SURFACE

    public override string ToString() => items.Count + " " + base.ToString();

    public int Count(Source source, int[] numbers, string text)
    {
        Changed?.Invoke(this, EventArgs.Empty);
        foreach (int number in numbers)
            items.Add(number);
        StringBuilder builder = new(text);
        builder.Append(text[0]).Append(3).Append(source());
        byte[] copy = BitConverter.GetBytes(numbers.Length);
        return builder.ToString().Length + items[0]!.GetHashCode() + copy.Length;
    }
}
