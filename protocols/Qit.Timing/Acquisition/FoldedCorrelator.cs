// Cross-correlation of two tag streams folded on a period: all times are taken modulo the period, counted in bins, and
// the circular correlation of the two count arrays holds, at lag j, the number of pairs whose difference tB - tA is
// j bins modulo the period. Folding keeps every pair, so the noise depends on the number of bins alone, not on the
// width of the search; what it costs is that the answer is known modulo the period only.
namespace Qit.Timing.Acquisition;

/// <summary>Folded cross-correlation of tags by one forward and one inverse transform.</summary>
public sealed class FoldedCorrelator
{
    private readonly ComplexFft transform;
    private readonly double[] real;
    private readonly double[] imaginary;

    /// <summary>Prepares buffers for this many bins.</summary>
    /// <param name="bins">A power of two.</param>
    public FoldedCorrelator(int bins)
    {
        transform = new ComplexFft(bins);
        real = new double[bins];
        imaginary = new double[bins];
    }

    /// <summary>Bins in a period.</summary>
    public int Bins => transform.Length;

    /// <summary>Writes to counts[j] the number of pairs with floor(tB/w) - floor(tA/w) = j modulo the number of bins,
    /// times counted from the origin. A peak narrower than a bin falls into two neighbouring lags.</summary>
    /// <param name="tagsA">Picoseconds.</param>
    /// <param name="tagsB">Picoseconds.</param>
    /// <param name="originPicoseconds">Start of a period.</param>
    /// <param name="binPicoseconds">Width w of a bin, at least 1.</param>
    /// <param name="counts">As many elements as bins.</param>
    public void Correlate(
        ReadOnlySpan<long> tagsA,
        ReadOnlySpan<long> tagsB,
        long originPicoseconds,
        long binPicoseconds,
        Span<float> counts)
    {
        if (counts.Length != Bins) throw new ArgumentException($"needs {Bins} elements", nameof(counts));
        Array.Clear(real);
        Array.Clear(imaginary);
        Fold(tagsA, originPicoseconds, binPicoseconds, real);
        Fold(tagsB, originPicoseconds, binPicoseconds, imaginary);
        transform.ForwardScrambled(real, imaginary);
        MultiplySpectra();
        transform.InverseScrambled(real, imaginary);
        for (int lag = 0; lag < counts.Length; lag++) counts[lag] = (float)Math.Round(real[lag]);
    }

    private static void Fold(ReadOnlySpan<long> tags, long origin, long bin, double[] into)
    {
        long mask = into.Length - 1;
        double inverse = 1.0 / bin;
        foreach (long tag in tags)
        {
            long elapsed = tag - origin;
            // Multiplication first, then one correction: an exact floor without a 64-bit division per tag.
            long index = (long)(elapsed * inverse);
            long rest = elapsed - (index * bin);
            if (rest < 0) index--;
            else if (rest >= bin) index++;
            into[index & mask]++;
        }
    }

    /// <summary>Both count arrays are real and were transformed as one: a + ib. Untangles the two spectra A and B and
    /// leaves conj(A) B / N, all in bit-reversed order.</summary>
    private void MultiplySpectra()
    {
        double scale = 0.25 / Bins;
        for (int k = 0; k < Bins; k++)
        {
            int mirror = ComplexFft.MirrorPlace(k);
            if (mirror < k) continue;
            double sumReal = this.real[k] + this.real[mirror]; // 2 Re A
            double differenceImaginary = this.imaginary[k] - this.imaginary[mirror]; // 2 Im A
            double sumImaginary = this.imaginary[k] + this.imaginary[mirror]; // 2 Re B
            double differenceReal = this.real[mirror] - this.real[k]; // 2 Im B
            double real = scale * ((sumReal * sumImaginary) + (differenceImaginary * differenceReal));
            double imaginary = scale * ((sumReal * differenceReal) - (differenceImaginary * sumImaginary));
            this.real[k] = real;
            this.imaginary[k] = imaginary;
            this.real[mirror] = real;
            this.imaginary[mirror] = -imaginary;
        }
    }
}
