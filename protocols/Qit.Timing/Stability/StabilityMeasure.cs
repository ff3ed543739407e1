namespace Qit.Timing.Stability;

/// <summary>Statistics of clock stability, all from evenly spaced phase x with tau = m times the spacing. Defined in
/// Riley, Handbook of Frequency Stability Analysis, NIST SP 1065 (2008), section 5.</summary>
public enum StabilityMeasure
{
    /// <summary>ADEV: rms of x[i+2m] - 2 x[i+m] + x[i] over every m-th i, divided by sqrt(2) tau.</summary>
    Allan,

    /// <summary>Overlapping ADEV: the same over every i.</summary>
    OverlappingAllan,

    /// <summary>MDEV: as overlapping ADEV, of x averaged over m points.</summary>
    ModifiedAllan,

    /// <summary>TDEV in seconds: MDEV times tau / sqrt(3).</summary>
    Time,

    /// <summary>HDEV: rms of x[i+3m] - 3 x[i+2m] + 3 x[i+m] - x[i] over every m-th i, divided by sqrt(6) tau.</summary>
    Hadamard,

    /// <summary>Overlapping HDEV: the same over every i.</summary>
    OverlappingHadamard,

    /// <summary>TOTDEV: as overlapping ADEV, about every point but the first and last, of x continued beyond both ends
    /// by its point reflection.</summary>
    Total,

    /// <summary>TIE rms in seconds: rms of x[i+m] - x[i] over every i.</summary>
    TimeIntervalErrorRms,

    /// <summary>MTIE in seconds: the largest peak-to-peak x in any window of m+1 points.</summary>
    MaximumTimeIntervalError,

    /// <summary>MTOT: as MDEV, of every stretch of 3m phases without its line and mirrored at both ends; not corrected for
    /// its bias (<see cref="TotalBias"/>).</summary>
    ModifiedTotal,

    /// <summary>TTOT in seconds: MTOT times tau / sqrt(3).</summary>
    TimeTotal,

    /// <summary>HTOT: as overlapping HDEV, of every stretch of 3m frequencies without its line and mirrored at both ends;
    /// overlapping HDEV itself at m = 1; not corrected for its bias (<see cref="TotalBias"/>).</summary>
    HadamardTotal,

    /// <summary>Theo1 at even m from 10 on, for tau = 0.75 m times the spacing; not corrected for its bias, which is
    /// none for white frequency noise.</summary>
    Theo1,
}

/// <summary>Names and properties of <see cref="StabilityMeasure"/>.</summary>
public static class StabilityMeasures
{
    private static readonly (string Name, StabilityMeasure Measure)[] Named =
    [
        ("adev", StabilityMeasure.Allan),
        ("oadev", StabilityMeasure.OverlappingAllan),
        ("mdev", StabilityMeasure.ModifiedAllan),
        ("tdev", StabilityMeasure.Time),
        ("hdev", StabilityMeasure.Hadamard),
        ("ohdev", StabilityMeasure.OverlappingHadamard),
        ("totdev", StabilityMeasure.Total),
        ("tierms", StabilityMeasure.TimeIntervalErrorRms),
        ("mtie", StabilityMeasure.MaximumTimeIntervalError),
        ("mtotdev", StabilityMeasure.ModifiedTotal),
        ("ttotdev", StabilityMeasure.TimeTotal),
        ("htotdev", StabilityMeasure.HadamardTotal),
        ("theo1", StabilityMeasure.Theo1),
    ];

    /// <summary>All measures, in the order of their short names' list.</summary>
    public static IReadOnlyList<StabilityMeasure> All { get; } = [.. Named.Select(pair => pair.Measure)];

    /// <summary>The measures whose time is in proportion to the number of points, for every tau; that of the others is to
    /// its product with m.</summary>
    public static IReadOnlyList<StabilityMeasure> Fast { get; } = [.. All.Where(measure => !IsSlow(measure))];

    /// <summary>The short names, separated by commas.</summary>
    public static string Accepted { get; } = string.Join(", ", Named.Select(pair => pair.Name));

    /// <summary>The usual short name, such as "oadev".</summary>
    /// <param name="measure">One of the measures.</param>
    public static string ShortName(StabilityMeasure measure) => Named.Single(pair => pair.Measure == measure).Name;

    /// <summary>Understands a short name.</summary>
    /// <param name="name">Such as "oadev"; lower case.</param>
    /// <param name="measure">The measure, if there is one of this name.</param>
    public static bool TryParse(string name, out StabilityMeasure measure)
    {
        int index = Array.FindIndex(Named, pair => pair.Name == name);
        measure = index < 0 ? default : Named[index].Measure;
        return index >= 0;
    }

    /// <summary>True for values in seconds (TDEV, TIE rms, MTIE); the others are dimensionless.</summary>
    /// <param name="measure">One of the measures.</param>
    public static bool IsInSeconds(StabilityMeasure measure) =>
        measure is StabilityMeasure.Time or StabilityMeasure.TimeIntervalErrorRms
            or StabilityMeasure.MaximumTimeIntervalError or StabilityMeasure.TimeTotal;

    /// <summary>Averaging time in units of the spacing of the measurements.</summary>
    /// <param name="measure">One of the measures.</param>
    /// <param name="multiple">Averaging factor m.</param>
    public static double TauOverSpacing(StabilityMeasure measure, int multiple) =>
        measure == StabilityMeasure.Theo1 ? 0.75 * multiple : multiple;

    /// <summary>The fewest phase points that give one term at an averaging factor.</summary>
    /// <param name="measure">One of the measures.</param>
    /// <param name="multiple">Averaging factor, at least 1.</param>
    public static long FewestPoints(StabilityMeasure measure, int multiple) => measure switch
    {
        StabilityMeasure.Allan or StabilityMeasure.OverlappingAllan => (2L * multiple) + 1,
        StabilityMeasure.ModifiedAllan or StabilityMeasure.Time or StabilityMeasure.ModifiedTotal
            or StabilityMeasure.TimeTotal => 3L * multiple,
        StabilityMeasure.Hadamard or StabilityMeasure.OverlappingHadamard or StabilityMeasure.HadamardTotal =>
            (3L * multiple) + 1,
        StabilityMeasure.Total => Math.Max(3, multiple + 1L),
        StabilityMeasure.TimeIntervalErrorRms or StabilityMeasure.MaximumTimeIntervalError => multiple + 1L,
        StabilityMeasure.Theo1 => multiple + 1L,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "no such measure"),
    };

    /// <summary>False at averaging factors for which a measure is not defined, however many points there are: Theo1 at odd
    /// ones and below 10.</summary>
    /// <param name="measure">One of the measures.</param>
    /// <param name="multiple">Averaging factor, at least 1.</param>
    public static bool IsDefinedAt(StabilityMeasure measure, int multiple) =>
        measure != StabilityMeasure.Theo1 || (multiple >= Theo1Sum.SmallestFactor && multiple % 2 == 0);

    private static bool IsSlow(StabilityMeasure measure) => measure is StabilityMeasure.ModifiedTotal
        or StabilityMeasure.TimeTotal or StabilityMeasure.HadamardTotal or StabilityMeasure.Theo1;
}
