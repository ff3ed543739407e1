using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tests.Estimation;

/// <summary>Over fixed seeds 1..N the pulls (estimate - truth) / standard error must have mean 0 and deviation 1.
/// Limits are 4 standard errors of the mean (1/sqrt N) and of the deviation (1/sqrt 2N): one false alarm in 16 000
/// each; seeds are fixed, so a pass stays a pass.</summary>
public class OffsetEstimatorTests
{
    private const int Seeds = 240;

    [Test]
    public void ManyCoincidences_ReachTheCramerRaoBound()
    {
        var world = new SimulatedStreams { DurationSeconds = 1, PairsPerSecond = 1500, OffsetPicoseconds = 1e11 + 0.3,
            Skew = 3e-7, ReferenceSeconds = 0.5 };
        Statistics result = Run(world);
        result.CheckPulls();
        double bound = CramerRaoBound.OffsetPicoseconds(1500, 200 * Math.Sqrt(2), 1e4 * 1e4 * 1e-12);
        Assert.That(result.RmsError / bound, Is.LessThan(1.1));
        Assert.That(result.RmsError / bound, Is.GreaterThan(0.8),
            "below the bound something would be wrong with the test");
    }

    [Test]
    public void AHighFloor_DoesNotBias()
    {
        // As many accidentals as coincidences within the peak.
        var world = new SimulatedStreams { DurationSeconds = 0.05, PairsPerSecond = 25_000, SinglesAPerSecond = 4.5e6,
            SinglesBPerSecond = 4.5e6, Skew = -2e-7, ReferenceSeconds = 0.025 };
        Statistics result = Run(world);
        result.CheckPulls();
        double bound = CramerRaoBound.OffsetPicoseconds(1250, 200 * Math.Sqrt(2), 4.5e6 * 4.5e6 * 0.05e-12);
        Assert.That(result.RmsError / bound, Is.LessThan(1.1));
    }

    [Test]
    public void FewCoincidences_StillStateTheirErrors() =>
        Run(new SimulatedStreams { DurationSeconds = 1, PairsPerSecond = 60, SinglesAPerSecond = 3000,
            SinglesBPerSecond = 3000, ReferenceSeconds = 0.5 }).CheckPulls();

    /// <summary>The peak is narrower than the tick: all information is in how counts share out between neighbouring
    /// ticks. Offsets lie anywhere between ticks, with and without skew, also where the lattices beat.</summary>
    [TestCase(500, 0.0)]
    [TestCase(500, 1e-9)]
    [TestCase(500, 3e-7)]
    [TestCase(125, 0.0)]
    public void Ticks_DoNotBias(long tick, double skew)
    {
        var world = new SimulatedStreams
        {
            DurationSeconds = 1,
            PairsPerSecond = 1000,
            SinglesAPerSecond = 5000,
            SinglesBPerSecond = 5000,
            JitterAPicosecondsRms = 100,
            JitterBPicosecondsRms = 100,
            TickPicoseconds = tick,
            Skew = skew,
            ReferenceSeconds = 0.5,
        };
        Run(world, seed => seed * 0.3713 * tick).CheckPulls();
    }

    [Test]
    public void DeadTime_DoesNotBias() => Run(new SimulatedStreams
    {
        DurationSeconds = 0.25,
        PairsPerSecond = 8000,
        SinglesAPerSecond = 4e5,
        SinglesBPerSecond = 4e5,
        DeadTimePicoseconds = 50_000,
        ReferenceSeconds = 0.125,
    }).CheckPulls(countsAreLost: true);

    [Test]
    public void FromAcquisitionToTheWholeRecord_AtTheBound([Values(1, 2, 3)] int seed)
    {
        var world = new SimulatedStreams { Seed = seed, DurationSeconds = 12, PairsPerSecond = 3000,
            SinglesAPerSecond = 50_000, SinglesBPerSecond = 50_000, OffsetPicoseconds = -0.1e12, Skew = 1.3e-6,
            ReferenceSeconds = 6 };
        (long[] a, long[] b) = world.Generate();
        AcquisitionResult found = new PeakAcquisition(new AcquisitionOptions { MaximumSkewPpm = 2 }).Search(a, b);
        var line = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        OffsetEstimate estimate = new OffsetEstimator()
            .Estimate(a, b, line, found.CellPicoseconds, found.SpanPicoseconds)!;
        Assert.That(estimate.ToPicoseconds - estimate.FromPicoseconds, Is.GreaterThan(11.7e12),
            "B's range ends 0.1 s early");
        double truth = world.OffsetAt(estimate.ValidityTimePicoseconds * 1e-12);
        double bound = CramerRaoBound.OffsetPicoseconds(estimate.Coincidences, 200 * Math.Sqrt(2), 2500e-12 * 12);
        Assert.That(estimate.OffsetStandardErrorPicoseconds, Is.EqualTo(bound).Within(0.05 * bound));
        Assert.That(Math.Abs((estimate.OffsetFemtoseconds * 1e-3) - truth), Is.LessThan(4.5 * bound));
        Assert.That(Math.Abs(estimate.FrequencyOffset - 1.3e-6),
            Is.LessThan(4.5 * estimate.FrequencyOffsetStandardError));
        Assert.That(estimate.FrequencyOffsetStandardError, Is.LessThan(1e-12));
    }

