using CsCheck;
using Qit.Timing.LinkPlanning;
using Qit.Timing.Stability;
using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.LinkPlanning;

public class LinkPlanTests
{
    private static readonly Gen<LinkOptions> Any =
        from kind in Gen.OneOf(Gen.Const(SourceKind.Poisson), Gen.Const(SourceKind.Spdc), Gen.Const(SourceKind.Sfwm))
        from pairs in Gen.Double[4, 8]
        from km in Gen.Double[-2, 3]
        from dark in Gen.Double[0, 5]
        from dead in Gen.Double[0, 7]
        from repetition in Gen.OneOf(Gen.Const(0.0), Gen.Const(1e8))
        from dbm in Gen.Double[-30, 3]
        select new LinkOptions
        {
            Source = new LinkSource
            {
                Kind = kind, PairsPerSecond = Math.Pow(10, pairs), RepetitionHertz = repetition, RamanPhotonsPerSecond = 1e5,
            },
            Fibre = new LinkFibre { LengthToBMetres = 1000 * Math.Pow(10, km) },
            DetectorA = new LinkDetector { DarkCountsPerSecond = Math.Pow(10, dark), DeadTimePicoseconds = Math.Pow(10, dead) },
            DetectorB = new LinkDetector { DarkCountsPerSecond = Math.Pow(10, dark), DeadTimePicoseconds = Math.Pow(10, dead) },
            Classical = [new ClassicalChannel { LaunchDecibelMilliwatts = dbm }],
        };

    /// <summary>Laws that any link keeps: rates are no less than none, coincidences no more than singles, and an error never
    /// falls faster than the root of the time.</summary>
    [Test]
    public void AnyLink_KeepsTheLaws() =>
        Any.Sample(link =>
        {
            LinkPlan plan = LinkPlan.Of(link);
            PairRates rates = plan.Rates!;
            Assert.That(rates.A.ReadyShare, Is.InRange(0, 1));
            Assert.That(rates.B.ReadyShare, Is.InRange(0, 1));
            Assert.That(rates.TruePerSecond, Is.InRange(0,
                1.0001 * Math.Min(rates.A.SinglesPerSecond, rates.B.SinglesPerSecond)));
            Assert.That(rates.AccidentalsPerSecond, Is.GreaterThan(0));
            Assert.That(rates.Visibility, Is.InRange(0, 1));
            foreach (ProtocolPlan own in plan.Protocols.Where(row => row.Obstacle is null))
            {
                PlannedError early = own.ErrorAt(1000), late = own.ErrorAt(4000);
                if (!double.IsFinite(early.Total)) continue;
                Assert.That(late.Counting, Is.EqualTo(early.Counting / 2).Within(2).Percent, own.Name);
                Assert.That(late.Clock, Is.GreaterThan(early.Clock));
            }
        }, iter: 12);

    [Test]
    public void TheBestAveragingTime_IsTheBest()
    {
        LinkPlan plan = LinkPlan.Of(new LinkOptions());
        foreach (ProtocolPlan own in plan.Protocols.Where(row => row.Obstacle is null))
        {
            PlannedError best = own.Best(1e4);
            double grid = Enumerable.Range(0, 141).Min(index => own.ErrorAt(Math.Pow(10, -3 + (index * 0.05))).Total);
            Assert.That(best.Total, Is.LessThan(grid * 1.0001), own.Name);
        }
    }

    /// <summary>Where dead time and accidentals make more light worse, the optimum lies inside, and a grid finds none better.
    /// </summary>
    [TestCase("tags", SourceKind.Sfwm)]
    [TestCase("round-trip", SourceKind.Spdc)]
    [TestCase("two-way", SourceKind.WeakCoherent)]
    public void TheBestPump_IsTheBest(string protocol, string kind)
    {
        LinkPlan plan = LinkPlan.Of(new LinkOptions
        {
            Source = new LinkSource
            {
                Kind = kind, PairsPerSecond = 1e6, RamanPhotonsPerSecond = 1e6, CoherencePicoseconds = 50,
            },
            DetectorA = new LinkDetector { DeadTimePicoseconds = 1e7 },
            DetectorB = new LinkDetector { DeadTimePicoseconds = 1e7 },
            ClockA = "h-maser", ClockB = "h-maser",
        });
        double best = plan.BestPumpMilliwatts(protocol, 100);
        double grid = Enumerable.Range(0, 601).Min(index => plan.ErrorAtPump(protocol, 100, Math.Pow(10, -4 + (index * 0.01))));
        Assert.That(plan.ErrorAtPump(protocol, 100, best), Is.LessThan(grid * 1.0001));
        if (kind != SourceKind.WeakCoherent) Assert.That(best, Is.InRange(0.01, 90), "inside");
    }

