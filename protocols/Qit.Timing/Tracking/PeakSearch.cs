// What is known of the frequency makes a search cheap and sensitive: B's tags are carried onto A's timeline by the
// prediction, and what is left is a search around zero, with next to no skew.
using Qit.Timing.Acquisition;
using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>Looks for a peak around a prediction, or everywhere.</summary>
internal sealed class PeakSearch(AcquisitionOptions everything)
{
    private readonly PeakAcquisition acquisition = new(everything);
    private readonly OffsetEstimator estimator = new();
    private long[] carried = [];

    /// <summary>Searches tried.</summary>
    public long Count { get; private set; }

    /// <summary>The last search with no prior.</summary>
    public AcquisitionResult? LastEverything { get; private set; }

    /// <summary>Searches all of the configured range.</summary>
    public AcquisitionResult Everywhere(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        Count++;
        return LastEverything = acquisition.Search(a, b);
    }

    /// <summary>Searches around a prediction and fits what is found. Null when there is no peak.</summary>
    /// <param name="predicted">The prediction.</param>
    /// <param name="rangePicoseconds">Farthest offset from it, either sign.</param>
    /// <param name="a">Tags of A in the span, one or more.</param>
    /// <param name="b">Tags of B.</param>
    /// <param name="span">Start and end of the span on A's timeline: the estimate is valid in its middle.</param>
    public OffsetEstimate? Around(ClockFilter predicted, double rangePicoseconds, ReadOnlySpan<long> a,
        ReadOnlySpan<long> b, (long From, long To) span)
    {
        const double Sigmas = 6;
        const double SkewBeyond = 1e-10; // a step may come with a trifle of frequency
        long reference = predicted.TimePicoseconds;
        long offset = predicted.OffsetPicoseconds;
        double skew = predicted.Frequency;
        long far = (long)Math.Min(rangePicoseconds, 1e13);
        var line = new OffsetLine(reference, offset, skew);
        b = PeakAcquisition.Between(b, a[0] + line.At(a[0]) - far, a[^1] + line.At(a[^1]) + far);
        if (b.IsEmpty) return null;
        if (carried.Length < b.Length) carried = new long[b.Length];
        double shrink = skew / (1 + skew);
        for (int index = 0; index < b.Length; index++)
        {
            long since = b[index] - offset - reference;
            carried[index] = reference + since - (long)Math.Round(since * shrink);
        }

        Count++;
        double skewReach = (Sigmas * predicted.FrequencyError) + SkewBeyond;
        AcquisitionResult found = new PeakAcquisition(everything with
        {
            CentreOffsetPicoseconds = 0,
            MaximumOffsetSeconds = Math.Clamp(far * 1e-12, 1e-9, 10),
            MaximumSkewPpm = Math.Min(skewReach * 1e6, everything.MaximumSkewPpm),
        }).Search(a, carried.AsSpan(0, b.Length));
        if (!found.Found) return null;
        double beyond = found.OffsetPicoseconds * (1 + skew);
        var foundLine = new OffsetLine(
            found.ReferenceTimePicoseconds,
            line.At(found.ReferenceTimePicoseconds) + (long)Math.Round(beyond),
            skew + (found.Skew * (1 + skew)));
        OffsetEstimate? free = estimator.EstimateSpan(a, b, foundLine, found.CellPicoseconds, span.From, span.To);
        return free is null ? null : WithKnownFrequency(free, predicted, a, b, span);
    }

    /// <summary>Pairs may fill a small part of the span, as when a step has delayed one side; the slope from them would carry
    /// its error into the middle. Where the predicted frequency agrees and is known better, it is held.</summary>
    private OffsetEstimate? WithKnownFrequency(
        OffsetEstimate free, ClockFilter predicted, ReadOnlySpan<long> a, ReadOnlySpan<long> b, (long From, long To) span)
    {
        const double Sigmas = 5;
        double error = free.FrequencyOffsetStandardError;
        double difference = Math.Abs(free.FrequencyOffset - predicted.Frequency);
        bool agrees = difference < Sigmas * Math.Sqrt((error * error) + (predicted.FrequencyError * predicted.FrequencyError));
        double smear = predicted.FrequencyError * (span.To - span.From);
        if ((double.IsFinite(error) && !agrees) || smear > 0.2 * free.PeakWidthPicosecondsRms) return free;
        // The pairs' own time is not known here: the free line passes through them, so a line of the known slope through
        // its middle is off by up to the difference of the slopes times half the span.
        double half = (span.To - span.From) / 2.0;
        double off = double.IsFinite(error) ? Math.Min(difference, Sigmas * error) * half : 0;
        var line = new OffsetLine(
            free.ValidityTimePicoseconds, (long)Math.Round(free.OffsetFemtoseconds / 1000.0), predicted.Frequency);
        double reach = (4 * free.PeakWidthPicosecondsRms) + off;
        return estimator.EstimateSpan(a, b, line, reach, span.From, span.To, holdSlope: true) ?? free;
    }
}
