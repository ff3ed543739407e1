using CsCheck;
using Qit.Timing.Acquisition;

namespace Qit.Timing.Tests.Acquisition;

/// <summary>The published scenarios, with the default limits of +-10 s and +-200 ppm, two seeds each; E and M with more
/// pairs, so that they take a second. The verb `acquisition` of the benchmarks runs all of it.</summary>
public class NoPriorTests
{
    [TestCase(10e3, 50e3, 1.3, 12, 7.7)]
    [TestCase(10e3, 50e3, 0, 12, -0.02)]
    [TestCase(1e3, 50e3, -0.1, 12, 0.05)]
    [TestCase(2e3, 100e3, 1, 12, -3.3)]
    [TestCase(1000, 100e3, 0, 12, 1.1)]
    [TestCase(10e3, 50e3, -50, 12, 0.07)]
    [TestCase(10e3, 50e3, 100, 12, -9.2)]
    [TestCase(10e3, 50e3, 0.2, 16, 3)]
    [TestCase(10e3, 50e3, 0.2, 12, -0.1)]
    [TestCase(5e3, 20e3, 0.3, 12, 5)]
    [TestCase(20e3, 100e3, -0.3, 12, 0.1)]
    [TestCase(800, 50e3, 10, 15, -6)]
    public void Scenarios_AreFound_AndNoneWrong(
        double pairs, double singles, double skewPpm, double seconds, double offsetSeconds)
    {
        foreach (int seed in new[] { 1, 2 })
        {
            var world = new SimulatedStreams
            {
                Seed = seed,
                StartSeconds = 3,
                DurationSeconds = seconds,
                PairsPerSecond = pairs,
                SinglesAPerSecond = singles,
                SinglesBPerSecond = singles,
                OffsetPicoseconds = offsetSeconds * 1e12,
                Skew = skewPpm * 1e-6,
                ReferenceSeconds = 3,
            };
            (long[] a, long[] b) = world.Generate();
            AcquisitionResult result = new PeakAcquisition().Search(a, b);
            Assert.That(result.Found, Is.True, result.Reason);
            double error = result.OffsetPicoseconds - world.OffsetAt(result.ReferenceTimePicoseconds * 1e-12);
            Assert.That(Math.Abs(error), Is.LessThan(20_000));
            Assert.That(Math.Abs(result.Skew - world.Skew), Is.LessThan(Math.Max(4 * result.SkewCell, 1e-12)));
        }
    }

    /// <summary>A constant added to B's times is added to the answer; exchanged streams give the negative.</summary>
    [Test]
    public void AddingToB_AddsToTheAnswer_AndExchangingNegates() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Double[-4, 4], Gen.Double[-150, 150]).Sample(
            drawn =>
            {
                (int seed, double seconds, double ppm) = drawn;
                var world = new SimulatedStreams { Seed = seed, DurationSeconds = 3, PairsPerSecond = 3000,
                    SinglesAPerSecond = 10_000, SinglesBPerSecond = 10_000, Skew = ppm * 1e-6, ReferenceSeconds = 1.5 };
                (long[] a, long[] b) = world.Generate();
                long shift = (long)(seconds * 1e12);
                long[] shifted = [.. b.Select(tag => tag + shift)];
                AcquisitionResult moved = new PeakAcquisition().Search(a, shifted);
                AcquisitionResult exchanged = new PeakAcquisition().Search(shifted, a);
                double truth = world.OffsetAt(moved.ReferenceTimePicoseconds * 1e-12) + shift;
                // On B's timeline tA = (tB - x + y r) / (1 + y).
                double time = exchanged.ReferenceTimePicoseconds - shift;
                double back = ((time + (world.Skew * 1.5e12)) / (1 + world.Skew)) - exchanged.ReferenceTimePicoseconds;
                return moved.Found && exchanged.Found && Math.Abs(moved.OffsetPicoseconds - truth) < 20_000
                    && Math.Abs(exchanged.OffsetPicoseconds - back) < 20_000;
            },
            iter: 12, threads: 1, seed: "0N0XIzNsQ0O2");

    /// <summary>Twice as long in time, bins and all: the same answer, twice.</summary>
    [Test]
    public void StretchedTime_StretchesTheAnswer()
    {
        var world = new SimulatedStreams { DurationSeconds = 3, PairsPerSecond = 3000, SinglesAPerSecond = 10_000,
            SinglesBPerSecond = 10_000, OffsetPicoseconds = 1.3e12, Skew = 2e-5 };
        (long[] a, long[] b) = world.Generate();
        AcquisitionResult once = new PeakAcquisition().Search(a, b);
        AcquisitionResult twice = new PeakAcquisition().Search([.. a.Select(tag => 2 * tag)], [.. b.Select(tag => 2 * tag)]);
        Assert.That(twice.Skew, Is.EqualTo(once.Skew).Within(1e-9));
        double expected = 2 * world.OffsetAt(twice.ReferenceTimePicoseconds * 0.5e-12);
        Assert.That(Math.Abs(twice.OffsetPicoseconds - expected), Is.LessThan(20_000));
    }
}
