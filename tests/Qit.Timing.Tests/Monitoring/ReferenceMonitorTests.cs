using Qit.Timing.Monitoring;

namespace Qit.Timing.Tests.Monitoring;

/// <summary>Perfect clocks and 3 ps of white measurement noise. Seeds are fixed; the monitor's own false-alarm rate is below
/// 1e-5 for the epochs fed here.</summary>
public class ReferenceMonitorTests
{
    private const int FaultAt = 1000;

    [Test]
    public void Jump_IsBlamedOnTheClockThatJumped([Values(3, 4, 5, 16)] int stations, [Values(0, 1, 2)] int station)
    {
        MonitorFeed feed = new MonitorFeed(stations, 1).Run(1500, (clock, k) => clock == station && k >= FaultAt ? -50e-12 : 0);
        MonitorAlarm alarm = feed.Alarms.Single();
        Assert.That((alarm.Kind, alarm.Owner, alarm.Station), Is.EqualTo((FaultKind.PhaseJump, FaultOwner.Clock, station)));
        Assert.That(alarm.Size, Is.EqualTo(-50e-12).Within(5 * alarm.SizeError));
        Assert.That(alarm.SizeError, Is.LessThan(6e-12));
        Assert.That((alarm.Against, alarm.Witnesses), Is.EqualTo((stations - 1, stations * (stations - 1) / 2)));
        Assert.That(alarm.DetectedSeconds, Is.EqualTo((FaultAt + 3) * MonitorFeed.Epoch));
    }

    /// <summary>From at once to over a hundred days, when it is no longer than the epochs that the coarse scales learn.
    /// </summary>
    [TestCase(0, 1000, 5)]
    [TestCase(720, 1000, 100)]
    [TestCase(7200, 8000, 600)]
    [TestCase(72_000, 80_000, 6000)]
    public void FrequencyChange_IsNamed_HoweverSlow(int over, int at, int within)
    {
        double Phase(int clock, int k) => clock != 1 || k < at ? 0
            : 1e-12 * MonitorFeed.Epoch * (k - at < over ? (double)(k - at) * (k - at) / (2 * over) : k - at - (over / 2.0));
        MonitorFeed feed = new MonitorFeed(4, 5).Run(at + within, Phase);
        Assert.That(feed.Alarms, Is.Not.Empty);
        Assert.That(feed.Alarms, Has.All.Matches<MonitorAlarm>(alarm => alarm is
        {
            Kind: FaultKind.Frequency, Owner: FaultOwner.Clock, Station: 1, Size: > 0,
        }));
        Assert.That(feed.Alarms[0].DetectedSeconds, Is.GreaterThan(at * MonitorFeed.Epoch));
        if (over == 0) Assert.That(feed.Alarms[0].Size, Is.EqualTo(1e-12).Within(5 * feed.Alarms[0].SizeError));
    }

