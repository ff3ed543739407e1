using Qit.Randomness.Certification;

namespace Qit.Randomness.Tests.Certification;

public sealed class TrialGeometryTests
{
    // 29.9792458 m are 100 ns of light.
    private static readonly TrialGeometry Geometry = new()
    {
        StationSeparationMetres = 29.9792458,
        StationA = new StationTiming(0, 90),
        StationB = new StationTiming(20, 95),
    };

    [Test]
    public void Margins_AreLightTimeMinusWindow()
    {
        Assert.That(Geometry.MarginAtANanoseconds, Is.EqualTo(20 + 100 - 90).Within(1e-9));
        Assert.That(Geometry.MarginAtBNanoseconds, Is.EqualTo(0 + 100 - 95).Within(1e-9));
        Assert.That(Geometry.IsSpaceLike, Is.True);
    }

    [Test]
    public void IsSpaceLike_ExactlyOnTheLightCone_IsFalse()
    {
        TrialGeometry onTheCone = Geometry with { StationB = new StationTiming(20, 100) };
        Assert.That((onTheCone with { StationSeparationMetres = 29.979 }).IsSpaceLike, Is.False);
        Assert.That((onTheCone with { StationSeparationMetres = 29.980 }).IsSpaceLike, Is.True);
    }

    [Test]
    public void TimingUncertainty_IsSubtractedAtBothStations()
    {
        TrialGeometry uncertain = Geometry with { TimingUncertaintyNanoseconds = 6 };
        Assert.That(uncertain.MarginAtANanoseconds, Is.EqualTo(24).Within(1e-9));
        Assert.That(uncertain.MarginNanoseconds, Is.EqualTo(-1).Within(1e-9));
        Assert.That(uncertain.IsSpaceLike, Is.False);
    }

    [Test]
    public void Shift_OfTheCommonTimeline_ChangesNothing()
    {
        TrialGeometry shifted = Geometry with
        {
            StationA = new StationTiming(1000, 1090),
            StationB = new StationTiming(1020, 1095),
        };
        Assert.That(shifted.MarginNanoseconds, Is.EqualTo(Geometry.MarginNanoseconds).Within(1e-9));
    }
}
