using CsCheck;
using Qit.Hal.CoincidenceCounter;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.TwoWay;

/// <summary>The twin against equations (7) and (8), which are nowhere in it, and against each of its faults alone.</summary>
public class TwoWayExperimentTests
{
    private const double Wavelength = 1.55e-6;
    private const int Rate = 1_000_000_000;

    [Test]
    public void Phases_AreThoseOfTheReport_AnywhereInTheRamp_EitherWay() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[0, 1e8], Gen.Double[0.2, 0.8], Gen.Int[-Rate, Rate]).Sample(
            (offset, travel, part, rate) =>
            {
                var experiment = Create(new TwoWayOptions
                {
                    ClockOffsetPicoseconds = offset, OutwardPicoseconds = travel, ReturnPicoseconds = travel,
                }, rate);
                double perSecond = 4 * Math.PI * rate * 1e-9 / Wavelength;
                double at = 20_000 + (9_000 * part);
                Assert.That(experiment.B.PhaseAt(2, 20_000, at), Is.EqualTo(perSecond * (travel + offset) * 1e-12).Within(1e-4));
                Assert.That(experiment.A.PhaseAt(2, 20_000, at), Is.EqualTo(perSecond * (travel - offset) * 1e-12).Within(1e-4));
            });

    [Test]
    public void UnequalTravelTimes_ShiftTheOffsetByHalfOfTheirDifference()
    {
        var options = new TwoWayOptions { ClockOffsetPicoseconds = 0, OutwardPicoseconds = 5.002e7, ReturnPicoseconds = 5e7 };
        Assert.That(OffsetOf(Create(options, Rate)), Is.EqualTo(1e-8).Within(1e-12));
    }

    [Test]
    public void UnequalRates_ShiftItByHalfOfTheirDifferenceTimesTheTravel_AndCostVisibility()
    {
        var options = new TwoWayOptions { ClockOffsetPicoseconds = 0, Ramp = new DelayRampOptions { RateMismatch = 1e-5 } };
        TwoWayExperiment experiment = Create(options, Rate);
        Assert.That(OffsetOf(experiment), Is.EqualTo(-0.5 * 1e-5 * 50e-6).Within(1e-13));
        // The phase walks by 4 pi v m T / lambda during a ramp of 9 ms.
        double walk = experiment.B.PhaseAt(0, 0, 8_900) - experiment.B.PhaseAt(0, 0, 100);
        Assert.That(walk, Is.EqualTo(4 * Math.PI * 1e-5 * 8.8e-3 / Wavelength).Within(1e-6));
    }

    [Test]
    public void WavelengthAndRate_ScaleThePhase()
    {
        double plain = Create(new TwoWayOptions(), Rate).B.PhaseAt(0, 0, 4_500);
        double longer = Create(new TwoWayOptions { WavelengthError = 0.01 }, Rate).B.PhaseAt(0, 0, 4_500);
        double faster = Create(new TwoWayOptions { Ramp = new DelayRampOptions { RateError = 0.01 } }, Rate).B.PhaseAt(0, 0, 4_500);
        Assert.That(longer, Is.EqualTo(plain / 1.01).Within(1e-6));
        Assert.That(faster, Is.EqualTo(plain * 1.01).Within(1e-6));
    }

    [Test]
    public void Drift_IsSharedAsItShouldBe_AndTheSameWhoeverLooksFirst()
    {
        var common = new PhaseDriftOptions { RestRadians = 1, RadiansPerSecond = 0.5, RandomWalkRadians = 0.3 };
        var options = new TwoWayOptions { CommonPhase = common, DifferentialPhase = common };
        TwoWayExperiment one = Create(options, 0), other = Create(options, 0);
        double lateB = other.B.PhaseAt(0, 0, 5e6), lateA = other.A.PhaseAt(0, 0, 5e6);
        _ = one.A.PhaseAt(0, 0, 1e6);
        Assert.That(one.B.PhaseAt(0, 0, 5e6), Is.EqualTo(lateB));
        Assert.That(one.A.PhaseAt(0, 0, 5e6), Is.EqualTo(lateA));
        Assert.That(lateB + lateA, Is.Not.EqualTo(2 * (lateB - lateA)).Within(1e-3), "two walks, not one");
    }

    /// <summary>10 000 changes: their variance is known to 1.4 %; 5 sigma.</summary>
    [Test]
    public void RandomWalk_GrowsWithTheRootOfTime([Values(0.1, 1.0)] double seconds)
    {
        var drift = new PhaseDrift(new PhaseDriftOptions { RandomWalkRadians = 0.2 }, 1, "test");
        double squares = 0;
        const int Changes = 10_000;
        for (int i = 0; i < Changes; i++)
        {
            double change = drift.At((i + 1) * seconds * 1e6) - drift.At(i * seconds * 1e6);
            squares += change * change;
        }

        Assert.That(squares / Changes, Is.EqualTo(0.04 * seconds).Within(0.07 * 0.04 * seconds));
    }

    [Test]
    public void Jitter_IsTheSameForBothDirections_AndNewForEachRamp()
    {
        var options = new TwoWayOptions
        {
            ClockOffsetPicoseconds = 0, Ramp = new DelayRampOptions { StartJitterPicosecondsRms = 100 },
        };
        TwoWayExperiment experiment = Create(options, Rate);
        double sum = 0, squares = 0;
        const int Ramps = 20_000;
        for (int ramp = 0; ramp < Ramps; ramp++)
        {
            double offset = OffsetOf(experiment, ramp);
            sum += offset;
            squares += offset * offset;
            // A late ramp of A makes phi_AB larger, phi_BA smaller: the sum of both phases stays.
            double both = experiment.B.PhaseAt(ramp, ramp * 10_000L, (ramp * 10_000L) + 4_500)
                + experiment.A.PhaseAt(ramp, ramp * 10_000L, (ramp * 10_000L) + 4_500);
            if (ramp < 10) Assert.That(both, Is.EqualTo(8 * Math.PI * 50e-6 / Wavelength).Within(1e-4));
        }

        // The offset is jitter A less jitter B: variance 2 x (100 ps)^2, known to 1 %.
        Assert.That(squares / Ramps, Is.EqualTo(2e-20).Within(0.05 * 2e-20));
        Assert.That(sum / Ramps, Is.EqualTo(0).Within(5 * 141e-12 / Math.Sqrt(Ramps)));
    }

    /// <summary>Counts of 200 gates against their mean: 5 sigma.</summary>
    [Test]
    public void Ports_ShareThePhotons_WithTheirEfficiencies_DarkCounts_AndDeadTime()
    {
        var options = new TwoWayOptions
        {
            CommonPhase = new PhaseDriftOptions { RestRadians = 1 }, PhotonsPerSecond = 4e6, DeadTimePicoseconds = 100_000,
            DarkCountsPerSecond = 3000, Visibility = 0.8,
        };
        (long plus, long minus, double seconds) = Count(options, 200);
        double bright = 3000 + (0.5 * 4e6 * 0.2 * (1 + (0.8 * Math.Cos(1))));
        double dim = 3000 + (0.5 * 4e6 * 0.16 * (1 - (0.8 * Math.Cos(1))));
        double expectedPlus = seconds * bright / (1 + (bright * 1e-7));
        double expectedMinus = seconds * dim / (1 + (dim * 1e-7));
        Assert.That(plus, Is.EqualTo(expectedPlus).Within(5 * Math.Sqrt(expectedPlus)));
        Assert.That(minus, Is.EqualTo(expectedMinus).Within(5 * Math.Sqrt(expectedMinus)));
        Assert.That(expectedPlus, Is.LessThan(0.95 * seconds * bright), "the dead time is seen");
    }

    [Test]
    public void Gate_IsOpenOnlyWhileBothRampsAreLinear()
    {
        var clock = new SimulatedMonotonicClock();
        var experiment = new TwoWayExperiment(new TwoWayOptions(), clock);
        experiment.A.Ramp.Run(Rate);
        experiment.B.Ramp.Run(Rate);
        var counts = new GateCounts();
        experiment.A.Ports.Count(50_000, counts);
        clock.Advance(50_000);
        Assert.That(experiment.A.Ports.Count(50_000, counts), Is.EqualTo(HalStatus.Ok));
        // 50 us of travel and 0.4 us of offset, rounded up, and one: 52 us at both ends of five ramps of 9 ms.
        Assert.That(counts.LiveMicroseconds, Is.EqualTo(5 * (9_000 - (2 * 52))));
    }

    [Test]
    public void SameOptions_GiveTheSameCounts_AndAnotherSeedOthers()
    {
        Assert.That(Count(new TwoWayOptions(), 5), Is.EqualTo(Count(new TwoWayOptions(), 5)));
        Assert.That(Count(new TwoWayOptions { Seed = 2 }, 5), Is.Not.EqualTo(Count(new TwoWayOptions(), 5)));
    }

    [Test]
    public void OptionsOutOfRange_AreNamed()
    {
        Assert.That(() => Create(new TwoWayOptions { Visibility = 1.1 }, 0),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("twoWay.visibility"));
        Assert.That(() => Create(new TwoWayOptions { CommonPhase = new() { RandomWalkRadians = double.NaN } }, 0),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("twoWay.commonPhase.randomWalkRadians"));
        Assert.That(() => Create(new TwoWayOptions { ShifterB = new() { StepPicometres = 0 } }, 0),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("twoWay.shifterB.stepPicometres"));
        Assert.That(() => Create(new TwoWayOptions { OutwardPicoseconds = 1e9, Ramp = new() { ActiveMicroseconds = 1000 } }, 0),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("twoWay.ramp.activeMicroseconds"));
    }

    private static TwoWayExperiment Create(TwoWayOptions options, int rate)
    {
        var experiment = new TwoWayExperiment(options, new SimulatedMonotonicClock());
        experiment.A.Ramp.Run(rate);
        experiment.B.Ramp.Run(rate);
        return experiment;
    }

    /// <summary>What the difference of the phases in the middle of a ramp says, seconds: the derived form, 8 pi v.</summary>
    private static double OffsetOf(TwoWayExperiment experiment, int ramp = 0)
    {
        long start = ramp * 10_000L;
        double difference = experiment.B.PhaseAt(ramp, start, start + 4_500) - experiment.A.PhaseAt(ramp, start, start + 4_500);
        return Wavelength * difference / (8 * Math.PI);
    }

    private static (long Plus, long Minus, double Seconds) Count(TwoWayOptions options, int gates)
    {
        var clock = new SimulatedMonotonicClock();
        var experiment = new TwoWayExperiment(options, clock);
        var counts = new GateCounts();
        long plus = 0, minus = 0, live = 0;
        while (gates > 0)
        {
            clock.Advance(1000);
            if (experiment.B.Ports.Count(10_000, counts) != HalStatus.Ok) continue;
            gates--;
            plus += counts.SinglesA;
            minus += counts.SinglesB;
            live += counts.LiveMicroseconds;
        }

        return (plus, minus, live * 1e-6);
    }
}
