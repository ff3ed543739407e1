using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class ClockTruthTests
{
    private const long Second = 1_000_000_000_000;

    [Test]
    public void NoiselessClocks_HaveTheOffsetOfTheFormula()
    {
        WorldOptions options = Worlds.Perfect with
        {
            ClockA = Worlds.PerfectClock with { OffsetPicoseconds = 2e12, FrequencyOffset = 1e-5 },
            ClockB = Worlds.PerfectClock with
            {
                OffsetPicoseconds = -3e12,
                FrequencyOffset = -2e-5,
                FrequencyDriftPerDay = 1e-4,
            },
        };
        var world = new SimulatedWorld(options);
        world.AdvanceTo(20 * Second);
        for (double t = 0.0003; t < 20; t += 0.77)
        {
            // A reads t + 2 s + 1e-5 t at true time t; drift is a step a millisecond, half a slice off at most.
            long readingA = (long)Math.Floor((t + 2 + (1e-5 * t)) * 1e12);
            double expected = (-5 + (-3e-5 * t) + (0.5 * 1e-4 / 86_400 * t * t)) * 1e15;
            Assert.That(world.TrueClockOffsetFemtoseconds(readingA), Is.EqualTo(expected).Within(10), $"t = {t}");
            Assert.That(world.TrueClockOffsetPicoseconds(readingA), Is.EqualTo(expected / 1000).Within(0.01));
        }
    }

    [Test]
    public void NoisyClocks_HaveTheOffsetThatTheTagsShow()
    {
        var noisy = new ClockOptions
        {
            WhiteFrequencyLevel = 1e-19,
            FlickerFrequencyLevel = 1e-20,
            FlickerPhaseLevel = 1e-20,
            RandomWalkFrequencyLevel = 1e-19,
            WhitePhaseLevel = 1e-22,
        };
        WorldOptions options = Worlds.Perfect with
        {
            Source = new() { PairsPerSecond = 20_000, CorrelationTimePicosecondsRms = 0 },
            ClockA = noisy with { StepAtSeconds = 1.2, StepPicoseconds = 700_000 },
            ClockB = noisy with
            {
                OffsetPicoseconds = 1e9,
                FrequencyOffset = 1e-7,
                StepAtSeconds = 0.7,
                StepPicoseconds = -30_000,
            },
        };
        double sigma = 1e12 * Math.Sqrt(2 * 1e-22 * 500) / (2 * Math.PI); // white phase of both clocks, 50 ps
        foreach (ulong seed in Statistic.Seeds)
        {
            var world = new SimulatedWorld(options with { Seed = seed });
            var a = new long[100_000];
            var b = new long[100_000];
            Assert.That(world.GenerateTags(2 * Second, a, b, out int countA, out int countB));
            Assert.That(countA, Is.EqualTo(countB));
            double sum = 0, squares = 0;
            for (int i = 0; i < countA; i++)
            {
                double error = b[i] - a[i] - world.TrueClockOffsetPicoseconds(a[i]);
                sum += error;
                squares += error * error;
            }

            Statistic.IsNear(sum / countA, 0, sigma / Math.Sqrt(countA), "mean");
            double variance = sigma * sigma;
            Statistic.IsNear(squares / countA, variance + (1.0 / 6), variance * Math.Sqrt(2.0 / countA), "variance");
        }
    }

    [Test]
    public void OldOffsets_AreTheSameAfterTheyWereForgotten()
    {
        var options = new WorldOptions { TruthSeconds = 1, ClockB = new() { FlickerFrequencyLevel = 1e-22 } };
        var world = new SimulatedWorld(options);
        world.AdvanceTo(5 * Second);
        long[] times = [.. Enumerable.Range(0, 49).Select(i => (i * Second / 10) + 123_456_789)];
        long[] forward = [.. times.Select(world.TrueClockOffsetFemtoseconds)];
        long[] backward = [.. times.Reverse().Select(world.TrueClockOffsetFemtoseconds).Reverse()];
        Assert.That(backward, Is.EqualTo(forward));
        Assert.That(forward.Distinct().Count(), Is.GreaterThan(40));
    }

    [Test]
    public void ReadingThatAForwardJumpLeavesOut_CountsAsTheJump()
    {
        ClockOptions jumping = Worlds.PerfectClock with { StepAtSeconds = 1, StepPicoseconds = 1e12 };
        var world = new SimulatedWorld(Worlds.Perfect with { ClockA = jumping });
        world.AdvanceTo(2 * Second);
        Assert.That(world.TrueClockOffsetPicoseconds(Second - 1), Is.Zero);
        Assert.That(world.TrueClockOffsetPicoseconds(3 * Second / 2), Is.EqualTo(-1e12));
        Assert.That(world.TrueClockOffsetPicoseconds(5 * Second / 2), Is.EqualTo(-1e12));
    }

    [Test]
    public void TheFuture_IsRefused()
    {
        var world = new SimulatedWorld(Worlds.Perfect);
        world.AdvanceTo(Second);
        foreach (long future in new[] { Second + (Second / 100), long.MaxValue })
            Assert.That(
                () => world.TrueClockOffsetFemtoseconds(future), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(world.TrueClockOffsetFemtoseconds(long.MinValue), Is.Zero);
    }
}
