namespace Qit.Timing.Counting;

/// <summary>One bin of a normalized correlation.</summary>
/// <param name="DelayPicoseconds">Centre of the bin, ps.</param>
/// <param name="Counts">Pairs of tags in it.</param>
/// <param name="Value">g2 with its Poisson error; 1 for unrelated streams.</param>
public readonly record struct CorrelationBin(double DelayPicoseconds, long Counts, ValueWithError Value);

/// <summary>Normalizes <see cref="CorrelationHistogram"/>.</summary>
public static class SecondOrderCorrelation
{
    /// <summary>
    /// g2(tau) = n(tau) / (R_A R_B T dtau) (Loudon, The Quantum Theory of Light, section 6; counted as by Hanbury Brown and
    /// Twiss), with R = N / T. Streams that overlap for T - |tau| only give that much less, which is allowed for. For an
    /// autocorrelation N_A N_B is N (N - 1). The error is sqrt(n), at least that of one count.
    /// </summary>
    /// <param name="histogram">Finished.</param>
    /// <param name="durationPicoseconds">T, the time in which both channels listened, ps; longer than the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is not longer than the range.</exception>
    public static CorrelationBin[] Normalize(CorrelationHistogram histogram, double durationPicoseconds)
    {
        double range = (histogram.HalfBins + 1.0) * histogram.BinPicoseconds;
        if (!(durationPicoseconds > range))
        {
            throw new ArgumentOutOfRangeException(nameof(durationPicoseconds), durationPicoseconds,
                $"right would be more than the range, {range} ps");
        }
        double partners = histogram.IsAuto ? histogram.TagsB - 1 : histogram.TagsB;
        double density = histogram.TagsA * partners / durationPicoseconds / durationPicoseconds * histogram.BinPicoseconds;
        var bins = new CorrelationBin[histogram.Counts.Length];
        // With an even width the whole picoseconds of a bin are centred half a picosecond below its nominal centre.
        double shift = histogram.BinPicoseconds % 2 == 0 ? -0.5 : 0;
        for (int index = 0; index < bins.Length; index++)
        {
            double delay = ((double)(index - histogram.HalfBins) * histogram.BinPicoseconds) + shift;
            double expected = density * (durationPicoseconds - Math.Abs(delay));
            long count = histogram.Counts[index];
            bins[index] = new CorrelationBin(delay, count,
                expected > 0
                    ? new ValueWithError(count / expected, Math.Sqrt(Math.Max(count, 1)) / expected)
                    : new ValueWithError(double.NaN, double.NaN));
        }
        return bins;
    }
}
