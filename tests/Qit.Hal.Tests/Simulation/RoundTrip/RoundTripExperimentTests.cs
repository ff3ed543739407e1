using Qit.Hal.CoincidenceCounter;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.RoundTrip;

/// <summary>Means of counts are held to 5 standard errors; seeds are fixed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class RoundTripExperimentTests
{
    private const int OneMetrePerSecond = 1_000_000_000;
    private static readonly TwoPhotonInterference Dip = new(new TwoPhotonOptions());
    private readonly SimulatedMonotonicClock clock = new();

    [Test]
    public void Dip_LiesWhereEquation3Says([Values(0, OneMetrePerSecond, -OneMetrePerSecond)] int rate)
    {
        var options = new RoundTripOptions { ClockOffsetPicoseconds = 5e6, ZeroMetres = 2e-5 };
        RoundTripExperiment experiment = New(options);
        Run(experiment, rate);
        double expected = 2e-5 + (4.0 * rate * 1e-9 * 5e-6);
        Assert.That(experiment.CentreMetres(rate), Is.EqualTo(expected).Within(1e-12));
        long[] counts = [.. new[] { -1.0, 0, 1 }.Select(z => CountAt(experiment, expected + (z * Dip.WidthMetres)))];
        double plateau = experiment.PlateauPerSecond * (rate == 0 ? 1 : 0.8978); // 8978 us of 10 ms are linear
        double floor = plateau * (1 - experiment.Visibility);
        double flank = plateau * (1 - (experiment.Visibility * Math.Exp(-0.5)));
        // The nearest step is up to 0.08 um away from the place asked for: 0.5 % of the width, 0.7 % of the flank.
        Assert.That(counts[0], Is.EqualTo(flank).Within((5 * Math.Sqrt(flank)) + (0.02 * flank)));
        Assert.That(counts[1], Is.EqualTo(floor).Within((5 * Math.Sqrt(floor)) + 10));
        Assert.That(counts[2], Is.EqualTo(flank).Within((5 * Math.Sqrt(flank)) + (0.02 * flank)));
    }

    [Test]
    public void TravelTime_DropsOut_ButNotItsAsymmetry()
    {
        var longer = new RoundTripOptions { OutwardPicoseconds = 5e8, ReturnPicoseconds = 5e8 };
        Assert.That(New(longer).CentreMetres(OneMetrePerSecond),
            Is.EqualTo(New(new RoundTripOptions()).CentreMetres(OneMetrePerSecond)).Within(1e-15));
        // The truth is only a formula; the passes themselves have to agree with it.
        foreach ((double outward, double back) in new[] { (0.0, 0.0), (5e8, 5e8), (5e8, 4e8) })
        {
            var options = new RoundTripOptions { OutwardPicoseconds = outward, ReturnPicoseconds = back };
            var cycle = new RampCycle(options, OneMetrePerSecond);
            foreach (double at in new[] { 2e9, 4e9, 6e9 })
                Assert.That(cycle.PathMetres(at, 0, 0), Is.EqualTo(New(options).CentreMetres(OneMetrePerSecond)).Within(1e-12));
        }
    }

    [Test]
    public void RampFaults_MoveThePath_AsTheyShould()
    {
        var options = new RoundTripOptions();
        double Path(DelayRampOptions ramp, double at, double jitter = 0) =>
            new RampCycle(options with { Ramp = ramp }, OneMetrePerSecond).PathMetres(at, jitter, 0);
        double faultless = Path(new DelayRampOptions(), 4.5e9);
        Assert.That(Path(new DelayRampOptions { RateError = 0.01 }, 4.5e9), Is.EqualTo(1.01 * faultless).Within(1e-12));
        Assert.That(Path(new DelayRampOptions(), 4.5e9, 1000) - faultless, Is.EqualTo(4e-9).Within(1e-13), "4 v times 1 ns");
        Assert.That(Path(new DelayRampOptions { BowMetres = 1e-6 }, 4.5e9) - faultless, Is.EqualTo(-4e-6).Within(1e-10));
        var mismatched = new DelayRampOptions { RateMismatch = 1e-3 };
        Assert.That(Path(mismatched, 6e9) - Path(mismatched, 2e9), Is.EqualTo(4e-3 * 1e-3 * 4).Within(1e-10),
            "4 v times the mismatch times 4 ms");
    }

    [Test]
    public void UnequalLoss_ChangesRates_AndLeavesTheDip()
    {
        RoundTripExperiment even = New(new RoundTripOptions { SignalTransmission = 0.1, IdlerTransmission = 0.1 });
        RoundTripExperiment uneven = New(new RoundTripOptions { SignalTransmission = 0.5, IdlerTransmission = 0.02 });
        Assert.That(uneven.PlateauPerSecond, Is.EqualTo(even.PlateauPerSecond).Within(1e-9));
        Assert.That(uneven.Visibility, Is.EqualTo(even.Visibility));
        Assert.That(uneven.AccidentalsPerSecond, Is.GreaterThan(5 * even.AccidentalsPerSecond));
        long onTheDip = CountAt(uneven, 0);
        double expected = (uneven.PlateauPerSecond * (1 - uneven.Visibility)) + uneven.AccidentalsPerSecond;
        Assert.That(onTheDip, Is.EqualTo(expected).Within(5 * Math.Sqrt(expected)));
    }

    [Test]
    public void Backlash_StaysOnOneSide_WhenApproachedFromThere()
    {
        SimulatedDelayLine line = New(new RoundTripOptions
        {
            DelayLine = new DelayLineOptions { BacklashSteps = 40 },
        }).DelayLine;
        double step = line.StepPicometresNumerator * 1e-12;
        double fromBelow = Arrive(line, -500, 100);
        double fromAbove = Arrive(line, 500, 100);
        Assert.That(fromBelow, Is.EqualTo(80 * step).Within(1e-12));
        Assert.That(fromAbove, Is.EqualTo(120 * step).Within(1e-12));
        Assert.That(Arrive(line, -300, 100), Is.EqualTo(fromBelow).Within(1e-12));
    }

    [Test]
    public void Carriage_SwingsOnArrival_AndSettles()
    {
        SimulatedDelayLine line = New(new RoundTripOptions
        {
            DelayLine = new DelayLineOptions { OvershootSteps = 10, SettlingMicroseconds = 5000 },
        }).DelayLine;
        double step = line.StepPicometresNumerator * 1e-12;
        line.MoveTo(1000);
        clock.Advance(50_000);
        Assert.That(line.MoveTo(1000), Is.EqualTo(HalStatus.Ok));
        double now = clock.NowMicroseconds;
        Assert.That(line.PathMetresAt(now), Is.EqualTo(1010 * step).Within(1e-12));
        Assert.That(line.PathMetresAt(now + 5000), Is.EqualTo((1000 + (10 / Math.E)) * step).Within(1e-12));
        Assert.That(line.PathMetresAt(now - 25_000), Is.EqualTo(500 * step).Within(1e-12), "half way");
    }

    [Test]
    public void Travel_IsScaledBowedAndWavy()
    {
        SimulatedDelayLine line = New(new RoundTripOptions
        {
            DelayLine = new DelayLineOptions { ScaleError = 1e-3, BowMetres = 1e-6, PeriodicErrorMetres = 2e-7 },
        }).DelayLine;
        double path = 20_000.0 * line.StepPicometresNumerator * 1e-12 * 1.001;
        Assert.That(Arrive(line, 0, 20_000),
            Is.EqualTo(path + 1e-6 + (2e-7 * Math.Sin(2 * Math.PI * path / 1e-3))).Within(1e-12));
    }

    [Test]
    public void Arrivals_Scatter_ByTheRepeatability()
    {
        SimulatedDelayLine line = New(new RoundTripOptions
        {
            DelayLine = new DelayLineOptions { RepeatabilityStepsRms = 3 },
        }).DelayLine;
        double[] errors = [.. Enumerable.Range(0, 400).Select(_ =>
            (Arrive(line, 0, 100) / (line.StepPicometresNumerator * 1e-12)) - 100)];
        Assert.That(Math.Sqrt(errors.Average(e => e * e)), Is.EqualTo(3).Within(5 * 3 / Math.Sqrt(800)));
    }

    [Test]
    public void Ramps_OffTheirClock_SaySo()
    {
        RoundTripExperiment experiment = New(new RoundTripOptions
        {
            Ramp = new DelayRampOptions { UnlockAtSeconds = 1, UnlockForSeconds = 2 },
        });
        Run(experiment, OneMetrePerSecond);
        clock.AdvanceTo(1_500_000);
        Assert.That(experiment.Ramp.Run(OneMetrePerSecond), Is.EqualTo(HalStatus.NoLock));
        clock.AdvanceTo(3_000_000);
        Assert.That(experiment.Ramp.Run(OneMetrePerSecond), Is.EqualTo(HalStatus.Ok));
    }

    [Test]
    public void SameSeed_SameCounts()
    {
        var counts = new List<long>();
        foreach (ulong seed in new ulong[] { 1, 1, 2 })
            counts.Add(CountAt(New(new RoundTripOptions { Seed = seed }), 5e-5));
        Assert.That(counts[1], Is.EqualTo(counts[0]));
        Assert.That(counts[2], Is.Not.EqualTo(counts[0]));
    }

    [Test]
    public void BadOptions_AreNamed()
    {
        Assert.That(() => New(new RoundTripOptions { SignalTransmission = 2 }),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("roundTrip.signalTransmission is 2"));
        Assert.That(() => New(new RoundTripOptions { DelayLine = new DelayLineOptions { StepPicometres = 0 } }),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("roundTrip.delayLine.stepPicometres is 0"));
        Assert.That(() => New(new RoundTripOptions { Ramp = new DelayRampOptions { ActiveMicroseconds = 100 },
            ClockOffsetPicoseconds = 1e9 }),
            Throws.InstanceOf<WorldOptionException>().With.Message.Contains("activeMicroseconds"));
    }

    private RoundTripExperiment New(RoundTripOptions options) => new(options, clock, Dip);

    private void Run(RoundTripExperiment experiment, int rate)
    {
        while (experiment.Ramp.Run(rate) != HalStatus.Ok) clock.Advance(1000);
    }

    private double Arrive(SimulatedDelayLine line, int from, int to)
    {
        while (line.MoveTo(from) != HalStatus.Ok) clock.Advance(1000);
        while (line.MoveTo(to) != HalStatus.Ok) clock.Advance(1000);
        return line.PathMetresAt(clock.NowMicroseconds + 1e6);
    }

    /// <summary>Coincidences of a second's gate.</summary>
    private long CountAt(RoundTripExperiment experiment, double metres)
    {
        int steps = (int)Math.Round(metres / (experiment.DelayLine.StepPicometresNumerator * 1e-12));
        while (experiment.DelayLine.MoveTo(steps) != HalStatus.Ok) clock.Advance(1000);
        var counts = new GateCounts();
        while (experiment.Counter.Count(1_000_000, counts) != HalStatus.Ok) clock.Advance(10_000);
        return counts.Coincidences;
    }
}
