using Qit.Timing.Monitoring;

namespace Qit.Timing.Tests.Monitoring;

/// <summary>A monitor fed with perfect clocks, their faults and white measurement noise.</summary>
internal sealed class MonitorFeed(int stations, int seed, MonitorOptions? options = null)
{
    public const double Error = 3e-12;
    public const double Epoch = 120;

    private readonly Random random = new(seed);

    public ReferenceMonitor Monitor { get; } = new([.. Enumerable.Range(0, stations)], options ?? new MonitorOptions());

    public List<MonitorAlarm> Alarms { get; } = [];

    public List<ReferenceSwitch> Switches { get; } = [];

    public int Next { get; private set; }

    /// <summary>Feeds epochs.</summary>
    /// <param name="epochs">How many.</param>
    /// <param name="phase">Reading of a clock, seconds, by station and epoch.</param>
    /// <param name="link">What a comparison adds, by stations and epoch; NaN where it does not come.</param>
    public MonitorFeed Run(int epochs, Func<int, int, double> phase, Func<int, int, int, double>? link = null)
    {
        for (int end = Next + epochs; Next < end; Next++)
        {
            var comparisons = new List<StationComparison>();
            for (int i = 0; i < stations; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double noise = Error * Normal();
                    double difference = phase(i, Next) - phase(j, Next) + noise + (link?.Invoke(j, i, Next) ?? 0);
                    if (!double.IsNaN(difference)) comparisons.Add(new StationComparison(i, j, difference, Error));
                }
            }

            Monitor.HandleEpoch(Next * Epoch, [.. comparisons]);
            while (Monitor.TryTakeAlarm(out MonitorAlarm alarm)) Alarms.Add(alarm);
            while (Monitor.TryTakeSwitch(out ReferenceSwitch change)) Switches.Add(change);
        }

        return this;
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
