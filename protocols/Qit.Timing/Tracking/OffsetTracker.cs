// The live path: blocks of tags in, one line an interval out. It has no clock: time is A's timeline, as far as tags of either
// station or the caller's word (AdvanceTo) say it has gone. Work is done when results are asked for; pairs are sieved and
// fitted as they come.
//
//   Acquiring --peak--> Tracking <--estimate in agreement, or a step confirmed-- Holdover --too uncertain--> Lost
//                          \--weak, suspect or no tags-->                        Holdover <--estimate------ Lost
//
// In Holdover and Lost the prediction goes on, and the peak is looked for around it, then wider, then everywhere. What is
// found elsewhere, and an estimate that does not fit, is a hypothesis until the next interval confirms it.
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>Follows the offset tB - tA of two stations. Not thread-safe. Memory: 8 to 16 bytes a kept tag and station,
/// and up to 60 bytes times the transform length while searching.</summary>
public sealed class OffsetTracker
{
    /// <summary>A tag this much before its predecessor means that the station's timeline started anew.</summary>
    private const long RestartPicoseconds = 1_000_000_000_000;

    private const int IntervalsUntilSignalLost = 3;
    private const int MostDoublings = 3;
    private readonly OffsetTrackerParameters parameters;
    private readonly TagBuffer a;
    private readonly TagBuffer b;
    private readonly PeakSearch search;
    private readonly OffsetEstimator estimator = new();
    private readonly List<TrackerEvent> events = [];
    private readonly Explanations explanations;
    private Hypothesis? followed;
    private long nextInterval; // start, on A's timeline
    private long emittedTo = long.MinValue;
    private long goodTo; // end of the last interval with an estimate
    private long searchFrom = long.MinValue;
    private long searchedTo = long.MinValue;
    private int searchesInVain;
    private long advancedTo = long.MinValue;
    private long lag;
    private bool isSignalLostTold;
    private bool isCompleted;

    /// <summary>A tracker with nothing known.</summary>
    public OffsetTracker(OffsetTrackerParameters parameters)
    {
        this.parameters = parameters;
        a = new TagBuffer(parameters.BufferPicoseconds, parameters.BufferedTags);
        b = new TagBuffer(parameters.BufferPicoseconds, parameters.BufferedTags);
        search = new PeakSearch(parameters.Search);
        explanations = new Explanations(parameters);
        lag = parameters.LagPicoseconds;
    }

    /// <summary>What it is doing.</summary>
    public TrackerState State { get; private set; }

    /// <summary>Searches tried so far.</summary>
    public long Acquisitions => search.Count;

    /// <summary>How often the prediction grew too uncertain.</summary>
    public long Losses { get; private set; }

    /// <summary>Why the last search with no prior gave no peak; empty after one that did.</summary>
    public string LastRefusal { get; private set; } = "";

    /// <summary>Tags left out because they came before an earlier one of the same station.</summary>
    public long OutOfOrderTags => a.OutOfOrder + b.OutOfOrder;

    /// <summary>Tags dropped to keep within the buffer limits.</summary>
    public long OverrunTags => a.Overrun + b.Overrun;

    /// <summary>Tags kept now, both stations.</summary>
    public int BufferedTags => a.Tags.Length + b.Tags.Length;

    /// <summary>Last known offset tB - tA, whole picoseconds; 0 before a peak is found.</summary>
    public long OffsetPicoseconds => followed?.Filter.OffsetPicoseconds ?? 0;

    /// <summary>How far A's timeline has gone as tags of either station say; null before both have sent any.</summary>
    public long? ReachedPicoseconds =>
        a.HasBegun && b.HasBegun ? Math.Max(a.Last, b.Last - OffsetPicoseconds) : null;

    /// <summary>Takes tags of A, ascending picoseconds on A's timeline. Gaps by dropped tags are allowed.</summary>
    public void HandleTagsA(ReadOnlySpan<long> tags) => Handle(a, tags, 0, b, OffsetPicoseconds);

    /// <summary>Takes tags of B, ascending picoseconds on B's timeline.</summary>
    public void HandleTagsB(ReadOnlySpan<long> tags) => Handle(b, tags, OffsetPicoseconds, a, 0);

