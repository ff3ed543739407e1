using Qit.Timing.Monitoring;

namespace Qit.Timing.Tests.Monitoring;

/// <summary>When a station may be the reference, loses that, and has it again.</summary>
public class ReferenceTrustTests
{
    private const int Day = 720;

    [Test]
    public void JumpedReference_IsLeftAtOnce_AndComesBackADayLater()
    {
        MonitorFeed feed = new MonitorFeed(5, 1).Run(3 * Day, (clock, k) => clock == 0 && k >= 1000 ? 50e-12 : 0);
        Assert.That(feed.Switches.Select(one => (one.From, one.To)), Is.EqualTo(new[] { (0, 1), (1, 0) }));
        Assert.That(feed.Switches[0].TimeSeconds, Is.EqualTo(feed.Alarms[0].DetectedSeconds));
        Assert.That(feed.Switches[1].TimeSeconds, Is.EqualTo(feed.Alarms[0].DetectedSeconds + 86_400));
    }

    /// <summary>A clock that runs 1e-12 fast for good is not trusted again by waiting, but when it is repaired, or when
    /// somebody has looked at it.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void DegradedReference_IsTrustedAgainOnlyWhenRepairedOrAcknowledged(bool isRepaired)
    {
        double Phase(int clock, int k)
        {
            if (clock != 0) return 0;
            int wrong = Math.Max(0, k - 1000) - (isRepaired ? Math.Max(0, k - (3 * Day)) : 0);
            return 1e-12 * MonitorFeed.Epoch * wrong;
        }

        MonitorFeed feed = new MonitorFeed(5, 1).Run(3 * Day, Phase);
        Assert.That(feed.Monitor.Reference, Is.EqualTo(1), "the hold-off alone does not bring it back");
        feed.Run(3 * Day, Phase);
        Assert.That(feed.Monitor.Reference, Is.EqualTo(isRepaired ? 0 : 1));
        Assert.That(feed.Alarms.Sum(alarm => alarm.Size), Is.EqualTo(isRepaired ? 0 : 1e-12).Within(1e-13));
        if (isRepaired) return;
        Assert.That(feed.Monitor.Standing(0), Is.EqualTo(StationStanding.Distrusted));
        feed.Monitor.Acknowledge(0);
        feed.Run(2, Phase);
        Assert.That(feed.Monitor.Reference, Is.Zero);
    }

    /// <summary>Alarms that come again and again make one switch, not many.</summary>
    [Test]
    public void ClockThatJumpsEveryTwoHours_IsLeftOnce()
    {
        MonitorFeed feed = new MonitorFeed(5, 2).Run(4 * Day, (clock, k) => clock != 0 || k < 1000 ? 0 : 60e-12 * ((k - 1000) / 60));
        Assert.That(feed.Alarms, Has.Count.GreaterThan(20));
        Assert.That(feed.Alarms.Select(alarm => alarm.Station), Has.All.Zero);
        Assert.That(feed.Switches, Has.Count.EqualTo(1));
    }

    [Test]
    public void StationThatLeaves_IsNoReference_AndLearnsAnewWhenItComesBack()
    {
        double Link(int low, int high, int k) => low == 0 && k is >= 1000 and < 1200 ? double.NaN : 0;
        MonitorFeed feed = new MonitorFeed(4, 3).Run(1100, (_, _) => 0, Link);
        Assert.That(feed.Monitor.Standing(0), Is.EqualTo(StationStanding.Absent));
        Assert.That(feed.Switches.Select(one => (one.TimeSeconds, one.From, one.To)),
            Is.EqualTo(new[] { (1008 * MonitorFeed.Epoch, 0, 1) }));
        feed.Run(200, (_, _) => 0, Link);
        Assert.That(feed.Monitor.Standing(0), Is.EqualTo(StationStanding.Learning));
        feed.Run(Day, (_, _) => 0, Link);
        Assert.That(feed.Monitor.Reference, Is.Zero);
        Assert.That(feed.Alarms, Is.Empty);
    }

    [Test]
    public void StationThatJoinsLate_IsWatchedAfterLearning()
    {
        double Link(int low, int high, int k) => high == 3 && k < 1000 ? double.NaN : 0;
        double Phase(int clock, int k) => clock == 3 ? 1e-3 + (k >= 2000 ? 50e-12 : 0) : 0;
        MonitorFeed feed = new MonitorFeed(4, 4).Run(1500, Phase, Link);
        Assert.That(feed.Monitor.Standing(3), Is.EqualTo(StationStanding.Learning));
        feed.Run(1000, Phase, Link);
        Assert.That(feed.Alarms.Select(alarm => (alarm.Kind, alarm.Station)), Is.EqualTo(new[] { (FaultKind.PhaseJump, 3) }));
    }

    [Test]
    public void WithoutAnyComparison_TheReferenceStays()
    {
        MonitorFeed feed = new MonitorFeed(3, 5).Run(1000, (_, _) => 0).Run(500, (_, _) => 0, (_, _, _) => double.NaN);
        Assert.That(feed.Monitor.Reference, Is.Zero);
        Assert.That(feed.Monitor.Standing(0), Is.EqualTo(StationStanding.Absent));
        Assert.That(feed.Switches, Is.Empty);
    }
}
