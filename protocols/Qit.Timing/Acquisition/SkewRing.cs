// Cross-correlation of two tag streams on a ring, for trial skews. All times are taken modulo the ring's period and
// counted in bins; the circular correlation of the counts holds, at lag j, the number of pairs whose difference is j bins
// modulo the period. B's time is first divided by (1 + y), which makes the difference of every pair of skew y constant:
//   tB = tA + x + y (tA - r)   gives   (tB - r)/(1 + y) - (tA - r) = x/(1 + y),
// whatever the offset x is, r being the reference time.
//
// Because A's counts are real, correlation with them is linear over complex numbers: B at one skew as the real part and
// at another as the imaginary part give both correlations by one transform forward and one back, without untangling.
//
// The period must exceed the range of offsets by the length of the piece of A, or pairs far outside the range fold onto
// it and add noise; long data and a narrow range are therefore cut into segments whose cross-spectra are added.
namespace Qit.Timing.Acquisition;

/// <summary>Spectra of A that B is correlated with at many skews. Immutable after construction; threads may share it.
/// </summary>
internal sealed class SkewRing
{
    private readonly SingleFft transform;
    private readonly Segment[] segments;
    private readonly double bin;
    private readonly long reference;

    /// <summary>Counts A's tags and transforms them.</summary>
    /// <param name="tagsA">Tags of the span.</param>
    /// <param name="span">Start and end of the span.</param>
    /// <param name="stage">Layout.</param>
    /// <param name="offsets">Lowest and highest offset searched.</param>
    /// <param name="memory">Lends the arrays.</param>
    public SkewRing(
        ReadOnlySpan<long> tagsA,
        (long From, long To) span,
        SearchStage stage,
        (long Low, long High) offsets,
        RingMemory memory)
    {
        transform = new SingleFft(stage.Bins);
        bin = stage.BinPicoseconds;
        reference = span.From + ((span.To - span.From) / 2);
        segments = new Segment[stage.Segments];
        double length = (double)(span.To - span.From) / stage.Segments;
        long from = span.From;
        for (int index = 0; index < segments.Length; index++)
        {
            long to = index == segments.Length - 1 ? span.To : span.From + (long)((index + 1) * length);
            RingArray spectrum = memory.Take(stage.Bins);
            spectrum.Clear();
            Count(PeakAcquisition.Between(tagsA, from, to), spectrum.Real, 0);
            transform.Forward(spectrum.Real, spectrum.Imaginary);
            spectrum.Scale(1f / stage.Bins);
            segments[index] = new Segment(spectrum, from + offsets.Low, to + offsets.High);
            from = to + 1;
        }
    }

    /// <summary>Middle of the span on A's timeline: offsets are valid there.</summary>
    public long Reference => reference;

    /// <summary>Makes the correlations at one skew, or at two together.</summary>
    /// <param name="tagsB">All tags of B.</param>
    /// <param name="skewOne">Skew of the correlation in the real part.</param>
    /// <param name="skewTwo">Skew of the correlation in the imaginary part, if any.</param>
    /// <param name="work">Where it is done, and the result when there is one segment.</param>
    /// <param name="sum">Where several segments are added up; the result then.</param>
    public RingArray Correlate(
        ReadOnlySpan<long> tagsB, double skewOne, double? skewTwo, RingArray work, RingArray? sum)
    {
        sum?.Clear();
        foreach (Segment segment in segments)
        {
            work.Clear();
            ReadOnlySpan<long> part = PeakAcquisition.Between(tagsB, segment.FirstB, segment.LastB);
            Count(part, work.Real, skewOne);
            if (skewTwo is double second) Count(part, work.Imaginary, second);
            transform.Forward(work.Real, work.Imaginary);
            work.MultiplyByConjugate(segment.Spectrum);
            sum?.Add(work);
        }

        RingArray result = sum ?? work;
        transform.Inverse(result.Real, result.Imaginary);
        return result;
    }

    private void Count(ReadOnlySpan<long> tags, Span<float> counts, double skew)
    {
        if (tags.IsEmpty) return;
        int mask = counts.Length - 1;
        double scale = 1 / ((1 + skew) * bin);
        // A whole number of rings more keeps the position positive, so that cutting off is rounding down.
        double earliest = Math.Min(0, (tags[0] - reference) * scale);
        double shift = counts.Length * (Math.Ceiling(-earliest / counts.Length) + 1);
        foreach (long tag in tags) counts[(int)(long)(((tag - reference) * scale) + shift) & mask]++;
    }

    /// <summary>Spectrum of a segment of A, and from when to when its partners in B may lie.</summary>
    private sealed record Segment(RingArray Spectrum, long FirstB, long LastB);
}
