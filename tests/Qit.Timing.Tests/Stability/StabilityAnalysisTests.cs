using CsCheck;
using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

public class StabilityAnalysisTests
{
    /// <summary>Any data, any gaps, any lag: the fast loops give what the definitions give, term by term.</summary>
    [Test]
    public void EveryMeasure_EqualsItsDefinition_WithAndWithoutGaps([Values] bool frequency, [Values] bool gaps) =>
        CheckDefinitions(frequency, gaps, StabilityMeasures.Fast, PlainStability.Compute, iterations: 300);

    [Test]
    public void EveryTotalAndTheo1_EqualsItsDefinition_WithAndWithoutGaps([Values] bool frequency, [Values] bool gaps) =>
        CheckDefinitions(
            frequency, gaps, [.. StabilityMeasures.All.Except(StabilityMeasures.Fast)], PlainTotals.Compute, iterations: 60);

    private static void CheckDefinitions(
        bool frequency, bool gaps, IReadOnlyList<StabilityMeasure> measures,
        Func<double[], double, bool, StabilityMeasure, int, StabilityPoint> plain, int iterations) =>
        Gen.Select(Gen.Double[-1, 1].Array[3, 90], Gen.Int[0, 8].Array[90], Gen.Int[1, 5]).Sample((values, holes, step) =>
        {
            double[] measured = [.. values.Select((value, index) => gaps && holes[index] == 0 ? double.NaN : value)];
            const double Interval = 0.5;
            ClockData data = frequency
                ? ClockData.OfFrequency(measured, Interval) : ClockData.OfPhase(measured, Interval);
            int points = data.PhaseSeconds.Length;
            int[] multiples = [.. Enumerable.Range(0, 30).Select(index => 1 + (index * step))];
            foreach (StabilityMeasure measure in measures)
            {
                IReadOnlyList<StabilityPoint> found = StabilityAnalysis.Compute(data, measure, multiples);
                List<StabilityPoint> wanted = [.. multiples
                    .Where(m => StabilityMeasures.IsDefinedAt(measure, m)
                        && StabilityMeasures.FewestPoints(measure, m) <= points)
                    .Select(m => plain(measured, Interval, frequency, measure, m))
                    .Where(point => point.Terms > 0)];
                Assert.That(found.Select(point => (point.Multiple, point.Terms, point.LeftOut)),
                    Is.EqualTo(wanted.Select(point => (point.Multiple, point.Terms, point.LeftOut))), $"{measure}");
                for (int index = 0; index < found.Count; index++)
                {
                    Assert.That(found[index].TauSeconds, Is.EqualTo(wanted[index].TauSeconds).Within(1e-12));
                    Assert.That(found[index].Value, Is.EqualTo(wanted[index].Value).Within(1e-12), $"{measure}");
                }
            }
        }, iter: iterations);

