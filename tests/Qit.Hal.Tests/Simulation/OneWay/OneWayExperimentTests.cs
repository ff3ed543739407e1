using System.Text.Json;
using Qit.Hal.PathSelector;
using Qit.Hal.Simulation;
using Qit.Hal.Tests.Contracts;

namespace Qit.Hal.Tests.Simulation.OneWay;

public class SimulatedPathSelectorContractTests : PathSelectorContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override IPathSelector Create() => new OneWayExperiment(new OneWayOptions(), clock).PathSelector;
}

/// <summary>The switched paths against formulas of their own; judgements as in <see cref="Statistic"/>.</summary>
public class OneWayExperimentTests
{
    private const double Light = 299_792_458;

    private static readonly OneWayOptions Perfect = new()
    {
        Source = new() { PairsPerSecond = 20_000, CorrelationTimePicosecondsRms = 0 },
        Fibre = new() { SignalDecibelsPerKilometre = 0, IdlerDecibelsPerKilometre = 0 },
        Switch = new() { InsertionLossDecibels = 0, DirectDelayPicoseconds = 310, SwappedDelayPicoseconds = -275 },
        FirstPaths = [new() { StatedMetres = 1000, ErrorMetres = 0.5 }, new() { StatedMetres = 9000, ErrorMetres = -0.25 }],
        CommonLengthErrorMetres = 0.125,
        SecondPathMetres = 6000,
        SecondPathDriftKelvin = 0,
        DetectorA = Worlds.PerfectDetector,
        DetectorB = Worlds.PerfectDetector,
        ClockA = new() { WhiteFrequencyLevel = 0 },
        ClockB = new() { WhiteFrequencyLevel = 0 },
        TaggerA = new() { TickFemtosecondsNumerator = 1000 },
        TaggerB = new() { TickFemtosecondsNumerator = 1000 },
    };

    [Test]
    public void EveryConfiguration_HasItsDelay_AndItsChromaticWidth()
    {
        for (int index = 0; index < 4; index++)
        {
            bool isSwapped = index % 2 == 1;
            double[] differences = Differences(Perfect, index / 2, isSwapped);
            double first = Perfect.FirstPaths[index / 2].StatedMetres + Perfect.FirstPaths[index / 2].ErrorMetres + 0.125;
            double onFirst = isSwapped ? 1550 : 1310;
            double onSecond = isSwapped ? 1310 : 1550;
            double expected = (first * Slowness(onFirst)) - (6000 * Slowness(onSecond)) + (isSwapped ? -275 : 310);
            // Opposite detunings: the idler's 0.1 nm and the signal's 0.1 (1310/1550)^2 nm with the opposite sign.
            double width = Math.Abs(
                (Spread(onFirst) * first / 1000) + (Spread(onSecond) * 6));
            (double mean, double variance) = Statistic.Moments(differences);
            // Both counters round down, which adds 1/12 ps^2 each.
            double all = (width * width) + (1.0 / 6);
            Statistic.IsNear(mean, expected, Math.Sqrt(all / differences.Length), $"delay {index}");
            Statistic.IsNear(variance, all, all * Math.Sqrt(2.0 / differences.Length), $"width {index}");
        }
    }

    [Test]
    public void TheTruths_AreThoseOfTheFibre()
    {
        var world = new OneWayExperiment(Perfect, new SimulatedMonotonicClock());
        Assert.That(world.DispersionPicosecondsPerMetre, Is.EqualTo(Slowness(1310) - Slowness(1550)).Within(1e-9));
        Assert.That(world.SlownessPicosecondsPerMetre, Is.EqualTo(Slowness(1310) + Slowness(1550)).Within(1e-9));
        // Half the sum over both positions of the switch: R1 - R2 times half the slowness, and half of what the switch adds.
        double middle = (world.PathDifferencePicoseconds(0, false) + world.PathDifferencePicoseconds(0, true)) / 2;
        Assert.That(middle, Is.EqualTo(((1000.625 - 6000) * world.SlownessPicosecondsPerMetre / 2) + 17.5).Within(1e-6));
    }

    [Test]
    public void Temperature_ShiftsTheSecondPath_AndDriftsIt()
    {
        OneWayOptions warm = Perfect with { SecondPathKelvin = 2 };
        double shift = Differences(Perfect, 0, false).Average() - Differences(warm, 0, false).Average();
        // 33 ps/(km K), 6 km, 2 K; the same photons, so that only the ticks' rounding differs.
        Assert.That(shift, Is.EqualTo(33 * 6 * 2).Within(0.1));
        OneWayOptions drifting = Perfect with { SecondPathDriftKelvin = 10, SecondPathDriftPeriodSeconds = 40 };
        (double Time, double Difference)[] steady = Pairs(Perfect, 0, false);
        (double Time, double Difference)[] moving = Pairs(drifting, 0, false);
        for (int index = 0; index < steady.Length; index++)
        {
            // Within the rounding of the ticks.
            double expected = 33 * 6 * 10 * Math.Sin(2 * Math.PI * steady[index].Time / 1000 / 40);
            Assert.That(steady[index].Difference - moving[index].Difference, Is.EqualTo(expected).Within(2.1));
        }
    }

