using System.Diagnostics;
using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Benchmarks;

/// <summary>
/// Time of every stability measure at a million points and octave taus, against a plain implementation of the same
/// measure at the same taus in the same run; both are timed several times in turn and the fastest time counts. Where the
/// values differ by more than rounding, it says so and fails.
/// </summary>
internal static class StabilityBenchmark
{
    private const int Rounds = 5;
    private const int Points = 1_000_000;
    private const double AgreedWithin = 1e-6;

    public static int Run()
    {
        double[] phase = RandomWalk();
        ClockData data = ClockData.OfPhase(phase, 1);
        int[] multiples = AveragingFactors.Octaves(Points - 1);
        Console.WriteLine(
            $"stability: {Points} points of phase, {multiples.Length} octave taus, one thread; fastest of {Rounds} rounds");
        Console.WriteLine("measure           ms      bytes   reference ms   ratio");
        bool agreed = true;
        foreach (StabilityMeasure measure in StabilityMeasures.All)
            agreed &= Row(measure, data, phase, multiples);
        return agreed ? 0 : 1;
    }

    private static bool Row(StabilityMeasure measure, ClockData data, double[] phase, int[] multiples)
    {
        double ours = double.PositiveInfinity;
        double plain = double.PositiveInfinity;
        long bytes = 0;
        bool agreed = true;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            IReadOnlyList<StabilityPoint> points = StabilityAnalysis.Compute(data, measure, multiples);
            ours = Math.Min(ours, watch.Elapsed.TotalMilliseconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;

            watch.Restart();
            double[] reference = StabilityReference.Compute(measure, phase, [.. points.Select(point => point.Multiple)]);
            plain = Math.Min(plain, watch.Elapsed.TotalMilliseconds);
            for (int index = 0; index < reference.Length; index++)
                agreed &= Math.Abs(points[index].Value - reference[index]) <= AgreedWithin * reference[index];
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{StabilityMeasures.ShortName(measure),-10}{ours,10:F2}{bytes,11}{plain,15:F2}{plain / ours,8:F1}")
            + (agreed ? "" : "   VALUES DIFFER"));
        return agreed;
    }

    private static double[] RandomWalk()
    {
        var random = new Random(1);
        var phase = new double[Points];
        for (int index = 1; index < Points; index++)
            phase[index] = phase[index - 1] + (1e-9 * (random.NextDouble() - 0.5));
        return phase;
    }
}
