using CsCheck;
using Qit.Timing.Monitoring;

namespace Qit.Timing.Tests.Monitoring;

public class MonitorFuzzTests
{
    /// <summary>Whatever comes in whatever order: pauses of any length, comparisons that are missing, far off or exact. It never
    /// throws, accuses only stations that exist, and every switch starts where the one before ended.</summary>
    [Test]
    public void AnySequence_IsTaken_AndTheAnswersHoldTogether() =>
        Gen.Select(Gen.Int[3, 16], Gen.Int[0, int.MaxValue]).Sample(
            (stations, seed) =>
            {
                var random = new Random(seed);
                var monitor = new ReferenceMonitor(
                    [.. Enumerable.Range(0, stations)], new MonitorOptions { LearningEpochs = 30, HoldOffSeconds = 6000 });
                double time = 0;
                int reference = 0;
                var phase = new double[stations];
                for (int epoch = 0; epoch < 200; epoch++)
                {
                    time += 120 * (random.Next(30) == 0 ? random.Next(1, 100_000) : random.Next(20) == 0 ? random.Next(1, 20) : 1);
                    if (random.Next(20) == 0) phase[random.Next(stations)] += Math.Pow(10, random.Next(-14, 3));
                    double error = random.Next(3) == 0 ? 0 : 1e-12;
                    double missing = random.Next(4) == 0 ? 0.9 : 0.1;
                    var comparisons = new List<StationComparison>();
                    for (int i = 0; i < stations; i++)
                    {
                        for (int j = 0; j < i; j++)
                        {
                            if (random.NextDouble() < missing) continue;
                            double noise = (random.NextDouble() - 0.5) * (random.Next(200) == 0 ? 1e-6 : 1e-12);
                            comparisons.Add(new StationComparison(i, j, phase[i] - phase[j] + noise, error));
                        }
                    }

                    monitor.HandleEpoch(time, [.. comparisons]);
                    while (monitor.TryTakeAlarm(out MonitorAlarm alarm)) Check(alarm, stations, time);
                    while (monitor.TryTakeSwitch(out ReferenceSwitch change))
                    {
                        Assert.That(change.From, Is.EqualTo(reference));
                        reference = change.To;
                    }

                    Assert.That(monitor.Reference, Is.EqualTo(reference));
                }
            },
            iter: 20);

    private static void Check(MonitorAlarm alarm, int stations, double now)
    {
        Assert.That(alarm.Suspects, Is.GreaterThan(0u).And.LessThan(1u << stations));
        Assert.That(alarm.DetectedSeconds, Is.EqualTo(now));
        Assert.That(alarm.OnsetSeconds, Is.LessThan(now));
        Assert.That(double.IsFinite(alarm.Size) && alarm.SizeError > 0 && double.IsFinite(alarm.SizeError), Is.True);
        Assert.That(alarm.Against, Is.InRange(0, alarm.Witnesses));
        int count = alarm.Owner switch { FaultOwner.Clock => 1, FaultOwner.Comparison => 2, _ => 0 };
        if (count > 0) Assert.That(System.Numerics.BitOperations.PopCount(alarm.Suspects), Is.EqualTo(count));
        Assert.That(alarm.Station, alarm.Owner == FaultOwner.Unknown ? Is.EqualTo(-1) : Is.InRange(0, stations - 1));
    }
}
