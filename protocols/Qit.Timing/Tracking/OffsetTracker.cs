// The live path: blocks of tags in, one estimate an interval out. It has no clock: time is A's tags. Work is done when
// estimates are asked for, as far as both stations' tags reach, so a station that lags only delays it.
//
//   Acquiring --peak found--> Tracking --missing for long, or prediction too vague--> Lost --peak found--> Tracking
//
// In Tracking each interval is fitted around the filter's prediction; an interval without tags on one side is a gap and
// is passed over, one with tags but without a peak is a miss. Lost searches like Acquiring, over the newest data.
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>What a tracker is doing.</summary>
public enum TrackerState
{
    /// <summary>No peak found yet.</summary>
    Acquiring,

    /// <summary>The peak is followed.</summary>
    Tracking,

    /// <summary>The peak was followed, went missing, and is searched again.</summary>
    Lost,
}

/// <summary>Follows the offset tB - tA of two stations. Not thread-safe. Memory: 8 to 16 bytes a kept tag and station,
/// and up to 60 bytes times the transform length while acquiring.</summary>
public sealed class OffsetTracker
{
    /// <summary>A tag this much before its predecessor means that the station's timeline started anew.</summary>
    private const long RestartPicoseconds = 1_000_000_000_000;

    private readonly OffsetTrackerParameters parameters;
    private readonly TagBuffer a;
    private readonly TagBuffer b;
    private readonly ClockFilter filter;
    private readonly OffsetEstimator estimator = new();
    private readonly PeakAcquisition acquisition;
    private double peakWidth;
    private long nextInterval; // start, on A's timeline; valid while tracking
    private long emittedTo = long.MinValue;
    private long searchFrom = long.MinValue;
    private long missed;

    /// <summary>A tracker with nothing known.</summary>
    public OffsetTracker(OffsetTrackerParameters parameters)
    {
        this.parameters = parameters;
        a = new TagBuffer(parameters.BufferPicoseconds, parameters.BufferedTags);
        b = new TagBuffer(parameters.BufferPicoseconds, parameters.BufferedTags);
        filter = new ClockFilter(parameters.PhaseNoise, parameters.FrequencyNoise);
        acquisition = new PeakAcquisition(parameters.Search);
    }

    /// <summary>What it is doing.</summary>
    public TrackerState State { get; private set; }

    /// <summary>Acquisitions tried so far.</summary>
    public long Acquisitions { get; private set; }

    /// <summary>How often the peak was lost.</summary>
    public long Losses { get; private set; }

    /// <summary>Why the last acquisition gave no peak; empty after one that did.</summary>
    public string LastRefusal { get; private set; } = "";

    /// <summary>Tags left out because they came before an earlier one of the same station.</summary>
    public long OutOfOrderTags => a.OutOfOrder + b.OutOfOrder;

    /// <summary>Tags dropped to keep within the buffer limits.</summary>
    public long OverrunTags => a.Overrun + b.Overrun;

    /// <summary>Tags kept now, both stations.</summary>
    public int BufferedTags => a.Tags.Length + b.Tags.Length;

    /// <summary>Takes tags of A, ascending picoseconds on A's timeline. Gaps by dropped tags are allowed.</summary>
    public void HandleTagsA(ReadOnlySpan<long> tags) => Handle(a, tags);

    /// <summary>Takes tags of B, ascending picoseconds on B's timeline.</summary>
    public void HandleTagsB(ReadOnlySpan<long> tags) => Handle(b, tags);

    /// <summary>Works as far as the tags reach. Returns true with the next interval's estimate; false when more tags
    /// are needed. The frequency offset in it is the filtered one, all else is the interval's own.</summary>
    public bool TryTakeEstimate([NotNullWhen(true)] out OffsetEstimate? estimate)
    {
        estimate = null;
        while (!a.IsEmpty && !b.IsEmpty)
        {
            if (State == TrackerState.Tracking)
            {
                if (!TryTrack(out bool waiting, out estimate) && waiting) return false;
                if (estimate is not null) return true;
            }
            else if (!TryAcquire())
            {
                return false;
            }
        }

        return false;
    }

