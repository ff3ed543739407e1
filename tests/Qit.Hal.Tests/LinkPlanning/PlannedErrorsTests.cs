using Qit.Hal.CoincidenceCounter;
using Qit.Hal.Simulation;
using Qit.Hal.Tests.Simulation;
using Qit.Timing.LinkPlanning;
using Qit.Timing.OneWay;
using Qit.Timing.RoundTrip;
using Qit.Timing.TwoWay;

namespace Qit.Hal.Tests.LinkPlanning;

/// <summary>
/// Planned errors against errors over many seeds, each estimated from simulated measurements by the estimator that would be
/// used. An rms over n seeds has a standard error of 1/sqrt(2 n) of itself; five of them are allowed, once in 1.7 million. The
/// standard errors that the estimators state scatter less, and hold the plan more closely.
/// </summary>
public class PlannedErrorsTests
{
    private static readonly LinkOptions Link = new()
    {
        Source = new LinkSource { PairsPerSecond = 3e5 },
        DetectorA = new LinkDetector { DarkCountsPerSecond = 50_000 },
        DetectorB = new LinkDetector { DarkCountsPerSecond = 50_000, JitterPicosecondsRms = 60 },
        WindowPicoseconds = 1000,
    };

    [Test]
    public void Tags_AreAsGoodAsPlanned()
    {
        const double seconds = 0.05;
        const int seeds = 100;
        double planned = LinkPlan.Of(Link).Rates!.OffsetErrorPicoseconds(seconds);
        double squares = 0, stated = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            (double error, double standardError) = new PlannedWorld(Link, (ulong)seed).Offset(seconds);
            squares += error * error / seeds;
            stated += standardError / seeds;
        }