    /// <summary>Says that A's timeline has gone so far, whether or not tags came: predictions go on without them.</summary>
    public void AdvanceTo(long timePicoseconds) => advancedTo = Math.Max(advancedTo, timePicoseconds);

    /// <summary>Says that no more tags will come: what is there is searched and fitted.</summary>
    public void Complete() => isCompleted = true;

    /// <summary>Works as far as the tags reach. Returns true with what is known about the next interval; false when more
    /// tags are needed.</summary>
    public bool TryTake([NotNullWhen(true)] out TrackedOffset? result)
    {
        result = null;
        while (a.HasBegun && b.HasBegun)
        {
            if (followed is not null) return TryInterval(followed, out result);
            if (!TryAcquire()) return false;
        }

        return false;
    }

    private void Handle(TagBuffer buffer, ReadOnlySpan<long> tags, long offset, TagBuffer other, long otherOffset)
    {
        if (tags.IsEmpty) return;
        if (buffer.HasBegun && tags[0] < buffer.Last - RestartPicoseconds) Restart(buffer);
        buffer.Append(tags);
        if (followed is null || !other.HasBegun) return;
        // Late against the other station, or the other's timeline jumped ahead.
        long late = other.Last - otherOffset - (tags[0] - offset);
        if (tags[0] - offset >= nextInterval || late <= lag) return;
        lag = late + parameters.IntervalPicoseconds;
        if (lag > parameters.BufferPicoseconds) Restart(other);
    }

    private void Restart(TagBuffer buffer)
    {
        buffer.Clear();
        emittedTo = searchFrom = searchedTo = advancedTo = long.MinValue;
        lag = parameters.LagPicoseconds;
        if (followed is null) return;
        events.Add(new TrackerEvent(TrackerEventKind.Restarted, nextInterval));
        Losses++;
        followed = null;
        explanations.Clear();
        State = TrackerState.Acquiring;
    }

    /// <summary>Searches the newest data with no prior. False when more tags are needed.</summary>
    private bool TryAcquire()
    {
        if (this.a.IsEmpty || this.b.IsEmpty) return false;
        long centre = parameters.Search.CentreOffsetPicoseconds;
        long end = Math.Min(this.a.Last, this.b.Last - centre);
        long start = Math.Max(this.a.First, this.b.First - centre);
        long due = Math.Max(start + parameters.AcquisitionPicoseconds, searchFrom);
        bool isLastChance = isCompleted && end > start && end > searchedTo;
        if (end < due && !isLastChance) return false;
        searchedTo = end;
        // Next time on data of its own: a search in vain must cost less than the time its data took.
        searchFrom = end + parameters.AcquisitionPicoseconds;
        long limit = (long)(parameters.Search.MaximumOffsetSeconds * 1e12);
        // B may be late by the searched offset: that much more of A keeps the common part as long as wanted.
        ReadOnlySpan<long> a = PeakAcquisition.Between(
            this.a.Tags, end - parameters.AcquisitionPicoseconds - limit, end);
        ReadOnlySpan<long> b = PeakAcquisition.Between(
            this.b.Tags, end - parameters.AcquisitionPicoseconds - (2 * limit) + centre, end + centre + limit);
        AcquisitionResult found = search.Everywhere(a, b);
        if (!found.Found) return Refuse(Explain(found));
        OffsetEstimate? estimate = FitFound(a, b, found);
        if (estimate is null || !double.IsFinite(estimate.FrequencyOffsetStandardError))
            return Refuse("the peak found cannot be fitted");
        LastRefusal = "";
        long interval = parameters.IntervalPicoseconds;
        nextInterval = Math.Max(CeilingTo(estimate.FromPicoseconds, interval), emittedTo);
        if (isCompleted && nextInterval + interval > estimate.ToPicoseconds && emittedTo == long.MinValue)
            nextInterval = CeilingTo(estimate.FromPicoseconds + 1, interval) - interval;
        followed = explanations.FromSearch(estimate, nextInterval);
        followed.Collect(nextInterval, keep: false);
        goodTo = nextInterval;
        State = TrackerState.Tracking;
        events.Add(new TrackerEvent(TrackerEventKind.Acquired, nextInterval));
        return true;
    }

