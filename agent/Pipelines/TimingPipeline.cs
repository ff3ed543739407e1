using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Timing;
using Qit.Timing.Estimation;
using Qit.Timing.Tracking;

namespace Qit.Agent.Pipelines;

/// <summary>
/// From two stations' tags to published clock offsets: turns ticks into picoseconds, lets the tracker find and follow the
/// correlation peak, takes the known path delays off.
/// </summary>
internal sealed class TimingPipeline : IDisposable
{
    private const int QueueBlocks = 1024;

    private readonly TimingConfiguration configuration;
    private readonly string[] stations;
    private readonly double pathDelayDifferencePicoseconds;
    private readonly Func<long, long, double>? truthPicoseconds;
    private readonly TimeProvider time;
    private readonly Action<AgentResult> report;
    private readonly OffsetTrackerParameters parameters;
    private readonly TickLength[] ticks = [TickLength.OnePicosecond, TickLength.OnePicosecond];
    private readonly PipelineWorker<TagChunk> worker;
    private readonly ITimer timer;
    private readonly double speed;
    private readonly bool[] isSilent = new bool[2];
    private long lastTagTimestamp;
    private OffsetTracker tracker;
    private TrackerState? stateReported;
    private bool isRefusalReported;
    private bool isSimulated;

    /// <summary>Starts the pipeline's thread.</summary>
    /// <param name="configuration">What to look for.</param>
    /// <param name="stations">Names of A and B.</param>
    /// <param name="pathDelayDifferencePicoseconds">Path delay to B minus path delay to A, ps.</param>
    /// <param name="truthPicoseconds">Mean true offset between two readings of A's clock (ps), where a simulated world knows
    /// it.</param>
    /// <param name="isSimulated">True when it is known already that the devices are simulated.</param>
    /// <param name="time">Wall clock, for time stamps, and to go on with predictions while neither station is heard.</param>
    /// <param name="report">Takes offsets and changes of state.</param>
    /// <param name="speed">Seconds of the stations in a second of the wall clock: not 1 in a simulated world only.</param>
    /// <exception cref="BadInputException">The configuration asks for what the tracker cannot do.</exception>
    public TimingPipeline(
        TimingConfiguration configuration, string[] stations, double pathDelayDifferencePicoseconds,
        Func<long, long, double>? truthPicoseconds, bool isSimulated, TimeProvider time, Action<AgentResult> report,
        double speed = 1)
    {
        this.configuration = configuration;
        this.stations = stations;
        this.pathDelayDifferencePicoseconds = pathDelayDifferencePicoseconds;
        this.truthPicoseconds = truthPicoseconds;
        this.isSimulated = isSimulated;
        this.time = time;
        this.report = report;
        parameters = BuildParameters(configuration);
        tracker = new OffsetTracker(parameters);
        this.speed = speed;
        worker = new PipelineWorker<TagChunk>("timing", QueueBlocks, Handle);
        TimeSpan interval = TimeSpan.FromSeconds(Math.Max(0.01, configuration.IntervalSeconds / speed));
        timer = time.CreateTimer(_ => worker.TryPost(Tick), null, interval, interval);
    }

    /// <summary>A run of one station's tags; or (with a tick length) the news that the station booted; or (without tags) that
    /// it is silent.</summary>
    private sealed record TagChunk(int Station, bool IsSimulated, long[]? Ticks, TickLength? NewTickLength);

    private static readonly TagChunk Tick = new(-1, false, null, null);

    /// <summary>Ends with the pipeline; faulted by a bug.</summary>
    public Task Ended => worker.Ended;

    /// <summary>The station's timeline starts anew, in these ticks.</summary>
    public void PostBoot(int station, TickLength tickLength) =>
        worker.Post(new TagChunk(station, false, [], tickLength));

    /// <summary>The station is no longer heard: what was last said about the peak is old.</summary>
    public void PostSilence(int station) => worker.Post(new TagChunk(station, false, null, null));

    /// <summary>Queues tags; waits while the queue is full.</summary>
    public void Post(int station, bool isSimulatedDevice, long[] tagTicks) =>
        worker.Post(new TagChunk(station, isSimulatedDevice, tagTicks, null));

    public void Dispose()
    {
        timer.Dispose();
        worker.Dispose();
    }

