// The live path: blocks of tags in, one estimate an interval out. It has no clock: time is A's tags. Work is done when
// estimates are asked for, as far as both stations' tags reach, so a station that lags only delays it.
//
//   Acquiring --peak found--> Tracking --missing for long, or prediction too vague--> Lost --peak found--> Tracking
//
// In Tracking each interval is fitted around the filter's prediction; an interval without tags on one side is a gap and
// is passed over, one with tags but without a peak is a miss. Lost searches like Acquiring, over the newest data.
using System.Diagnostics.CodeAnalysis;
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

    private readonly OffsetTrackerParameters _parameters;
    private readonly TagBuffer _a;
    private readonly TagBuffer _b;
    private readonly ClockFilter _filter;
    private readonly OffsetEstimator _estimator = new();
    private readonly PeakAcquisition _acquisition;
    private double _peakWidth;
    private long _nextInterval; // start, on A's timeline; valid while tracking
    private long _emittedTo = long.MinValue;
    private long _searchFrom = long.MinValue;
    private long _missed;

    /// <summary>A tracker with nothing known.</summary>
    public OffsetTracker(OffsetTrackerParameters parameters)
    {
        _parameters = parameters;
        _a = new TagBuffer(parameters.BufferPicoseconds, parameters.BufferedTags);
        _b = new TagBuffer(parameters.BufferPicoseconds, parameters.BufferedTags);
        _filter = new ClockFilter(parameters.PhaseNoise, parameters.FrequencyNoise);
        _acquisition = new PeakAcquisition(parameters.Search);
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
    public long OutOfOrderTags => _a.OutOfOrder + _b.OutOfOrder;

    /// <summary>Tags dropped to keep within the buffer limits.</summary>
    public long OverrunTags => _a.Overrun + _b.Overrun;

    /// <summary>Tags kept now, both stations.</summary>
    public int BufferedTags => _a.Tags.Length + _b.Tags.Length;

    /// <summary>Takes tags of A, ascending picoseconds on A's timeline. Gaps by dropped tags are allowed.</summary>
    public void HandleTagsA(ReadOnlySpan<long> tags) => Handle(_a, tags);

    /// <summary>Takes tags of B, ascending picoseconds on B's timeline.</summary>
    public void HandleTagsB(ReadOnlySpan<long> tags) => Handle(_b, tags);

    /// <summary>Works as far as the tags reach. Returns true with the next interval's estimate; false when more tags
    /// are needed. The frequency offset in it is the filtered one, all else is the interval's own.</summary>
    public bool TryTakeEstimate([NotNullWhen(true)] out OffsetEstimate? estimate)
    {
        estimate = null;
        while (!_a.IsEmpty && !_b.IsEmpty)
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
            _emittedTo = long.MinValue;
            _searchFrom = long.MinValue;
            Lose();
        }

        buffer.Append(tags);
    }

    private void Lose()
    {
        if (State != TrackerState.Tracking) return;
        State = TrackerState.Lost;
        Losses++;
        _missed = 0;
        _searchFrom = long.MinValue;
    }

    /// <summary>Searches the newest data. False when more tags are needed.</summary>
    private bool TryAcquire()
    {
        long centre = _parameters.Search.CentreOffsetPicoseconds;
        long end = Math.Min(_a.Last, _b.Last - centre);
        long start = Math.Max(_a.First, _b.First - centre);
        long due = Math.Max(start + _parameters.AcquisitionPicoseconds, _searchFrom);
        if (end < due) return false;
        // Next time on data of its own: a search in vain must cost less than the time its data took.
        _searchFrom = end + _parameters.AcquisitionPicoseconds;
        long limit = (long)(_parameters.Search.MaximumOffsetSeconds * 1e12);
        // B may be late by the searched offset: that much more of A keeps the common part as long as wanted.
        long from = end - _parameters.AcquisitionPicoseconds - limit;
        ReadOnlySpan<long> a = PeakAcquisition.Between(_a.Tags, from, end);
        ReadOnlySpan<long> b = PeakAcquisition.Between(_b.Tags, from + centre - limit, end + centre + limit);
        Acquisitions++;
        AcquisitionResult found = _acquisition.Search(a, b);
        if (!found.Found) return Refuse(found.Reason);
        var line = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        OffsetEstimate? estimate = _estimator.Estimate(a, b, line, found.CellPicoseconds, found.SpanPicoseconds);
        if (estimate is null || !double.IsFinite(estimate.FrequencyOffsetStandardError))
            return Refuse("the peak found cannot be fitted");
        LastRefusal = "";
        _filter.Start(
            estimate.ValidityTimePicoseconds,
            estimate.OffsetFemtoseconds,
            estimate.OffsetStandardErrorPicoseconds,
            estimate.FrequencyOffset,
            estimate.FrequencyOffsetStandardError);
        _peakWidth = estimate.PeakWidthPicosecondsRms;
        long interval = _parameters.IntervalPicoseconds;
        _nextInterval = Math.Max(CeilingTo(estimate.FromPicoseconds, interval), _emittedTo);
        _missed = 0;
        State = TrackerState.Tracking;
        return true;
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
        long interval = _parameters.IntervalPicoseconds;
        long offset = _filter.OffsetPicoseconds;
        long firstCommon = Math.Max(_a.First, _b.First - offset);
        if (firstCommon >= _nextInterval + interval) _nextInterval = firstCommon / interval * interval;
        long end = _nextInterval + interval;
        if (_a.Last < end || _b.Last < end + offset + (long)_parameters.ReachPicoseconds)
        {
            // One side silent until the other's buffer is full: what follows is not common data any more.
            long full = _parameters.BufferPicoseconds - interval;
            if (_a.Last - _a.First > full || _b.Last - _b.First > full) Lose();
            waiting = State == TrackerState.Tracking;
            return false;
        }

        _filter.PredictTo(_nextInterval + (interval / 2));
        ReadOnlySpan<long> a = PeakAcquisition.Between(_a.Tags, _nextInterval, end - 1);
        ReadOnlySpan<long> b = PeakAcquisition.Between(_b.Tags, _nextInterval + offset, end - 1 + offset);
        bool gap = a.IsEmpty || b.IsEmpty;
        if (!gap)
        {
            double reach = Reach();
            if (reach > _parameters.ReachPicoseconds)
            {
                Lose();
                return false;
            }

            estimate = Fit(a, reach, _nextInterval, end - 1);
            Judge(ref estimate);
        }

        _nextInterval = end;
        _emittedTo = end;
        _a.DropBefore(end);
        _b.DropBefore(end + _filter.OffsetPicoseconds - (2 * (long)_parameters.ReachPicoseconds));
        return estimate is not null;
    }

    private double Reach()
    {
        const double Sigmas = 6;
        double halfInterval = _parameters.IntervalPicoseconds * 0.5;
        return (4 * _peakWidth) + (Sigmas * (_filter.OffsetError + (halfInterval * _filter.FrequencyError)));
    }

    private OffsetEstimate? Fit(ReadOnlySpan<long> a, double reach, long from, long to)
    {
        const double SearchBeyondWidths = 15;
        var line = new OffsetLine(_filter.TimePicoseconds, _filter.OffsetPicoseconds, _filter.Frequency);
        if (reach <= SearchBeyondWidths * _peakWidth)
            return _estimator.EstimateSpan(a, _b.Tags, line, reach, from, to);

        // The prediction is vague against the peak: look for the peak around it first.
        double skew = Math.Abs(_filter.Frequency) + (6 * _filter.FrequencyError);
        double drift = skew * _parameters.IntervalPicoseconds;
        var search = new PeakAcquisition(_parameters.Search with
        {
            CentreOffsetPicoseconds = line.OffsetPicoseconds,
            MaximumOffsetSeconds = Math.Min((reach + drift) * 1e-12, 10),
            MaximumSkewPpm = Math.Min(skew * 1e6, 500),
        });
        AcquisitionResult found = search.Search(a, _b.Tags);
        if (!found.Found) return null;
        var foundLine = new OffsetLine(found.ReferenceTimePicoseconds, found.OffsetPicoseconds, found.Skew);
        return _estimator.EstimateSpan(a, _b.Tags, foundLine, found.CellPicoseconds, from, to);
    }

    /// <summary>Takes an interval's estimate into the filter, or drops it and counts a miss.</summary>
    private void Judge(ref OffsetEstimate? estimate)
    {
        if (estimate is null || estimate.SignificanceSigma < _parameters.FewestSigma
            || !double.IsFinite(estimate.OffsetStandardErrorPicoseconds))
        {
            estimate = null;
            _missed += _parameters.IntervalPicoseconds;
            if (_missed >= _parameters.LostAfterPicoseconds) Lose();
            return;
        }

        _missed = 0;
        _filter.MeasureOffset(estimate.OffsetFemtoseconds, estimate.OffsetStandardErrorPicoseconds);
        if (double.IsFinite(estimate.FrequencyOffsetStandardError))
        {
            // The slope within the interval also carries the white frequency noise of the interval (1.2 q1 / T).
            double seconds = _parameters.IntervalPicoseconds * 1e-12;
            double noise = 1.2 * _parameters.PhaseNoise / seconds * 1e-24;
            double error = Math.Sqrt((estimate.FrequencyOffsetStandardError * estimate.FrequencyOffsetStandardError)
                + noise);
            _filter.MeasureFrequency(estimate.FrequencyOffset, error);
        }

        const double Weight = 0.2;
        _peakWidth += Weight * (estimate.PeakWidthPicosecondsRms - _peakWidth);
        estimate = estimate with
        {
            FrequencyOffset = _filter.Frequency,
            FrequencyOffsetStandardError = _filter.FrequencyError,
        };
    }

    private static long CeilingTo(long time, long step)
    {
        long floor = time / step * step;
        if (time < 0 && floor != time) floor -= step;
        return floor == time ? floor : floor + step;
    }
}