    private OffsetEstimate? FitFound(ReadOnlySpan<long> a, ReadOnlySpan<long> b, AcquisitionResult found)
    {
        var line = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        return estimator.Estimate(a, b, line, found.CellPicoseconds, found.SpanPicoseconds);
    }

    private static string Explain(AcquisitionResult nothing)
    {
        double seconds = (nothing.SpanPicoseconds.To - nothing.SpanPicoseconds.From) / 1e12;
        return double.IsFinite(nothing.ExcludedCoincidences) && seconds > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{nothing.Reason}; {nothing.ExcludedCoincidences / seconds:0} coincidences a second would have been found")
            : nothing.Reason;
    }

    private bool Refuse(string reason)
    {
        LastRefusal = reason;
        return false;
    }

    private bool TryInterval(Hypothesis main, [NotNullWhen(true)] out TrackedOffset? result)
    {
        result = null;
        if (State == TrackerState.Lost) SkipEmpty(main);
        long end = nextInterval + parameters.IntervalPicoseconds;
        main.Take(a, b, end, isLast: false);
        explanations.Take(a, b, end, isLast: false);
        bool isComplete = a.Last >= end && b.Last >= Math.Max(main.NeededOfB(end), explanations.NeededOfB(end));
        if (!isComplete && isCompleted)
        {
            // The last interval is cut short; it counts when little is missing, or when it is the only one.
            long last = Math.Min(a.Last, b.Last - main.Filter.OffsetPicoseconds);
            long little = parameters.IntervalPicoseconds / 10;
            if (last < end - little && (emittedTo != long.MinValue || last < nextInterval)) return false;
        }
        else if (!isComplete)
        {
            // One side is silent, or both are: when it is not just late, what has come is all there is.
            long now = Math.Max(Math.Max(a.Last, b.Last - main.Filter.OffsetPicoseconds), advancedTo);
            if (now < end + lag) return false;
        }

        main.Take(a, b, end, isLast: true);
        explanations.Take(a, b, end, isLast: true);
        result = Conclude(main, end);
        nextInterval = emittedTo = end;
        long keepFrom = end - (2 * parameters.AcquisitionPicoseconds);
        a.DropBefore(keepFrom);
        b.DropBefore(keepFrom + followed!.Filter.OffsetPicoseconds);
        events.Clear();
        return true;
    }

    /// <summary>Without a prediction of use there is nothing to say about intervals without tags.</summary>
    private void SkipEmpty(Hypothesis main)
    {
        long first = a.IsEmpty ? a.Last : a.First;
        if (first < nextInterval + parameters.IntervalPicoseconds) return;
        nextInterval = CeilingTo(first + 1, parameters.IntervalPicoseconds) - parameters.IntervalPicoseconds;
        main.Collect(nextInterval, keep: false);
    }

    private TrackedOffset Conclude(Hypothesis main, long end)
    {
        bool wasTracking = State == TrackerState.Tracking;
        double squared = double.NaN;
        Verdict verdict = main.Judge(end);
        if (verdict == Verdict.Good)
        {
            squared = main.Accept();
            if (explanations.Outlier is TrackerEvent outlier) events.Add(outlier);
            explanations.Clear();
        }
        else if (explanations.Confirmed(end, main) is (Hypothesis confirmed, TrackerEvent step))
        {
            squared = confirmed.Accept();
            events.Add(step);
            followed = main = confirmed;
            explanations.Clear();
            verdict = Verdict.Good;
        }
        else
        {
            if (verdict == Verdict.Suspect) explanations.Propose(main, nextInterval, end);
            else if (Search(main, end)) (squared, verdict) = (main.Accept(), Verdict.Good);
            main.Missed++;
        }

        bool isGood = verdict == Verdict.Good;
        if (isGood) HandleSignal(wasTracking, end);
        else HandleMiss(main, end);
        TrackedOffset result = Describe(main, end, isGood ? main.Estimate : null, squared);
        main.Collect(end, keep: !isGood && verdict == Verdict.Weak);
        return result;
    }

    private void HandleSignal(bool wasTracking, long end)
    {
        if (!wasTracking && isSignalLostTold) events.Add(new TrackerEvent(TrackerEventKind.SignalBack, nextInterval));
        isSignalLostTold = false;
        State = TrackerState.Tracking;
        goodTo = end;
        searchFrom = long.MinValue;
        searchesInVain = 0;
        followed!.Missed = 0;
    }

