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
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qit.Timing.Acquisition;

/// <summary>Spectra of A that B is correlated with at many skews. Immutable after construction; threads may share it.
/// </summary>
internal sealed class SkewRing
{
    private readonly SingleFft transform;
    private readonly Segment[] segments;
    private readonly double bin;
    private readonly long reference;
    private readonly long first;
    private readonly long last;

    /// <summary>Counts A's tags and transforms them.</summary>
    /// <param name="tagsA">Tags of the span.</param>
    /// <param name="span">Start and end of the span.</param>
    /// <param name="stage">Layout.</param>
    /// <param name="offsets">Lowest and highest offset searched.</param>
    public SkewRing(ReadOnlySpan<long> tagsA, (long From, long To) span, SearchStage stage, (long Low, long High) offsets)
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
            var segment = new Segment(stage.Bins, from + offsets.Low, to + offsets.High);
            Count(PeakAcquisition.Between(tagsA, from, to), segment.Real, 0);
            transform.Forward(segment.Real, segment.Imaginary);
            Scale(segment.Real, 1f / stage.Bins);
            Scale(segment.Imaginary, 1f / stage.Bins);
            segments[index] = segment;
            from = to + 1;
        }

        first = span.From;
        last = span.To;
    }

    /// <summary>Middle of the span on A's timeline: offsets are valid there.</summary>
    public long Reference => reference;

    /// <summary>Start and end of the span.</summary>
    public (long From, long To) Span => (first, last);

    /// <summary>Writes the correlations at two skews.</summary>
    /// <param name="tagsB">All tags of B.</param>
    /// <param name="skewOne">Skew of the correlation in <paramref name="buffers"/>' real part.</param>
    /// <param name="skewTwo">Skew of the correlation in the imaginary part, if any.</param>
    /// <param name="buffers">Working memory and result.</param>
    public void Correlate(ReadOnlySpan<long> tagsB, double skewOne, double? skewTwo, RingBuffers buffers)
    {
        bool several = segments.Length > 1;
        if (several) buffers.ClearSum();
        foreach (Segment segment in segments)
        {
            Array.Clear(buffers.Real);
            Array.Clear(buffers.Imaginary);
            ReadOnlySpan<long> part = PeakAcquisition.Between(tagsB, segment.FirstB, segment.LastB);
            Count(part, buffers.Real, skewOne);
            if (skewTwo is double second) Count(part, buffers.Imaginary, second);
            transform.Forward(buffers.Real, buffers.Imaginary);
            if (several) MultiplyAdd(segment, buffers);
            else Multiply(segment, buffers);
        }

        if (several) buffers.TakeSum();
        transform.Inverse(buffers.Real, buffers.Imaginary);
    }

    private void Count(ReadOnlySpan<long> tags, float[] counts, double skew)
    {
        if (tags.IsEmpty) return;
        int mask = counts.Length - 1;
        double scale = 1 / ((1 + skew) * bin);
        // A whole number of rings more keeps the position positive, so that cutting off is rounding down.
        double earliest = Math.Min(0, (tags[0] - reference) * scale);
        double shift = counts.Length * (Math.Ceiling(-earliest / counts.Length) + 1);
        foreach (long tag in tags) counts[(int)(long)(((tag - reference) * scale) + shift) & mask]++;
    }

    private static void Scale(float[] values, float factor)
    {
        for (int index = 0; index < values.Length; index++) values[index] *= factor;
    }

    private static void Multiply(Segment segment, RingBuffers buffers)
    {
        ref float re = ref MemoryMarshal.GetArrayDataReference(buffers.Real);
        ref float im = ref MemoryMarshal.GetArrayDataReference(buffers.Imaginary);
        ref float re0 = ref MemoryMarshal.GetArrayDataReference(segment.Real);
        ref float im0 = ref MemoryMarshal.GetArrayDataReference(segment.Imaginary);
        for (nuint at = 0; at < (nuint)buffers.Real.Length; at += 8)
            Lane.Load(ref re, ref im, at).TimesConjugate(Lane.Load(ref re0, ref im0, at)).Store(ref re, ref im, at);
    }

    private static void MultiplyAdd(Segment segment, RingBuffers buffers)
    {
        ref float re = ref MemoryMarshal.GetArrayDataReference(buffers.Real);
        ref float im = ref MemoryMarshal.GetArrayDataReference(buffers.Imaginary);
        ref float re0 = ref MemoryMarshal.GetArrayDataReference(segment.Real);
        ref float im0 = ref MemoryMarshal.GetArrayDataReference(segment.Imaginary);
        ref float sumRe = ref MemoryMarshal.GetArrayDataReference(buffers.SumReal);
        ref float sumIm = ref MemoryMarshal.GetArrayDataReference(buffers.SumImaginary);
        for (nuint at = 0; at < (nuint)buffers.Real.Length; at += 8)
        {
            Lane product = Lane.Load(ref re, ref im, at).TimesConjugate(Lane.Load(ref re0, ref im0, at));
            (Lane.Load(ref sumRe, ref sumIm, at) + product).Store(ref sumRe, ref sumIm, at);
        }
    }

    /// <summary>Spectrum of a segment of A, and the tags of B that may be partners.</summary>
    private sealed class Segment(int bins, long firstB, long lastB)
    {
        public float[] Real { get; } = new float[bins];

        public float[] Imaginary { get; } = new float[bins];

        public long FirstB { get; } = firstB;

        public long LastB { get; } = lastB;
    }
}

/// <summary>Working memory of one thread's correlations.</summary>
internal sealed class RingBuffers
{
    /// <summary>Buffers for a ring.</summary>
    /// <param name="bins">Bins of the ring.</param>
    /// <param name="segments">Segments of A; more than one needs twice the memory.</param>
    public RingBuffers(int bins, int segments)
    {
        Real = new float[bins];
        Imaginary = new float[bins];
        SumReal = segments > 1 ? new float[bins] : [];
        SumImaginary = segments > 1 ? new float[bins] : [];
    }

    /// <summary>Counts of B at one skew; then the correlation.</summary>
    public float[] Real { get; private set; }

    /// <summary>Counts of B at another skew; then the correlation.</summary>
    public float[] Imaginary { get; private set; }

    /// <summary>Sum of cross-spectra.</summary>
    public float[] SumReal { get; private set; }

    /// <summary>Sum of cross-spectra.</summary>
    public float[] SumImaginary { get; private set; }

    /// <summary>Starts a new sum.</summary>
    public void ClearSum()
    {
        Array.Clear(SumReal);
        Array.Clear(SumImaginary);
    }

    /// <summary>Puts the sum in place of the counts.</summary>
    public void TakeSum()
    {
        (Real, SumReal) = (SumReal, Real);
        (Imaginary, SumImaginary) = (SumImaginary, Imaginary);
    }
}
