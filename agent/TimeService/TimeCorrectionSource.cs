using System.Diagnostics.CodeAnalysis;
using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Timing.Tracking;

namespace Qit.Agent.TimeService;

/// <summary>
/// Keeps the newest offset, and says what the time correction is at the moment of the question: a
/// <see cref="TimeCorrection"/> with everything that belongs to it, or a <see cref="TimeRefusal"/>. Safe for several threads.
/// </summary>
public sealed class TimeCorrectionSource
{
    private const double PicosecondsPerSecond = 1e12;
    private const int IntervalsOfMaximumAge = 10;
    private const double LeastMaximumAgeSeconds = 10;

    // An offset is due each interval; one that is half an interval late, and the latency, means that photons are missing.
    private const double OverdueIntervals = 1.5;

    private readonly Lock gate = new();
    private readonly TimeServiceConfiguration configuration;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly double speed;
    private readonly double intervalSeconds;
    private readonly double maximumAgeSeconds;
    private readonly ClockNoise noise;
    private readonly StationTimeline timeline;
    private readonly Dictionary<string, uint> boots = [];
    private Newest? newest;
    private long lastTrackedPicoseconds;
    private bool isWaiting;
    private (string Code, string Reason) missing;
    private SecurityAssessment security = SecurityAssessment.NotAssessed;

    /// <param name="timing">The pipeline that the offsets come from.</param>
    /// <param name="configuration">Limits.</param>
    /// <param name="speed">Seconds of the stations in a second of the gateway; not 1 in a simulated world only.</param>
    /// <param name="time">The gateway's clock.</param>
    public TimeCorrectionSource(
        TimingConfiguration timing, TimeServiceConfiguration configuration, double speed, TimeProvider time)
    {
        this.configuration = configuration;
        this.speed = speed;
        this.time = time;
        started = time.GetTimestamp();
        intervalSeconds = timing.IntervalSeconds / speed;
        maximumAgeSeconds = configuration.MaximumAgeSeconds
            ?? Math.Max(LeastMaximumAgeSeconds, IntervalsOfMaximumAge * intervalSeconds);
        NamedClock.TryGetPair(timing.Clock, out noise);
        timeline = new StationTimeline(
            (long)(timing.IntervalSeconds * PicosecondsPerSecond), configuration.LatencySeconds, speed);
        missing = timing.Enabled
            ? (TimeRefusals.NoOffset, "no offset has been measured yet")
            : (TimeRefusals.NoOffset, "timing.enabled is false: this gateway measures no offset");
    }

    private sealed record Newest(OffsetResult Result, OffsetExtrapolation Extrapolation, double ArrivalSeconds);

    /// <summary>Takes note of a result.</summary>
    public void Handle(AgentResult result)
    {
        lock (gate)
        {
            switch (result)
            {
                case OffsetResult offset:
                    Take(offset);
                    break;
                case TimingStateResult { State: "acquiring" } state:
                    Forget(TimeRefusals.NoOffset, $"no offset yet: {state.Reason}");
                    break;
                case TimingStateResult { State: "lost" } state:
                    Forget(TimeRefusals.Lost, state.Reason);
                    break;
                case TimingStateResult { State: "waiting" }:
                    isWaiting = true;
                    break;
                case StationResult { BootId: not 0 } station:
                    // Protocols have stations of their own, whose boots mean nothing here.
                    bool isOurs = newest?.Result is OffsetResult of
                        && (station.Station == of.StationA || station.Station == of.StationB);
                    if (isOurs && boots.TryGetValue(station.Station, out uint before) && before != station.BootId)
                        Forget(TimeRefusals.NoOffset, $"no offset since {station.Station} booted");
                    boots[station.Station] = station.BootId;
                    break;
            }
        }
    }

    /// <summary>Takes the verdict over the photons' path; it stands until the next one.</summary>
    public void Assess(SecurityAssessment assessment)
    {
        lock (gate)
            security = assessment;
    }

