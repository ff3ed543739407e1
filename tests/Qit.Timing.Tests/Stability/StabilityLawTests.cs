using CsCheck;
using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

/// <summary>What must hold of every stability measure, whatever the data.</summary>
public class StabilityLawTests
{
    private static readonly int[] Multiples = [1, 2, 3, 5, 8, 10, 16, 20];

    private static readonly Gen<double[]> Phases =
        Gen.Select(Gen.Double[-1, 1].Array[64, 100], Gen.Int[0, 30].Array[100]).Select((values, holes) =>
            values.Select((value, index) => holes[index] == 0 ? double.NaN : value).ToArray());

    [Test]
    public void ScaledPhase_ScalesEveryMeasure([Values] bool frequency) =>
        Gen.Select(Phases, Gen.Double[-1000, 1000]).Sample((x, factor) =>
        {
            foreach (StabilityMeasure measure in StabilityMeasures.All)
            {
                Alike(
                    measure, Compute(x, frequency, measure), Math.Abs(factor),
                    Compute([.. x.Select(value => factor * value)], frequency, measure), 1e-10 * Math.Abs(factor));
            }
        }, iter: 30);

    /// <summary>No measure sees a constant phase; all but MTIE and TIE rms are blind to a constant frequency, those with
    /// third differences and HTOT also to a constant drift.</summary>
    [Test]
    public void OffsetFrequencyAndDrift_AreNotSeen_ByThoseThatShouldNotSeeThem() =>
        Gen.Select(Phases, Gen.Double[-10, 10], Gen.Double[-10, 10], Gen.Double[-1, 1]).Sample((x, offset, rate, drift) =>
        {
            foreach (StabilityMeasure measure in StabilityMeasures.All)
            {
                IReadOnlyList<StabilityPoint> bare = Compute(x, false, measure);
                Alike(measure, bare, 1, Compute([.. x.Select(value => value + offset)], false, measure), 1e-10);
                if (measure is StabilityMeasure.MaximumTimeIntervalError or StabilityMeasure.TimeIntervalErrorRms) continue;
                Alike(measure, bare, 1,
                    Compute([.. x.Select((value, index) => value + offset + (rate * index))], false, measure), 1e-9);
                if (measure is not (StabilityMeasure.Hadamard or StabilityMeasure.OverlappingHadamard
                    or StabilityMeasure.HadamardTotal))
                    continue;
                Alike(measure, bare, 1,
                    Compute([.. x.Select((value, index) => value + (rate * index) + (drift * index * index))], false, measure),
                    1e-9);
            }
        }, iter: 30);

    /// <summary>A longer window holds the shorter ones; each window is at least as wide as its own ends are apart, and no
    /// two points are further apart than all.</summary>
    [Test]
    public void Mtie_GrowsWithTau_AndIsBetweenTieRmsAndTheWholeRange() => Gen.Double[-1, 1].Array[30, 200].Sample(x =>
    {
        int[] all = AveragingFactors.All(x.Length - 1);
        ClockData data = ClockData.OfPhase(x, 1);
        IReadOnlyList<StabilityPoint> mtie =
            StabilityAnalysis.Compute(data, StabilityMeasure.MaximumTimeIntervalError, all);
        IReadOnlyList<StabilityPoint> tie = StabilityAnalysis.Compute(data, StabilityMeasure.TimeIntervalErrorRms, all);
        for (int index = 0; index < mtie.Count; index++)
        {
            if (index > 0) Assert.That(mtie[index].Value, Is.GreaterThanOrEqualTo(mtie[index - 1].Value));
            Assert.That(mtie[index].Value, Is.GreaterThanOrEqualTo(tie[index].Value * (1 - 1e-12)));
        }

        Assert.That(mtie[^1].Value, Is.EqualTo(x.Max() - x.Min()));
    }, iter: 100);

    /// <summary>Random points missing leave the expectation as it is: over 300 records of white frequency noise, the mean of
    /// every squared deviation with 4 % of the points gone is that without, paired, within 4 standard errors (false alarm 6e-5
    /// for each measure; fixed seeds). Not so TOTDEV, whose terms differ in expectation near the ends, and MTIE, whose
    /// maximum depends on how much is left.</summary>
    [Test]
    public void RandomGaps_LeaveTheExpectation()
    {
        const int Records = 300;
        foreach (StabilityMeasure measure in StabilityMeasures.All)
        {
            if (measure is StabilityMeasure.MaximumTimeIntervalError or StabilityMeasure.Total) continue;
            int m = measure == StabilityMeasure.Theo1 ? 10 : 4;
            double sum = 0;
            double squares = 0;
            long lost = 0;
            for (int seed = 0; seed < Records; seed++)
            {
                double[] phase = PowerLaw.WhiteFrequency(300, seed);
                StabilityPoint whole = StabilityAnalysis.Compute(ClockData.OfPhase(phase, 1), measure, [m])[0];
                var random = new Random(seed);
                for (int index = 0; index < phase.Length; index++)
                {
                    if (random.Next(25) == 0) phase[index] = double.NaN;
                }

                StabilityPoint left = StabilityAnalysis.Compute(ClockData.OfPhase(phase, 1), measure, [m])[0];
                Assert.That(left.Terms + left.LeftOut, Is.EqualTo(whole.Terms));
                lost += left.LeftOut;
                double difference = (left.Value * left.Value) - (whole.Value * whole.Value);
                sum += difference;
                squares += difference * difference;
            }

            Assert.That(lost, Is.GreaterThan(Records));
            double mean = sum / Records;
            double error = Math.Sqrt(((squares / Records) - (mean * mean)) / Records);
            Assert.That(mean, Is.Zero.Within(4 * error), $"{measure}");
        }
    }

