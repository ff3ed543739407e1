using CsCheck;
using Qit.Timing.RoundTrip;
using Qit.Timing.RoundTripTrials;

namespace Qit.Timing.Tests.RoundTrip;

public class DipFitTests
{
    private const double Width = DipTrials.WidthMetres;

    [Test]
    public void ManyPhotons_GiveBackTheDip() =>
        (from centre in Gen.Double[-3, 3]
         from visibility in Gen.Double[0.1, 0.999]
         from background in Gen.Double[0, 0.3]
         from width in Gen.Double[0.7, 1.4]
         select (centre, visibility, background, width)).Sample(
            dip =>
            {
                var model = new DipModel
                {
                    CentreMetres = dip.centre * Width, WidthMetres = dip.width * Width, Plateau = 0.5,
                    Visibility = dip.visibility, Background = dip.background,
                };
                // Counts without noise: their expectation, rounded.
                var samples = DipTrials.LinearScan(1e11).Select(point => new DipSample(point.PositionMetres, point.Exposure,
                    (long)Math.Round(model.Rate(point.PositionMetres) * point.Exposure))).ToList();
                DipEstimate found = DipFit.Estimate(samples, Width, isWidthKnown: false, dip.background)!;
                Assert.That(found.Model.CentreMetres, Is.EqualTo(model.CentreMetres).Within(1e-5 * Width));
                Assert.That(found.Model.WidthMetres, Is.EqualTo(model.WidthMetres).Within(1e-4 * Width));
                Assert.That(found.Model.Visibility, Is.EqualTo(model.Visibility).Within(1e-4));
                Assert.That(found.Model.Plateau, Is.EqualTo(0.5).Within(1e-5));
            },
            iter: 50);

    [Test]
    public void StandardErrors_AreThoseOfTheInformation()
    {
        DipModel dip = DipTrials.Dip(1, 0.8);
        var design = DipTrials.LinearScan(1e9).ToList();
        DipEstimate known = DipFit.Estimate(DipTrials.Measure(dip, design, new Random(1)), Width)!;
        DipEstimate fitted = DipFit.Estimate(DipTrials.Measure(dip, design, new Random(1)), Width, isWidthKnown: false)!;
        Assert.That(known.CentreStandardErrorMetres,
            Is.EqualTo(DipInformation.CentreBoundMetres(dip, design)).Within(1).Percent);
        Assert.That(fitted.CentreStandardErrorMetres,
            Is.EqualTo(DipInformation.CentreBoundMetres(dip, design, isWidthKnown: false)).Within(1).Percent);
        Assert.That(known.WidthStandardErrorMetres, Is.Zero);
        Assert.That(fitted.Model.WidthMetres, Is.EqualTo(Width).Within(5 * fitted.WidthStandardErrorMetres));
        Assert.That(fitted.Model.Visibility, Is.EqualTo(0.8).Within(5 * fitted.VisibilityStandardError));
        Assert.That(fitted.Model.Plateau, Is.EqualTo(0.5).Within(5 * fitted.PlateauStandardError));
        Assert.That(fitted.SignificanceSigma, Is.GreaterThan(1000));
    }

    /// <summary>Deviance of 81 samples, 78 degrees of freedom: over 200 seeds its mean has a standard error of 0.88.
    /// Five of them: a false alarm once in 1.7 million.</summary>
    [Test]
    public void Deviance_IsChiSquare_WhenTheModelIsRight_AndNotWhenItIsWrong()
    {
        double sum = 0, wrong = 0;
        for (int seed = 1; seed <= 200; seed++)
        {
            List<DipSample> samples = DipTrials.Measure(DipTrials.Dip(seed, 0.8), DipTrials.LinearScan(1e5), new Random(seed));
            DipEstimate right = DipFit.Estimate(samples, Width)!;
            Assert.That(right.DegreesOfFreedom, Is.EqualTo(78));
            sum += right.Deviance / 200;
            wrong += DipFit.Estimate(samples, 2 * Width)!.Deviance / 200;
        }

        Assert.That(sum, Is.EqualTo(78).Within(5 * 0.88));
        Assert.That(wrong, Is.GreaterThan(150));
    }

    [Test]
    public void ADipWithoutFloor_HasVisibilityOne_AndStillACentre()
    {
        DipModel dip = DipTrials.Dip(3, 1);
        var design = new[] { -8.0, -1, 0, 1, 8 }.Select(z => new DwellPoint(dip.CentreMetres + (z * Width), 5000));
        List<DipSample> samples = DipTrials.Measure(dip, design, new Random(3));
        Assert.That(samples[2].Coincidences, Is.Zero);
        DipEstimate found = DipFit.Estimate(samples, Width)!;
        Assert.That(found.Model.Visibility, Is.EqualTo(1));
        Assert.That(found.Model.CentreMetres, Is.EqualTo(dip.CentreMetres).Within(5 * found.CentreStandardErrorMetres));
    }

    [Test]
    public void AFlatRate_HasNoSignificantDip()
    {
        double largest = 0;
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var samples = DipTrials.LinearScan(1e5).Select(point => new DipSample(point.PositionMetres, point.Exposure,
                Hal.Simulation.PoissonVariate.Of(point.Exposure, random.NextDouble()))).ToList();
            largest = Math.Max(largest, DipFit.Estimate(samples, Width)?.SignificanceSigma ?? 0);
        }

        // 200 x 80 places: 5.5 sigma by chance once in 3000 runs of this test.
        Assert.That(largest, Is.LessThan(5.5));
    }

    [TestCase(2, 1e-5, 1, 1, "There are 2 samples")]
    [TestCase(5, 0, 1, 1, "width")]
    [TestCase(5, 1e-5, 0, 1, "exposure of sample 0")]
    [TestCase(5, 1e-5, 1, -1, "counts of sample 0")]
    public void BadInput_IsNamed(int count, double width, double exposure, long counts, string message)
    {
        var samples = Enumerable.Range(0, count).Select(i => new DipSample(i, exposure, counts)).ToList();
        Assert.That(() => DipFit.Estimate(samples, width), Throws.ArgumentException.With.Message.Contains(message));
    }

    [Test]
    public void Width_FollowsFromTheBandwidth() =>
        // c / (2 * 2 pi * 5 THz)
        Assert.That(DipModel.WidthMetresOf(2 * Math.PI * 5e12), Is.EqualTo(4.7713e-6).Within(1e-10));
}