    /// <summary>The correction now.</summary>
    /// <param name="limitPicoseconds">Largest standard uncertainty that the asker can use, ps; the configured one holds
    /// besides.</param>
    /// <param name="correction">The correction; null when there is none.</param>
    /// <param name="refusal">Why there is none; else null.</param>
    public bool TryCorrect(
        double limitPicoseconds, [NotNullWhen(true)] out TimeCorrection? correction,
        [NotNullWhen(false)] out TimeRefusal? refusal)
    {
        lock (gate)
        {
            double limit = Math.Min(limitPicoseconds, configuration.MaximumUncertaintyPicoseconds);
            long now = time.UnixNanoseconds();
            correction = null;
            refusal = null;
            if (FindFault() is (string code, string reason))
            {
                refusal = new TimeRefusal(now, code, reason, security);
                return false;
            }
            TimeCorrection candidate = Extrapolate(newest!, limit, now);
            if (!(candidate.Offset.UncertaintyPicoseconds <= limit))
            {
                refusal = new TimeRefusal(now, TimeRefusals.Uncertain,
                    FormattableString.Invariant(
                        $"the standard uncertainty is {candidate.Offset.UncertaintyPicoseconds:G4} ps, the limit {limit:G4} ps"),
                    security);
                return false;
            }
            correction = candidate;
            return true;
        }
    }

    private double NowSeconds() => time.GetElapsedTime(started).TotalSeconds;

    private void Take(OffsetResult offset)
    {
        double arrival = NowSeconds();
        timeline.Add(arrival, offset.FilteredStationTimePicoseconds, offset.State == OffsetResult.Tracking);
        if (newest is null || offset.State == OffsetResult.Tracking)
            lastTrackedPicoseconds = offset.FilteredStationTimePicoseconds;
        isWaiting &= offset.State != OffsetResult.Tracking;
        double ageUncertainty = timeline.ReadingAt(arrival).Uncertainty;
        newest = new Newest(offset, new OffsetExtrapolation(offset, noise, ageUncertainty), arrival);
    }

    private void Forget(string code, string reason)
    {
        newest = null;
        timeline.Clear();
        missing = (code, reason);
    }

    private (string Code, string Reason)? FindFault()
    {
        if (newest is null)
            return missing;
        if (security.Status == SecurityStatus.Failed)
            return (TimeRefusals.Security, security.Reason);
        if (!newest.Extrapolation.IsFinite)
            return (TimeRefusals.NotFinite, "the newest offset or one of its errors is not a finite number");
        double had = NowSeconds() - newest.ArrivalSeconds;
        if (had > maximumAgeSeconds)
        {
            return (TimeRefusals.Stale, FormattableString.Invariant(
                $"the newest offset came {had:0.0} s ago, the limit is {maximumAgeSeconds:G4} s"));
        }
        return timeline.IsSettled
            ? null
            : (TimeRefusals.Settling, "offsets that had piled up are still being worked off, so their age is unknown");
    }

    private TimeCorrection Extrapolate(Newest at, double limit, long now)
    {
        double nowSeconds = NowSeconds();
        double reading = timeline.ReadingAt(nowSeconds).Seconds;
        // Never before the time the result is for: the mapping may say so when a result comes sooner than any before.
        double since = Math.Max(0, reading - (at.Result.FilteredStationTimePicoseconds / PicosecondsPerSecond));
        double most = since + ((maximumAgeSeconds - (nowSeconds - at.ArrivalSeconds)) * speed);
        double overdue = (OverdueIntervals * intervalSeconds) + configuration.LatencySeconds;
        bool isTracking = at.Result.State == OffsetResult.Tracking && !isWaiting
            && nowSeconds - at.ArrivalSeconds <= overdue;
        double untracked = reading - (lastTrackedPicoseconds / PicosecondsPerSecond);
        return new TimeCorrection
        {
            TimeUnixNanoseconds = now,
            IsSimulated = at.Result.IsSimulated,
            StationA = at.Result.StationA,
            StationB = at.Result.StationB,
            State = isTracking ? TimeState.Tracking : TimeState.Holdover,
            Security = security,
            Offset = at.Extrapolation.At(since),
            UncertaintyLimitPicoseconds = limit,
            ValidForSeconds = Math.Max(0, at.Extrapolation.SecondsUntil(limit, most) - since) / speed,
            AgeSeconds = since / speed,
            HoldoverSeconds = isTracking ? 0 : Math.Max(0, untracked) / speed,
            StationTimePicoseconds = (long)(reading * PicosecondsPerSecond),
        };
    }
}
