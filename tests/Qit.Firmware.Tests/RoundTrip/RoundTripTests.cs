using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.RoundTrip;
using Qit.Timing.RoundTrip;

namespace Qit.Firmware.Tests.RoundTrip;

/// <summary>From the pairs to tau: twin, firmware, link, estimator. Seeds are fixed.</summary>
public class RoundTripTests
{
    private const int OneMetrePerSecond = 1_000_000_000;
    private const double RangeMetres = 2e-4;
    private static readonly TwoPhotonInterference Dip = new(new TwoPhotonOptions());

    /// <summary>Offset by 3 standard errors of the mean: once in 370. Coverage by 3.5 standard errors: once in 2000.</summary>
    [Test]
    public void Tau_IsUnbiased_WithHonestErrors_OverManySeeds()
    {
        const int seeds = 200;
        double sum = 0, squares = 0, bounds = 0;
        int within1 = 0, within2 = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            var options = new RoundTripOptions
            {
                Seed = (ulong)seed, ClockOffsetPicoseconds = 2e7 * ((2 * new Random(seed).NextDouble()) - 1), ZeroMetres = 1e-5,
            };
            var bench = new RoundTripBench(options, Dip);
            bench.Start(OneMetrePerSecond);
            AdaptivePlan plan = bench.Measure(-RangeMetres, RangeMetres, 5);
            RoundTripOffset tau = RoundTripOffset.From(plan.Estimate!,
                new RoundTripCalibration { RateMetresPerSecond = 1, ZeroMetres = 1e-5 });
            double error = (tau.OffsetFemtoseconds * 1e-3) - options.ClockOffsetPicoseconds;
            double pull = error / tau.StandardErrorPicoseconds;
            sum += error;
            squares += error * error;
            if (Math.Abs(pull) < 1) within1++;
            if (Math.Abs(pull) < 1.95996) within2++;
            bounds += Bound(bench.Experiment, plan) / seeds;
        }

