using System.Diagnostics;
using System.Globalization;
using Qit.Randomness.Extraction;
using Qit.Randomness.Extraction.Gf2Convolution;
using Qit.Randomness.Trials;

namespace Qit.Benchmarks.Randomness;

/// <summary>
/// Input bits per second of the Toeplitz extractor, m = n/2, one core, CPU time, the seed transformed beforehand, against gf2x
/// multiplying the same polynomials in the same run. <c>--huge</c> does 1e9 bits instead, within 64 MiB and within the usual 1
/// GiB;
/// <c>--largest 1e6</c> leaves out what is longer.
/// </summary>
internal static class ExtractorRows
{
    private static readonly (int Bits, double Bar)[] Sizes =
        [(10_000, 0), (100_000, 0), (1_000_000, 6.4), (10_000_000, 15), (100_000_000, 38)];

    public static void Print(string[] arguments)
    {
        if (arguments.Contains("--huge"))
        {
            PrintHuge();
            return;
        }
        double largest = double.PositiveInfinity;
        int option = Array.IndexOf(arguments, "--largest");
        if (option >= 0 && !double.TryParse(arguments.ElementAtOrDefault(option + 1), CultureInfo.InvariantCulture, out largest))
        {
            Console.Error.WriteLine("--largest takes a number of bits, for example --largest 1e6");
            return;
        }
        Console.WriteLine("Toeplitz extractor, m = n/2: input Mbit/s on one core (CPU time)");
        if (!Gf2xLibrary.IsPresent)
            Console.WriteLine("gf2x not found (Debian: apt-get install libgf2x-dev): our own figures only");
        Console.WriteLine($"{"n",12}{"hardware",12}{"portable",12}{"gf2x",12}{"hw/gf2x",10}{"bar",8}{"port/gf2x",11}{"bar",6}");
        foreach ((int bits, double bar) in Sizes.Where(size => size.Bits <= largest))
        {
            double hardware = ClmulIsHere ? Rate(bits, Gf2Kernel.Hardware) : double.NaN;
            double portable = Rate(bits, Gf2Kernel.Portable);
            double peer = Gf2xLibrary.IsPresent ? PeerRate(bits) : double.NaN;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{bits,12:0e+0}{hardware,12:0.0}{portable,12:0.0}{peer,12:0.0}{hardware / peer,10:0.0}"
                + $"{(bar > 0 ? bar.ToString(CultureInfo.InvariantCulture) : "-"),8}{portable / peer,11:0.0}{1,6}"));
        }
    }

    private static bool ClmulIsHere => new ToeplitzExtractor(1, 1).Kernel == Gf2Kernel.Hardware;

    private static void PrintHuge()
    {
        const int Bits = 1_000_000_000;
        BitString input = Random(Bits, 1);
        BitString seed = Random(Bits + (Bits / 2) - 1, 2);
        // The smaller budget first: the peak is the process's, so it only grows.
        byte[] first = PrintHuge(input, seed, 64L << 20);
        byte[] second = PrintHuge(input, seed, 1L << 30);
        Console.WriteLine(first.AsSpan().SequenceEqual(second) ? "the same bits" : "DIFFERENT BITS");
    }

    private static byte[] PrintHuge(BitString input, BitString seed, long budget)
    {
        var extractor = new ToeplitzExtractor(input.Length, input.Length / 2) { MemoryBudgetBytes = budget };
        TimeSpan before = Cpu();
        PreparedSeed prepared = extractor.Prepare(seed);
        TimeSpan ready = Cpu();
        BitString output = prepared.Extract(input);
        TimeSpan done = Cpu();
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"n = 1e9, m = 5e8, {extractor.Kernel}, budget {budget >> 20} MiB: seed prepared in "
            + $"{(ready - before).TotalSeconds:0.0} s, extracted in {(done - ready).TotalSeconds:0.0} s "
            + $"({input.Length / (done - ready).TotalSeconds / 1e6:0} Mbit/s), process peak {self.PeakWorkingSet64 >> 20} MiB"));
        return output.ToBytes(BitOrder.LeastSignificantFirst);
    }

    private static double Rate(int bits, Gf2Kernel kernel)
    {
        var extractor = new ToeplitzExtractor(bits, bits / 2) { Kernel = kernel };
        PreparedSeed prepared = extractor.Prepare(Random(extractor.SeedBits, 2));
        BitString input = Random(bits, 1);
        return bits / Seconds(() => prepared.Extract(input)) / 1e6;
    }

    private static double PeerRate(int bits)
    {
        ulong[] a = RandomWords(bits, 1);
        ulong[] b = RandomWords(bits + (bits / 2) - 1, 2);
        var product = new ulong[a.Length + b.Length];
        return bits / Seconds(() => Gf2xLibrary.Multiply(product, a, b)) / 1e6;
    }

    // The best of several rounds, each long enough for the clock: other load only slows.
    private static double Seconds(Action action)
    {
        action();
        double best = double.PositiveInfinity;
        TimeSpan start = Cpu();
        int repeats = 1;
        for (int round = 0; round < 7 && (round < 2 || (Cpu() - start).TotalSeconds < 2); round++)
        {
            double seconds;
            while (true)
            {
                TimeSpan before = Cpu();
                for (int i = 0; i < repeats; i++) action();
                seconds = (Cpu() - before).TotalSeconds;
                if (seconds >= 0.1) break;
                repeats *= 2;
            }
            best = Math.Min(best, seconds / repeats);
        }
        return best;
    }

    private static TimeSpan Cpu()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static BitString Random(int bits, int key)
    {
        var bytes = new byte[(bits + 7L) / 8];
        new Random(key).NextBytes(bytes);
        bytes[^1] &= (byte)(0xFF >> ((8 - (bits % 8)) % 8));
        return BitString.FromBytes(bytes, bits, BitOrder.LeastSignificantFirst);
    }

    private static ulong[] RandomWords(int bits, int key)
    {
        var words = new ulong[(bits + 63L) / 64];
        new Random(key).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }
}
