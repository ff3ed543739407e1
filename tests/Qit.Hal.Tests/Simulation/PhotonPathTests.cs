using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Source and channels: counts, coincidences and times of arrival.</summary>
public class PhotonPathTests
{
    [Test]
    public void Counts_FollowEfficienciesAndAccidentals()
    {
        // R = 1e6 pairs/s, efficiencies 0.2, 500 dark counts/s, full window 1 ns: S = 200 500, C = 40 000, A = 40.2 per
        // second (S = R eta + D, C = R eta_A eta_B, A = S_A S_B W).
        DetectorOptions detector = Worlds.PerfectDetector with { Efficiency = 0.2, DarkCountsPerSecond = 500 };
        WorldOptions options = Worlds.Perfect with
        {
            Source = new() { PairsPerSecond = 1e6, CorrelationTimePicosecondsRms = 0 },
            DetectorA = detector,
            DetectorB = detector,
        };
        const double seconds = 0.5;
        double a = 0, b = 0, coincidences = 0, accidentals = 0;
        foreach (ulong seed in Statistic.Seeds)
        {
            Tags tags = Tags.Generate(options with { Seed = seed }, seconds);
            a += tags.A.Length;
            b += tags.B.Length;
            coincidences += tags.Differences(0, 499.5).Count;
            accidentals += tags.Differences(1_000_000, 49_999.5).Count;
        }

        double total = seconds * Statistic.Seeds.Length;
        Statistic.IsNear(a, 200_500 * total, Math.Sqrt(200_500 * total), "singles A");
        Statistic.IsNear(b, 200_500 * total, Math.Sqrt(200_500 * total), "singles B");
        Statistic.IsNear(coincidences, 40_040.2 * total, Math.Sqrt(40_040.2 * total), "coincidences");

        // One tag meets several partners in a window of 100 ns, which widens the count by 1 + 2 S W.
        double floor = 40.2 * 100 * total;
        Statistic.IsNear(accidentals, floor, Math.Sqrt(floor * (1 + (2 * 200_500 * 1e-7))), "accidentals");
    }

    [TestCase(0, 0, 3, 0.501187)]
    [TestCase(2000, 3, 2, 0.158489)]
    public void Loss_IsInDecibels(double metres, double perKilometre, double insertion, double transmission)
    {
        WorldOptions options = Worlds.Perfect with
        {
            ChannelA = new()
            {
                LengthMetres = metres,
                AttenuationDecibelsPerKilometre = perKilometre,
                InsertionLossDecibels = insertion,
            },
        };
        double counted = Statistic.Seeds.Sum(s => (double)Tags.Generate(options with { Seed = s }, 0.1).A.Length);
        double expected = transmission * 100_000 * ((0.1 * Statistic.Seeds.Length) - LatePhotons(metres));
        Statistic.IsNear(counted, expected, Math.Sqrt(expected));
    }

    [Test]
    public void Background_IsSeenWithTheDetectorsEfficiency()
    {
        WorldOptions options = Worlds.Perfect with
        {
            Source = new() { PairsPerSecond = 0 },
            ChannelB = Worlds.PerfectChannel with { BackgroundPhotonsPerSecond = 50_000, InsertionLossDecibels = 20 },
            DetectorB = Worlds.PerfectDetector with { Efficiency = 0.3 },
        };
        double counted = Statistic.Seeds.Sum(s => (double)Tags.Generate(options with { Seed = s }, 0.1).B.Length);
        double expected = 15_000 * 0.1 * Statistic.Seeds.Length;
        Statistic.IsNear(counted, expected, Math.Sqrt(expected));
    }

