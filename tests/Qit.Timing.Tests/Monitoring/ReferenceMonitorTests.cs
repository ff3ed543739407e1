using Qit.Timing.Monitoring;

namespace Qit.Timing.Tests.Monitoring;

/// <summary>Three stations, the fewest that can vote, with white measurement noise of 3 ps.</summary>
public class ReferenceMonitorTests
{
    private const double Error = 3e-12;
    private const int FaultAt = 1000;

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Jump_IsBlamedOnTheClockThatJumped(int station)
    {
        List<MonitorAlarm> alarms = Run(1, (clock, k) => clock == station && k >= FaultAt ? -50e-12 : 0);
        Assert.That(alarms.Select(alarm => (alarm.Kind, alarm.Station)), Is.EqualTo(new[] { (FaultKind.PhaseJump, station) }));
        Assert.That(alarms[0].Size, Is.EqualTo(-50e-12).Within(20e-12));
        Assert.That((alarms[0].Guilty, alarms[0].Innocent), Is.EqualTo((2, 0)));
    }

    [Test]
    public void TwoEqualFaultsOfThree_AccuseTheThird_AsDocumented()
    {
        List<MonitorAlarm> alarms = Run(2, (clock, k) => clock != 0 && k >= FaultAt ? 50e-12 : 0);
        Assert.That(alarms.Select(alarm => alarm.Station), Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void FrequencyOfOneComparison_IsUnattributed()
    {
        var monitor = new ReferenceMonitor([0, 1, 2], new MonitorOptions());
        var alarms = new List<MonitorAlarm>();
        var random = new Random(3);
        for (int k = 0; k < 1500; k++)
        {
            double ramp = 20e-12 * Math.Max(0, k - FaultAt);
            Feed(monitor, k, random, (i, j) => i == 0 && j == 1 ? ramp : 0, alarms);
        }

        Assert.That(alarms, Is.Not.Empty);
        Assert.That(alarms, Has.All.Matches<MonitorAlarm>(alarm => alarm.Kind == FaultKind.Unattributed));
        Assert.That(monitor.Reference, Is.Zero);
    }

    private static List<MonitorAlarm> Run(int seed, Func<int, int, double> fault)
    {
        var monitor = new ReferenceMonitor([0, 1, 2], new MonitorOptions());
        var alarms = new List<MonitorAlarm>();
        var random = new Random(seed);
        for (int k = 0; k < 1500; k++) Feed(monitor, k, random, (i, j) => fault(i, k) - fault(j, k), alarms);
        return alarms;
    }

    private static void Feed(
        ReferenceMonitor monitor, int k, Random random, Func<int, int, double> difference, List<MonitorAlarm> alarms)
    {
        StationComparison[] comparisons = [.. new[] { (0, 1), (0, 2), (1, 2) }.Select(pair => new StationComparison(
            pair.Item1, pair.Item2, difference(pair.Item1, pair.Item2) + (Error * Normal(random)), Error))];
        monitor.HandleEpoch(k * 120.0, comparisons);
        while (monitor.TryTakeAlarm(out MonitorAlarm alarm)) alarms.Add(alarm);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
