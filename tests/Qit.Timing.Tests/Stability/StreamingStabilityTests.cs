using CsCheck;
using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

public class StreamingStabilityTests
{
    private const double Interval = 0.5;

    private static readonly Gen<(double[] Phase, int Overlap)> AnyStream = Gen.Select(
        Gen.Double[-1, 1].Array[1, 300], Gen.Int[0, 60].Array[300], Gen.Int[0, 3],
        (values, holes, overlap) =>
            (values.Select((value, index) => holes[index] == 0 ? double.NaN : value + 3).ToArray(), 1 << overlap));

    /// <summary>ADEV and HDEV at every tau, and all others up to the overlap, are those of the whole data.</summary>
    [Test]
    public void WhereTheDefinitionIsTheSame_TheStreamGivesWhatTheWholeDataGive() => AnyStream.Sample((phase, overlap) =>
    {
        StreamingStability stream = Feed(phase, overlap);
        ClockData data = ClockData.OfPhase(phase, Interval);
        int[] octaves = AveragingFactors.Octaves(256);
        int[] within = AveragingFactors.Octaves(overlap);
        Same(stream.Curve(StabilityMeasure.Allan), StabilityAnalysis.Compute(data, StabilityMeasure.Allan, octaves));
        Same(stream.Curve(StabilityMeasure.Hadamard), StabilityAnalysis.Compute(data, StabilityMeasure.Hadamard, octaves));
        foreach (StabilityMeasure measure in new[]
        {
            StabilityMeasure.OverlappingAllan, StabilityMeasure.ModifiedAllan, StabilityMeasure.Time,
            StabilityMeasure.OverlappingHadamard, StabilityMeasure.TimeIntervalErrorRms,
        })
        {
            Same([.. stream.Curve(measure).Where(point => point.Multiple <= overlap)],
                StabilityAnalysis.Compute(data, measure, within));
        }

        IReadOnlyList<MtieBounds> bounds = stream.MaximumTimeIntervalError();
        Assert.That(bounds.Where(one => one.Multiple <= overlap), Has.All.Matches<MtieBounds>(
            one => one.LowSeconds == one.HighSeconds));
        Same([.. bounds.Where(one => one.Multiple <= overlap).Select(one => new StabilityPoint(
                one.Multiple, one.TauSeconds, one.LowSeconds, one.Windows, one.LeftOut))],
            StabilityAnalysis.Compute(data, StabilityMeasure.MaximumTimeIntervalError, within));
    }, iter: 200);

    /// <summary>Beyond the overlap: the definition over every s-th start.</summary>
    [Test]
    public void BeyondTheOverlap_EveryTermStartsAtAnSthValue() => AnyStream.Sample((phase, overlap) =>
    {
        StreamingStability stream = Feed(phase, overlap);
        for (int m = 2 * overlap; m <= 128; m *= 2)
        {
            int s = m / overlap;
            double tau = m * Interval;
            Check(StabilityMeasure.TimeIntervalErrorRms, 1, m + 1, i => phase[i + m] - phase[i]);
            Check(StabilityMeasure.OverlappingAllan, Math.Sqrt(2) * tau, (2 * m) + 1,
                i => phase[i + (2 * m)] - (2 * phase[i + m]) + phase[i]);
            Check(StabilityMeasure.OverlappingHadamard, Math.Sqrt(6) * tau, (3 * m) + 1,
                i => phase[i + (3 * m)] - (3 * phase[i + (2 * m)]) + (3 * phase[i + m]) - phase[i]);
            Check(StabilityMeasure.ModifiedAllan, Math.Sqrt(2) * tau, 3 * m,
                i => Mean(i + (2 * m)) - (2 * Mean(i + m)) + Mean(i));
            Check(StabilityMeasure.Time, Math.Sqrt(6), 3 * m, i => Mean(i + (2 * m)) - (2 * Mean(i + m)) + Mean(i));

            double Mean(int from) => phase.AsSpan(from, m).ToArray().Average();

            void Check(StabilityMeasure measure, double divisor, int reach, Func<int, double> term)
            {
                List<double> all = [];
                for (int i = 0; i + reach <= phase.Length; i += s) all.Add(term(i));
                List<double> whole = [.. all.Where(one => !double.IsNaN(one))];
                IEnumerable<StabilityPoint> found = stream.Curve(measure).Where(point => point.Multiple == m);
                StabilityPoint[] wanted = whole.Count == 0 ? [] :
                    [new(m, tau, Math.Sqrt(whole.Average(one => one * one)) / divisor, whole.Count, all.Count - whole.Count)];
                Same([.. found], wanted);
            }
        }
    }, iter: 200);