    [TestCase(-1e13)]
    [TestCase(123_456.0)]
    [TestCase(1e13)]
    public void PairsOfTags_DifferByPathAndClockOffset_BLaterIsPositive(double offset)
    {
        WorldOptions options = Worlds.Perfect with
        {
            ChannelA = Worlds.PerfectChannel with { LengthMetres = 250_000 },
            ChannelB = Worlds.PerfectChannel with { LengthMetres = 1_000, GroupIndex = 1.5 },
            ClockB = Worlds.PerfectClock with { OffsetPicoseconds = offset },
        };

        // (1000 m x 1.5 - 250 km x 1.467) / c; A's photons are 1.2 ms, more than a slice, under way.
        double path = ((1_000 * 1.5) - (250_000 * 1.467)) / 299_792_458.0 * 1e12;
        var world = new SimulatedWorld(options);
        Assert.That(world.PathDelayDifferencePicoseconds, Is.EqualTo(path).Within(1e-3));
        Tags tags = Tags.Generate(options, 0.1);
        List<double> differences = tags.Differences(path + offset, 3);
        Assert.That(differences, Has.Count.GreaterThan(9000));
        Assert.That(differences.Select(Math.Abs).Max(), Is.LessThanOrEqualTo(1.001));
    }

    [TestCase(120, 50, 170)]
    [TestCase(120, -50, 70)]
    [TestCase(80, -80, 0)]
    public void ChromaticSpread_AddsWithItsSign(double spreadA, double spreadB, double expectedWidth)
    {
        WorldOptions options = Worlds.Perfect with
        {
            ChannelA = Worlds.PerfectChannel with { ChromaticSpreadPicosecondsRms = spreadA },
            ChannelB = Worlds.PerfectChannel with { ChromaticSpreadPicosecondsRms = spreadB },
            Source = new() { PairsPerSecond = 1000, CorrelationTimePicosecondsRms = 0 },
        };
        double[] variances = [.. Statistic.Seeds.Select(
            s => Statistic.Moments(Tags.Generate(options with { Seed = s }, 4).Differences(0, 1000)).Variance)];

        // Rounding to ticks adds 1/6 ps^2 at most; 0.2 accidentals are expected in all seeds together.
        double expected = expectedWidth * expectedWidth;
        (double mean, double error) = Statistic.MeanAndError(variances);
        Assert.That(mean, Is.EqualTo(expected).Within((Statistic.Sigmas * error) + 0.5));
    }

    [Test]
    public void DelayDrift_IsASineOfItsPeriod()
    {
        WorldOptions options = Worlds.Perfect with
        {
            ChannelB = Worlds.PerfectChannel with { DelayDriftPicoseconds = 5000, DelayDriftPeriodSeconds = 2 },
        };
        Tags tags = Tags.Generate(options, 2);
        foreach ((double at, double expected) in new[] { (0.5, 5000.0), (1.0, 0), (1.5, -5000), (1.25, -3535.5) })
        {
            long[] near = [.. tags.A.Where(a => Math.Abs(a - (at * 1e12)) < 1e9)];
            double mean = new Tags(near, tags.B).Differences(expected, 100).Average();

            // Relative to the expected value. The sine moves by up to 16 ps in the ms on either side, evenly;
            // some 200 tags, rounding 1 ps.
            Assert.That(mean, Is.EqualTo(0).Within(3), $"at {at} s");
        }
    }

    [Test]
    public void LossOfLight_LeavesDarkCountsAtOneStationOnly()
    {
        WorldOptions options = Worlds.Perfect with
        {
            ChannelA = Worlds.PerfectChannel with { DarkFromSeconds = 0.1005, DarkToSeconds = 0.2005 },
            DetectorA = Worlds.PerfectDetector with { DarkCountsPerSecond = 20_000, Efficiency = 0.5 },
        };
        Tags tags = Tags.Generate(options, 0.3);
        int CountA(double from, double to) => tags.A.Count(t => t >= from * 1e12 && t < to * 1e12);
        Statistic.IsNear(CountA(0, 0.1005), 70_000 * 0.1005, Math.Sqrt(7035), "before");
        Statistic.IsNear(CountA(0.1005, 0.2005), 2000, Math.Sqrt(2000), "dark");
        Statistic.IsNear(CountA(0.2005, 0.3), 70_000 * 0.0995, Math.Sqrt(6965), "after");
        Statistic.IsNear(tags.B.Length, 30_000, Math.Sqrt(30_000), "B");
        long[] inDark = [.. tags.A.Where(t => t >= 0.1005e12 && t < 0.2005e12)];
        Assert.That(new Tags(inDark, tags.B).Differences(0, 10), Has.Count.LessThan(4)); // 0.04 by accident
    }

    private static double LatePhotons(double metres) =>
        metres * 1.467 / 299_792_458.0 * Statistic.Seeds.Length;
}
