namespace Qit.Randomness.DeviceDependent;

/// <summary>Mean, variance and edge counts of converted samples, in steps of the converter (LSB).</summary>
/// <param name="Count">Number of samples, at least 2.</param>
/// <param name="Mean">Mean, counted from the middle of the range.</param>
/// <param name="Variance">Mean squared distance from the mean (divided by the count).</param>
public sealed record SampleStatistics(long Count, double Mean, double Variance)
{
    /// <summary>Reads samples.</summary>
    /// <param name="codes">Codes 0 to 2^bits - 1; 2^(bits-1) is zero volts.</param>
    /// <param name="bits">Bits of the converter, 1 to 16.</param>
    /// <exception cref="ArgumentException">Fewer than two samples, or a code outside the converter's range.</exception>
    public static SampleStatistics From(ReadOnlySpan<ushort> codes, int bits)
    {
        if (codes.Length < 2)
            throw new ArgumentException($"{codes.Length} samples have no variance; at least 2 are needed.", nameof(codes));
        int middle = 1 << (bits - 1);
        long sum = 0;
        ulong squares = 0; // at most 2^30 a sample
        foreach (ushort code in codes)
        {
            if (code >> bits != 0)
                throw new ArgumentException($"Code {code} does not fit {bits} bits.", nameof(codes));
            int value = code - middle;
            sum += value;
            squares += (ulong)(value * (long)value);
        }
        double mean = sum / (double)codes.Length;
        // Both terms are exact to 2^-53; the mean is at most 2^15, so nothing that matters cancels.
        return new SampleStatistics(codes.Length, mean, Math.Max(0, (squares / (double)codes.Length) - (mean * mean)));
    }

    /// <summary>Autocorrelation of the samples at a lag, -1 to 1; 0 when they do not vary.</summary>
    /// <param name="codes">The samples these statistics are of.</param>
    /// <param name="bits">Bits of the converter.</param>
    /// <param name="lag">1 up to the count less 1.</param>
    public double Autocorrelation(ReadOnlySpan<ushort> codes, int bits, int lag)
    {
        double centre = Mean + (1 << (bits - 1));
        double sum = 0;
        for (int i = lag; i < codes.Length; i++) sum += (codes[i] - centre) * (codes[i - lag] - centre);
        return Variance == 0 ? 0 : sum / Count / Variance;
    }
}