    /// <summary>MTIE of the whole data lies between the bounds, gaps or not, whenever one looks.</summary>
    [Test]
    public void Mtie_LiesBetweenTheBounds() => AnyStream.Sample((phase, overlap) =>
    {
        ClockData data = ClockData.OfPhase(phase, Interval);
        Dictionary<int, double> exact = StabilityAnalysis
            .Compute(data, StabilityMeasure.MaximumTimeIntervalError, AveragingFactors.Octaves(256))
            .ToDictionary(point => point.Multiple, point => point.Value);
        double before = 0;
        foreach (MtieBounds bounds in Feed(phase, overlap).MaximumTimeIntervalError())
        {
            Assert.That(exact[bounds.Multiple], Is.InRange(bounds.LowSeconds - 1e-12, bounds.HighSeconds + 1e-12));
            if (data.Missing == 0) Assert.That(bounds.HighSeconds, Is.GreaterThanOrEqualTo(before), "grows with tau");
            before = bounds.LowSeconds;
        }
    }, iter: 400);

    /// <summary>White frequency noise, one seed, 65536 values: the terms that are not looked at would say the same within
    /// 3 % at 1/64 of the data, and the bounds of MTIE are near each other.</summary>
    [Test]
    public void FewerTerms_SayNearlyTheSame()
    {
        double[] phase = PowerLaw.WhiteFrequency(1 << 16, seed: 4);
        StreamingStability stream = Feed(phase, 8, longest: 1 << 14);
        ClockData data = ClockData.OfPhase(phase, Interval);
        foreach (StabilityMeasure measure in new[] { StabilityMeasure.OverlappingAllan, StabilityMeasure.ModifiedAllan })
        {
            StabilityPoint found = stream.Curve(measure).Single(point => point.Multiple == 1024);
            StabilityPoint whole = StabilityAnalysis.Compute(data, measure, [1024])[0];
            Assert.That(found.Value, Is.EqualTo(whole.Value).Within(3).Percent, $"{measure}");
        }

        foreach (MtieBounds bounds in stream.MaximumTimeIntervalError())
            Assert.That(bounds.HighSeconds, Is.LessThan(1.2 * bounds.LowSeconds), $"m = {bounds.Multiple}");
    }

    [Test]
    public void OneValue_AllocatesNothing()
    {
        var stream = new StreamingStability(1);
        for (int index = 0; index < 5000; index++) stream.Add(index);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < 5000; index++) stream.Add(index % 100 == 0 ? double.NaN : index);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That((stream.Count, stream.Missing), Is.EqualTo((10_000, 50)));
    }

    [Test]
    public void NothingYet_IsNoCurve_BadArgumentsAreRefused()
    {
        var stream = new StreamingStability(1, longest: 5);
        Assert.That(stream.Curve(StabilityMeasure.Allan), Is.Empty);
        Assert.That(stream.MaximumTimeIntervalError(), Is.Empty);
        for (int index = 0; index < 100; index++) stream.Add(index * index);
        Assert.That(stream.Curve(StabilityMeasure.Allan).Select(point => point.Multiple), Is.EqualTo(new[] { 1, 2, 4 }));
        Assert.That(() => stream.Curve(StabilityMeasure.MaximumTimeIntervalError),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => stream.Add(double.PositiveInfinity), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StreamingStability(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StreamingStability(1, longest: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StreamingStability(1, overlap: 3), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static StreamingStability Feed(double[] phase, int overlap, int longest = 256)
    {
        var stream = new StreamingStability(Interval, longest, overlap);
        foreach (double value in phase) stream.Add(value);
        return stream;
    }

    private static void Same(IReadOnlyList<StabilityPoint> found, IReadOnlyList<StabilityPoint> wanted)
    {
        Assert.That(found.Select(point => (point.Multiple, point.TauSeconds, point.Terms, point.LeftOut)),
            Is.EqualTo(wanted.Select(point => (point.Multiple, point.TauSeconds, point.Terms, point.LeftOut))));
        for (int index = 0; index < found.Count; index++)
            Assert.That(found[index].Value, Is.EqualTo(wanted[index].Value).Within(1e-12));
    }
}
