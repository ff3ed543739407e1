using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;

namespace Qit.Hal.Tests.Simulation;

/// <summary>
/// Simulated clocks by type, compared pairwise every 120 s with 3 ps of measurement noise and one comparison in fifty
/// missing. `dotnet run -c Release --project tests/Qit.Benchmarks -- monitoring` runs more seeds, days and ensembles.
/// </summary>
public class ReferenceMonitoringTests
{
    private const double Epoch = 120;
    private const double Day = 86_400;

    private static readonly string[] Mixed = ["maser", "maser", "maser", "rubidium", "rubidium"];

    /// <summary>The preferred reference degrades by 1e-12 after 12 days and jumps by 50 ps four days later, over 10 seeds.
    /// </summary>
    [Test]
    public void DegradedClock_IsDetectedNamedAndSwitchedAwayFrom()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            Watched run = Watch(Mixed, seed, 18, [
                new(0, ClockFaultKind.Frequency, 1e-12, 12 * Day), new(0, ClockFaultKind.Jump, 50e-12, 16 * Day)]);
            Assert.That(run.Alarms.Select(alarm => (alarm.Kind, alarm.Owner, alarm.Station)), Is.EqualTo(new[]
            {
                (FaultKind.Frequency, FaultOwner.Clock, 0), (FaultKind.PhaseJump, FaultOwner.Clock, 0),
            }), $"seed {seed}");
            Assert.That(run.Alarms[0].DetectedSeconds - (12 * Day), Is.LessThanOrEqualTo(8 * Epoch));
            Assert.That(run.Alarms[0].Size, Is.EqualTo(1e-12).Within(2e-13));
            Assert.That(run.Alarms[1].DetectedSeconds - (16 * Day), Is.LessThanOrEqualTo(5 * Epoch));
            Assert.That(run.Alarms[1].Size, Is.EqualTo(50e-12).Within(25e-12));
            Assert.That(run.Switches, Is.EqualTo(new[] { new ReferenceSwitch(run.Alarms[0].DetectedSeconds, 0, 1) }));
        }
    }

    /// <summary>The control. In 250 days of each ensemble a chance alarm comes in one of thirty at most (docs/monitoring.md);
    /// a plain threshold of 25 ps on the difference, half the jump, is exceeded in most epochs.</summary>
    [TestCase("maser", "maser", "maser", "rubidium", "rubidium")]
    [TestCase("cesium", "cesium", "cesium", "cesium", "cesium")]
    [TestCase("rubidium", "rubidium", "strontium", "strontium", "maser")]
    public void QuietDays_HaveNoAlarm_AndAPlainThresholdHas(params string[] types)
    {
        Watched run = Watch(types, 77, 250, []);
        Assert.That(run.Alarms, Is.Empty);
        Assert.That(run.Switches, Is.Empty);
        Assert.That(run.Beyond, Is.GreaterThan(100_000), "control: half the jump as threshold, of 180 000 epochs");
    }

    /// <summary>The hat finds the simulated clocks' own Allan deviations at 1920 s: 5 standard errors, 15 cases in all, fixed
    /// seeds.</summary>
    [Test]
    public void CorneredHat_FindsTheSimulatedClocks()
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            EnsemblePoint point = Watch(Mixed, seed, 60, []).Stability.Curve().Single(one => one.TauSeconds == 16 * Epoch);
            for (int clock = 0; clock < Mixed.Length; clock++)
            {
                ClockOptions options = ClockTypes.Find(Mixed[clock])!;
                double expected = (options.WhiteFrequencyLevel / (2 * point.TauSeconds))
                    + (2 * Math.Log(2) * options.FlickerFrequencyLevel)
                    + (2 * Math.PI * Math.PI / 3 * options.RandomWalkFrequencyLevel * point.TauSeconds);
                HatVariance found = point.Clocks![clock];
                Assert.That(found.Variance, Is.EqualTo(expected).Within(5 * found.StandardError), $"seed {seed}, {clock}");
                Assert.That(found.StandardError, Is.LessThan(0.2 * expected), "too little data to judge");
                Assert.That(found.Deviation, Is.Not.Null);
            }
        }
    }

    [Test]
    public void Fault_AddsToTheReading()
    {
        var slow = new ClockFault(0, ClockFaultKind.Frequency, 2e-12, 100, 50);
        Assert.That(slow.PhaseSeconds(99), Is.Zero);
        Assert.That(slow.PhaseSeconds(125), Is.EqualTo(2e-12 * 25 * 25 / 100).Within(1e-24));
        Assert.That(slow.PhaseSeconds(150), Is.EqualTo(50e-12).Within(1e-24));
        Assert.That(slow.PhaseSeconds(160), Is.EqualTo(70e-12).Within(1e-24));
        Assert.That((slow with { OverSeconds = 0 }).PhaseSeconds(160), Is.EqualTo(120e-12).Within(1e-24));
        Assert.That(new ClockFault(0, ClockFaultKind.Jump, 3e-12, 7).PhaseSeconds(7), Is.EqualTo(3e-12));
        Assert.That(ClockTypes.Find("sundial"), Is.Null);
    }

    private static Watched Watch(string[] types, ulong seed, double days, ClockFault[] faults)
    {
        var run = new Watched(new EnsembleStability(types.Length, Epoch));
        var monitor = new ReferenceMonitor([.. Enumerable.Range(0, types.Length)], new MonitorOptions());
        var ensemble = new SimulatedEnsemble([.. types.Select(type => ClockTypes.Find(type)!)], seed, Epoch, 3e-12, 0.02, faults);
        var comparisons = new List<StationComparison>();
        for (int epochs = (int)(days * Day / Epoch); epochs > 0; epochs--)
        {
            ensemble.Advance();
            comparisons.Clear();
            foreach (SimulatedComparison one in ensemble.Comparisons)
                comparisons.Add(new StationComparison(one.First, one.Second, one.DifferenceSeconds, one.ErrorSeconds));
            StationComparison[] taken = [.. comparisons];
            if (taken.Length > 0 && Math.Abs(taken[0].DifferenceSeconds) > 25e-12) run.Beyond++;
            monitor.HandleEpoch(ensemble.TimeSeconds, taken);
            run.Stability.Take(ensemble.TimeSeconds, taken);
            while (monitor.TryTakeAlarm(out MonitorAlarm alarm)) run.Alarms.Add(alarm);
            while (monitor.TryTakeSwitch(out ReferenceSwitch change)) run.Switches.Add(change);
        }

        return run;
    }

    private sealed class Watched(EnsembleStability stability)
    {
        public List<MonitorAlarm> Alarms { get; } = [];

        public List<ReferenceSwitch> Switches { get; } = [];

        public EnsembleStability Stability { get; } = stability;

        public int Beyond { get; set; }
    }
}
