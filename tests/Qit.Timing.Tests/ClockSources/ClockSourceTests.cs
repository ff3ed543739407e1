using Qit.Timing.ClockSources;

namespace Qit.Timing.Tests.ClockSources;

public class ClockSourceTests
{
    private const double SecondsPerYear = 365.25 * 86_400;

    /// <summary>The table of the report, 6.1.1.</summary>
    [TestCase("cs", 9_192_631_770, 1e-13)]
    [TestCase("rb", 6_834_682_610.904_324, 1e-12)]
    [TestCase("h", 1_420_405_751.7667, 1e-15)]
    [TestCase("sr", 429_228_004_229_873.4, 1e-17)]
    public void Table_EqualsTheReport(string name, double hertz, double accuracy)
    {
        ClockSource clock = ClockSource.Find(name)!;
        Assert.That(clock.FrequencyHertz, Is.EqualTo(hertz));
        Assert.That(clock.Accuracy, Is.EqualTo(accuracy));
        Assert.That(ClockSource.Find("quartz"), Is.Null);
        Assert.That(ClockSource.All, Has.Count.EqualTo(4));
    }

    [Test]
    public void FrameSlip_EqualsTheKnownAnswers()
    {
        Assert.That(FrameSlip.IntervalSeconds(1e-6), Is.EqualTo(62.5).Within(1e-12));
        Assert.That(FrameSlip.IntervalSeconds(-1e-6), Is.EqualTo(62.5).Within(1e-12), "the sign does not matter");
        Assert.That(FrameSlip.IntervalSeconds(1e-18) / SecondsPerYear / 1e6, Is.EqualTo(1.98).Within(0.005));
        Assert.That(FrameSlip.IntervalSeconds(0), Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => FrameSlip.IntervalSeconds(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
