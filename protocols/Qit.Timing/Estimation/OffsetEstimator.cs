// From an acquired peak to the estimate: collects the pairs around the line, fits, and repeats until window and peak
// agree; then extends to more data in steps of four, because the slope's error allows only so much extrapolation.
// When the extended line no longer holds the coincidences (clocks that wander, a step), the estimate stays with the
// longest span that a line describes.
namespace Qit.Timing.Estimation;

/// <summary>Options of <see cref="OffsetEstimator"/>.</summary>
public sealed record OffsetEstimatorOptions
{
    /// <summary>Half width in picoseconds of the coincidence window that accidentals are stated for. Null takes three
    /// widths of the peak, ticks included.</summary>
    public double? CoincidenceWindowPicoseconds { get; init; }

    /// <summary>Below this many pairs in the window the slope is held at the acquired one. Default 12.</summary>
    public int FewestPairsForSlope { get; init; } = 12;

    /// <summary>Shapes to fit. Default Best.</summary>
    public PeakFamily Family { get; init; } = PeakFamily.Best;

    /// <summary>What the offset of an asymmetric peak is. Default Prompt.</summary>
    public OffsetDefinition Definition { get; init; } = OffsetDefinition.Prompt;
}

/// <summary>Maximum-likelihood estimate of offset and frequency offset near a known line. Not thread-safe: buffers are
/// reused.</summary>
public sealed class OffsetEstimator(OffsetEstimatorOptions? options = null)
{
    private readonly OffsetEstimatorOptions options = options ?? new OffsetEstimatorOptions();
    private readonly SpanFit fit = new(options ?? new OffsetEstimatorOptions());