    [Test]
    public void WhileASwitchMoves_NoPhotonIsSentOut()
    {
        var clock = new SimulatedMonotonicClock();
        var world = new OneWayExperiment(Perfect with { Source = new() { PairsPerSecond = 1e6 } }, clock);
        var tags = new TaggerReader(world.TaggerA);
        for (int millisecond = 0; millisecond < 20; millisecond++)
        {
            clock.Advance(1000);
            world.AdvanceTo(clock.NowMicroseconds * 1_000_000);
            tags.ReadAll();
            if (millisecond >= 9) world.PathSelector.Select(1, true);
        }

        // Told at 10 ms, light again from 12 ms on; 1 km of fibre holds light for 4.9 us, 9 km for 44 us.
        double[] times = [.. tags.Tags.Select(tick => tick * 1e-9)];
        Assert.That(times.Where(time => time is > 10.005 and < 12.043), Is.Empty);
        Assert.That(times.Count(time => time < 10), Is.EqualTo(10_000).Within(500));
        Assert.That(times.Count(time => time is > 12.05 and < 20), Is.EqualTo(7_950).Within(450));
    }

    [Test]
    public void TheSameOptions_GiveTheSameTags_HoweverTimeGoesOn()
    {
        Assert.That(Pairs(new OneWayOptions(), 1, true), Is.EqualTo(Pairs(new OneWayOptions(), 1, true, step: 7)));
    }

    [Test]
    public void OptionsOutOfRange_AreNamed()
    {
        foreach ((string name, OneWayOptions options) in new (string, OneWayOptions)[]
        {
            ("signalNanometres", Perfect with { SignalNanometres = 810 }),
            ("idlerBandwidthNanometresRms", Perfect with { IdlerBandwidthNanometresRms = double.NaN }),
            ("secondPathMetres", Perfect with { SecondPathMetres = -1 }),
            ("firstPaths", Perfect with { FirstPaths = [] }),
            ("firstPaths[1].statedMetres", Perfect with { FirstPaths = [new(), new() { StatedMetres = -1 }] }),
            ("fibre.zeroDispersionSlope", Perfect with { Fibre = new() { ZeroDispersionSlope = 1 } }),
            ("switch.switchMicroseconds", Perfect with { Switch = new() { SwitchMicroseconds = 10 } }),
            ("detectorB.efficiency", Perfect with { DetectorB = new() { Efficiency = 2 } }),
        })
        {
            Assert.That(
                () => OneWayOptionsCheck.Check(options),
                Throws.InstanceOf<WorldOptionException>().With.Property("Option").EqualTo(name));
        }
    }

    [Test]
    public void Options_SurviveJson_AndRefuseWhatIsMisspelt()
    {
        string json = JsonSerializer.Serialize(Perfect, SimulationJson.SerializerOptions);
        OneWayOptions read = JsonSerializer.Deserialize<OneWayOptions>(json, SimulationJson.SerializerOptions)!;
        Assert.That(JsonSerializer.Serialize(read, SimulationJson.SerializerOptions), Is.EqualTo(json));
        Assert.That(
            () => JsonSerializer.Deserialize<OneWayOptions>("{\"secondPathMeters\":1}", SimulationJson.SerializerOptions),
            Throws.InstanceOf<JsonException>());
    }

    private static double[] Differences(OneWayOptions options, int length, bool isSwapped) =>
        [.. Pairs(options, length, isSwapped).Select(pair => pair.Difference)];

    /// <summary>tA - tB of all pairs in one configuration, ps, and tA, ms: with perfect parts every tag has its partner.
    /// </summary>
    private static (double Time, double Difference)[] Pairs(OneWayOptions options, int length, bool isSwapped, int step = 1)
    {
        var clock = new SimulatedMonotonicClock();
        var world = new OneWayExperiment(options, clock);
        world.PathSelector.Select(length, isSwapped);
        var a = new TaggerReader(world.TaggerA);
        var b = new TaggerReader(world.TaggerB);
        for (int millisecond = 0; millisecond < 1000; millisecond += step)
        {
            clock.Advance(1000 * Math.Min(step, 1000 - millisecond));
            world.AdvanceTo(clock.NowMicroseconds * 1_000_000);
            a.ReadAll();
            b.ReadAll();
        }

        double tick = world.TaggerA.TickFemtosecondsNumerator / 1000.0;
        return [.. a.Tags.Zip(b.Tags, (one, other) => (Time: one * tick * 1e-9, Difference: (one - other) * tick))];
    }

    /// <summary>ITU-T G.652's dispersion integrated by hand.</summary>
    private static double Slowness(double nanometres)
    {
        return (1.4682 / Light * 1e12) + ((Relative(nanometres) - Relative(1550)) / 1000);

        static double Relative(double lambda) => 0.086 / 8 * Math.Pow(lambda - (1313.0 * 1313 / lambda), 2);
    }

    /// <summary>Delay a kilometre that one standard deviation of detuning makes, the photons' own sign included.</summary>
    private static double Spread(double nanometres)
    {
        double dispersion = 0.086 / 4 * (nanometres - (Math.Pow(1313, 4) / Math.Pow(nanometres, 3)));
        return -dispersion * (nanometres == 1550 ? 0.1 : 0.1 * Math.Pow(1310.0 / 1550, 2));
    }
}
