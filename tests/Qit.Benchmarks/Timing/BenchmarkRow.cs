using System.Globalization;

namespace Qit.Benchmarks.Timing;

/// <summary>One line of the timing table.</summary>
/// <param name="What">What was measured, with its size.</param>
/// <param name="Figure">The figure with its unit.</param>
/// <param name="Reference">What it is compared with.</param>
/// <param name="Ratio">How many times better than the reference measured in the same run.</param>
/// <param name="Asked">The ratio or figure that is asked for, in words; empty where nothing is.</param>
/// <param name="IsMet">Whether the asked figure was reached; the benchmark's exit code says so too.</param>
internal sealed record BenchmarkRow(
    string What, string Figure, string Reference, double Ratio, string Asked = "", bool IsMet = true)
{
    public static string Header => $"{"what",-52}{"figure",-22}{"against",-34}{"ratio",8}  asked";

    public override string ToString() =>
        $"{What,-52}{Figure,-22}{Reference,-34}{Ratio.ToString("0.0", CultureInfo.InvariantCulture),8}  {Asked}"
        + (Asked.Length == 0 ? "" : IsMet ? ": met" : ": NOT MET");
}
