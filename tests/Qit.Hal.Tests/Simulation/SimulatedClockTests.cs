using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>The clocks' noise against the power-law formulas of IEEE Std 1139, 24 seeds each.</summary>
public class SimulatedClockTests
{
    private const double EulerGamma = 0.5772156649015329;
    private const double Step = 0.1;
    private const int Samples = 20_000;
    private static readonly ClockOptions Quiet = new() { WhiteFrequencyLevel = 0 };

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    public void WhiteFrequency_HasItsAllanVariance(int factor)
    {
        const double h = 2e-22;
        Check(Quiet with { WhiteFrequencyLevel = h }, factor, h / (2 * factor * Step));
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    public void FlickerFrequency_HasItsAllanVariance(int factor)
    {
        const double h = 1e-24;
        Check(Quiet with { FlickerFrequencyLevel = h }, factor, 2 * Math.Log(2) * h);
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    public void RandomWalkFrequency_HasItsAllanVariance(int factor)
    {
        const double h = 1e-26;
        Check(
            Quiet with { RandomWalkFrequencyLevel = h }, factor, 2 * Math.PI * Math.PI / 3 * h * factor * Step);
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    public void FlickerPhase_HasItsAllanVariance(int factor)
    {
        const double h = 1e-24;
        const double edge = 100;
        double tau = factor * Step;
        double expected = h * ((3 * EulerGamma) - Math.Log(2) + (3 * Math.Log(2 * Math.PI * edge * tau)))
            / (4 * Math.PI * Math.PI * tau * tau);
        Check(Quiet with { FlickerPhaseLevel = h, NoiseBandwidthHertz = edge }, factor, expected);
    }

    [Test]
    public void WhitePhase_SpreadsEachReadingByItsVariance()
    {
        const double h = 1e-26;
        var clock = new SimulatedClock(Quiet with { WhitePhaseLevel = h, NoiseBandwidthHertz = 250 }, 1, "clock");

        // ADEV^2 = 3 sigma^2 / tau^2 for independent readings; IEEE 1139 has 3 f_h h_2 / (4 pi^2 tau^2).
        double sigmaSeconds = clock.WhitePhasePicosecondsRms * 1e-12;
        double expected = 3 * 250 * h / (4 * Math.PI * Math.PI);
        Assert.That(3 * sigmaSeconds * sigmaSeconds, Is.EqualTo(expected).Within(1e-9).Percent);
    }

    [Test]
    public void WhitePhase_InTags_HasItsAllanVariance()
    {
        const double h = 1e-22;
        const double tau = 0.01;
        WorldOptions options = Worlds.Perfect with
        {
            Source = new() { PairsPerSecond = 20_000, CorrelationTimePicosecondsRms = 0 },
            ClockB = Quiet with { WhitePhaseLevel = h },
        };
        double[] variances = [.. Statistic.Seeds.Select(seed =>
        {
            Tags tags = Tags.Generate(options with { Seed = seed }, 4);
            var phase = new double[390];
            for (int i = 0, at = 0; i < phase.Length; i++)
            {
                while (tags.A[at] < i * tau * 1e12) at++;
                phase[i] = (tags.B[at] - tags.A[at]) * 1e-12;
            }

            return Statistic.AllanVariance(phase, tau, 1);
        })];
        Statistic.MeanIsNear(variances, 3 * 500 * h / (4 * Math.PI * Math.PI * tau * tau), 0.04);
    }

    [Test]
    public void WrongLevel_IsNoticed()
    {
        double[] variances = Variances(Quiet with { WhiteFrequencyLevel = 2.2e-22 }, 1);
        (double mean, double error) = Statistic.MeanAndError(variances);
        Assert.That(Math.Abs(mean - (2e-22 / (2 * Step))) / error, Is.GreaterThan(Statistic.Sigmas));
    }

    [Test]
    public void OffsetAndDrift_ComeOutAsConfigured()
    {
        var options = Quiet with { OffsetPicoseconds = -1e13, FrequencyOffset = 3e-6, FrequencyDriftPerDay = -2e-7 };
        var clock = new SimulatedClock(options, 1, "clock");
        for (int i = 0; i < 3_600_000; i++) clock.MoveNext();

        // x(t) = x0 + y0 t + D t^2 / 2 after an hour: -1e13 + 1.08e10 - 15e6 ps exactly.
        double error = clock.WholePicoseconds - (-1e13 + 1.08e10 - 15e6) + clock.FractionPicoseconds;
        Assert.That(error, Is.EqualTo(0).Within(0.001));
    }

    [Test]
    public void FlickerFrequency_DoesNotMoveTheConfiguredOffset()
    {
        // Each seed's mean frequency over 10 s is the offset within the noise's own deviation at that time.
        var options = Quiet with { FrequencyOffset = 1e-9, FlickerFrequencyLevel = 1e-24 };
        double deviation = Math.Sqrt(2 * Math.Log(2) * 1e-24);
        foreach (ulong seed in Statistic.Seeds)
        {
            double[] phase = Phase(options, seed, 101);
            Assert.That(phase[100] / 10, Is.EqualTo(1e-9).Within(10 * deviation));
        }
    }

    private static void Check(ClockOptions options, int factor, double expected) =>
        Statistic.MeanIsNear(Variances(options, factor), expected, 0.04, $"tau {factor * Step}");

    private static double[] Variances(ClockOptions options, int factor) =>
        [.. Statistic.Seeds.Select(seed => Statistic.AllanVariance(Phase(options, seed, Samples), Step, factor))];

    private static double[] Phase(ClockOptions options, ulong seed, int samples)
    {
        var clock = new SimulatedClock(options, seed, "clock", Step);
        var phase = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            phase[i] = (clock.WholePicoseconds + clock.FractionPicoseconds) * 1e-12;
            clock.MoveNext();
        }

        return phase;
    }
}
