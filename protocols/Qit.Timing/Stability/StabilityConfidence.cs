namespace Qit.Timing.Stability;

/// <summary>How far one point of a stability curve may be from the truth.</summary>
/// <param name="Alpha">Noise type that the interval is for: exponent of the power law of frequency noise, from 2 (white
/// phase) over 0 (white frequency) to -2 (random walk frequency) and, for Hadamard deviations, -4.</param>
/// <param name="IsAlphaCarriedOver">True if the data are too short to identify the noise at this tau, and it is that of
/// the longest tau where they are not.</param>
/// <param name="DegreesOfFreedom">Equivalent chi-square degrees of freedom of the variance.</param>
/// <param name="Low">Lower end, in the unit of the deviation.</param>
/// <param name="High">Upper end, in the unit of the deviation.</param>
/// <param name="BiasRatio">Expected deviation over the true one for this noise: deviation and ends divided by it are
/// without bias. 1 but for TOTDEV, MTOT, TTOT and HTOT.</param>
public readonly record struct StabilityInterval(
    int Alpha, bool IsAlphaCarriedOver, double DegreesOfFreedom, double Low, double High, double BiasRatio);

/// <summary>
/// Central 68.3 % confidence intervals: variance times degrees of freedom over the chi-square quantiles (NIST SP 1065,
/// equation 45) for the noise type that the lag-1 autocorrelation shows (Riley and Greenhall, 2004). The degrees of freedom
/// are, of ADEV, MDEV, TDEV and HDEV, by the algorithm of Greenhall and Riley (2003); of the total deviations by the fits of
/// SP 1065, section 5.4. Both assume one power law around each tau. Data with gaps have them in proportion to the
/// terms that are left, and their noise type is that of their longest stretch without a gap.
/// </summary>
public static class StabilityConfidence
{
    /// <summary>Probability of the interval: that of one standard deviation either way of a normal variable.</summary>
    public const double Probability = 0.682689492137086;

    /// <summary>The intervals of a curve, one for each point; null where there is none: TIE rms, MTIE, Theo1, TOTDEV and
    /// HTOT of phase noise, fewer than 30 points without a gap between them, and data without noise.</summary>
    /// <param name="data">The measurements.</param>
    /// <param name="measure">What was computed.</param>
    /// <param name="points">The curve.</param>
    public static IReadOnlyList<StabilityInterval?> Of(
        ClockData data, StabilityMeasure measure, IReadOnlyList<StabilityPoint> points)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(points);
        var intervals = new StabilityInterval?[points.Count];
        int order = Order(measure);
        if (order == 0) return intervals;
        ReadOnlySpan<double> whole = data.LongestWholeStretch();
        int? last = null;
        for (int index = 0; index < intervals.Length; index++)
        {
            StabilityPoint point = points[index];
            int? alpha = NoiseIdentification.Alpha(whole, point.Multiple, order);
            last = alpha ?? last;
            if (last is not int noise || !(point.Value > 0) || !Covers(measure, noise)) continue;
            double share = point.Terms / ((double)point.Terms + point.LeftOut);
            intervals[index] =
                ForNoise(measure, point.Value, point.Multiple, data.PhaseSeconds.Length, noise, share)
                    with { IsAlphaCarriedOver = alpha is null };
        }

        return intervals;
    }

    /// <summary>The interval of one deviation for a known noise type.</summary>
    /// <param name="measure">Any but TIE rms, MTIE and Theo1.</param>
    /// <param name="deviation">Its value, above 0.</param>
    /// <param name="multiple">Averaging factor m.</param>
    /// <param name="phasePoints">Number of phase points of the data; enough for one term.</param>
    /// <param name="alpha">Noise type: 2 to -2, for HDEV and HTOT to -4; for TOTDEV and HTOT
    /// from 0 on.</param>
    /// <param name="share">Share of the terms that gaps have left, above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no interval for the measure, the noise type is out of its
    /// range, or the points are too few.</exception>
    public static StabilityInterval ForNoise(
        StabilityMeasure measure, double deviation, int multiple, int phasePoints, int alpha, double share = 1)
    {
        int order = Order(measure);
        if (order == 0) throw new ArgumentOutOfRangeException(nameof(measure), measure, "has no interval");
        if (alpha > 2 || alpha < 2 - (2 * order) || !Covers(measure, alpha))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"must be {2 - (2 * order)} to 2");
        if (phasePoints < StabilityMeasures.FewestPoints(measure, multiple))
            throw new ArgumentOutOfRangeException(nameof(phasePoints), phasePoints, "too few for one term");
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "must be above 0, at most 1");
        double freedom = share * DegreesOfFreedom(measure, multiple, phasePoints, alpha);
        double bias = Math.Sqrt(TotalBias.VarianceRatio(measure, alpha, multiple, phasePoints));
        const double Tail = (1 - Probability) / 2;
        return new StabilityInterval(
            alpha, false, freedom,
            deviation * Math.Sqrt(freedom / ChiSquare.Quantile(1 - Tail, freedom)),
            deviation * Math.Sqrt(freedom / ChiSquare.Quantile(Tail, freedom)),
            bias);
    }

    private static double DegreesOfFreedom(StabilityMeasure measure, int multiple, int phasePoints, int alpha)
    {
        bool isShort = multiple <= TotalDegreesOfFreedom.LargestShortFactor;
        bool isModifiedTotal = measure is StabilityMeasure.ModifiedTotal or StabilityMeasure.TimeTotal;
        if (measure == StabilityMeasure.Total
            || (!isShort && (isModifiedTotal || measure == StabilityMeasure.HadamardTotal)))
            return TotalDegreesOfFreedom.Of(measure, alpha, multiple, phasePoints);
        bool modified = isModifiedTotal || measure is StabilityMeasure.ModifiedAllan or StabilityMeasure.Time;
        bool overlapping = measure is not (StabilityMeasure.Allan or StabilityMeasure.Hadamard);
        return EquivalentDegreesOfFreedom.Of(alpha, Order(measure), multiple, phasePoints, overlapping, modified);
    }

    // The sources have no degrees of freedom for TOTDEV and HTOT of phase noise.
    private static bool Covers(StabilityMeasure measure, int alpha) =>
        alpha <= 0 || measure is not (StabilityMeasure.Total or StabilityMeasure.HadamardTotal);

    /// <summary>Order of the phase differences, 0 for measures without interval.</summary>
    private static int Order(StabilityMeasure measure) => measure switch
    {
        StabilityMeasure.Allan or StabilityMeasure.OverlappingAllan or StabilityMeasure.ModifiedAllan
            or StabilityMeasure.Time or StabilityMeasure.Total or StabilityMeasure.ModifiedTotal
            or StabilityMeasure.TimeTotal => 2,
        StabilityMeasure.Hadamard or StabilityMeasure.OverlappingHadamard or StabilityMeasure.HadamardTotal => 3,
        _ => 0,
    };
}
