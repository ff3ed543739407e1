namespace Qit.Timing.Estimation;

/// <summary>Offset of B's clock against A's with everything needed to judge it. Offsets are tB - tA of the same pair:
/// positive when B's tags are later.</summary>
public sealed record OffsetEstimate
{
    /// <summary>Time of validity on A's timeline, in picoseconds: the middle of the data.</summary>
    public required long ValidityTimePicoseconds { get; init; }

    /// <summary>tB - tA at the time of validity, in femtoseconds. A long holds 2.5 hours of them.</summary>
    public required long OffsetFemtoseconds { get; init; }

    /// <summary>Standard error of the offset in picoseconds, from the observed Fisher information.</summary>
    public required double OffsetStandardErrorPicoseconds { get; init; }

    /// <summary>d(tB - tA)/dtA, seconds a second.</summary>
    public required double FrequencyOffset { get; init; }

    /// <summary>Standard error of the frequency offset; infinite when it was not estimated.</summary>
    public required double FrequencyOffsetStandardError { get; init; }

    /// <summary>Width of the peak: rms jitter of both sides together, tails included, without the taggers' ticks, in
    /// picoseconds.</summary>
    public required double PeakWidthPicosecondsRms { get; init; }

    /// <summary>Standard error of the width; 0 when the width is at the smallest that the ticks let see.</summary>
    public required double PeakWidthStandardErrorPicoseconds { get; init; }

    /// <summary>Pairs in the peak, accidentals not counted.</summary>
    public required double Coincidences { get; init; }

    /// <summary>Standard error of the coincidences, counting statistics included.</summary>
    public required double CoincidencesStandardError { get; init; }

    /// <summary>Accidental pairs expected within the coincidence window.</summary>
    public required double Accidentals { get; init; }

    /// <summary>Half width of the coincidence window around the peak, in picoseconds.</summary>
    public required double CoincidenceWindowPicoseconds { get; init; }

    /// <summary>Significance of the peak: sqrt of twice the gain in log-likelihood over a flat floor, in sigma of a
    /// single test at a known place.</summary>
    public required double SignificanceSigma { get; init; }

    /// <summary>Shapes that were fitted; never Best.</summary>
    public PeakFamily Family { get; init; } = PeakFamily.Gaussian;

    /// <summary>The shape that fits best.</summary>
    public PeakResponse Response { get; init; }

    /// <summary>Start of the data on A's timeline, in picoseconds.</summary>
    public required long FromPicoseconds { get; init; }

    /// <summary>End of the data on A's timeline, in picoseconds.</summary>
    public required long ToPicoseconds { get; init; }

    /// <summary>The same estimate for a longer span that it is the only filled part of: carried along its line to the middle of
    /// that span, with the error that the slope's error brings.</summary>
    internal OffsetEstimate ExtendedTo(long fromPicoseconds, long toPicoseconds)
    {
        if (fromPicoseconds == FromPicoseconds && toPicoseconds == ToPicoseconds) return this;
        long middle = fromPicoseconds + ((toPicoseconds - fromPicoseconds) / 2);
        double away = middle - ValidityTimePicoseconds;
        double slopeError = double.IsFinite(FrequencyOffsetStandardError) ? FrequencyOffsetStandardError * away : 0;
        return this with
        {
            ValidityTimePicoseconds = middle,
            OffsetFemtoseconds = checked(OffsetFemtoseconds + (long)Math.Round(FrequencyOffset * away * 1000)),
            OffsetStandardErrorPicoseconds = Math.Sqrt(
                (OffsetStandardErrorPicoseconds * OffsetStandardErrorPicoseconds) + (slopeError * slopeError)),
            FromPicoseconds = fromPicoseconds,
            ToPicoseconds = toPicoseconds,
        };
    }
}