        double mean = sum / seeds, rms = Math.Sqrt(squares / seeds);
        TestContext.Out.WriteLine($"tau: mean error {mean:F0} ps +- {rms / Math.Sqrt(seeds):F0}, rms {rms:F0} ps, bound of the "
            + $"best fixed design {bounds:F0} ps, ratio {rms / bounds:F3}; "
            + $"within 1 and 1.96 sigma {within1} and {within2} of {seeds}");
        Assert.That(Math.Abs(mean), Is.LessThan(3 * rms / Math.Sqrt(seeds)));
        Assert.That(within1, Is.EqualTo(0.6827 * seeds).Within(3.5 * Math.Sqrt(0.2166 * seeds)));
        Assert.That(within2, Is.EqualTo(0.95 * seeds).Within(3.5 * Math.Sqrt(0.0475 * seeds)));
        // An rms over 200 seeds is good to 5 %.
        Assert.That(rms / bounds, Is.LessThan(1.25));
    }

    [Test]
    public void Zero_IsMeasuredWithTheRampsAtRest_AndFaultsOfTheLineStayInsideTheirPart()
    {
        var options = new RoundTripOptions
        {
            ClockOffsetPicoseconds = 1e7, ZeroMetres = 3e-5,
            DelayLine = new DelayLineOptions
            {
                BacklashSteps = 60, PeriodicErrorMetres = 1e-7, OvershootSteps = 20, ScaleError = 1e-3,
            },
            Ramp = new DelayRampOptions { RateError = -1e-3, StartJitterPicosecondsRms = 100_000 },
        };
        var bench = new RoundTripBench(options, Dip);
        bench.Set(RoundTripKey.Approach, 100);
        bench.Set(RoundTripKey.Settle, 50_000);
        bench.Start();
        DipEstimate zero = bench.Measure(-RangeMetres, RangeMetres, 10).Estimate!;
        bench.Command(CommandVerb.Stop, LoopKind.RoundTrip);
        var second = new RoundTripBench(options with { Seed = 2 }, Dip);
        second.Set(RoundTripKey.Approach, 100);
        second.Set(RoundTripKey.Settle, 50_000);
        second.Start(OneMetrePerSecond);
        DipEstimate dip = second.Measure(-RangeMetres, RangeMetres, 10).Estimate!;
        RoundTripOffset tau = RoundTripOffset.From(dip, new RoundTripCalibration
        {
            RateMetresPerSecond = 1, RateRelativeStandardError = 1e-3, ScaleRelativeStandardError = 1e-3,
            PositionErrorMetresRms = 1e-7 / Math.Sqrt(2), ZeroMetres = zero.Model.CentreMetres,
            ZeroStandardErrorMetres = zero.CentreStandardErrorMetres,
        });
        Assert.That(tau.OffsetFemtoseconds * 1e-3, Is.EqualTo(1e7).Within(4.5 * tau.StandardErrorPicoseconds));
        Assert.That(tau.StandardErrorPicoseconds, Is.LessThan(1e5));
        // Half of the backlash, 4.6 um or 1.2 us of tau, would not have fitted in: it is in the zero too.
        Assert.That(zero.Model.CentreMetres - 3e-5, Is.GreaterThan(4e-6));
    }

    [Test]
    public void Alone_TheDeviceFindsAndTracksTheDip()
    {
        var bench = new RoundTripBench(new RoundTripOptions { ClockOffsetPicoseconds = -1.5e7, PairsPerSecond = 4e6 }, Dip);
        bench.Set(RoundTripKey.Mode, RoundTripMode.Alone);
        bench.Set(RoundTripKey.ScanFrom, -1300);
        bench.Set(RoundTripKey.ScanTo, 1300);
        bench.Start(OneMetrePerSecond);
        bench.Run(60);
        Assert.That(bench.Status.IsRunning(LoopKind.RoundTrip), Is.True);
        Assert.That(bench.Command(CommandVerb.Query, RoundTripKey.Phase).Value, Is.EqualTo(RoundTripPhase.Track));
        double centre = bench.Experiment.CentreMetres(OneMetrePerSecond) / bench.StepMetres;
        Assert.That(bench.Command(CommandVerb.Query, RoundTripKey.Centre).Value / 256.0, Is.EqualTo(centre).Within(4));
        Assert.That(bench.Centre / 256.0, Is.EqualTo(centre).Within(4), "the blocks carry it too");
        // What it counted meanwhile gives the same dip on the gateway, closer.
        DipEstimate fit = DipFit.Estimate([.. bench.Dwells.Select(dwell => dwell.Sample)], Dip.WidthMetres)!;
        Assert.That(fit.Model.CentreMetres,
            Is.EqualTo(centre * bench.StepMetres).Within(4.5 * fit.CentreStandardErrorMetres));
    }

    [Test]
    public void RampsOffTheirClock_CostTime_AndNoAccuracy()
    {
        var options = new RoundTripOptions
        {
            ClockOffsetPicoseconds = 1e7, Ramp = new DelayRampOptions { UnlockAtSeconds = 2, UnlockForSeconds = 5 },
        };
        var bench = new RoundTripBench(options, Dip);
        bench.Start(OneMetrePerSecond);
        DipEstimate dip = bench.Measure(-RangeMetres, RangeMetres, 5).Estimate!;
        Assert.That(dip.Model.CentreMetres, Is.EqualTo(4e-5).Within(4.5 * dip.CentreStandardErrorMetres));
    }

    [Test]
    public void Commands_AreAnswered()
    {
        var bench = new RoundTripBench(new RoundTripOptions(), Dip);
        Assert.That(bench.Command(CommandVerb.Configure, 0x7F).Status, Is.EqualTo(CommandStatus.UnknownKey));
        Assert.That(bench.Command(CommandVerb.Configure, RoundTripKey.Width, 1).Status, Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(bench.Command(CommandVerb.Configure, RoundTripKey.PlanPoint, DwellPlan.Pack(20_001, 1)).Status,
            Is.EqualTo(CommandStatus.OutOfRange));
        Assert.That(bench.Command(CommandVerb.Query, RoundTripKey.Width).Value, Is.EqualTo(64));
        for (int i = DwellPlan.Capacity - 1; i >= 0; i--)
            Assert.That(bench.Command(CommandVerb.Configure, RoundTripKey.PlanPoint, DwellPlan.Pack(0, 1)).Value, Is.EqualTo(i));
        Assert.That(bench.Command(CommandVerb.Configure, RoundTripKey.PlanPoint, DwellPlan.Pack(0, 1)).Status,
            Is.EqualTo(CommandStatus.Full));
        bench.Set(RoundTripKey.ClearPlan, 0);
        bench.Start();
        Assert.That(bench.Command(CommandVerb.Configure, RoundTripKey.Width, 10).Status, Is.EqualTo(CommandStatus.Running));
        var noRamp = new RoundTripBench(new RoundTripOptions(), Dip, hasRamp: false);
        noRamp.Set(RoundTripKey.RampRate, 1);
        Assert.That(noRamp.Command(CommandVerb.Start, LoopKind.RoundTrip).Status, Is.EqualTo(CommandStatus.NotFitted));
    }

    [Test]
    public void Step_AllocatesNothing_OnceTheLoopRuns()
    {
        var bench = new RoundTripBench(new RoundTripOptions { PairsPerSecond = 4e6 }, Dip);
        bench.Set(RoundTripKey.Mode, RoundTripMode.Alone);
        bench.Set(RoundTripKey.ScanFrom, -1300);
        bench.Set(RoundTripKey.ScanTo, 1300);
        bench.Start(OneMetrePerSecond);
        bench.Run(20);
        long allocated = 0;
        for (int i = 0; i < 2_000; i++)
        {
            bench.Advance();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < 5; step++) bench.Loop.Step();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(bench.DwellsReceived, Is.GreaterThan(100), "the loop did work");
        Assert.That(allocated, Is.Zero);
    }

    private static double Bound(RoundTripExperiment experiment, AdaptivePlan plan)
    {
        var model = new DipModel
        {
            CentreMetres = 0, WidthMetres = Dip.WidthMetres, Plateau = experiment.PlateauPerSecond,
            Visibility = experiment.Visibility, Background = experiment.AccidentalsPerSecond,
        };
        double exposure = plan.Samples.Sum(sample => sample.Exposure);
        return OptimalDesign.Find(model, -RangeMetres, RangeMetres).BoundMetres(exposure) / 4 * 1e12;
    }
}
