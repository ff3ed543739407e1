namespace Qit.Timing.Acquisition;

/// <summary>Answer of <see cref="PeakAcquisition"/>: a peak good enough to start an estimator on, or none.</summary>
public sealed record AcquisitionResult
{
    /// <summary>True when a peak passed the test at the stated false-alarm probability.</summary>
    public required bool Found { get; init; }

    /// <summary>Time on A's timeline that the offset is valid for, in picoseconds.</summary>
    public long ReferenceTimePicoseconds { get; init; }

    /// <summary>Offset tB - tA at the reference time, in picoseconds, good to about <see cref="CellPicoseconds"/>.
    /// </summary>
    public long OffsetPicoseconds { get; init; }

    /// <summary>d(tB - tA)/dtA, good to about <see cref="SkewCell"/>.</summary>
    public double Skew { get; init; }

    /// <summary>Width of the cell the peak was found in, in picoseconds.</summary>
    public double CellPicoseconds { get; init; }

    /// <summary>Width of the cell in skew.</summary>
    public double SkewCell { get; init; }

    /// <summary>Pairs in that cell.</summary>
    public long PairsInCell { get; init; }

    /// <summary>Pairs expected there without a peak.</summary>
    public double ExpectedPairsInCell { get; init; }

    /// <summary>Decimal logarithm of the bound on the probability that unrelated streams give such a cell anywhere in
    /// the searched range. Also set for the best cell that was refused; 0 when nothing was tried.</summary>
    public double Log10FalseAlarm { get; init; }

    /// <summary>Start and end on A's timeline of the data the answer rests on, in picoseconds.</summary>
    public (long From, long To) SpanPicoseconds { get; init; }

    /// <summary>Lowest and highest offset tB - tA searched, in picoseconds: the option cut to what the data can show.
    /// </summary>
    public (long Lowest, long Highest) SearchedOffsetsPicoseconds { get; init; }

    /// <summary>Largest skew searched, either sign, in parts per million.</summary>
    public double SearchedSkewPpm { get; init; }

    /// <summary>Without a peak: coincidences, within the span, that would have been found with at least 95 %
    /// probability if their peak were narrower than 1 ns. Infinite when nothing could be searched.</summary>
    public double ExcludedCoincidences { get; init; } = double.PositiveInfinity;

    /// <summary>Without a peak: what is excluded in which range of skews, narrow ranges first. The last entry is the widest
    /// range that was searched completely.</summary>
    public IReadOnlyList<ExcludedRate> Excluded { get; init; } = [];

    /// <summary>Distance in picoseconds of other peaks that are no chance either, as pulsed light makes them; 0 without.
    /// When this peak does not stand out of them, <see cref="Found"/> is false and the offset is known modulo this only.
    /// </summary>
    public double AmbiguityPicoseconds { get; init; }

    /// <summary>Pairs in the fullest of the other peaks; 0 without.</summary>
    public long RivalPairs { get; init; }

    /// <summary>Decimal logarithm of the bound on the probability that one of the other peaks, as full as the fullest of
    /// them, would by chance be as full as this one; 0 when this one does not stand out, negative infinity without others.
    /// </summary>
    public double Log10Ambiguity { get; init; } = double.NegativeInfinity;

    /// <summary>Why there is no answer, in a few words; empty when found.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What a search in vain excludes.</summary>
/// <param name="SkewPpm">For skews up to this, either sign, parts per million.</param>
/// <param name="PairsPerSecond">Coincidences a second, over the length of A's data, that would have been found with at least
/// 95 % probability if their peak were narrower than 1 ns.</param>
public readonly record struct ExcludedRate(double SkewPpm, double PairsPerSecond);
