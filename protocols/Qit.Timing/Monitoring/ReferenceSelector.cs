namespace Qit.Timing.Monitoring;

/// <summary>Where a station stands.</summary>
public enum StationStanding
{
    /// <summary>Compared with nobody of late.</summary>
    Absent,

    /// <summary>Came not long ago.</summary>
    Learning,

    /// <summary>May be the reference.</summary>
    Trusted,

    /// <summary>Had an alarm; held off.</summary>
    Distrusted,
}

/// <summary>
/// Which station is the reference: the first in order of preference that is trusted. A reference that loses trust or leaves
/// is left at once; a preferred station that is trusted again is gone back to only after the dwell time. Trust comes back
/// after a hold-off without alarm, and after a change of frequency only when that was undone, so that neither a clock at the
/// edge nor one that is steadily wrong makes the reference flutter.
/// </summary>
internal sealed class ReferenceSelector
{
    private const double RepairSigmas = 3;

    private readonly int[] preference;
    private readonly MonitorOptions options;
    private readonly Station[] stations;
    private readonly Queue<ReferenceSwitch> switches = new();
    private double lastSwitch = double.NegativeInfinity;
    private double time = double.NegativeInfinity;
    private long tick;

    public ReferenceSelector(int[] preference, MonitorOptions options)
    {
        this.preference = preference;
        this.options = options;
        stations = [.. preference.Select(_ => new Station())];
        Reference = preference[0];
    }

    /// <summary>The station; -1 while none is trusted.</summary>
    public int Reference { get; private set; }

    public int SwitchCount { get; private set; }

    public bool TryTakeSwitch(out ReferenceSwitch change) => switches.TryDequeue(out change);

    public StationStanding Standing(int station)
    {
        Station one = stations[station];
        if (one.LastTick < 0 || tick - one.LastTick > options.AbsentEpochs) return StationStanding.Absent;
        bool isRepaired = Math.Abs(one.Departure)
            <= options.FrequencyTolerance + (RepairSigmas * Math.Sqrt(one.DepartureVariance));
        if (time < one.DistrustedUntil || !isRepaired) return StationStanding.Distrusted;
        return tick - one.SinceTick < options.LearningEpochs ? StationStanding.Learning : StationStanding.Trusted;
    }

    /// <summary>Notes the stations that were compared.</summary>
    public void NotePresent(uint present, long now)
    {
        for (int station = 0; station < stations.Length; station++)
        {
            if ((present >> station & 1) == 0) continue;
            Station one = stations[station];
            long away = one.LastTick < 0 ? 0 : now - one.LastTick;
            if (one.LastTick < 0 || away > options.AbsentEpochs) one.SinceTick = now;
            // Away so long, it may be another clock altogether: it begins anew.
            if (away * options.EpochSeconds > options.HoldOffSeconds) Acknowledge(station);
            one.LastTick = now;
        }
    }

    public void Distrust(MonitorAlarm alarm)
    {
        Station one = stations[alarm.Station];
        one.DistrustedUntil = alarm.DetectedSeconds + options.HoldOffSeconds;
        if (alarm.Kind != FaultKind.Frequency) return;
        one.Departure += alarm.Size;
        one.DepartureVariance += alarm.SizeError * alarm.SizeError;
    }

    public void Acknowledge(int station) => stations[station].Departure = stations[station].DepartureVariance = 0;

    public void Choose(double now, long nowTick)
    {
        time = now;
        tick = nowTick;
        // Until the first has learned there is nobody to change to; and when nobody is heard it is our own fault.
        StationStanding[] standings = [.. Enumerable.Range(0, stations.Length).Select(Standing)];
        if (Array.TrueForAll(standings, one => one is StationStanding.Absent or StationStanding.Learning)) return;
        int best = Array.FindIndex(preference, station => standings[station] == StationStanding.Trusted);
        if (best >= 0) best = preference[best];
        bool mustLeave = Reference < 0 || standings[Reference] != StationStanding.Trusted;
        if (best == Reference || (!mustLeave && now - lastSwitch < options.DwellSeconds)) return;
        switches.Enqueue(new ReferenceSwitch(now, Reference, best));
        Reference = best;
        lastSwitch = now;
        SwitchCount++;
    }

    private sealed class Station
    {
        public long SinceTick { get; set; }

        public long LastTick { get; set; } = -1;

        public double DistrustedUntil { get; set; } = double.NegativeInfinity;

        public double Departure { get; set; }

        public double DepartureVariance { get; set; }
    }
}
