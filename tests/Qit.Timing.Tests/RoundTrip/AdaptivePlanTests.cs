using Qit.Timing.RoundTrip;
using Qit.Timing.RoundTripTrials;

namespace Qit.Timing.Tests.RoundTrip;

/// <summary>Seeds are fixed. An rms over 500 seeds has a relative standard error of 3.2 %, so a plan of efficiency 1 would
/// pass the limit of 1.1 by 3 of them; coverage is held to 4.5 standard errors (once in 150 000).</summary>
public class AdaptivePlanTests
{
    private const int Seeds = 500;

    [TestCase(0.5, 20_000)]
    [TestCase(0.8, 100_000)]
    [TestCase(0.95, 1_000_000)]
    public void Centre_IsAtMost1Point1TimesTheBoundOfTheBestFixedDesign(double visibility, double pairs)
    {
        double bound = Bound(visibility, pairs, true);
        DipTrials adaptive = DipTrials.Adaptive(visibility, pairs, Seeds);
        DipTrials scan = DipTrials.Fixed(visibility, 100, _ => DipTrials.LinearScan(pairs));
        TestContext.Out.WriteLine($"adaptive {adaptive.RmsError / bound:F3}, linear scan {scan.RmsError / bound:F2}, "
            + $"within 1 and 2 sigma {adaptive.Coverage(1):P1}, {adaptive.Coverage(1.95996):P1}");
        Assert.That(adaptive.Missed, Is.Zero);
        Assert.That(adaptive.RmsError / bound, Is.LessThan(1.1));
        Assert.That(scan.RmsError / bound, Is.GreaterThan(2), "control: the linear scan does not reach it");
        IsHonest(adaptive);
    }

    [Test]
    public void UnknownWidth_CostsNoMore()
    {
        DipTrials adaptive = DipTrials.Adaptive(0.8, 100_000, Seeds, isWidthKnown: false);
        Assert.That(adaptive.RmsError / Bound(0.8, 100_000, false), Is.LessThan(1.1));
        IsHonest(adaptive);
    }

    [Test]
    public void NoDip_IsSaid_WithinTheShareOfTheSearch()
    {
        int found = 0;
        for (int seed = 1; seed <= 50; seed++)
        {
            var plan = NewPlan(100_000);
            var random = new Random(seed);
            while (plan.TryNext(out DwellPoint point))
                plan.Add(new DipSample(point.PositionMetres, point.Exposure,
                    Hal.Simulation.PoissonVariate.Of(0.5 * point.Exposure, random.NextDouble())));
            if (plan.IsDipMissing) Assert.That(plan.SearchExposure, Is.InRange(74_999, 77_000));
            else found++;
        }

        // 4.5 sigma at some 100 independent places and passes: one in 3000.
        Assert.That(found, Is.Zero);
    }

    [Test]
    public void Exposure_IsSpentToTheEnd_AndNotBeyond()
    {
        DipModel dip = DipTrials.Dip(5, 0.8);
        AdaptivePlan plan = NewPlan(50_000);
        var random = new Random(5);
        Assert.That(plan.TryNext(out DwellPoint first), Is.True);
        Assert.That(plan.TryNext(out DwellPoint again) && again == first, Is.True, "asking twice changes nothing");
        while (plan.TryNext(out DwellPoint point))
        {
            Assert.That(point.PositionMetres, Is.InRange(-10 * DipTrials.WidthMetres, 10 * DipTrials.WidthMetres));
            plan.Add(DipTrials.Measure(dip, [point], random)[0]);
        }

        Assert.That(plan.Samples.Sum(sample => sample.Exposure), Is.EqualTo(50_000).Within(1e-3));
    }

    [Test]
    public void ADelayLineThatStopsElsewhere_DoesNotDisturbIt()
    {
        DipModel dip = DipTrials.Dip(6, 0.8);
        AdaptivePlan plan = NewPlan(100_000);
        var random = new Random(6);
        const double step = 0.155e-6;
        while (plan.TryNext(out DwellPoint point))
        {
            var real = new DwellPoint(step * Math.Round(point.PositionMetres / step), point.Exposure * random.NextDouble());
            plan.Add(DipTrials.Measure(dip, [real], random)[0]);
        }

        Assert.That(plan.Estimate!.Model.CentreMetres,
            Is.EqualTo(dip.CentreMetres).Within(4.5 * plan.Estimate.CentreStandardErrorMetres));
    }

    [Test]
    public void BadOptions_AreNamed()
    {
        var options = new AdaptivePlanOptions { FromMetres = 1, ToMetres = 0, WidthMetres = 1, TotalExposure = 1 };
        Assert.That(() => new AdaptivePlan(options), Throws.ArgumentException.With.Message.Contains("ToMetres"));
        Assert.That(() => new AdaptivePlan(options with { ToMetres = 2, Dwells = 1 }),
            Throws.ArgumentException.With.Message.Contains("Dwells"));
        Assert.That(() => NewPlan(1).Add(new DipSample(0, 0, 1)), Throws.ArgumentException);
    }

    private static AdaptivePlan NewPlan(double pairs) => new(new AdaptivePlanOptions
    {
        FromMetres = -10 * DipTrials.WidthMetres, ToMetres = 10 * DipTrials.WidthMetres,
        WidthMetres = DipTrials.WidthMetres, TotalExposure = pairs,
    });

    private static double Bound(double visibility, double pairs, bool isWidthKnown)
    {
        DipModel dip = DipTrials.Dip(1, visibility);
        return OptimalDesign.Find(dip, dip.CentreMetres - (10 * dip.WidthMetres), dip.CentreMetres + (10 * dip.WidthMetres),
            isWidthKnown).BoundMetres(pairs);
    }

    private static void IsHonest(DipTrials trials)
    {
        Assert.That(trials.Coverage(1), Is.EqualTo(0.6827).Within(4.5 * Math.Sqrt(0.6827 * 0.3173 / Seeds)));
        Assert.That(trials.Coverage(1.95996), Is.EqualTo(0.95).Within(4.5 * Math.Sqrt(0.95 * 0.05 / Seeds)));
        Assert.That(Math.Abs(trials.MeanError), Is.LessThan(4 * trials.MeanErrorStandardError));
    }
}
