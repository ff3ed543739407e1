using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Each property of a detector on its own, in tags that came through the whole world.</summary>
public class PhotonDetectorTests
{
    [TestCase(1e4, 22_000)]
    [TestCase(1e6, 22_000)]
    [TestCase(1e7, 22_000)]
    [TestCase(1e6, 0)]
    public void DarkCounts_ComeAtTheRateOfANonParalysableDeadTime(double rate, double deadTime)
    {
        const double seconds = 0.05;
        DetectorOptions detector = Worlds.PerfectDetector with { DeadTimePicoseconds = deadTime };
        double counted = Statistic.Seeds.Sum(
            seed => (double)Tags.Generate(Worlds.DarkCounts(rate, detector) with { Seed = seed }, seconds).A.Length);

        // m = R / (1 + R t); the variance of a renewal process's count is m T / (1 + R t)^2 (Mueller 1973).
        double total = seconds * Statistic.Seeds.Length;
        double live = 1 + (rate * deadTime * 1e-12);
        Statistic.IsNear(counted, rate / live * total, Math.Sqrt(rate / live * total) / live);
    }

    [Test]
    public void DeadTime_IsLongerThanNoTwoTagsApart_AndTheNextComesExponentially()
    {
        const double rate = 5e6;
        const long deadTime = 22_000;
        DetectorOptions detector = Worlds.PerfectDetector with { DeadTimePicoseconds = deadTime };
        foreach (ulong seed in Statistic.Seeds)
        {
            double[] gaps = Gaps(Tags.Generate(Worlds.DarkCounts(rate, detector) with { Seed = seed }, 0.01).A);

            // Two times rounded down to a tick may come one tick closer.
            Assert.That(gaps.Min(), Is.GreaterThanOrEqualTo(deadTime - 1));
            Assert.That(
                Statistic.KolmogorovSmirnov(
                    gaps, gap => gap < deadTime ? 0 : 1 - Math.Exp(-(gap - deadTime) * rate * 1e-12)),
                Is.LessThan(2.5));
        }
    }

    [Test]
    public void WithoutDeadTime_TagsComeCloser()
    {
        double[] gaps = Gaps(Tags.Generate(Worlds.DarkCounts(5e6, Worlds.PerfectDetector), 0.01).A);
        Assert.That(gaps.Min(), Is.LessThan(1000));
    }

    // Half of A's photons come as pairs with B's, half alone: two streams inside, one dead time.
    [Test]
    public void PairsAndLonePhotons_ShareOneDeadTime()
    {
        const double rate = 1e7;
        const double deadTime = 50_000;
        const double seconds = 0.01;
        WorldOptions options = Worlds.Perfect with
        {
            Source = new() { PairsPerSecond = rate, CorrelationTimePicosecondsRms = 0 },
            DetectorA = Worlds.PerfectDetector with { DeadTimePicoseconds = deadTime },
            DetectorB = Worlds.PerfectDetector with { Efficiency = 0.5 },
        };
        double counted = 0;
        foreach (ulong seed in Statistic.Seeds)
        {
            long[] tags = Tags.Generate(options with { Seed = seed }, seconds).A;
            counted += tags.Length;
            Assert.That(Gaps(tags).Min(), Is.GreaterThanOrEqualTo(deadTime - 1));
        }

        double live = 1 + (rate * deadTime * 1e-12);
        double expected = rate / live * seconds * Statistic.Seeds.Length;
        Statistic.IsNear(counted, expected, Math.Sqrt(expected) / live);
    }

