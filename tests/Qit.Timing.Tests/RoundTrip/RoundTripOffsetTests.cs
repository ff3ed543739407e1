using Qit.Timing.RoundTrip;

namespace Qit.Timing.Tests.RoundTrip;

public class RoundTripOffsetTests
{
    private static readonly DipEstimate Dip = new()
    {
        Model = new DipModel { CentreMetres = 3e-6, WidthMetres = 1e-5, Plateau = 1, Visibility = 0.8 },
        CentreStandardErrorMetres = 4e-8, VisibilityStandardError = 0, PlateauStandardError = 0,
        WidthStandardErrorMetres = 0, SignificanceSigma = 10, Deviance = 0, DegreesOfFreedom = 1,
    };

    [Test]
    public void Offset_AndItsParts_FollowFromEquation3()
    {
        RoundTripOffset offset = RoundTripOffset.From(Dip, new RoundTripCalibration
        {
            RateMetresPerSecond = 0.5, RateRelativeStandardError = 1e-3, ScaleRelativeStandardError = 2e-3,
            PositionErrorMetresRms = 1e-8, ZeroMetres = 1e-6, ZeroStandardErrorMetres = 2e-8,
        });
        // 2 um / (4 x 0.5 m/s) = 1 us
        Assert.That(offset.OffsetFemtoseconds, Is.EqualTo(1_000_000_000).Within(1));
        Assert.That(offset.CountingPicoseconds, Is.EqualTo(20_000).Within(1e-6));
        Assert.That(offset.ZeroPicoseconds, Is.EqualTo(10_000).Within(1e-6));
        Assert.That(offset.RatePicoseconds, Is.EqualTo(1000).Within(1e-6));
        Assert.That(offset.ScalePicoseconds, Is.EqualTo(2000).Within(1e-6));
        Assert.That(offset.PositionPicoseconds, Is.EqualTo(5000 * Math.Sqrt(2)).Within(1e-6));
        Assert.That(offset.StandardErrorPicoseconds, Is.EqualTo(Math.Sqrt(4e8 + 1e8 + 1e6 + 4e6 + 5e7)).Within(1e-6));
    }

    [Test]
    public void RampsTheOtherWay_TurnTheSign() =>
        Assert.That(
            RoundTripOffset.From(Dip, new RoundTripCalibration { RateMetresPerSecond = -1 }).OffsetFemtoseconds,
            Is.EqualTo(-750_000_000).Within(1));

    [Test]
    public void RampsAtRest_AreRefused() =>
        Assert.That(() => RoundTripOffset.From(Dip, new RoundTripCalibration { RateMetresPerSecond = 0 }),
            Throws.ArgumentException.With.Message.Contains("rate"));
}
