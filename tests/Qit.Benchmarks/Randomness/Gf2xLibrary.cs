using System.Runtime.InteropServices;

namespace Qit.Benchmarks.Randomness;

/// <summary>gf2x as the distribution builds it, found at run time (Debian: libgf2x3), for comparison only.</summary>
internal static partial class Gf2xLibrary
{
    private const string Name = "gf2x";

    private static readonly IntPtr Handle = Load();

    public static bool IsPresent => Handle != IntPtr.Zero;

    /// <summary>product = a b; lengths in 64-bit words, the product as long as both together.</summary>
    public static void Multiply(ulong[] product, ulong[] a, ulong[] b)
    {
        if (gf2x_mul(product, a, (nuint)a.Length, b, (nuint)b.Length) != 0)
            throw new InvalidOperationException("gf2x_mul failed: out of memory.");
    }

    private static IntPtr Load()
    {
        string[] names = ["libgf2x.so.3", "libgf2x.so", "libgf2x.dylib"];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out IntPtr handle)) continue;
            NativeLibrary.SetDllImportResolver(typeof(Gf2xLibrary).Assembly,
                (wanted, _, _) => wanted == Name ? handle : IntPtr.Zero);
            return handle;
        }
        return IntPtr.Zero;
    }

    [DllImport(Name, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int gf2x_mul(ulong[] product, ulong[] a, nuint aWords, ulong[] b, nuint bWords);
}