    private void HandleMiss(Hypothesis main, long end)
    {
        if (State == TrackerState.Tracking) State = TrackerState.Holdover;
        if (main.Missed == IntervalsUntilSignalLost)
        {
            events.Add(new TrackerEvent(TrackerEventKind.SignalLost, goodTo));
            isSignalLostTold = true;
        }

        if (State != TrackerState.Holdover || main.At(end).OffsetError <= parameters.HoldoverErrorPicoseconds) return;
        State = TrackerState.Lost;
        Losses++;
    }

    /// <summary>Looks for the peak around the prediction, then wider, then everywhere, in the data since the last
    /// estimate. True when one in agreement with the prediction was found; one elsewhere becomes a hypothesis.</summary>
    private bool Search(Hypothesis main, long end)
    {
        if (explanations.Any) return false; // let the next interval decide first
        long from = Math.Max(goodTo, end - parameters.AcquisitionPicoseconds);
        ReadOnlySpan<long> a = PeakAcquisition.Between(this.a.Tags, from, end - 1);
        ClockFilter predicted = main.At(from + ((end - from) / 2));
        // Whatever the step: where one station is silent there is nothing to find.
        long offset = predicted.OffsetPicoseconds;
        if (a.IsEmpty || PeakAcquisition.Between(this.b.Tags, from + offset, end + offset).IsEmpty) return false;
        bool isDue = end >= searchFrom;
        if (main.IsVague && TryFound(search.Around(predicted, main.Reach(end), a, b.Tags, (from, end - 1)), main, end))
            return true;
        if (explanations.Any || !isDue) return false;
        // The longer in vain, the rarer: what is there is most likely dark, or too dim for a search.
        searchFrom = end + (parameters.AcquisitionPicoseconds << Math.Min(searchesInVain++, MostDoublings));
        const double Wide = 1e7; // 10 us
        double everywhere = parameters.Search.MaximumOffsetSeconds * 1e12;
        foreach (double range in new[] { Math.Min(Wide, everywhere), everywhere })
        {
            if (TryFound(search.Around(predicted, range, a, b.Tags, (from, end - 1)), main, end)) return true;
            if (explanations.Any) return false;
        }

        AcquisitionResult found = search.Everywhere(a, b.Tags);
        LastRefusal = found.Found ? "" : Explain(found);
        return found.Found && TryFound(FitFound(a, b.Tags, found), main, end);
    }

    private bool TryFound(OffsetEstimate? estimate, Hypothesis main, long end)
    {
        Verdict verdict = main.JudgeEstimate(estimate);
        if (verdict == Verdict.Suspect) explanations.ProposeFound(main, estimate!, nextInterval, end);
        return verdict == Verdict.Good;
    }

    private TrackedOffset Describe(Hypothesis main, long end, OffsetEstimate? estimate, double squared)
    {
        long middle = nextInterval + (parameters.IntervalPicoseconds / 2);
        ClockFilter filter = main.Filter;
        if (middle > filter.TimePicoseconds) filter.PredictTo(middle);
        double suspected = explanations.LargestStep;
        return new TrackedOffset
        {
            FromPicoseconds = nextInterval,
            ToPicoseconds = end,
            TimePicoseconds = filter.TimePicoseconds,
            State = State,
            Estimate = estimate,
            OffsetFemtoseconds = filter.OffsetFemtoseconds,
            OffsetStandardErrorPicoseconds =
                Math.Sqrt((filter.OffsetError * filter.OffsetError) + (suspected * suspected)),
            FrequencyOffset = filter.Frequency,
            FrequencyOffsetStandardError = filter.FrequencyError,
            FrequencyDrift = filter.Drift,
            FrequencyDriftStandardError = filter.DriftError,
            Covariance = filter.Covariance,
            NormalizedInnovationSquared = squared,
            Events = [.. events],
        };
    }

    private static long CeilingTo(long time, long step)
    {
        long floor = time / step * step;
        if (time < 0 && floor != time) floor -= step;
        return floor == time ? floor : floor + step;
    }
}
