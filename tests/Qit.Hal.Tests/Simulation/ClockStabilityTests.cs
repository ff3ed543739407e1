using Qit.Hal.Simulation;
using Qit.Timing.Stability;
using Qit.Timing.Tracking;

namespace Qit.Hal.Tests.Simulation;

/// <summary>The simulated clocks as `qit stability` sees them: its deviations, of each power law and of all together, come
/// out as configured (IEEE Std 1139).</summary>
public class ClockStabilityTests
{
    private const double Step = 0.1;
    private const double Edge = 100;
    private const int Samples = 20_000;

    private static readonly double[] Levels = [1e-26, 1e-24, 2e-22, 1e-23, 1e-24];

    /// <summary>Power laws by their exponent; 9 stands for all five together.</summary>
    [TestCase(-2)]
    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(9)]
    public void MeasuredAllanDeviation_ComesOutAsConfigured(int alpha)
    {
        double[] level = [.. Levels.Select((h, i) => alpha == 9 || alpha == i - 2 ? h : 0)];
        var options = new ClockOptions
        {
            RandomWalkFrequencyLevel = level[0], FlickerFrequencyLevel = level[1], WhiteFrequencyLevel = level[2],
            FlickerPhaseLevel = level[3], WhitePhaseLevel = level[4], NoiseBandwidthHertz = Edge,
        };
        int[] factors = [1, 10, 100];
        var curves = Statistic.Seeds.Select(seed => StabilityAnalysis.Compute(
            ClockData.OfPhase(Phase(options, seed), Step), StabilityMeasure.OverlappingAllan, factors)).ToList();
        for (int i = 0; i < factors.Length; i++)
        {
            double[] variances = [.. curves.Select(curve => curve[i].Value * curve[i].Value)];
            Statistic.MeanIsNear(variances, Expected(level, factors[i] * Step), 0.06, $"alpha {alpha}, tau {factors[i] * Step}");
        }
    }

    /// <summary>The four rows of the clock table, from 120 s to 3 hours: the mean of the measured variance over 24 seeds.
    /// </summary>
    [TestCase("cesium")]
    [TestCase("rubidium")]
    [TestCase("maser")]
    [TestCase("strontium")]
    public void ClockType_HasTheAllanDeviationOfItsLevels(string type)
    {
        const double Epoch = 120;
        ClockOptions options = ClockTypes.Find(type)! with { FrequencyDriftPerDay = 0 };
        int[] factors = [1, 10, 90];
        var curves = Statistic.Seeds.Select(seed => StabilityAnalysis.Compute(
            ClockData.OfPhase(Phase(options, seed, Epoch, 4000), Epoch), StabilityMeasure.OverlappingAllan, factors)).ToList();
        for (int i = 0; i < factors.Length; i++)
        {
            double[] variances = [.. curves.Select(curve => curve[i].Value * curve[i].Value)];
            double[] level = [options.RandomWalkFrequencyLevel, options.FlickerFrequencyLevel, options.WhiteFrequencyLevel, 0, 0];
            Statistic.MeanIsNear(variances, Expected(level, factors[i] * Epoch), 0.1, $"{type}, tau {factors[i] * Epoch}");
        }
    }

    /// <summary>The simulated types are those that the tracker's and the monitoring's tables mean, from 100 s to 10 000 s and
    /// within a factor of 2: the three-state model has no flicker floor, and takes a cesium's table, flat at first, half way.
    /// </summary>
    [Test]
    public void ClockTypes_FollowTheNamedClocks(
        [Values("cesium", "rubidium", "maser", "strontium")] string type, [Values(100, 1000, 10_000)] double tau)
    {
        ClockOptions options = ClockTypes.Find(type)!;
        Assert.That(NamedClock.TryGetPair(type, out ClockNoise pair), Is.True);
        double[] level = [options.RandomWalkFrequencyLevel, options.FlickerFrequencyLevel, options.WhiteFrequencyLevel, 0, 0];
        double ratio = Math.Sqrt(Expected(level, tau) / (pair.AllanVariance(tau) / 2));
        Assert.That(ratio, Is.InRange(0.5, 2));
    }

    private static double Expected(double[] level, double tau)
    {
        double flickerPhase = (3 * 0.5772156649015329) - Math.Log(2) + (3 * Math.Log(2 * Math.PI * Edge * tau));
        return (2 * Math.PI * Math.PI / 3 * level[0] * tau) + (2 * Math.Log(2) * level[1]) + (level[2] / (2 * tau))
            + (((level[3] * flickerPhase) + (3 * Edge * level[4])) / (4 * Math.PI * Math.PI * tau * tau));
    }

    private static double[] Phase(ClockOptions options, ulong seed, double step = Step, int samples = Samples)
    {
        var clock = new SimulatedClock(options, seed, "clock", step);
        var reading = new SimulationPrng(seed, "reading");
        var phase = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            double white = clock.WhitePhasePicosecondsRms * reading.NextNormal();
            phase[i] = (clock.WholePicoseconds + clock.FractionPicoseconds + white) * 1e-12;
            clock.MoveNext();
        }

        return phase;
    }
}