        Report("tags", Math.Sqrt(squares), stated, planned);
        Assert.That(stated, Is.EqualTo(planned).Within(2).Percent);
        IsRms(Math.Sqrt(squares), planned, seeds);
    }

    /// <summary>The plan's two-way error takes both directions; each is what the test above holds.</summary>
    [Test]
    public void BothDirections_HalveTheVariance()
    {
        LinkPlan plan = LinkPlan.Of(Link with { ClockA = "perfect", ClockB = "perfect" });
        Assert.That(plan.Protocols.Single(row => row.Name == "tags").ErrorAt(2).Total,
            Is.EqualTo(plan.Rates!.OffsetErrorPicoseconds(2) / Math.Sqrt(2)).Within(1e-9));
    }

    [TestCase("rb", 1.0)]
    [TestCase("ocxo", 4.0)]
    public void Clocks_WanderAsPlanned(string name, double seconds)
    {
        const int seeds = 60;
        Timing.Tracking.ClockNoise noise = LinkClocks.Find(name)!;
        var clock = new ClockOptions
        {
            WhiteFrequencyLevel = 2 * noise.WhiteFrequency,
            RandomWalkFrequencyLevel = noise.RandomWalkFrequency / (2 * Math.PI * Math.PI),
        };
        double squares = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            var world = new SimulatedWorld(Worlds.Perfect with
            {
                Seed = (ulong)seed, ClockA = clock, ClockB = clock, Source = new() { PairsPerSecond = 0 },
            });
            long end = (long)(seconds * 1e12);
            world.AdvanceTo(end + SimulatedWorld.SlicePicoseconds);
            double moved = world.TrueClockOffsetPicoseconds(end) - world.MeanTrueClockOffsetPicoseconds(0, end);
            squares += moved * moved / seeds;
        }

        double planned = LinkClocks.WanderPicoseconds(noise + noise, seconds);
        Report(name, Math.Sqrt(squares), double.NaN, planned);
        IsRms(Math.Sqrt(squares), planned, seeds);
    }

    [Test]
    public void RoundTrip_IsAsGoodAsPlanned()
    {
        const int seeds = 60;
        const double seconds = 10;
        LinkOptions link = Link with
        {
            ClockA = "perfect", ClockB = "perfect",
            RoundTrip = new RoundTripSetup { RateRelativeError = 0, PositionErrorMetres = 0 },
            DetectorA = new LinkDetector { DeadTimePicoseconds = 0, DarkCountsPerSecond = 20_000 },
            Source = new LinkSource { PairsPerSecond = 1e6, BandwidthNanometres = 32 },
        };
        DipModel dip = RoundTripDip.Of(link);
        RoundTripOptions twin = Twin(link);
        var interference = new TwoPhotonInterference(twin.Photons);
        Assert.That(interference.WidthMetres, Is.EqualTo(dip.WidthMetres).Within(1e-12));
        double planned = LinkPlan.Of(link).Protocols.Single(row => row.Name == "round-trip").ErrorAt(seconds).Total;
        double squares = 0, stated = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            double tau = 2e7 * ((2 * new SimulationPrng((ulong)seed, "tau").NextUnit()) - 1);
            var bench = new Bench(twin with { Seed = (ulong)seed, ClockOffsetPicoseconds = tau }, interference);
            DipEstimate found = bench.Measure(dip, seconds);
            double error = (found.Model.CentreMetres / 4 * 1e12) - tau;
            squares += error * error / seeds;
            stated += found.CentreStandardErrorMetres / 4 * 1e12 / seeds;
        }

        Report("round trip", Math.Sqrt(squares), stated, planned);
        // The plan is the bound of the best fixed design; the search for the dip and the steps about it cost a few per cent.
        Assert.That(stated, Is.InRange(0.98 * planned, 1.12 * planned));
        IsRms(Math.Sqrt(squares), 1.05 * planned, seeds);
    }

    /// <summary>Plateau and centre of the dip as the twin's counter counts them.</summary>
    [Test]
    public void TheDip_IsAsDeepAsPlanned()
    {
        LinkOptions link = Link with
        {
            DetectorA = new LinkDetector { DeadTimePicoseconds = 0, DarkCountsPerSecond = 400_000 },
            Source = new LinkSource { PairsPerSecond = 3e6, BandwidthNanometres = 32 }, WindowPicoseconds = 2000,
        };
        DipModel dip = RoundTripDip.Of(link);
        RoundTripOptions twin = Twin(link) with { ClockOffsetPicoseconds = 0 };
        var bench = new Bench(twin, new TwoPhotonInterference(twin.Photons));
        double plateau = bench.Count(15 * dip.WidthMetres, 20), centre = bench.Count(0, 20);
        Statistic.IsNear(plateau, 20 * dip.Rate(15 * dip.WidthMetres), Math.Sqrt(plateau), "plateau");
        Statistic.IsNear(centre, 20 * dip.Rate(0), Math.Sqrt(centre), "centre");
        Assert.That(dip.Background, Is.GreaterThan(0.1 * dip.Plateau), "accidentals matter here");
    }

    /// <summary>Every time difference is an estimate from the world's tags.</summary>
    [Test]
    public void OneWay_IsAsGoodAsPlanned() => OneWayOver(40, 0.12, (link, metres, isSwapped, seconds, seed) =>
    {
        OneWaySetup setup = link.OneWay;
        (double first, double second) = isSwapped
            ? (setup.IdlerNanometres, setup.SignalNanometres) : (setup.SignalNanometres, setup.IdlerNanometres);
        var world = new PlannedWorld(link, seed, first, second, metres, link.Fibre.LengthToBMetres, setup.BandwidthNanometres);
        (double error, double standardError) = world.Offset(seconds);
        // Detector 1 is A: t1 - t2 is A's time less B's.
        return (-(error + world.DelayPicoseconds), standardError);
    }, 5);

    /// <summary>After hours the calibration matters; tags of hours are too many, so the estimates are drawn with the errors
    /// that the tests above have found to be right.</summary>
    [Test]
    public void OneWay_IsAsGoodAsPlanned_AfterALongTime()
    {
        PlannedError planned = OneWayOver(400, 1e5, (link, metres, isSwapped, seconds, seed) =>
        {
            OneWaySetup setup = link.OneWay;
            double signal = link.Fibre.Dispersion.SlownessAt(setup.SignalNanometres);
            double idler = link.Fibre.Dispersion.SlownessAt(setup.IdlerNanometres);
            double truth = isSwapped ? (metres * idler) - (link.Fibre.LengthToBMetres * signal)
                : (metres * signal) - (link.Fibre.LengthToBMetres * idler);
            double error = new PlannedOneWay(link).Rates(metres, isSwapped).OffsetErrorPicoseconds(seconds);
            return (truth + (error * new SimulationPrng(seed, "correlation").NextNormal()), error);
        }, 3);
        Assert.That(planned.Calibration, Is.GreaterThan(planned.Counting));
    }

    [Test]
    public void TwoWay_IsAsGoodAsPlanned()
    {
        const int seeds = 400;
        const double seconds = 10;
        var ramp = new TwoWayRamp(Link);
        double planned = ramp.BoundPicoseconds(seconds);
        double squares = 0, stated = 0;
        int refused = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            var random = new SimulationPrng((ulong)seed, "two-way");
            double offset = Link.TwoWay.OffsetErrorSeconds * ((2 * random.NextUnit()) - 1) / 3;
            double slope = 4 * Math.PI / (Link.Source.SignalNanometres * 1e-9) * offset;
            double rest = 2 * Math.PI * random.NextUnit();
            long Draw(double mean) => PoissonVariate.Of(mean, random.NextUnit());
            TwoWaySolution found;
            try
            {
                found = ramp.Solver(0).Solve(
                    ramp.Fringes(seconds, true, rate => rest + 0.3 + (slope * rate), Draw),
                    ramp.Fringes(seconds, false, rate => rest - (slope * rate), Draw));
            }
            catch (TwoWayException fault) when (fault.Fault == TwoWayFault.Inconsistent)
            {
                // One in a thousand is refused by its chi-square: 0.4 are expected, more than 4 once in 16 000.
                refused++;
                continue;
            }

            double error = (found.OffsetSeconds - offset) * 1e12;
            squares += error * error / seeds;
            stated += found.ErrorSeconds * 1e12 / seeds;
        }

        Assert.That(refused, Is.LessThan(5));
        Report("two way", Math.Sqrt(squares), stated, planned);
        Assert.That(stated, Is.EqualTo(planned).Within(3).Percent);
        IsRms(Math.Sqrt(squares), planned, seeds);
    }

    /// <summary>The interferometer's clicks: half of the light behind the splitter, counted by a detector of the world.</summary>
    [Test]
    public void TwoWayClicks_AreThoseOfADetector()
    {
        TwoWayFringe fringe = new TwoWayRamp(Link).FringeAtB;
        LinkOptions half = Link with
        {
            Source = Link.Source with { Kind = SourceKind.Poisson },
            Fibre = Link.Fibre with
            {
                InsertionLossBDecibels = Link.Fibre.InsertionLossBDecibels + Link.TwoWay.LossDecibels + (10 * Math.Log10(2)),
            },
        };
        double counted = new PlannedWorld(half, 3).Tags(2).B.Length;
        Statistic.IsNear(counted, 2 * fringe.MeanPerSecond, Math.Sqrt(counted), "clicks");
        double ready = 1 - (counted / 2 * Link.DetectorB.DeadTimePicoseconds * 1e-12);
        double signal = counted - (2 * Link.DetectorB.DarkCountsPerSecond * ready);
        Assert.That(fringe.Visibility, Is.EqualTo(Link.TwoWay.Visibility * signal / counted).Within(1).Percent);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Quadratures_TimeAsPlanned(bool isPhaseLocked)
    {
        LinkOptions link = Link with
        {
            Source = new LinkSource { Kind = SourceKind.Squeezed, RepetitionHertz = 1e6, IsPhaseLocked = isPhaseLocked },
        };
        QuadratureTiming planned = QuadratureTiming.Of(link);
        var light = new SqueezedLight(new SqueezedLightOptions
        {
            SqueezingDecibels = link.Source.SqueezingDecibels, AntisqueezingDecibels = link.Source.SqueezingDecibels,
            Efficiency = planned.Efficiency, ElectronicNoise = link.Source.ElectronicNoise,
            PhotonsPerPulse = link.Source.PhotonsPerPulse, PulsesPerSecond = 1e6, Nanometres = 1310,
            IsPhaseLocked = isPhaseLocked,
            BandwidthRadiansPerSecond = 2 * Math.PI * 299_792_458 * 10e-9 / 2.354_820_045 / (1310e-9 * 1310e-9),
        });
        const int pulses = 50_000;
        double delay = 0.1 * planned.PulsePicoseconds * 1e-12;
        double perSecond = 2 * Math.Sqrt(planned.Efficiency * link.Source.PhotonsPerPulse) * light.RadiansPerSecond;
        double[] found = [.. Enumerable.Range(0, pulses).Select(_ => light.Sample(0, delay) / perSecond * 1e12)];
        (double mean, double variance) = Statistic.Moments(found);
        Statistic.IsNear(mean, delay * 1e12, planned.PulsePicoseconds / Math.Sqrt(pulses), "delay");
        Assert.That(Math.Sqrt(variance), Is.EqualTo(planned.PulsePicoseconds).Within(500 / Math.Sqrt(2.0 * pulses)).Percent);
        Assert.That(LinkPlan.Of(link).Best!.Value.Protocol.Name, Is.EqualTo("quadrature"));
    }

    private static RoundTripOptions Twin(LinkOptions link)
    {
        double transmission = link.DetectorA.Efficiency * link.Fibre.Transmission(link.Source.SignalNanometres,
            2 * link.Fibre.LengthToBMetres, link.Fibre.InsertionLossADecibels + link.RoundTrip.LossDecibels);
        double bandwidth = 299_792_458 / (2 * RoundTripDip.Of(link).WidthMetres);
        return new RoundTripOptions
        {
            PairsPerSecond = link.Source.PairsPerSecond, SignalTransmission = transmission, IdlerTransmission = transmission,
            DarkCountsPerSecond = link.DetectorA.DarkCountsPerSecond,
            CoincidenceWindowPicoseconds = link.WindowPicoseconds!.Value,
            Photons = new TwoPhotonOptions
            {
                BandwidthRadiansPerSecond = bandwidth, ModeOverlap = link.Source.Indistinguishability,
            },
            // A ramp of 1 ms in 10 would not run: what the ramp's return costs is not planned.
            Ramp = new DelayRampOptions { ActiveMicroseconds = 1_000_000, FlybackMicroseconds = 1 },
        };
    }

    private static PlannedError OneWayOver(int seeds, double seconds,
        Func<LinkOptions, double, bool, double, ulong, (double Picoseconds, double Error)> correlate, double statedPercent)
    {
        LinkOptions link = Link with
        {
            ClockA = "perfect", ClockB = "perfect",
            OneWay = new OneWaySetup { LengthErrorMetres = 3e-3, SlownessRelativeError = 1e-5 },
            MaximumAveragingSeconds = 1e5,
        };
        var experiment = new PlannedOneWay(link);
        PlannedError planned = LinkPlan.Of(link).Protocols.Single(row => row.Name == "one-way").ErrorAt(seconds);
        double squares = 0, stated = 0;
        for (int seed = 1; seed <= seeds; seed++)
        {
            var random = new SimulationPrng((ulong)seed, "one-way");
            List<OneWayMeasurement> measured = [.. link.OneWay.LengthsMetres.SelectMany((length, index) =>
            {
                double real = length + (link.OneWay.LengthErrorMetres * random.NextNormal());
                (double direct, double directError) = correlate(link, real, false, seconds / 6, (ulong)((100 * seed) + index));
                (double swapped, double swappedError) =
                    correlate(link, real, true, seconds / 6, (ulong)((100 * seed) + index + 50));
                return (OneWayMeasurement[])
                [
                    new(index, false, 0, 0, direct, directError), new(index, true, 0, 0, swapped, swappedError),
                ];
            })];
            double slownessError = experiment.Slowness * link.OneWay.SlownessRelativeError;
            double slowness = experiment.Slowness + (slownessError * random.NextNormal());
            OneWaySolution found = new OneWaySolver(
                PlannedOneWay.Calibration(slowness, slownessError) with { SmallestPValue = 0 })
                .Solve([.. link.OneWay.LengthsMetres.Select(metres => new FirstPath(metres, link.OneWay.LengthErrorMetres))], measured);
            squares += found.ClockOffsetPicoseconds * found.ClockOffsetPicoseconds / seeds;
            stated += found.ClockOffsetErrorPicoseconds / seeds;
        }

        Report($"one way, counting {planned.Counting:G4}, calibration {planned.Calibration:G4}", Math.Sqrt(squares), stated,
            planned.Total);
        Assert.That(stated, Is.EqualTo(planned.Total).Within(statedPercent).Percent);
        IsRms(Math.Sqrt(squares), planned.Total, seeds);
        return planned;
    }

    private static void IsRms(double rms, double planned, int seeds) =>
        Assert.That(rms / planned, Is.EqualTo(1).Within(Statistic.Sigmas / Math.Sqrt(2 * seeds)));

    private static void Report(string name, double rms, double stated, double planned) => TestContext.Out.WriteLine(
        $"{name}: rms {rms:G4} ps, stated {stated:G4} ps, planned {planned:G4} ps, ratio {rms / planned:F3}");

    /// <summary>The twin without firmware: moves, gates, adaptive plan.</summary>
    private sealed class Bench
    {
        private readonly SimulatedMonotonicClock clock = new();
        private readonly RoundTripExperiment experiment;

        public Bench(RoundTripOptions options, TwoPhotonInterference interference)
        {
            experiment = new RoundTripExperiment(options, clock, interference);
            while (experiment.Ramp.Run(1_000_000_000) != HalStatus.Ok) clock.Advance(1000);
        }

        public DipEstimate Measure(DipModel dip, double seconds)
        {
            var plan = new AdaptivePlan(new AdaptivePlanOptions
            {
                FromMetres = -10 * dip.WidthMetres, ToMetres = 10 * dip.WidthMetres, WidthMetres = dip.WidthMetres,
                TotalExposure = seconds, Background = experiment.AccidentalsPerSecond,
            });
            while (plan.TryNext(out DwellPoint next))
            {
                (double position, long counted) = At(next.PositionMetres, next.Exposure);
                plan.Add(new DipSample(position, next.Exposure, counted));
            }

            return plan.Estimate!;
        }

        public long Count(double metres, double seconds) => At(metres, seconds).Counted;

        private (double Position, long Counted) At(double metres, double seconds)
        {
            double step = experiment.DelayLine.StepPicometresNumerator * 1e-12;
            int steps = (int)Math.Round(metres / step);
            while (experiment.DelayLine.MoveTo(steps) != HalStatus.Ok) clock.Advance(1000);
            clock.Advance(50_000);
            var counts = new GateCounts();
            while (experiment.Counter.Count((int)Math.Round(seconds * 1e6), counts) != HalStatus.Ok)
                clock.Advance(10_000);
            return (steps * step, counts.Coincidences);
        }
    }
}
