using CsCheck;
using Qit.Timing.RoundTrip;

namespace Qit.Timing.Tests.RoundTrip;

public class OptimalDesignTests
{
    private static readonly Gen<DipModel> AnyDip =
        from visibility in Gen.Double[0.05, 0.99]
        from background in Gen.Double[0, 1]
        from plateau in Gen.Double[0.01, 100]
        select new DipModel
        {
            CentreMetres = 2e-5, WidthMetres = 1e-5, Plateau = plateau, Visibility = visibility, Background = background,
        };

    [Test]
    public void NoDesign_IsBetter() =>
        (from dip in AnyDip
         from low in Gen.Double[-8, 1]
         from high in Gen.Double[1.5, 8]
         from isWidthKnown in Gen.Bool
         from places in Gen.Double[0, 1].Array[2, 8]
         from shares in Gen.Double[0.001, 1].Array[8]
         select (dip, low, high, isWidthKnown, places, shares)).Sample(
            s =>
            {
                double from = s.dip.CentreMetres + (s.low * s.dip.WidthMetres);
                double to = s.dip.CentreMetres + (s.high * s.dip.WidthMetres);
                OptimalDesign best = OptimalDesign.Find(s.dip, from, to, s.isWidthKnown);
                Assert.That(best.CertifiedEfficiency, Is.GreaterThan(1 - 1e-6));
                var other = s.places.Select((place, i) => new DwellPoint(from + ((to - from) * place), s.shares[i])).ToList();
                double bound = best.BoundMetres(other.Sum(point => point.Exposure));
                Assert.That(DipInformation.CentreBoundMetres(s.dip, other, s.isWidthKnown), Is.GreaterThan(bound * (1 - 1e-6)));
            },
            iter: 300);

    [Test]
    public void Design_ReachesItsBound_ButForTheSpareLight() =>
        (from dip in AnyDip
         from low in Gen.Double[-8, -2.5]
         from high in Gen.Double[2.5, 8]
         from isWidthKnown in Gen.Bool
         select (dip, low, high, isWidthKnown)).Sample(
            s =>
            {
                OptimalDesign best = OptimalDesign.Find(s.dip, s.dip.CentreMetres + (s.low * s.dip.WidthMetres),
                    s.dip.CentreMetres + (s.high * s.dip.WidthMetres), s.isWidthKnown);
                Assert.That(best.Shares.Sum(point => point.Exposure), Is.EqualTo(1).Within(1e-9));
                Assert.That(DipInformation.CentreBoundMetres(s.dip, best.Points(1000), s.isWidthKnown),
                    Is.EqualTo(best.BoundMetres(1000) * 1.005).Within(0.1).Percent);
            },
            iter: 100);

    [Test]
    public void FreeRange_HasTheKnownAnswer_OnBothFlanks() =>
        AnyDip.Sample(
            dip =>
            {
                // Two equal points at the largest z^2 exp(-z^2) / rate: by symmetry nothing else can help.
                double best = Enumerable.Range(1, 30_000).Select(i => i * 1e-4).Max(z =>
                {
                    double slope = dip.Plateau * dip.Visibility * z * Math.Exp(-0.5 * z * z);
                    return slope * slope / dip.Rate(dip.CentreMetres + (z * dip.WidthMetres));
                });
                OptimalDesign design = OptimalDesign.Find(dip, -1e-4, 1.4e-4);
                Assert.That(design.BoundMetres(1), Is.EqualTo(1e-5 / Math.Sqrt(best)).Within(0.001).Percent);
            },
            iter: 50);

    [Test]
    public void OneFlankOnly_NeedsPlateauAndCentreToo()
    {
        var dip = new DipModel { CentreMetres = 0, WidthMetres = 1, Plateau = 1, Visibility = 0.8 };
        OptimalDesign both = OptimalDesign.Find(dip, -8, 8);
        OptimalDesign one = OptimalDesign.Find(dip, 0, 8);
        Assert.That(one.BoundMetres(1), Is.GreaterThan(1.5 * both.BoundMetres(1)));
        Assert.That(one.Shares.Where(point => point.Exposure > 0.05).Count(), Is.EqualTo(3));
    }

    [Test]
    public void FewPlaces_DoNotDetermineTheCentre()
    {
        var dip = new DipModel { CentreMetres = 0, WidthMetres = 1, Plateau = 1, Visibility = 0.8 };
        DwellPoint[] plateauAndCentre = [new(0, 1), new(9, 1)];
        DwellPoint[] flanks = [new(-1, 1), new(1, 3)];
        DwellPoint[] lopsided = [new(-1, 1), new(1.1, 1)];
        Assert.That(DipInformation.CentreBoundMetres(dip, plateauAndCentre), Is.EqualTo(double.PositiveInfinity));
        Assert.That(DipInformation.CentreBoundMetres(dip, flanks), Is.LessThan(10), "balance needs no plateau");
        Assert.That(DipInformation.CentreBoundMetres(dip, lopsided), Is.EqualTo(double.PositiveInfinity));
    }

    [TestCase(1.0, 0.0, "visibility of 1")]
    [TestCase(0.0, 0.0, "visibility is 0")]
    [TestCase(0.5, -1.0, "background")]
    public void AModelWithoutMeaning_IsRefused(double visibility, double background, string message)
    {
        var dip = new DipModel
        {
            CentreMetres = 0, WidthMetres = 1, Plateau = 1, Visibility = visibility, Background = background,
        };
        Assert.That(() => OptimalDesign.Find(dip, -8, 8), Throws.ArgumentException.With.Message.Contains(message));
    }

    [Test]
    public void ARangeFarFromTheDip_IsRefused() =>
        Assert.That(
            () => OptimalDesign.Find(new DipModel { CentreMetres = 0, WidthMetres = 1, Plateau = 1, Visibility = 0.8 }, 40, 50),
            Throws.ArgumentException.With.Message.Contains("No dwell points"));
}
