using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Benchmarks.Timing;

/// <summary>
/// Every stability measure at octave taus against the measure written down plainly, on the same data in the same run. All
/// times are of the processor. The time to reach is 1/5 of the peer's on the machine where that was measured (MTIE: 1/100);
/// the ratio carries over to others. A row is met only if all values agree with the reference.
/// </summary>
internal static class StabilityRows
{
    private const int Rounds = 3;

    // Until the loops are compiled for good.
    private const int ShortRounds = 20;

    // Of their own size. Differently summed, ten million terms differ in the eleventh digit; the running sums of the plain
    // MDEV lose more of them (see the row about rounding).
    private const double AgreedWithin = 1e-9;
    private const double ModifiedAgreedWithin = 1e-4;

    private static readonly (StabilityMeasure Measure, int Points, double AskedSeconds)[] Fast =
    [
        (StabilityMeasure.Allan, 10_000_000, 0.11),
        (StabilityMeasure.OverlappingAllan, 10_000_000, 0.31),
        (StabilityMeasure.ModifiedAllan, 10_000_000, 0.50),
        (StabilityMeasure.Time, 10_000_000, 0.56),
        (StabilityMeasure.Hadamard, 10_000_000, 0.04),
        (StabilityMeasure.OverlappingHadamard, 10_000_000, 0.30),
        (StabilityMeasure.Total, 1_000_000, 0.04),
        (StabilityMeasure.TimeIntervalErrorRms, 1_000_000, 0.28),
        (StabilityMeasure.MaximumTimeIntervalError, 1_000_000, 1.42),
    ];

    private static readonly (StabilityMeasure Measure, int Points)[] Slow =
    [
        (StabilityMeasure.ModifiedTotal, 2001), (StabilityMeasure.HadamardTotal, 2001), (StabilityMeasure.Theo1, 4001),
    ];

    public static IEnumerable<BenchmarkRow> Measure()
    {
        double[] phase = RandomWalk(10_000_000);
        foreach ((StabilityMeasure measure, int points, double asked) in Fast)
            yield return Row(measure, phase.AsSpan(0, points).ToArray(), asked);
        foreach ((StabilityMeasure measure, int points) in Slow)
            yield return Row(measure, phase.AsSpan(0, points).ToArray(), double.PositiveInfinity);
        yield return Streaming(phase.AsSpan(0, 1_000_000).ToArray());
        yield return Rounding(phase);
    }

    private static BenchmarkRow Row(StabilityMeasure measure, double[] phase, double asked)
    {
        ClockData data = ClockData.OfPhase(phase, 1);
        int[] octaves = AveragingFactors.Octaves(phase.Length - 1);
        IReadOnlyList<StabilityPoint> found = [];
        double[] expected = [];
        SideBySide time = SideBySide.Measure(
            () => found = StabilityAnalysis.Compute(data, measure, octaves),
            () => expected = StabilityReference.Compute(measure, phase, [.. found.Select(point => point.Multiple)]),
            phase.Length > 100_000 ? Rounds : ShortRounds);
        double within = measure is StabilityMeasure.ModifiedAllan or StabilityMeasure.Time
            ? ModifiedAgreedWithin : AgreedWithin;
        bool agrees = true;
        for (int index = 0; index < expected.Length; index++)
            agrees &= Math.Abs(found[index].Value - expected[index]) <= within * expected[index];
        string what = $"{StabilityMeasures.ShortName(measure)}, {Count(phase.Length)} points, {found.Count} octave taus";
        string figure = $"{Text(time.CpuSeconds)} s, {time.Bytes / 1e6:0.0} MB";
        return new BenchmarkRow(
            what, figure, $"definition, {Text(time.ReferenceCpuSeconds)} s", time.CpuRatio,
            double.IsInfinity(asked) ? "same values" : $"{Text(asked)} s, same values",
            agrees && time.CpuSeconds <= asked);
    }

    /// <summary>One value at a time, against computing the curves of all values once at the end.</summary>
    private static BenchmarkRow Streaming(double[] phase)
    {
        int[] octaves = AveragingFactors.Octaves(phase.Length - 1);
        ClockData data = ClockData.OfPhase(phase, 1);
        var stream = new StreamingStability(1);
        SideBySide time = SideBySide.Measure(
            () =>
            {
                foreach (double value in phase) stream.Add(value);
            },
            () =>
            {
                foreach (StabilityMeasure measure in StabilityMeasures.Fast) StabilityAnalysis.Compute(data, measure, octaves);
            },
            Rounds);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var held = new StreamingStability(1);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(held);
        return new BenchmarkRow(
            $"all at once from a stream, {Count(phase.Length)} values",
            $"{time.CpuSeconds / phase.Length * 1e9:0} ns a value, {bytes / 1e3:0} kB", $"nine curves, once, {Text(time.ReferenceCpuSeconds)} s",
            time.CpuRatio, "no allocation", time.Bytes == 0);
    }

    /// <summary>Right digits of MDEV at ten million points of a clock 1 ppb off, where sums are most strained, by sums of
    /// twice the digits.</summary>
    private static BenchmarkRow Rounding(double[] noise)
    {
        double[] phase = [.. noise.Select((value, index) => value + (1e-9 * index))];
        int[] multiples = [1, 64, 4096, 262_144];
        double[] found = [.. StabilityAnalysis
            .Compute(ClockData.OfPhase(phase, 1), StabilityMeasure.ModifiedAllan, multiples).Select(point => point.Value)];
        double[] plain = StabilityReference.Compute(StabilityMeasure.ModifiedAllan, phase, multiples);
        double[] exact = [.. multiples.Select(m => CompensatedReference.Modified(phase, m))];
        const double Asked = 9;
        double ours = Digits(found);
        double reference = Digits(plain);
        return new BenchmarkRow(
            "right digits of mdev, 10e6 points, clock off 1 ppb", $"{ours:0.0}", $"running sums, {reference:0.0}",
            ours / reference, $"{Asked}", ours >= Asked);

        double Digits(double[] values) => -Math.Log10(Math.Max(
            double.Epsilon, values.Zip(exact, (value, right) => Math.Abs((value / right) - 1)).Max()));
    }

    private static double[] RandomWalk(int points)
    {
        var random = new Random(1);
        var phase = new double[points];
        for (int index = 1; index < points; index++)
            phase[index] = phase[index - 1] + (1e-9 * (random.NextDouble() - 0.5));
        return phase;
    }

    private static string Count(int points) => points >= 1_000_000 ? $"{points / 1_000_000}e6" : $"{points}";

    private static string Text(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