    private static OffsetTrackerParameters BuildParameters(TimingConfiguration configuration)
    {
        try
        {
            NamedClock.TryGetPair(configuration.Clock, out ClockNoise noise);
            return new OffsetTrackerConfiguration
            {
                MaximumOffsetSeconds = configuration.MaxOffsetSeconds,
                MaximumSkewPpm = configuration.MaxSkewPartsPerMillion,
                AcquisitionSeconds = configuration.AcquisitionSeconds,
                IntervalSeconds = configuration.IntervalSeconds,
                // Room for an acquisition and a lagging station.
                MaximumBufferSeconds = 2 * configuration.AcquisitionSeconds + 4 * configuration.IntervalSeconds + 4,
                MaximumCombinedSeconds = Math.Max(60, configuration.IntervalSeconds),
                MaximumHoldoverErrorPicoseconds = configuration.HoldoverErrorPicoseconds,
                Noise = noise,
                PeriodsPicoseconds = configuration.SourcePeriodPicoseconds is double period ? [period] : [],
            }.Build();
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"timing: {fault.Message}", fault);
        }
    }

    private void Handle(TagChunk chunk)
    {
        if (chunk.Station < 0)
        {
            GoOnWithoutTags();
            return;
        }
        if (chunk.NewTickLength is TickLength tickLength)
        {
            ticks[chunk.Station] = tickLength;
            tracker = new OffsetTracker(parameters);
            stateReported = null;
            return;
        }
        if (chunk.Ticks is not long[] tags)
        {
            stateReported = null;
            isSilent[chunk.Station] = true;
            report(new TimingStateResult(
                time.UnixNanoseconds(), isSimulated, "waiting", $"no tags: {stations[chunk.Station]} is not heard"));
            return;
        }
        isSimulated |= chunk.IsSimulated;
        isSilent[chunk.Station] = false;
        lastTagTimestamp = time.GetTimestamp();
        TickLength tick = ticks[chunk.Station];
        for (int i = 0; i < tags.Length; i++)
            tags[i] = tick.ToPicoseconds(tags[i]);
        if (chunk.Station == 0)
            tracker.HandleTagsA(tags);
        else
            tracker.HandleTagsB(tags);
        TakeResults();
    }

    /// <summary>While neither station is heard, no tag says how the time goes: the wall clock does, so that predictions go on
    /// for a clock to be steered by. One station that is heard is enough to tell the time.</summary>
    private void GoOnWithoutTags()
    {
        if (!isSilent[0] || !isSilent[1] || tracker.ReachedPicoseconds is not long reached)
            return;
        double elapsed = time.GetElapsedTime(lastTagTimestamp).TotalSeconds * speed;
        tracker.AdvanceTo(reached + (long)(elapsed * 1e12));
        Publish();
    }

    private void TakeResults()
    {
        Publish();
        ReportState();
    }

    private void Publish()
    {
        while (tracker.TryTake(out TrackedOffset? result))
        {
            if (result.State is TrackerState.Tracking or TrackerState.Holdover)
                Report(result);
        }
    }

    private void Report(TrackedOffset result)
    {
        // In holdover the prediction stands where the estimate would: a clock can be steered by it, and its standard error
        // says how well.
        OffsetEstimate? own = result.Estimate;
        double filtered = result.OffsetFemtoseconds / 1000.0 - pathDelayDifferencePicoseconds;
        report(new OffsetResult(time.UnixNanoseconds(), isSimulated)
        {
            StationA = stations[0],
            StationB = stations[1],
            State = own is null ? OffsetResult.Holdover : OffsetResult.Tracking,
            StationTimePicoseconds = own?.ValidityTimePicoseconds ?? result.TimePicoseconds,
            OffsetPicoseconds = own is null ? filtered : own.OffsetFemtoseconds / 1000.0 - pathDelayDifferencePicoseconds,
            StandardErrorPicoseconds = own?.OffsetStandardErrorPicoseconds ?? result.OffsetStandardErrorPicoseconds,
            PathUncertaintyPicoseconds = configuration.PathDelayUncertaintyPicoseconds,
            FrequencyOffset = result.FrequencyOffset,
            FrequencyOffsetStandardError = result.FrequencyOffsetStandardError,
            Coincidences = own?.Coincidences ?? 0,
            Accidentals = own?.Accidentals ?? 0,
            PeakWidthPicosecondsRms = own?.PeakWidthPicosecondsRms ?? double.NaN,
            FilteredStationTimePicoseconds = result.TimePicoseconds,
            FilteredOffsetPicoseconds = filtered,
            FilteredStandardErrorPicoseconds = result.OffsetStandardErrorPicoseconds,
            FrequencyDrift = result.FrequencyDrift,
            FrequencyDriftStandardError = result.FrequencyDriftStandardError,
            Events = result.Events,
            TruthPicoseconds = truthPicoseconds?.Invoke(
                own?.FromPicoseconds ?? result.FromPicoseconds, own?.ToPicoseconds ?? result.ToPicoseconds),
        });
    }

    /// <summary>Reports a change of state, and the first search in vain in it; those that follow say nothing new.</summary>
    private void ReportState()
    {
        bool isRefused = tracker.State != TrackerState.Tracking && tracker.LastRefusal.Length > 0;
        if (tracker.State == stateReported && isRefused == isRefusalReported)
            return;
        stateReported = tracker.State;
        isRefusalReported = isRefused;
        (string state, string reason) = tracker.State switch
        {
            TrackerState.Acquiring => ("acquiring", "looking for the correlation peak"),
            TrackerState.Tracking => ("tracking", "the correlation peak is found and followed"),
            TrackerState.Holdover => ("holdover", "no trusted peak; offsets are predictions, and the peak is looked for"),
            _ => ("lost", "the correlation peak is gone and the prediction too uncertain; looking for it again"),
        };
        if (isRefused)
            reason += ": " + tracker.LastRefusal;
        report(new TimingStateResult(time.UnixNanoseconds(), isSimulated, state, reason));
    }
}