    [Test]
    public void TwoEqualFaultsOfThree_AccuseTheThird_AsDocumented()
    {
        MonitorFeed feed = new MonitorFeed(3, 2).Run(1500, (clock, k) => clock != 0 && k >= FaultAt ? 50e-12 : 0);
        Assert.That(feed.Alarms.Select(alarm => alarm.Station), Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void TwoFaultsOfFive_AreBothNamed()
    {
        MonitorFeed feed = new MonitorFeed(5, 2).Run(
            1500, (clock, k) => k < FaultAt ? 0 : clock == 1 ? 80e-12 : clock == 3 ? -60e-12 : 0);
        Assert.That(feed.Alarms.Select(alarm => (alarm.Owner, alarm.Station)).Order(),
            Is.EqualTo(new[] { (FaultOwner.Clock, 1), (FaultOwner.Clock, 3) }));
    }

    [Test]
    public void SecondClockThatJumpsWhileTheFirstIsJudged_IsNamedToo()
    {
        MonitorFeed feed = new MonitorFeed(5, 2).Run(
            1500, (clock, k) => clock == 1 && k >= FaultAt ? 80e-12 : clock == 3 && k >= FaultAt + 2 ? -60e-12 : 0);
        Assert.That(feed.Alarms.Select(alarm => (alarm.Kind, alarm.Station)),
            Is.EqualTo(new[] { (FaultKind.PhaseJump, 1), (FaultKind.PhaseJump, 3) }));
    }

    [Test]
    public void JumpOfOneComparison_IsTheComparisons_AndNoClocks([Values(3, 5)] int stations)
    {
        MonitorFeed feed = new MonitorFeed(stations, 3).Run(
            1500, (_, _) => 0, (low, high, k) => (low, high) == (0, 2) && k >= FaultAt ? 90e-12 : 0);
        MonitorAlarm alarm = feed.Alarms.Single();
        Assert.That((alarm.Kind, alarm.Owner, alarm.Station, alarm.Other),
            Is.EqualTo((FaultKind.PhaseJump, FaultOwner.Comparison, 0, 2)));
        Assert.That(feed.Monitor.Reference, Is.Zero);
        Assert.That(feed.Monitor.Standing(0), Is.EqualTo(StationStanding.Trusted));
    }

    [Test]
    public void FrequencyOfOneComparison_IsTheComparisons()
    {
        MonitorFeed feed = new MonitorFeed(3, 3).Run(
            1500, (_, _) => 0, (low, high, k) => (low, high) == (0, 1) ? 20e-12 * Math.Max(0, k - FaultAt) : 0);
        Assert.That(feed.Alarms.Select(alarm => (alarm.Owner, alarm.Kind, alarm.Station, alarm.Other)),
            Is.EqualTo(new[] { (FaultOwner.Comparison, FaultKind.Frequency, 0, 1) }));
    }

    /// <summary>A reading in error comes back; the jump of a clock that is compared with only one other does not, and is an
    /// alarm though nobody can say whose.</summary>
    [Test]
    public void UnattributedJump_IsAnAlarm_AndAGlitchIsNot()
    {
        double Link(int low, int high, int k) => (low, high) is (0, 1) or (1, 2) or (2, 3) ? 0 : double.NaN;
        MonitorFeed feed = new MonitorFeed(4, 4).Run(FaultAt, (clock, k) => clock == 3 && k == 900 ? 1e-9 : 0, Link);
        Assert.That(feed.Alarms, Is.Empty);
        Assert.That(feed.Monitor.GlitchCount, Is.EqualTo(1));
        feed.Run(500, (clock, _) => clock == 3 ? 100e-12 : 0, Link);
        MonitorAlarm alarm = feed.Alarms.Single();
        Assert.That((alarm.Kind, alarm.Owner, alarm.Station), Is.EqualTo((FaultKind.PhaseJump, FaultOwner.Unknown, -1)));
        Assert.That(alarm.Suspects, Is.EqualTo(0b1100u));
        Assert.That(Math.Abs(alarm.Size), Is.EqualTo(100e-12).Within(30e-12));
    }

    [Test]
    public void HalfOfTheComparisonsMissing_StillNamesTheClock()
    {
        var random = new Random(8);
        MonitorFeed feed = new MonitorFeed(5, 6).Run(
            3000, (clock, k) => clock == 2 && k >= 2500 ? 1e-12 * MonitorFeed.Epoch * (k - 2500) : 0,
            (_, _, _) => random.Next(2) == 0 ? double.NaN : 0);
        Assert.That(feed.Alarms, Is.Not.Empty);
        Assert.That(feed.Alarms.Select(alarm => alarm.Station), Has.All.EqualTo(2));
    }

    [Test]
    public void BadInput_IsRefused_AndChangesNothing()
    {
        Assert.That(() => new ReferenceMonitor([0, 1], new MonitorOptions()), Throws.ArgumentException);
        Assert.That(() => new ReferenceMonitor([0, 1, 3], new MonitorOptions()), Throws.ArgumentException);
        Assert.That(() => new ReferenceMonitor([.. Enumerable.Range(0, 17)], new MonitorOptions()), Throws.ArgumentException);
        Assert.That(() => new ReferenceMonitor([0, 1, 2], new MonitorOptions { LearningEpochs = 29 }), Throws.ArgumentException);
        Assert.That(() => new ReferenceMonitor([0, 1, 2], new MonitorOptions { EpochSeconds = 0 }), Throws.ArgumentException);
        Assert.That(() => new ReferenceMonitor([0, 1, 2], new MonitorOptions { AlarmSigmas = 3 }), Throws.ArgumentException);
        var monitor = new ReferenceMonitor([0, 1, 2], new MonitorOptions());
        monitor.HandleEpoch(120, []);
        Refuses(() => monitor.HandleEpoch(120, []));
        Refuses(() => monitor.HandleEpoch(130, []));
        Refuses(() => monitor.HandleEpoch(240, [new(0, 3, 0, 0)]));
        Refuses(() => monitor.HandleEpoch(240, [new(0, 1, double.NaN, 0)]));
        Refuses(() => monitor.HandleEpoch(240, [new(0, 1, 0, -1)]));
        Refuses(() => monitor.HandleEpoch(240, [new(0, 1, 0, 0), new(1, 0, 0, 0)]));
        monitor.HandleEpoch(240, [new(0, 1, 0, 0)]);

        static void Refuses(Action code) => Assert.That(() => code(), Throws.InstanceOf<ArgumentException>());
    }
}
