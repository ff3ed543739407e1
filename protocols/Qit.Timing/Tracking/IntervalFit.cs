// The estimate of an interval, worked on while its tags come in: the sieve keeps what can matter, and an interval of many
// coincidences is fitted in parts of equal length as they fill. Their offsets, each with its standard error, give the
// line of the interval by weighted least squares. Maximum likelihood is efficient in every part that holds enough
// coincidences, so the combined offset loses nothing, and only the last part is left to do at the end.
using Qit.Timing.Estimation;

namespace Qit.Timing.Tracking;

/// <summary>Where a peak is expected.</summary>
/// <param name="Line">The expected offset.</param>
/// <param name="ReachPicoseconds">How far the peak may be from it, width included.</param>
/// <param name="WidthPicoseconds">Rms width of the peak, ticks included.</param>
/// <param name="CoincidencesPerSecond">Expected rate; 0 when it is not known.</param>
/// <param name="FloorPerSecond">Expected accidentals a second and picosecond; 0 when they are not known.</param>
internal readonly record struct ExpectedPeak(OffsetLine Line, double ReachPicoseconds, double WidthPicoseconds,
    double CoincidencesPerSecond, double FloorPerSecond);

/// <summary>Collects one interval, or several in one, and fits it.</summary>
internal sealed class IntervalFit
{
    private const double PairsPerPart = 3000; // a few milliseconds to fit
    private const double FewestCoincidencesPerPart = 300; // fewer are not fitted at the limit
    private const int MostParts = 64;
    private readonly OffsetEstimator estimator = new();
    private readonly PairSieve sieve = new();
    private readonly List<OffsetEstimate> parts = [];
    private ExpectedPeak expected;
    private long intervalPicoseconds;
    private long partCount;
    private long partsDone;
    private bool isWhole; // parts have failed: fit all at once

    /// <summary>Start of what is collected, on A's timeline.</summary>
    public long From { get; private set; }

    /// <summary>How far a peak may be from the line to be found.</summary>
    public double ReachPicoseconds => expected.ReachPicoseconds;

    /// <summary>Tags of A collected from.</summary>
    public long SeenA => sieve.SeenA;

    /// <summary>Starts anew.</summary>
    /// <param name="peak">Where the peak is expected.</param>
    /// <param name="from">Start on A's timeline.</param>
    /// <param name="intervalPicoseconds">Length of an interval.</param>
    public void Begin(ExpectedPeak peak, long from, long intervalPicoseconds)
    {
        expected = peak;
        // What the estimator may look at: its first window, and the window around a peak at the edge of the reach.
        double window = Math.Max(2.5 * peak.ReachPicoseconds, peak.ReachPicoseconds + (18 * peak.WidthPicoseconds));
        sieve.Begin(peak.Line, window, from);
        From = from;
        this.intervalPicoseconds = intervalPicoseconds;
        double seconds = intervalPicoseconds * 1e-12;
        double coincidences = peak.CoincidencesPerSecond * seconds;
        double pairs = coincidences + (peak.FloorPerSecond * seconds * 5 * peak.ReachPicoseconds);
        double count = Math.Min(pairs / PairsPerPart, coincidences / FewestCoincidencesPerPart);
        partCount = (long)Math.Clamp(count, 1, MostParts);
        partsDone = 0;
        isWhole = partCount == 1;
        parts.Clear();
    }

    /// <summary>Works on what has come.</summary>
    public void Take(TagBuffer a, TagBuffer b, long end, bool isLast)
    {
        sieve.Take(a, b, end, isLast);
        while (!isWhole && partsDone < partCount && PartEnd(partsDone) <= sieve.DoneTo) FitPart();
    }

    /// <summary>The estimate up to an end, valid in the middle; null when no peak can be fitted.</summary>
    /// <param name="end">End on A's timeline, exclusive.</param>
    /// <param name="holdSlope">True keeps the line's slope, when little is there.</param>
    public OffsetEstimate? Finish(long end, bool holdSlope)
    {
        while (!isWhole && partsDone < partCount) FitPart();
        if (!isWhole) return Combine(end);
        return estimator.EstimateSpan(
            sieve.A, sieve.B, expected.Line, expected.ReachPicoseconds, From, end - 1, holdSlope);
    }

    private long PartEnd(long part) => From + (long)((Int128)intervalPicoseconds * (part + 1) / partCount);

    private void FitPart()
    {
        long from = partsDone == 0 ? From : PartEnd(partsDone - 1);
        OffsetEstimate? part = estimator.EstimateSpan(
            sieve.A, sieve.B, expected.Line, expected.ReachPicoseconds, from, PartEnd(partsDone) - 1, holdSlope: true);
        const double Plain = 10; // sigma
        if (part is null || part.SignificanceSigma < Plain || !double.IsFinite(part.OffsetStandardErrorPicoseconds))
            isWhole = true;
        else
            parts.Add(part);
        partsDone++;
    }

    /// <summary>Weighted straight line through the parts' offsets relative to the expected line.</summary>
    private OffsetEstimate Combine(long end)
    {
        long middle = From + ((end - 1 - From) / 2);
        OffsetLine line = expected.Line.MovedTo(middle);
        double w = 0, wt = 0, wtt = 0, wr = 0, wrt = 0, width = 0, widthWeight = 0;
        foreach (OffsetEstimate part in parts)
        {
            double weight = 1 / (part.OffsetStandardErrorPicoseconds * part.OffsetStandardErrorPicoseconds);
            double t = (part.ValidityTimePicoseconds - middle) * 1e-12;
            double r = (part.OffsetFemtoseconds / 1000) - line.OffsetPicoseconds
                + ((part.OffsetFemtoseconds % 1000) / 1000.0) - (line.Skew * t * 1e12);
            w += weight;
            wt += weight * t;
            wtt += weight * t * t;
            wr += weight * r;
            wrt += weight * r * t;
            width += part.PeakWidthPicosecondsRms * part.Coincidences;
            widthWeight += part.Coincidences;
        }

        double determinant = (w * wtt) - (wt * wt);
        double slope = ((w * wrt) - (wt * wr)) / determinant; // ps/s
        double offset = ((wtt * wr) - (wt * wrt)) / determinant;
        return parts[^1] with
        {
            ValidityTimePicoseconds = middle,
            OffsetFemtoseconds = checked((line.OffsetPicoseconds * 1000) + (long)Math.Round(offset * 1000)),
            OffsetStandardErrorPicoseconds = Math.Sqrt(wtt / determinant),
            FrequencyOffset = line.Skew + (slope * 1e-12),
            FrequencyOffsetStandardError = Math.Sqrt(w / determinant) * 1e-12,
            PeakWidthPicosecondsRms = width / widthWeight,
            PeakWidthStandardErrorPicoseconds = RootSum(part => part.PeakWidthStandardErrorPicoseconds) / parts.Count,
            Coincidences = parts.Sum(part => part.Coincidences),
            CoincidencesStandardError = RootSum(part => part.CoincidencesStandardError),
            Accidentals = parts.Sum(part => part.Accidentals),
            SignificanceSigma = RootSum(part => part.SignificanceSigma),
            FromPicoseconds = From,
            ToPicoseconds = end - 1,
        };
    }

    private double RootSum(Func<OffsetEstimate, double> value) =>
        Math.Sqrt(parts.Sum(part => value(part) * value(part)));
}
