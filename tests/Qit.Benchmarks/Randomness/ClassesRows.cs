using System.Globalization;
using Qit.Randomness.DeviceDependent;
using Qit.Randomness.SemiDeviceIndependent;

namespace Qit.Benchmarks.Randomness;

/// <summary>Figures of the classes that trust a part of the hardware, or all of it.</summary>
internal static class ClassesRows
{
    /// <summary>Prints the tables.</summary>
    public static void Print(string[] arguments)
    {
        Console.WriteLine("Homodyne vacuum: min-entropy a sample at the best range R (standard deviations of the quantum noise)");
        Console.WriteLine("  bits    QCNR   average:    R  bits   worst case, 5 sigma:    R  bits");
        foreach (int bits in new[] { 8, 16 })
        {
            foreach (double decibels in new[] { double.PositiveInfinity, 20, 10, 0 }) PrintHomodyne(bits, decibels);
        }
        Console.WriteLine();
        Console.WriteLine("Source-independent: certified bits a key round, smoothing 1e-10, one test round for 100 key rounds");
        Console.WriteLine("  key rounds     errors 0 %    1 %    3 %    5 %   11 %");
        foreach (long rounds in new[] { 10_000L, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000 })
            PrintSourceIndependent(rounds);
        Console.WriteLine("  1 - h(error)    " + string.Join(" ", Errors.Select(e => Text($"{1 - Entropy(e),6:0.000}"))));
    }

    private static readonly double[] Errors = [0, 0.01, 0.03, 0.05, 0.11];

    private static void PrintHomodyne(int bits, double decibels)
    {
        double ratio = Math.Pow(10, -decibels / 20);
        double half = Math.Pow(2, bits - 1);
        double average = VacuumEntropy.BestRangeAverage(bits, ratio);
        double worst = VacuumEntropy.BestRangeWorstCase(bits, 5 * ratio);
        double sigma = half / average;
        double averageBits = VacuumEntropy.Average(bits, sigma, ratio * sigma);
        sigma = half / worst;
        double worstBits = VacuumEntropy.WorstCase(bits, sigma, sigma, 5 * ratio * sigma);
        string name = double.IsFinite(decibels) ? Text($"{decibels:0} dB") : "inf";
        Console.WriteLine(Text($"  {bits,4}  {name,6}          {average,6:0.00} {averageBits,5:0.00}                     ")
            + Text($"{worst,6:0.00} {worstBits,5:0.00}"));
    }

    private static void PrintSourceIndependent(long rounds)
    {
        long tested = rounds / 100;
        IEnumerable<string> bits = Errors.Select(error => Text(
            $"{SourceIndependentBound.Bits(tested, rounds, (long)(error * tested), 0, 1e-10) / rounds,6:0.000}"));
        Console.WriteLine(Text($"  {rounds,13}   ") + string.Join(" ", bits));
    }

    private static double Entropy(double p) => p == 0 ? 0 : -((p * Math.Log2(p)) + ((1 - p) * Math.Log2(1 - p)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
