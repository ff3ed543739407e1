namespace Qit.Timing.Counting;

/// <summary>Accidental coincidences of unrelated streams, from their singles.</summary>
public static class AccidentalFormula
{
    /// <summary>
    /// Number of coincidences that N unrelated Poisson streams give: N_1 ... N_N V / T^(N-1), where V is the volume of the
    /// time differences that count. With whole picoseconds and tags within a span s of each other that is
    /// (s + 1)^N - s^N; for two channels 2 s + 1 = W + 1 (s = W / 2, both edges count), which is R_A R_B W T for a window
    /// of many picoseconds; for N channels and large s it is N s^(N-1) (Eckart and Shonka, Phys. Rev. 53, 752 (1938), for
    /// N gates of length s). The error is that of the singles as Poisson counts. All combinations are in it; a counter that
    /// uses each tag once finds fewer by a share of about N R s.
    /// </summary>
    /// <param name="singles">Tags of each channel of the pattern in the time T.</param>
    /// <param name="spanPicoseconds">Largest time between earliest and latest tag, ps, 0 or more.</param>
    /// <param name="durationPicoseconds">T, ps, above 0.</param>
    /// <exception cref="ArgumentException">Fewer than two channels, or span or duration out of range.</exception>
    public static ValueWithError Expected(ReadOnlySpan<long> singles, long spanPicoseconds, double durationPicoseconds)
    {
        if (singles.Length < 2) throw new ArgumentException("Accidentals need at least two channels.", nameof(singles));
        ArgumentOutOfRangeException.ThrowIfNegative(spanPicoseconds);
        if (!(durationPicoseconds > 0))
            throw new ArgumentOutOfRangeException(nameof(durationPicoseconds), durationPicoseconds, "must be above 0 ps");
        // (s+1)^N - s^N as the sum of s^k (s+1)^(N-1-k), which loses no digits; one factor 1/T with each power.
        double low = spanPicoseconds / durationPicoseconds;
        double high = (spanPicoseconds + 1) / durationPicoseconds;
        double volume = 0;
        for (int power = 0; power < singles.Length; power++)
            volume += Math.Pow(low, power) * Math.Pow(high, singles.Length - 1 - power);
        double expected = volume;
        double relativeVariance = 0;
        foreach (long count in singles)
        {
            if (count == 0) return new ValueWithError(0, 0);
            expected *= count;
            relativeVariance += 1.0 / count;
        }
        return new ValueWithError(expected, expected * Math.Sqrt(relativeVariance));
    }
}
