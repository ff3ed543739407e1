using System.Globalization;
using Qit.Timing.Acquisition;

namespace Qit.Benchmarks.Timing;

/// <summary>Search with no prior, against one plain transform of 2^20 points in the same run. The verb `acquisition` prints
/// all of it over many seeds.</summary>
internal static class AcquisitionRows
{
    private const int PlainLog2 = 20;

    /// <summary>One row for each of some scenarios.</summary>
    public static IEnumerable<BenchmarkRow> Measure()
    {
        double plain = AcquisitionBenchmark.PlainSeconds(PlainLog2);
        foreach (AcquisitionScenario scenario in AcquisitionScenario.All.Where(each => "ACDGHI".Contains(each.Name[0])))
        {
            const int Seeds = 3;
            int right = 0;
            double fastest = double.PositiveInfinity;
            for (int seed = 1; seed <= Seeds; seed++)
            {
                AcquisitionCase tags = scenario.Generate(seed);
                double start = AcquisitionBenchmark.CpuSeconds();
                AcquisitionResult result = new PeakAcquisition().Search(tags.A, tags.B);
                fastest = Math.Min(fastest, AcquisitionBenchmark.CpuSeconds() - start);
                if (AcquisitionBenchmark.IsRight(result, tags)) right++;
            }

            double asked = scenario.PeerSeconds / 10;
            yield return new BenchmarkRow(
                string.Create(CultureInfo.InvariantCulture, $"scenario {scenario.Name}, +-10 s, +-200 ppm: {right}/{Seeds} right"),
                string.Create(CultureInfo.InvariantCulture, $"{fastest:0.000} s CPU"),
                string.Create(CultureInfo.InvariantCulture, $"plain FFT of 2^{PlainLog2}, {plain:0.000} s"),
                plain / fastest,
                asked > 0 ? string.Create(CultureInfo.InvariantCulture, $"all right, {asked:0.00} s") : "all right",
                right == Seeds && (asked == 0 || fastest <= asked));
        }
    }
}