    [Test]
    public void OnlyAFloor_GivesNoSignificantPeak([Values(1, 2, 3, 4, 5)] int seed)
    {
        (long[] a, long[] b) = new SimulatedStreams { Seed = seed, DurationSeconds = 1, PairsPerSecond = 0,
            SinglesAPerSecond = 300_000, SinglesBPerSecond = 300_000 }.Generate();
        OffsetEstimate? estimate = new OffsetEstimator()
            .EstimateSpan(a, b, new OffsetLine(0, 0, 0), 1000, 0, 1_000_000_000_000);
        // Of a few dozen widths in the window the best chance peak stays below 6 sigma in all but 1e-7 of cases.
        Assert.That(estimate?.SignificanceSigma ?? 0, Is.LessThan(6));
    }

    [Test]
    public void CramerRaoBound_HasItsKnownLimits()
    {
        Assert.That(CramerRaoBound.OffsetPicoseconds(10_000, 200, 0), Is.EqualTo(2).Within(1e-9), "sigma / sqrt N");
        // A floor far above the peak: I = N^2 / (4 sqrt(pi) sigma^3 b).
        const double Floor = 1e6;
        double expected = Math.Sqrt(4 * Math.Sqrt(Math.PI) * Math.Pow(200, 3) * Floor) / 10_000;
        Assert.That(CramerRaoBound.OffsetPicoseconds(10_000, 200, Floor), Is.EqualTo(expected).Within(1e-4 * expected));
    }

    [Test]
    public void TheTick_IsFoundFromTheTags()
    {
        (long[] a, _) = new SimulatedStreams { DurationSeconds = 0.1, TickPicoseconds = 125 }.Generate();
        Assert.That(TickLattice.TickPicoseconds(a), Is.EqualTo(125));
        Assert.That(TickLattice.TickPicoseconds([.. a, a[^1] + 1]), Is.EqualTo(1));
        Assert.That(TickLattice.TickPicoseconds([0, 1000]), Is.EqualTo(1), "two tags prove no lattice");
    }

    private static Statistics Run(SimulatedStreams world, Func<int, double>? extraOffset = null)
    {
        var statistics = new Statistics();
        var estimator = new OffsetEstimator();
        long end = (long)(world.DurationSeconds * 1e12);
        for (int seed = 1; seed <= Seeds; seed++)
        {
            SimulatedStreams one = world with { Seed = seed, OffsetPicoseconds = world.OffsetPicoseconds
                + (extraOffset?.Invoke(seed) ?? 0) };
            (long[] a, long[] b) = one.Generate();
            // Started half a nanosecond and half a part per billion beside the truth.
            var line = new OffsetLine(end / 2, (long)one.OffsetPicoseconds + 500, one.Skew + 5e-10);
            OffsetEstimate? estimate = estimator.EstimateSpan(a, b, line, 2000, 0, end);
            Assert.That(estimate, Is.Not.Null, $"seed {seed}");
            statistics.Add(estimate!, one);
        }

        return statistics;
    }

    private sealed class Statistics
    {
        private readonly List<double> offsetPulls = [];
        private readonly List<double> frequencyPulls = [];
        private readonly List<double> countPulls = [];
        private double squares;

        public double RmsError => Math.Sqrt(squares / offsetPulls.Count);

        public void Add(OffsetEstimate estimate, SimulatedStreams world)
        {
            double error = (estimate.OffsetFemtoseconds * 1e-3) - world.OffsetPicoseconds;
            squares += error * error;
            offsetPulls.Add(error / estimate.OffsetStandardErrorPicoseconds);
            frequencyPulls.Add((estimate.FrequencyOffset - world.Skew) / estimate.FrequencyOffsetStandardError);
            double pairs = world.PairsPerSecond * world.DurationSeconds;
            countPulls.Add((estimate.Coincidences - pairs) / estimate.CoincidencesStandardError);
        }

        public void CheckPulls(bool countsAreLost = false)
        {
            Check("offset", offsetPulls);
            Check("frequency", frequencyPulls);
            if (!countsAreLost) Check("coincidences", countPulls);
        }

        private static void Check(string what, List<double> pulls)
        {
            double mean = pulls.Average();
            double deviation = Math.Sqrt(pulls.Sum(pull => (pull - mean) * (pull - mean)) / (pulls.Count - 1));
            TestContext.Out.WriteLine($"{what}: pull mean {mean:f3}, deviation {deviation:f3}");
            Assert.That(mean, Is.EqualTo(0).Within(4 / Math.Sqrt(pulls.Count)), $"{what}: mean of pulls");
            Assert.That(deviation, Is.EqualTo(1).Within(4 / Math.Sqrt(2 * pulls.Count)), $"{what}: deviation of pulls");
        }
    }
}
