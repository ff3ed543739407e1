using System.Buffers;
using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Timing.Monitoring;
using Qit.Timing.Tracking;

namespace Qit.Agent.Monitoring;

/// <summary>
/// Watches reference clocks: this gateway's own offsets and those of others become comparisons by epoch, go to a
/// <see cref="ReferenceMonitor"/>, and what it finds goes to the hub. Safe for several threads.
/// </summary>
internal sealed class MonitoringPipeline
{
    // The curve changes slowly: enough to say it so often, and after every alarm.
    private const int StabilityEpochs = 30;


    private readonly Lock gate = new();
    private readonly MonitoringConfiguration configuration;
    private readonly string gateway;
    private readonly TimeProvider time;
    private readonly Action<AgentResult> post;
    private readonly EpochCollector collector;
    private readonly ReferenceMonitor monitor;
    private readonly EnsembleStability stability;
    private readonly ClockNoise[] typical;
    private long? origin;
    private long ownSeq;
    private long alarmCount;
    private long epochCount;

    /// <param name="configuration">Checked.</param>
    /// <param name="gateway">Name of this gateway.</param>
    /// <param name="time">The clock.</param>
    /// <param name="post">Takes results; must not wait.</param>
    public MonitoringPipeline(
        MonitoringConfiguration configuration, string gateway, TimeProvider time, Action<AgentResult> post)
    {
        (this.configuration, this.gateway, this.time, this.post) = (configuration, gateway, time, post);
        collector = new EpochCollector(configuration);
        monitor = new ReferenceMonitor(
            [.. Enumerable.Range(0, configuration.Stations.Count)],
            new MonitorOptions
            {
                EpochSeconds = configuration.EpochSeconds,
                LearningEpochs = configuration.LearningEpochs,
                HoldOffSeconds = configuration.HoldOffSeconds,
                FrequencyTolerance = configuration.FrequencyTolerance,
            });
        stability = new EnsembleStability(configuration.Stations.Count, configuration.EpochSeconds);
        typical = [.. configuration.Stations.Select(station =>
            NamedClock.TryGetPair(station.Clock, out ClockNoise pair) ? pair : NamedClock.UnknownPair)];
    }

    /// <summary>Messages looked at so far, good or not.</summary>
    public long HandledCount { get; private set; }

    /// <summary>Takes this gateway's own offsets from the hub.</summary>
    public void Handle(AgentResult result)
    {
        if (result is not OffsetResult offset)
            return;
        lock (gate)
        {
            var own = new PublishedOffset(
                gateway, "", ++ownSeq, offset.TimeUnixNanoseconds, offset.StationA, offset.StationB,
                offset.OffsetPicoseconds * 1e-12, offset.StandardErrorPicoseconds * 1e-12, offset.FrequencyOffset,
                offset.FrequencyOffsetStandardError, offset.IsSimulated, offset.State == OffsetResult.Tracking);
            if (own.ErrorSeconds > 0 && double.IsFinite(own.OffsetSeconds) && double.IsFinite(own.ErrorSeconds))
                collector.Add(own, time.UnixNanoseconds());
            CloseDue();
        }
    }

    /// <summary>Takes what came on another gateway's topic.</summary>
    public void HandleMessage(string from, ReadOnlySequence<byte> payload)
    {
        lock (gate)
        {
            if (PublishedOffset.TryParse(from, payload, out PublishedOffset offset, out string reason))
                collector.Add(offset, time.UnixNanoseconds());
            else
                collector.Reject(from, reason);
            HandledCount++;
            CloseDue();
        }
    }

    /// <summary>Judges the epochs whose time is over.</summary>
    public void CloseDue()
    {
        lock (gate)
        {
            long now = time.UnixNanoseconds();
            while (collector.NextDue(now) is long epoch)
                Judge(epoch, now);
        }
    }

    private void Judge(long epoch, long now)
    {
        origin ??= epoch;
        StationComparison[] comparisons = collector.TakeNext();
        double seconds = (epoch - origin.Value) * configuration.EpochSeconds;
        monitor.HandleEpoch(seconds, comparisons);
        stability.Take(seconds, comparisons);
        bool isAlarm = false;
        while (monitor.TryTakeAlarm(out MonitorAlarm alarm))
        {
            isAlarm = true;
            alarmCount++;
            stability.Forget(alarm);
            post(Describe(alarm, now));
        }
        post(Describe(epoch, comparisons.Length, now));
        if (epochCount++ % StabilityEpochs == StabilityEpochs - 1 || isAlarm)
            post(new ReferenceStabilityResult(now, collector.IsSimulated, Stability()));
    }

    private string? NameOf(int station) => station < 0 ? null : configuration.Stations[station].Name;

    private ReferenceResult Describe(long epoch, int comparisons, long now) => new(now, collector.IsSimulated)
    {
        EpochUnixNanoseconds = collector.MiddleOf(epoch),
        Reference = NameOf(monitor.Reference),
        Stations = [.. configuration.Stations.Select((station, index) => new MonitoredStation(
            station.Name, station.Clock, MonitorWords.Of(monitor.Standing(index))))],
        Comparisons = comparisons,
        Switches = monitor.SwitchCount,
        Alarms = alarmCount,
        Glitches = monitor.GlitchCount,
        OffsetsUsed = collector.Used,
        OffsetsRepeated = collector.Repeated,
        OffsetsOutOfTime = collector.OutOfTime,
        OffsetsRejected = collector.Rejected,
        LastRejection = collector.LastRejection,
    };

    private ReferenceAlarmResult Describe(MonitorAlarm alarm, long now)
    {
        bool isJump = alarm.Kind == FaultKind.PhaseJump;
        string[] names = [.. configuration.Stations.Select(station => station.Name)];
        double scale = isJump ? 1e12 : 1;
        return new ReferenceAlarmResult(now, collector.IsSimulated)
        {
            Kind = MonitorWords.Of(alarm.Kind),
            Owner = MonitorWords.Of(alarm.Owner),
            Stations = MonitorWords.Suspects(alarm, names),
            OnsetUnixNanoseconds =
                collector.MiddleOf(origin!.Value + (long)Math.Round(alarm.OnsetSeconds / configuration.EpochSeconds)),
            SizePicoseconds = isJump ? alarm.Size * scale : null,
            SizeFractionalFrequency = isJump ? null : alarm.Size,
            SizeStandardError = alarm.SizeError * scale,
            Against = alarm.Against,
            Witnesses = alarm.Witnesses,
            Reference = NameOf(monitor.Reference),
            Text = MonitorWords.Describe(alarm, names),
        };
    }

    private ClockDeviations[] Stability() => [.. stability.Curve().Select(point => new ClockDeviations(
        point.TauSeconds,
        [.. configuration.Stations.Select((station, index) => new ClockDeviation(
            station.Name,
            point.Clocks?[index].Deviation,
            Math.Sqrt(typical[index].AllanVariance(point.TauSeconds) / 2)))]))];
}
