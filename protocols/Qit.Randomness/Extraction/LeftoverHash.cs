namespace Qit.Randomness.Extraction;

/// <summary>
/// The leftover hash lemma against quantum side information for two-universal families (Tomamichel, Schaffner, Smith,
/// Renner, IEEE Trans. Inf. Theory 57, 5524, 2011): the output of length m is within 1/2 sqrt(2^(m - k)) of
/// uniform, seed included, where k is the min-entropy of the input.
/// </summary>
public static class LeftoverHash
{
    /// <summary>
    /// Longest output with error at most eps: m = floor(k - 2 log2(1/eps) + 2), or 0 when that is not positive.
    /// </summary>
    /// <param name="minEntropyBits">k, (smooth) min-entropy of the input in bits, at least 0.</param>
    /// <param name="extractionError">eps, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static long OutputBits(double minEntropyBits, double extractionError)
    {
        if (!(minEntropyBits >= 0 && minEntropyBits <= 1e15))
            throw new ArgumentOutOfRangeException(nameof(minEntropyBits), minEntropyBits,
                "A min-entropy lies between 0 and 1e15 bits.");
        if (!(extractionError > 0 && extractionError < 1))
            throw new ArgumentOutOfRangeException(nameof(extractionError), extractionError,
                "An error lies between 0 and 1, both excluded.");
        return Math.Max(0, (long)Math.Floor(minEntropyBits + (2 * Math.Log2(extractionError)) + 2));
    }
}