    /// <summary>The limits name what was made bad.</summary>
    [TestCase("round-trip", "dark counts")]
    [TestCase("tags", "detector jitter and ticks")]
    [TestCase("round-trip", "light of classical channels")]
    [TestCase("tags", "dead time")]
    [TestCase("tags", "clock noise")]
    public void TheWorstImperfection_IsNamed(string protocol, string name)
    {
        var bad = new LinkOptions { ClockA = "perfect", ClockB = "perfect" };
        LinkDetector detector = bad.DetectorB;
        bad = name switch
        {
            "dark counts" => bad with
            {
                DetectorA = detector with { DarkCountsPerSecond = 1e7, DeadTimePicoseconds = 0 }, WindowPicoseconds = 2000,
            },
            "detector jitter and ticks" => bad with { DetectorB = detector with { JitterPicosecondsRms = 2000 } },
            "light of classical channels" => bad with
            {
                Classical = [new ClassicalChannel { Nanometres = 1320, LaunchDecibelMilliwatts = 0 }],
                DetectorA = detector with { DeadTimePicoseconds = 0 }, WindowPicoseconds = 2000,
            },
            "dead time" => bad with { DetectorB = detector with { DeadTimePicoseconds = 1e9 } },
            _ => bad with { ClockA = "csac" },
        };
        Assert.That(LinkPlan.Of(bad).Limits(protocol, 1)[0].Name, Is.EqualTo(name));
    }

    [Test]
    public void Protocols_SayWhyTheyCannotBeUsed()
    {
        string? Obstacle(LinkOptions link, string name) => LinkPlan.Of(link).Protocols.Single(row => row.Name == name).Obstacle;
        LinkOptions plain = new();
        Assert.That(Obstacle(plain, "round-trip"), Is.Null);
        Assert.That(Obstacle(plain with { Source = plain.Source with { IdlerNanometres = 1330 } }, "round-trip"),
            Does.Contain("20 nm apart"));
        Assert.That(Obstacle(plain with { OneWay = plain.OneWay with { IdlerNanometres = 1310 } }, "one-way"),
            Does.Contain("is not resolved"));
        Assert.That(Obstacle(plain with { TwoWay = plain.TwoWay with { OffsetErrorSeconds = 1e-3 } }, "two-way"),
            Does.Contain("ambiguity interval"));
        LinkOptions squeezed = plain with { Source = new LinkSource { Kind = SourceKind.Squeezed, RepetitionHertz = 1e8 } };
        Assert.That(LinkPlan.Of(squeezed).Protocols.Where(row => row.Obstacle is null).Select(row => row.Name),
            Is.EqualTo(new[] { "quadrature" }));
        LinkOptions laser = plain with { Source = new LinkSource { Kind = SourceKind.WeakCoherent } };
        Assert.That(LinkPlan.Of(laser).Best!.Value.Protocol.Name, Is.EqualTo("two-way"));
    }

    /// <summary>Known answers of the masks: a third of max|TE|, or less where MTIE or TDEV ask for it.</summary>
    [TestCase("class-a+", 21.667)]
    [TestCase("class-c", 1000.0)]
    [TestCase("prtc-a", 3.0)]
    [TestCase("prtc-b", 1.0)]
    [TestCase("eprtc", 0.66667)]
    public void AClass_AllowsSoMuch(string name, double nanoseconds)
    {
        TimingMask mask = TimingMasks.Find(name)!;
        var error = new PlannedError(1, nanoseconds * 999, 0, 0);
        Assert.That(ClassVerdict.Of(mask, error).AllowedPicoseconds, Is.EqualTo(nanoseconds * 1000).Within(0.1).Percent);
        Assert.That(ClassVerdict.Of(mask, error).IsMet, Is.True);
        Assert.That(ClassVerdict.Of(mask, error with { Clock = nanoseconds * 100 }).IsMet, Is.False);
    }

    [Test]
    public void EveryClock_HasTheNoiseOfItsTable()
    {
        foreach (string name in LinkClocks.Accepted.Split(", "))
        {
            ClockNoise noise = LinkClocks.Find(name)!;
            Assert.That(LinkClocks.WanderPicoseconds(noise, 10), name == "perfect" ? Is.Zero : Is.GreaterThan(0));
        }

        Assert.That(Math.Sqrt(LinkClocks.Find("rb")!.AllanVariance(10)), Is.InRange(4e-12, 1.2e-11));
        Assert.That(LinkClocks.Find("quartz"), Is.Null);
    }

    [Test]
    public void OptionsOutOfRange_AreNamed()
    {
        LinkOptions plain = new();
        void Refused(LinkOptions link, string message) =>
            Assert.That(() => LinkPlan.Of(link), Throws.TypeOf<LinkOptionException>().With.Message.Contains(message));
        Refused(plain with { Source = plain.Source with { Kind = "lamp" } }, "source.kind is 'lamp'");
        Refused(plain with { Source = plain.Source with { PumpMilliwatts = double.NaN } }, "source.pumpMilliwatts is NaN");
        Refused(plain with { DetectorB = new LinkDetector { Efficiency = 2 } }, "detectorB.efficiency is 2; allowed is 1E-06");
        Refused(plain with { ClockA = "quartz" }, "clockA is 'quartz'");
        Refused(plain with { OneWay = new OneWaySetup { LengthsMetres = [1, 2] } }, "oneWay.lengthsMetres is 2 lengths");
        Refused(plain with { Classical = [new ClassicalChannel { Direction = "up" }] }, "classical[0].direction is 'up'");
        Refused(plain with { Source = plain.Source with { Kind = SourceKind.TwoLevel, PairsPerSecond = 1e10 } },
            "at most one photon a lifetime, 1E+09");
    }
}