    /// <summary>Times on an even grid give the very same bits as no times, and a time that is skipped is a gap.</summary>
    [Test]
    public void TimesOnAGrid_AreAsGoodAsNone() =>
        Gen.Select(Phases, Gen.Int[1, 1000], Gen.Double[0.001, 1000]).Sample((x, start, spacing) =>
        {
            double[] whole = [.. x.Select(value => double.IsNaN(value) ? 0.5 : value)];
            double[] times = [.. whole.Select((_, index) => start + (index * spacing))];
            Assert.That(SampleGrid.Place(times, whole, SampleGrid.Spacing(times)), Is.EqualTo(whole));

            // Holes between the first and the last are found again by their times.
            x[0] = 1;
            x[^1] = 2;
            int[] there = [.. Enumerable.Range(0, x.Length).Where(index => !double.IsNaN(x[index]))];
            double[] placed = SampleGrid.Place(
                there.Select(index => times[index]).ToArray(), there.Select(index => x[index]).ToArray(), spacing);
            Assert.That(placed, Is.EqualTo(x));
        }, iter: 100);

    [TestCase(new[] { 0, 1.0, 1 }, 2, "not after")]
    [TestCase(new[] { 0, 1.0, 2.4 }, 2, "off the even grid")]
    [TestCase(new[] { 0, 1.08, 2.16 }, 2, "shows a spacing of 1.08 s")]
    [TestCase(new[] { 0, 1.0, 1e12 }, 2, "right would be fewer than")]
    public void TimesOffTheGrid_AreRefused_ByIndex(double[] times, int index, string problem)
    {
        SampleGridException fault = Assert.Throws<SampleGridException>(() => SampleGrid.Place(times, new double[3], 1))!;
        Assert.That(fault.Index, Is.EqualTo(index));
        Assert.That(fault.Problem, Does.Contain(problem));
    }

    /// <summary>White phase and white frequency noise of level 1, and random walk of frequency: OADEV at m against
    /// sqrt(3)/m, 1/sqrt(m) and sqrt((2 m^2 + 1) / (6 m)) (the variances of sums of independent numbers), MDEV against
    /// sqrt(3) m^-1.5, within 4 standard errors by the degrees of freedom (false alarm 6e-5 a point; fixed seeds).</summary>
    [TestCase(2)]
    [TestCase(0)]
    [TestCase(-2)]
    public void KnownNoise_GivesItsDeviation(int alpha)
    {
        const int Points = 1 << 15;
        ClockData data = ClockData.OfPhase(PowerLaw.Phase(alpha, Points, seed: 11), 1);
        foreach (int m in new[] { 1, 4, 16, 64, 256 })
        {
            double truth = alpha switch
            {
                2 => Math.Sqrt(3) / m,
                0 => 1 / Math.Sqrt(m),
                _ => Math.Sqrt(((2.0 * m * m) + 1) / (6.0 * m)),
            };
            Near(StabilityMeasure.OverlappingAllan, m, truth);
            Near(StabilityMeasure.Allan, m, truth);
            if (alpha == 2) Near(StabilityMeasure.ModifiedAllan, m, Math.Sqrt(3) * Math.Pow(m, -1.5));
        }

        void Near(StabilityMeasure measure, int m, double truth)
        {
            double found = StabilityAnalysis.Compute(data, measure, [m])[0].Value;
            double freedom = StabilityConfidence.ForNoise(measure, found, m, Points, alpha).DegreesOfFreedom;
            Assert.That(found, Is.EqualTo(truth).Within(4 * truth / Math.Sqrt(2 * freedom)), $"{measure}, m = {m}");
        }
    }

    private static IReadOnlyList<StabilityPoint> Compute(double[] x, bool frequency, StabilityMeasure measure) =>
        StabilityAnalysis.Compute(frequency ? ClockData.OfFrequency(x, 1) : ClockData.OfPhase(x, 1), measure, Multiples);

    private static void Alike(
        StabilityMeasure measure, IReadOnlyList<StabilityPoint> bare, double factor, IReadOnlyList<StabilityPoint> changed,
        double within)
    {
        Assert.That(changed.Select(point => (point.Multiple, point.Terms, point.LeftOut)),
            Is.EqualTo(bare.Select(point => (point.Multiple, point.Terms, point.LeftOut))), $"{measure}");
        for (int index = 0; index < bare.Count; index++)
            Assert.That(changed[index].Value, Is.EqualTo(factor * bare[index].Value).Within(within), $"{measure}");
    }
}