    private void Handle(TagBuffer buffer, ReadOnlySpan<long> tags)
    {
        if (tags.IsEmpty) return;
        if (!buffer.IsEmpty && tags[0] < buffer.Last - RestartPicoseconds)
        {
            buffer.Clear();
            emittedTo = long.MinValue;
            searchFrom = long.MinValue;
            Lose();
        }

        buffer.Append(tags);
    }

    private void Lose()
    {
        if (State != TrackerState.Tracking) return;
        State = TrackerState.Lost;
        Losses++;
        missed = 0;
        searchFrom = long.MinValue;
    }

    /// <summary>Searches the newest data. False when more tags are needed.</summary>
    private bool TryAcquire()
    {
        long centre = parameters.Search.CentreOffsetPicoseconds;
        long end = Math.Min(this.a.Last, this.b.Last - centre);
        long start = Math.Max(this.a.First, this.b.First - centre);
        long due = Math.Max(start + parameters.AcquisitionPicoseconds, searchFrom);
        if (end < due) return false;
        // Next time on data of its own: a search in vain must cost less than the time its data took.
        searchFrom = end + parameters.AcquisitionPicoseconds;
        long limit = (long)(parameters.Search.MaximumOffsetSeconds * 1e12);
        // B may be late by the searched offset: that much more of A keeps the common part as long as wanted.
        long from = end - parameters.AcquisitionPicoseconds - limit;
        ReadOnlySpan<long> a = PeakAcquisition.Between(this.a.Tags, from, end);
        ReadOnlySpan<long> b = PeakAcquisition.Between(this.b.Tags, from + centre - limit, end + centre + limit);
        Acquisitions++;
        AcquisitionResult found = acquisition.Search(a, b);
        if (!found.Found) return Refuse(Explain(found));
        var line = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        OffsetEstimate? estimate = estimator.Estimate(a, b, line, found.CellPicoseconds, found.SpanPicoseconds);
        if (estimate is null || !double.IsFinite(estimate.FrequencyOffsetStandardError))
            return Refuse("the peak found cannot be fitted");
        LastRefusal = "";
        filter.Start(
            estimate.ValidityTimePicoseconds,
            estimate.OffsetFemtoseconds,
            estimate.OffsetStandardErrorPicoseconds,
            estimate.FrequencyOffset,
            estimate.FrequencyOffsetStandardError);
        peakWidth = estimate.PeakWidthPicosecondsRms;
        long interval = parameters.IntervalPicoseconds;
        nextInterval = Math.Max(CeilingTo(estimate.FromPicoseconds, interval), emittedTo);
        missed = 0;
        State = TrackerState.Tracking;
        return true;
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

    /// <summary>Handles one interval. False with waiting set when its tags are not complete yet; false without it when
    /// the interval gave no estimate; true with the estimate.</summary>
    private bool TryTrack(out bool waiting, out OffsetEstimate? estimate)
    {
        estimate = null;
        waiting = false;
        long interval = parameters.IntervalPicoseconds;
        long offset = filter.OffsetPicoseconds;
        long firstCommon = Math.Max(this.a.First, this.b.First - offset);
        if (firstCommon >= nextInterval + interval) nextInterval = firstCommon / interval * interval;
        long end = nextInterval + interval;
        if (this.a.Last < end || this.b.Last < end + offset + (long)parameters.ReachPicoseconds)
        {
            // One side silent until the other's buffer is full: what follows is not common data any more.
            long full = parameters.BufferPicoseconds - interval;
            if (this.a.Last - this.a.First > full || this.b.Last - this.b.First > full) Lose();
            waiting = State == TrackerState.Tracking;
            return false;
        }

        filter.PredictTo(nextInterval + (interval / 2));
        ReadOnlySpan<long> a = PeakAcquisition.Between(this.a.Tags, nextInterval, end - 1);
        ReadOnlySpan<long> b = PeakAcquisition.Between(this.b.Tags, nextInterval + offset, end - 1 + offset);
        bool gap = a.IsEmpty || b.IsEmpty;
        if (!gap)
        {
            double reach = Reach();
            if (reach > parameters.ReachPicoseconds)
            {
                Lose();
                return false;
            }

            estimate = Fit(a, reach, nextInterval, end - 1);
            Judge(ref estimate);
        }

        nextInterval = end;
        emittedTo = end;
        this.a.DropBefore(end);
        this.b.DropBefore(end + filter.OffsetPicoseconds - (2 * (long)parameters.ReachPicoseconds));
        return estimate is not null;
    }

    private double Reach()
    {
        const double Sigmas = 6;
        double halfInterval = parameters.IntervalPicoseconds * 0.5;
        return (4 * peakWidth) + (Sigmas * (filter.OffsetError + (halfInterval * filter.FrequencyError)));
    }

    private OffsetEstimate? Fit(ReadOnlySpan<long> a, double reach, long from, long to)
    {
        const double SearchBeyondWidths = 15;
        var line = new OffsetLine(filter.TimePicoseconds, filter.OffsetPicoseconds, filter.Frequency);
        if (reach <= SearchBeyondWidths * peakWidth)
            return estimator.EstimateSpan(a, b.Tags, line, reach, from, to);

        // The prediction is vague against the peak: look for the peak around it first.
        double skew = Math.Abs(filter.Frequency) + (6 * filter.FrequencyError);
        double drift = skew * parameters.IntervalPicoseconds;
        var search = new PeakAcquisition(parameters.Search with
        {
            CentreOffsetPicoseconds = line.OffsetPicoseconds,
            MaximumOffsetSeconds = Math.Min((reach + drift) * 1e-12, 10),
            MaximumSkewPpm = Math.Min(skew * 1e6, 500),
        });
        AcquisitionResult found = search.Search(a, b.Tags);
        if (!found.Found) return null;
        var foundLine = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        return estimator.EstimateSpan(a, b.Tags, foundLine, found.CellPicoseconds, from, to);
    }

    /// <summary>Takes an interval's estimate into the filter, or drops it and counts a miss.</summary>
    private void Judge(ref OffsetEstimate? estimate)
    {
        if (estimate is null || estimate.SignificanceSigma < parameters.FewestSigma
            || !double.IsFinite(estimate.OffsetStandardErrorPicoseconds))
        {
            estimate = null;
            missed += parameters.IntervalPicoseconds;
            if (missed >= parameters.LostAfterPicoseconds) Lose();
            return;
        }

        missed = 0;
        filter.MeasureOffset(estimate.OffsetFemtoseconds, estimate.OffsetStandardErrorPicoseconds);
        if (double.IsFinite(estimate.FrequencyOffsetStandardError))
        {
            // The slope within the interval also carries the white frequency noise of the interval (1.2 q1 / T).
            double seconds = parameters.IntervalPicoseconds * 1e-12;
            double noise = 1.2 * parameters.PhaseNoise / seconds * 1e-24;
            double error = Math.Sqrt((estimate.FrequencyOffsetStandardError * estimate.FrequencyOffsetStandardError)
                + noise);
            filter.MeasureFrequency(estimate.FrequencyOffset, error);
        }

        const double Weight = 0.2;
        peakWidth += Weight * (estimate.PeakWidthPicosecondsRms - peakWidth);
        estimate = estimate with
        {
            FrequencyOffset = filter.Frequency,
            FrequencyOffsetStandardError = filter.FrequencyError,
        };
    }

    private static long CeilingTo(long time, long step)
    {
        long floor = time / step * step;
        if (time < 0 && floor != time) floor -= step;
        return floor == time ? floor : floor + step;
    }
}