    [Test]
    public void FrequencyOffset_ShowsNoDeviation_DriftShowsTauOverRootTwo()
    {
        ClockData line = ClockData.OfPhase([.. Enumerable.Range(0, 100).Select(index => 3.0 * index)], 1);
        ClockData drift =
            ClockData.OfPhase([.. Enumerable.Range(0, 100).Select(index => 0.5 * 0.01 * index * index)], 1);
        int[] multiples = AveragingFactors.Octaves(32);
        Assert.That(multiples, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32 }));
        foreach (StabilityPoint point in StabilityAnalysis.Compute(line, StabilityMeasure.OverlappingAllan, multiples))
            Assert.That(point.Value, Is.Zero);
        foreach (StabilityPoint point in StabilityAnalysis.Compute(drift, StabilityMeasure.Allan, multiples))
            Assert.That(point.Value, Is.EqualTo(0.01 * point.TauSeconds / Math.Sqrt(2)).Within(1e-12));
        foreach (StabilityPoint point in StabilityAnalysis.Compute(drift, StabilityMeasure.Hadamard, multiples))
            Assert.That(point.Value, Is.Zero.Within(1e-12), "HDEV does not see drift");
        foreach (StabilityPoint point in
            StabilityAnalysis.Compute(line, StabilityMeasure.MaximumTimeIntervalError, multiples))
            Assert.That(point.Value, Is.EqualTo(3 * point.TauSeconds), "MTIE does see frequency offset");
    }

    /// <summary>A clock 1 ppm off for a million points: the carried sum of MDEV must not drown in rounding.</summary>
    [Test]
    public void ModifiedAllan_OfLongDataFarOffFrequency_KeepsItsDigits()
    {
        const int Count = 1_000_000;
        var noise = new double[Count];
        var far = new double[Count];
        var random = new Random(5);
        for (int index = 0; index < Count; index++)
        {
            noise[index] = 1e-9 * (random.NextDouble() - 0.5);
            far[index] = noise[index] + (1e-6 * index);
        }

        int[] multiples = [1, 16, 256];
        IReadOnlyList<StabilityPoint> clean =
            StabilityAnalysis.Compute(ClockData.OfPhase(noise, 1), StabilityMeasure.ModifiedAllan, multiples);
        IReadOnlyList<StabilityPoint> offset =
            StabilityAnalysis.Compute(ClockData.OfPhase(far, 1), StabilityMeasure.ModifiedAllan, multiples);
        for (int index = 0; index < multiples.Length; index++)
            Assert.That(offset[index].Value, Is.EqualTo(clean[index].Value).Within(1e-5).Percent);
    }

    /// <summary>An offset of a second and gaps cost none of the digits of noise of a picosecond but those that the offset
    /// itself rounds away: 2e-16 s of 1e-12 s.</summary>
    [Test]
    public void GapsInPhaseFarFromZero_CostNoDigits()
    {
        double[] near = [.. PowerLaw.WhiteFrequency(3000, seed: 2).Select(value => value * 1e-12)];
        for (int index = 500; index < 540; index++) near[index] = double.NaN;
        double[] far = [.. near.Select(value => value + 1)];
        foreach (StabilityMeasure measure in StabilityMeasures.All)
        {
            int[] multiples = [10, 30, 100];
            IReadOnlyList<StabilityPoint> expected = StabilityAnalysis.Compute(ClockData.OfPhase(near, 1), measure, multiples);
            IReadOnlyList<StabilityPoint> found = StabilityAnalysis.Compute(ClockData.OfPhase(far, 1), measure, multiples);
            for (int index = 0; index < expected.Count; index++)
                Assert.That(found[index].Value, Is.EqualTo(expected[index].Value).Within(0.1).Percent, $"{measure}");
        }
    }

    [Test]
    public void FrequencyIsSummed_ToTheLastDigit()
    {
        var steps = new double[1_000_000];
        Array.Fill(steps, 0.1);
        Assert.That(ClockData.OfFrequency(steps, 1).PhaseSeconds[^1], Is.EqualTo(100_000).Within(1e-10));
    }

    [Test]
    public void TooLongAveraging_IsLeftOut_BadArgumentsAreRefused()
    {
        ClockData data = ClockData.OfPhase([0, 1, 2], 1);
        Assert.That(StabilityAnalysis.Compute(data, StabilityMeasure.Allan, [1, 2]), Has.Count.EqualTo(1));
        Assert.That(StabilityAnalysis.Compute(ClockData.OfPhase([], 1), StabilityMeasure.Total, [1]), Is.Empty);
        Assert.That(() => StabilityAnalysis.Compute(data, StabilityMeasure.Allan, [0]),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => StabilityAnalysis.Compute(data, StabilityMeasure.Allan, [2, 2]),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClockData.OfPhase([0, 1, 2], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClockData.OfFrequency([0, double.PositiveInfinity], 1),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Factors_AreAsNamed()
    {
        Assert.That(AveragingFactors.Decades(60), Is.EqualTo(new[] { 1, 2, 5, 10, 20, 50 }));
        Assert.That(AveragingFactors.All(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(AveragingFactors.Octaves(0), Is.Empty);
    }

    [Test]
    public void LargestTimeError_IsOfPhaseOnly()
    {
        Assert.That(ClockData.OfPhase([1, double.NaN, -3, 2], 1).LargestTimeErrorSeconds(), Is.EqualTo(3));
        Assert.That(ClockData.OfFrequency([1, -3, 2], 1).LargestTimeErrorSeconds(), Is.NaN);
    }
}