    /// <summary>Estimates from the tags of A within a time span, valid in the middle of that span. Null when no peak
    /// can be fitted.</summary>
    /// <param name="tagsA">Ascending, picoseconds.</param>
    /// <param name="tagsB">Ascending, picoseconds.</param>
    /// <param name="line">A line near the peak.</param>
    /// <param name="reachPicoseconds">How far the peak may be from the line, peak width included; above 0.</param>
    /// <param name="fromPicoseconds">Start of the span on A's timeline.</param>
    /// <param name="toPicoseconds">End of the span.</param>
    /// <param name="holdSlope">True keeps the line's slope.</param>
    public OffsetEstimate? EstimateSpan(
        ReadOnlySpan<long> tagsA,
        ReadOnlySpan<long> tagsB,
        OffsetLine line,
        double reachPicoseconds,
        long fromPicoseconds,
        long toPicoseconds,
        bool holdSlope = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reachPicoseconds);
        ReadOnlySpan<long> a = Acquisition.PeakAcquisition.Between(tagsA, fromPicoseconds, toPicoseconds);
        if (a.IsEmpty) return null;
        var shape = new PeakShape(TickLattice.TickPicoseconds(tagsA), TickLattice.TickPicoseconds(tagsB));
        (long from, long to) = Filled(a, tagsB, line, (long)Math.Min(reachPicoseconds, 1e15), fromPicoseconds, toPicoseconds);
        if (to <= from) return null;
        a = Acquisition.PeakAcquisition.Between(a, from, to);
        if (a.IsEmpty) return null;
        var tags = new TagSpan(a, tagsB, from, to);
        if (!fit.TryFit(tags, shape, line.MovedTo(from + ((to - from) / 2)), reachPicoseconds, holdSlope)) return null;
        return Describe(shape, tags).ExtendedTo(fromPicoseconds, toPicoseconds);
    }

    /// <summary>The part of a span that both streams have data in. Light may be there for a moment of a span only; offset and
    /// slope are told apart about the middle of that moment, not about the middle of the span.</summary>
    private static (long From, long To) Filled(
        ReadOnlySpan<long> a, ReadOnlySpan<long> tagsB, OffsetLine line, long reach, long from, long to)
    {
        ReadOnlySpan<long> b = Acquisition.PeakAcquisition.Between(tagsB, from + line.At(from) - reach, to + line.At(to) + reach);
        if (b.IsEmpty) return (0, 0);
        long first = Math.Max(a[0], b[0] - line.At(b[0]) - reach);
        long last = Math.Min(a[^1], b[^1] - line.At(b[^1]) + reach);
        // The events at the ends of a filled span lie a little inside it.
        long ends = (to - from) / 20;
        return (first - from < ends ? from : first, to - last < ends ? to : last);
    }

    /// <summary>Estimates over as much of the data as a straight line describes, starting from a span in which the line
    /// is known. Null when no peak can be fitted.</summary>
    /// <param name="tagsA">Ascending, picoseconds.</param>
    /// <param name="tagsB">Ascending, picoseconds.</param>
    /// <param name="line">A line near the peak within the span.</param>
    /// <param name="reachPicoseconds">How far the peak may be from the line within the span.</param>
    /// <param name="span">Start and end of the span on A's timeline.</param>
    public OffsetEstimate? Estimate(
        ReadOnlySpan<long> tagsA,
        ReadOnlySpan<long> tagsB,
        OffsetLine line,
        double reachPicoseconds,
        (long From, long To) span)
    {
        if (tagsA.IsEmpty || tagsB.IsEmpty) return null;
        OffsetEstimate? best = EstimateSpan(tagsA, tagsB, line, reachPicoseconds, span.From, span.To);
        // Beyond B's first and last tag A has no partners.
        long first = Math.Max(tagsA[0], tagsB[0] - line.At(tagsA[0]));
        long last = Math.Min(tagsA[^1], tagsB[^1] - line.At(tagsA[^1]));
        while (best is not null && (span.From > first || span.To < last))
        {
            long grow = (span.To - span.From) * 3 / 2;
            (long From, long To) wider = (Math.Max(first, span.From - grow), Math.Min(last, span.To + grow));
            if (wider.To - wider.From <= span.To - span.From) break;
            var known = new OffsetLine(
                best.ValidityTimePicoseconds,
                (long)Math.Round(best.OffsetFemtoseconds / 1000.0),
                best.FrequencyOffset);
            double extrapolated = (wider.To - wider.From) * best.FrequencyOffsetStandardError;
            double reach = (4 * best.PeakWidthPicosecondsRms) + (double.IsFinite(extrapolated) ? 4 * extrapolated : 0);
            OffsetEstimate? longer = EstimateSpan(tagsA, tagsB, known, reach, wider.From, wider.To);
            if (longer is null || !Holds(best, longer)) break;
            best = longer;
            span = wider;
        }

        return best;
    }

    /// <summary>True when the longer estimate keeps the rate of coincidences and the width of the peak.</summary>
    private static bool Holds(OffsetEstimate shorter, OffsetEstimate longer)
    {
        double rate = shorter.Coincidences / Math.Max(1, shorter.ToPicoseconds - shorter.FromPicoseconds);
        double longRate = longer.Coincidences / Math.Max(1, longer.ToPicoseconds - longer.FromPicoseconds);
        double margin = 5 * shorter.CoincidencesStandardError / Math.Max(1, shorter.Coincidences);
        double widthMargin = 5 * shorter.PeakWidthStandardErrorPicoseconds;
        return longRate > rate * (0.5 - Math.Min(0.3, margin))
            && longer.PeakWidthPicosecondsRms < (1.5 * shorter.PeakWidthPicosecondsRms) + widthMargin;
    }

    private OffsetEstimate Describe(PeakShape shape, TagSpan tags)
    {
        PeakFit peak = fit.Peak;
        PeakResponse response = peak.Response;
        double width = Math.Sqrt((response.RmsPicoseconds * response.RmsPicoseconds) + shape.TickVariance);
        double window = options.CoincidenceWindowPicoseconds ?? 3 * width;
        (double place, double error) = options.Definition == OffsetDefinition.Mean
            ? peak.Mean() : (peak.OffsetPicoseconds, peak.OffsetError);
        return new OffsetEstimate
        {
            ValidityTimePicoseconds = fit.Line.ReferenceTimePicoseconds,
            OffsetFemtoseconds = checked((fit.Line.OffsetPicoseconds * 1000)
                + (long)Math.Round((fit.OffsetPicoseconds + place) * 1000)),
            OffsetStandardErrorPicoseconds = error,
            FrequencyOffset = fit.Line.Skew + (fit.SlopePicosecondsPerSecond * 1e-12),
            FrequencyOffsetStandardError = fit.IsSlopeFitted ? peak.SlopeError * 1e-12 : double.PositiveInfinity,
            PeakWidthPicosecondsRms = response.RmsPicoseconds,
            PeakWidthStandardErrorPicoseconds = peak.WidthError(),
            Coincidences = peak.Signal,
            CoincidencesStandardError = peak.SignalError,
            Accidentals = 2 * window * peak.Floor,
            CoincidenceWindowPicoseconds = window,
            SignificanceSigma = Math.Sqrt(2 * Math.Max(0, peak.LogLikelihoodGain)),
            Family = peak.Family,
            Response = response,
            FromPicoseconds = tags.From,
            ToPicoseconds = tags.To,
        };
    }
}
