using Qit.Hal.Simulation;
using Qit.Timing.Monitoring;
using Qit.Timing.Stability;

namespace Qit.Hal.Tests.Simulation;

/// <summary>
/// Five simulated clocks, three of the hydrogen maser's class (1e-13 at 1 s, flicker floor 1e-15) and two of a space
/// rubidium's (1e-12 at 1 s, floor 5e-15), compared pairwise every 120 s with 3 ps of measurement noise and one comparison
/// in fifty missing.
/// </summary>
public class ReferenceMonitoringTests
{
    private const double Epoch = 120;
    private const double Error = 3e-12;
    private const int EpochsPerDay = 720;

    private static readonly ClockOptions Maser = new()
    {
        WhiteFrequencyLevel = 2e-26, FlickerFrequencyLevel = 1e-30 / (2 * 0.6931), FrequencyDriftPerDay = 1e-16,
    };

    private static readonly ClockOptions Rubidium = new()
    {
        WhiteFrequencyLevel = 2e-24, FlickerFrequencyLevel = 2.5e-29 / (2 * 0.6931), FrequencyDriftPerDay = 1e-14,
    };

    /// <summary>The preferred reference degrades by 1e-12 after 3 days and jumps by 50 ps a day later, over 10 seeds.
    /// </summary>
    [Test]
    public void DegradedClock_IsDetectedNamedAndSwitchedAwayFrom()
    {
        double frequencyAt = 3 * EpochsPerDay * Epoch;
        double jumpAt = 4 * EpochsPerDay * Epoch;
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var alarms = new List<MonitorAlarm>();
            var references = new List<int>();
            var monitor = new ReferenceMonitor([0, 1, 2, 3, 4], new MonitorOptions());
            Run(monitor, seed, 7, alarms, (clock, time) => clock != 0 ? 0
                : (1e-12 * Math.Max(0, time - frequencyAt)) + (time >= jumpAt ? 50e-12 : 0), null, references);
            Assert.That(alarms.Select(alarm => (alarm.Kind, alarm.Station)),
                Is.EqualTo(new[] { (FaultKind.Frequency, 0), (FaultKind.PhaseJump, 0) }), $"seed {seed}");
            Assert.That(alarms[0].DetectedSeconds - frequencyAt, Is.LessThanOrEqualTo(7 * Epoch));
            Assert.That(alarms[0].Size, Is.EqualTo(1e-12).Within(2e-13));
            Assert.That(alarms[1].DetectedSeconds - jumpAt, Is.LessThanOrEqualTo(3 * Epoch));
            Assert.That(alarms[1].Size, Is.EqualTo(50e-12).Within(25e-12));
            Assert.That(references[(3 * EpochsPerDay) - 1], Is.Zero);
            Assert.That(references[(3 * EpochsPerDay) + 10], Is.EqualTo(1), "switched at once");
            Assert.That(references[(5 * EpochsPerDay) - 10], Is.EqualTo(1), "held off after the jump");
            Assert.That(references[^1], Is.Zero, "trusted again a day after the last alarm");
            Assert.That(monitor.SwitchCount, Is.EqualTo(2));
        }
    }

    /// <summary>A thousand quiet days without one alarm. The control, a threshold on the time difference since the start,
    /// either cries many times or, high enough to be quiet, would need hours to see 1e-12 and never see 50 ps.</summary>
    [TestCase(77)]
    [TestCase(78)]
    [TestCase(79)]
    public void QuietDays_HaveNoAlarm_AndAPlainThresholdHas(int seed)
    {
        var alarms = new List<MonitorAlarm>();
        var monitor = new ReferenceMonitor([0, 1, 2, 3, 4], new MonitorOptions());
        double largest = 0;
        int beyond = 0;
        Run(monitor, (ulong)seed, 1000, alarms, (_, _) => 0, difference =>
        {
            largest = Math.Max(largest, Math.Abs(difference));
            if (Math.Abs(difference) > 25e-12) beyond++;
        });
        Assert.That(alarms, Is.Empty);
        Assert.That(monitor.SwitchCount, Is.Zero);
        Assert.That(beyond, Is.GreaterThan(1000), "control: half the jump as threshold");
        Assert.That(largest, Is.GreaterThan(1e-12 * 3 * 3600), "control: a quiet threshold takes hours to see 1e-12");
    }

    /// <summary>Errors of one comparison accuse nobody.</summary>
    [Test]
    public void FaultyComparison_IsNoClocksFault()
    {
        var alarms = new List<MonitorAlarm>();
        var monitor = new ReferenceMonitor([0, 1, 2, 3, 4], new MonitorOptions());
        var random = new Random(3);
        for (int k = 0; k < 2000; k++)
        {
            double bad = k % 100 == 99 ? 1e-9 : 0;
            monitor.HandleEpoch(k * Epoch, [.. All().Select(pair => new StationComparison(pair.I, pair.J,
                (Error * Normal(random)) + (pair == (0, 1) ? bad : 0), Error))]);
            while (monitor.TryTakeAlarm(out MonitorAlarm alarm)) alarms.Add(alarm);
        }

        Assert.That(alarms, Is.Empty);
        Assert.That(monitor.GlitchCount, Is.GreaterThan(5));
    }

    [Test]
    public void BadInput_IsRefused()
    {
        Assert.That(() => new ReferenceMonitor([0, 1], new MonitorOptions()), Throws.ArgumentException);
        Assert.That(() => new ReferenceMonitor([0, 1, 3], new MonitorOptions()), Throws.ArgumentException);
        var monitor = new ReferenceMonitor([0, 1, 2], new MonitorOptions());
        monitor.HandleEpoch(1, []);
        Assert.That(() => monitor.HandleEpoch(1, []), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => monitor.HandleEpoch(2, [new(0, 3, 0, 0)]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => monitor.HandleEpoch(2, [new(0, 1, double.NaN, 0)]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    /// <summary>The hat finds the simulated clocks' own Allan variances at 1200 s within 15 % (about 4 sigma).</summary>
    [Test]
    public void CorneredHat_FindsTheSimulatedClocks()
    {
        const int m = 10;
        double[][] phases = [.. Clocks(9).Select(clock => Enumerable.Range(0, 60_000).Select(_ => Next(clock)).ToArray())];
        var pairs = new double[5, 5];
        foreach ((int i, int j) in All())
        {
            double[] difference = [.. phases[i].Zip(phases[j], (a, b) => a - b)];
            double deviation = StabilityAnalysis.Compute(
                ClockData.OfPhase(difference, Epoch), StabilityMeasure.OverlappingAllan, [m])[0].Value;
            pairs[i, j] = pairs[j, i] = deviation * deviation;
        }

        IReadOnlyList<HatVariance> found = CorneredHat.Separate(pairs)!;
        double expected = (2e-24 / (2 * m * Epoch)) + 2.5e-29;
        Assert.That(found[3].Variance, Is.EqualTo(expected).Within(15).Percent);
        Assert.That(found[4].Variance, Is.EqualTo(expected).Within(15).Percent);
        for (int maser = 0; maser < 3; maser++) Assert.That(found[maser].Variance, Is.LessThan(expected / 10));
    }

    private static void Run(
        ReferenceMonitor monitor, ulong seed, int days, List<MonitorAlarm> alarms, Func<int, double, double> fault,
        Action<double>? watch = null, List<int>? references = null)
    {
        SimulatedClock[] clocks = Clocks(seed);
        var random = new Random((int)seed);
        var phase = new double[clocks.Length];
        var comparisons = new StationComparison[10];
        for (int k = 0; k < days * EpochsPerDay; k++)
        {
            double time = k * Epoch;
            for (int i = 0; i < clocks.Length; i++) phase[i] = Next(clocks[i]) + fault(i, time);
            int count = 0;
            for (int i = 0; i < clocks.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double difference = phase[i] - phase[j] + (Error * Normal(random));
                    if (random.Next(50) == 0) continue;
                    comparisons[count++] = new StationComparison(i, j, difference, Error);
                    if (i == 1) watch?.Invoke(difference);
                }
            }

            monitor.HandleEpoch(time, comparisons.AsSpan(0, count));
            while (monitor.TryTakeAlarm(out MonitorAlarm alarm)) alarms.Add(alarm);
            references?.Add(monitor.Reference);
        }
    }

    private static SimulatedClock[] Clocks(ulong seed) =>
        [.. Enumerable.Range(0, 5).Select(i => new SimulatedClock(i < 3 ? Maser : Rubidium, seed, $"clock-{i}", Epoch))];

    private static IEnumerable<(int I, int J)> All() =>
        from j in Enumerable.Range(0, 5) from i in Enumerable.Range(0, j) select (i, j);

    private static double Next(SimulatedClock clock)
    {
        double seconds = (clock.WholePicoseconds + clock.FractionPicoseconds) * 1e-12;
        clock.MoveNext();
        return seconds;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