    // The last case lets one release in ten fall into a later slice of the world.
    [TestCase(0.02, 50_000, 1000, 5)]
    [TestCase(0.3, 50_000, 1000, 5)]
    [TestCase(0.3, 100_000_000, 10, 50)]
    public void Afterpulses_AddTheirShare_AndComeAfterTheDeadTimeWithTheirDecay(
        double probability, double decay, double rate, double seconds)
    {
        const double deadTime = 20_000;
        DetectorOptions detector = Worlds.PerfectDetector with
        {
            DeadTimePicoseconds = deadTime,
            AfterpulseProbability = probability,
            AfterpulseDecayNanoseconds = decay / 1000,
        };
        double counted = 0;
        var delays = new List<double>();
        foreach (ulong seed in Statistic.Seeds)
        {
            long[] tags = Tags.Generate(Worlds.DarkCounts(rate, detector) with { Seed = seed }, seconds).A;
            counted += tags.Length;
            delays.AddRange(Gaps(tags).Where(gap => gap < deadTime + (12 * decay)).Select(gap => gap - deadTime));
        }

        // Each primary starts a family of mean size 1 / (1 - p) and variance p / (1 - p)^2 (geometric: at
        // most one child each).
        double p = probability;
        double primaries = rate * seconds * Statistic.Seeds.Length;
        double familyVariance = p / ((1 - p) * (1 - p));
        double sigma = Math.Sqrt(primaries * (familyVariance + (1 / ((1 - p) * (1 - p)))));
        Statistic.IsNear(counted, primaries / (1 - p), sigma, "count");

        // Beside the afterpulses, a few primaries fall into the window of 12 decays, evenly.
        double accidental = rate * (12 * decay) * 1e-12 * (1 - p) / p;
        double expected = decay * (1 + (6 * accidental)) / (1 + accidental);
        double error = decay * Math.Sqrt((1 + (48 * accidental)) / delays.Count);
        Statistic.IsNear(delays.Average(), expected, error, "delay");
        Assert.That(delays.Min(), Is.GreaterThanOrEqualTo(-1));
    }

    [Test]
    public void NoAfterpulses_LeaveNoTagsBehindTheDeadTime()
    {
        long[] tags = Tags.Generate(Worlds.DarkCounts(1000, Worlds.PerfectDetector), 5).A;

        // 2.5 by accident, more than 11 once in 50 000.
        Assert.That(Gaps(tags).Count(gap => gap < 500_000), Is.LessThan(12));
    }

    [TestCase(150, 60, 0, 0)]
    [TestCase(40, 0, 0.3, 200)]
    public void Jitter_SpreadsCoincidences(double sigmaA, double sigmaB, double tailFraction, double tail)
    {
        WorldOptions options = Worlds.Perfect with
        {
            DetectorA = Worlds.PerfectDetector with { JitterPicosecondsRms = sigmaA },
            DetectorB = Worlds.PerfectDetector with
            {
                JitterPicosecondsRms = sigmaB,
                JitterTailFraction = tailFraction,
                JitterTailPicoseconds = tail,
            },
            Source = new() { PairsPerSecond = 1000, CorrelationTimePicosecondsRms = 25 },
        };
        var means = new List<double>();
        var variances = new List<double>();
        foreach (ulong seed in Statistic.Seeds)
        {
            (double mean, double variance) =
                Statistic.Moments(Tags.Generate(options with { Seed = seed }, 4).Differences(0, 3000));
            means.Add(mean);
            variances.Add(variance);
        }

        // Rounding to ticks adds 1/6. Accidentals within +-3 ns are 6e-6 of the pairs and evenly spread.
        const double accidental = 6e-6;
        double expected = (sigmaA * sigmaA) + (sigmaB * sigmaB) + (25 * 25)
            + (tailFraction * (2 - tailFraction) * tail * tail) + (1.0 / 6) + (accidental * 3000 * 3000 / 3);
        (double measured, double error) = Statistic.MeanAndError(means);
        Statistic.IsNear(measured, tailFraction * tail, error, "mean");
        Statistic.MeanIsNear(variances, expected, 0.02, "variance");
    }

    private static double[] Gaps(long[] tags)
    {
        var gaps = new double[tags.Length - 1];
        for (int i = 0; i < gaps.Length; i++) gaps[i] = tags[i + 1] - tags[i];
        return gaps;
    }
}
